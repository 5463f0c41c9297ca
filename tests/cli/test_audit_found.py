"""What auditors and operators ran into: anchors that are another's, places without any, ledgers that were touched."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_audit import ANCHORING, SIGNED, _until, anchor
from tests.cli.test_verify_run import tampered
from tests.forked import PATIENCE_S
from warning.audit import export
from warning.core.scalars import read_moment


@pytest.fixture
def signer(month: Person) -> Person:
    """Someone with a ledger, a key, and a directory for anchors."""
    told(month, "audit", "keygen", "key.pem")
    (month.here / "anchors").mkdir()
    return month


def said(person: Person, *words: str, code: int) -> str:
    shown = person.run(*words, "--lang", "en")
    assert shown.code == code, shown
    return " ".join((shown.out + shown.err).split())


def test_a_place_without_anchors_is_told_as_that(signer: Person) -> None:
    (found,) = told(signer, "verify", *SIGNED, code=1)
    assert [(one["code"], one["key"]) for one in found["differences"]] == [("anchor_none", "anchors")]
    text = said(signer, "verify", *SIGNED, code=1)
    assert "it holds no anchor" in text
    assert "its anchors were taken away" in text
    assert "Stop using it" not in text


def test_a_key_without_anchors_to_check_is_refused(signer: Person) -> None:
    assert "--anchors" in said(signer, "verify", "--public-key", "key.pem.pub", code=2)


def test_anchors_of_a_bundle_that_were_not_looked_at_are_counted(signer: Person) -> None:
    anchor(signer)
    anchor(signer)
    told(signer, "audit", "export", "bundle", "--anchors", "anchors")
    assert "2 anchors in the bundle, not looked at" in said(signer, "verify", "--offline", "bundle", code=0)
    told(signer, "audit", "export", "bare")
    bare = ("verify", "--offline", "bare", "--public-key", "key.pem.pub")
    assert "it holds no anchor" in said(signer, *bare, code=1)


def test_what_is_wrong_with_anchors_alone_is_not_said_of_the_ledger(signer: Person) -> None:
    anchor(signer)
    told(signer, "audit", "keygen", "other.pem")
    text = said(signer, "verify", "--anchors", "anchors", "--public-key", "other.pem.pub", code=1)
    assert "Another key signed them" in text
    assert "ledger.db itself shows nothing wrong" in text
    assert "Stop using it" not in text
    tampered("UPDATE ledger SET name = 'another'")
    text = said(signer, "verify", *SIGNED, code=1)
    assert "They are another ledger's" in text
    assert "itself shows nothing wrong" in text


def test_another_key_signs_only_when_told_to_and_verify_says_so(signer: Person) -> None:
    anchor(signer)
    told(signer, "audit", "keygen", "other.pem")
    words = ("anchor", "--key", "other.pem", "--to", "anchors", "--once")
    assert "say --rotate once" in said(signer, *words, code=3)
    assert len(list((signer.here / "anchors").iterdir())) == 1
    told(signer, *words, "--rotate")
    text = said(signer, "verify", *SIGNED, "--public-key", "other.pem.pub", code=0)
    assert "From anchor 2 on another key signs" in text
    assert "agrees, and no row came after it" in text


def test_a_bundle_of_the_first_format_says_what_it_cannot_say(signer: Person) -> None:
    told(signer, "audit", "export", "bundle")
    (whole,) = told(signer, "verify", "--offline", "bundle")
    assert whole["told"] > 0
    told(signer, "audit", "export", "old")
    manifest = json.loads((signer.here / "old" / "manifest.json").read_bytes())
    manifest |= {
        "format": "warning-bundle/1",
        "files": [one for one in manifest["files"] if "inbox" not in one["path"]],
    }
    (signer.here / "old" / "manifest.json").write_text(json.dumps(manifest))
    (signer.here / "old" / "inbox.jsonl.gz").unlink()
    (old,) = told(signer, "verify", "--offline", "old")
    assert (old["found"], old["told"]) == (0, None)
    for name, says in (("bundle", False), ("old", True)):
        shown = said(signer, "verify", "--offline", name, code=0)
        assert ("was not held against each other" in shown) is says
    (ledger,) = told(signer, "verify")
    assert ledger["told"] is None, "which decides again instead"


def test_what_the_export_of_a_touched_ledger_says_is_true(signer: Person) -> None:
    tampered("UPDATE journal SET effects_digest = zeroblob(32) WHERE event_id IN (SELECT event_id FROM change LIMIT 1)")
    text = said(signer, "audit", "export", "bundle", code=1)
    assert "not decided again as they were" in text
    assert "which another version decided" not in text
    text = said(signer, "verify", "--offline", "bundle", code=1)
    assert "the effects on file are not those the row has the digest of" in text
    assert "decided again, the outcome" not in text


def test_an_export_that_fails_leaves_nothing_in_the_way(signer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for there in (False, True):
        if there:
            (signer.here / "bundle").mkdir()
        with monkeypatch.context() as patched:
            patched.setattr(export._Lane, "write", full)
            said(signer, "audit", "export", "bundle", code=3)
        assert (signer.here / "bundle").exists() is there
    told(signer, "audit", "export", "bundle")


@pytest.mark.slow
def test_a_ledger_that_is_removed_ends_the_anchoring_with_an_error(signer: Person) -> None:
    command = [*ANCHORING, "--first", "--every", "1s"]
    running = subprocess.Popen([*command, "--lang", "en"], cwd=signer.here, stderr=subprocess.PIPE, text=True)
    _until((signer.here / "anchors" / "000000001.json").exists)
    shutil.move(signer.here / "ledger.db", signer.here / "elsewhere.db")
    _, told_last = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 1
    assert "was removed, or another file" in " ".join(told_last.split())
    newest = json.loads(max((signer.here / "anchors").iterdir()).read_bytes())
    assert newest["ledger"]


def test_what_prometheus_reads_says_when_the_newest_anchor_was_signed(signer: Person) -> None:
    def shown() -> dict[str, float]:
        text = (signer.here / "anchor.prom").read_text()
        return {name: float(value) for name, value in re.findall(r"^(warning_\w+) (\S+)$", text, re.MULTILINE)}

    file = ("--textfile", "anchor.prom")
    (made,) = anchor(signer, *file, "--every", "10m")
    assert shown()["warning_anchor_timestamp_seconds"] == pytest.approx(read_moment(str(made["at"])) / 1_000_000)
    assert (shown()["warning_anchor_rows"], shown()["warning_anchor_interval_seconds"]) == (made["rows"], 600)
    assert (shown()["warning_anchor_number"], shown()["warning_anchor_mismatch"]) == (1, 0)
    tampered("UPDATE lane SET seq = seq - 1 WHERE seq > 0")
    anchor(signer, *file, code=1)
    assert shown()["warning_anchor_mismatch"] == 1
    assert anchor(signer, "--textfile", "nowhere/anchor.prom", code=1) == []
