"""``warning anchor``, ``warning audit`` and what ``warning verify`` says of anchors and bundles."""

from __future__ import annotations

import gzip
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.audit.stores import serving
from tests.audit.tamper import Bundled
from tests.cli.kept import looking, told
from tests.cli.run import Person
from tests.cli.test_verify_run import tampered
from warning import settings
from warning.streams.administration import Admin
from warning.streams.places import Broker

CUT = (
    "DELETE FROM journal WHERE lane = :lane AND seq > 3",
    "DELETE FROM change WHERE lane = :lane AND seq > 3",
    "UPDATE lane SET seq = 3, head = (SELECT link FROM journal WHERE lane = :lane AND seq = 3) WHERE id = :lane",
)
"""The end of a lane never was: links and records fit."""
CORE_TELLS = {"state", "row", "change", "loan", "borrower", "source", "told", "unheard"}
"""What is there and was not decided by what is left, others having been told of it among that."""
ANCHORING = (sys.executable, "-m", "warning", "anchor", "--key", "key.pem", "--to", "anchors")
"""The program in a process of its own."""
SIGNED = ("--anchors", "anchors", "--public-key", "key.pem.pub")


@pytest.fixture
def signer(month: Person) -> Person:
    """Someone with a ledger, a key, and a directory for anchors."""
    (key,) = told(month, "audit", "keygen", "key.pem")
    assert (key["path"], key["public"], len(key["key"])) == ("key.pem", "key.pem.pub", 64)
    (month.here / "anchors").mkdir()
    return month


def anchor(person: Person, *words: str, code: int = 0) -> list[dict[str, object]]:
    """Sign one into the directory."""
    first = () if any((person.here / "anchors").iterdir()) else ("--first",)
    return told(person, "anchor", "--key", "key.pem", "--to", "anchors", "--once", *first, *words, code=code)


def test_nobody_begins_a_chain_anew_where_anchors_are_gone(signer: Person) -> None:
    """A mount point whose medium is away, or from which somebody has taken them: it is empty as a new one is."""
    words = ("anchor", "--key", "key.pem", "--to", "anchors", "--once")
    for lang, said in (("zh", "--first"), ("en", "If none was ever signed")):
        shown = signer.run(*words, "--lang", lang)
        assert (shown.code, said in shown.err, list((signer.here / "anchors").iterdir())) == (3, True, [])
    anchor(signer)
    shown = signer.run(*words, "--first", "--lang", "en")
    assert (shown.code, "the newest is 1" in shown.err) == (2, True)
    (second,) = told(signer, *words)
    assert second["number"] == 2
    (signer.here / "other").mkdir()
    told(signer, *words, "--to", "other")
    assert len(list((signer.here / "other").iterdir())) == 3, "a new place beside gets all of them"
    shutil.rmtree(signer.here / "anchors")
    (signer.here / "anchors").mkdir()
    assert signer.run(*words).code == 3


def test_a_ledger_without_anchors_says_that_all_of_it_is_exposed(month: Person) -> None:
    (found,) = told(month, "verify")
    exposed = {"rows": found["rows"], "since": None, "seconds": None, "anchor": None, "key": None}
    assert (found["exposed"], found["found"]) == (exposed, 0)
    assert found["proven"] + found["unproven"] == found["rows"]
    assert f"rewrite all {found['rows']:,} rows unseen" in " ".join(month.run("verify", "--lang", "en").out.split())


def test_what_came_after_the_last_anchor_is_told(signer: Person) -> None:
    (first,) = anchor(signer)
    (second,) = anchor(signer)
    assert (first["number"], second["number"], second["new"], second["late"]) == (1, 2, 0, {})
    told(signer, "tick", "--until", "2026-11-20T00:00:00+08:00")
    (found,) = told(signer, "verify", *SIGNED)
    assert (found["differences"], found["exposed"]["anchor"]) == ([], 2)
    assert found["exposed"]["rows"] == found["rows"] - int(str(second["rows"])) > 0
    assert found["exposed"]["key"] == second["key"]
    said = " ".join(signer.run("verify", *SIGNED, "--lang", "en").out.split())
    assert f"{found['exposed']['rows']:,} rows and" in said
    assert "锚点 2（" in signer.run("verify", *SIGNED).out


def test_what_was_rewritten_with_new_links_is_named_by_anchors(signer: Person) -> None:
    anchor(signer)
    with looking() as connection:
        asked = text("SELECT lane FROM journal GROUP BY lane ORDER BY count(*) DESC, lane LIMIT 1")
        lane = str(connection.execute(asked).scalar_one())
    for statement in CUT:
        tampered(statement.replace(":lane", lane))
    (found,) = told(signer, "verify", *SIGNED, code=1)
    told_by = {(one["code"], one["by"]) for one in found["differences"]}
    assert ("cut", "verifier") in told_by
    assert {code for code, by in told_by if by == "core"} <= CORE_TELLS
    (cut,) = (one for one in found["differences"] if one["code"] == "cut")
    assert (cut["first"], cut["seq"] > 3) == (1, True)
    shown = signer.run("verify", *SIGNED, "--lang", "en")
    assert (shown.code, "anchor 1: rows 4 to" in " ".join(shown.out.split())) == (1, True)
    stopped = signer.run("anchor", "--key", "key.pem", "--to", "anchors", "--once", "--lang", "en")
    assert (stopped.code, "Nothing more is signed" in stopped.err) == (1, True)
    assert len(list((signer.here / "anchors").iterdir())) == 1


def test_anchors_that_do_not_hold_are_named(signer: Person) -> None:
    for _ in range(3):
        anchor(signer)
    file = signer.here / "anchors" / "000000002.json"
    was = file.read_text("utf-8")
    file.unlink()
    (found,) = told(signer, "verify", *SIGNED, code=1)
    assert [(one["code"], one["name"]) for one in found["differences"]] == [("anchor_missing", "2")]
    file.write_text(was.replace('"number":2', '"number":4'), "utf-8")
    (found,) = told(signer, "verify", *SIGNED, code=1)
    assert [one["code"] for one in found["differences"]] == ["anchor_signature"]
    told(signer, "audit", "keygen", "another.pem")
    (found,) = told(signer, "verify", "--anchors", "anchors", "--public-key", "another.pem.pub", code=1)
    assert {one["code"] for one in found["differences"]} == {"anchor_key"}
    assert found["exposed"]["anchor"] is None


def test_a_bundle_is_verified_without_the_ledger(signer: Person) -> None:
    anchor(signer)
    (done,) = told(signer, "audit", "export", "bundle", "--anchors", "anchors")
    (here,) = told(signer, "verify", *SIGNED)
    (signer.here / "ledger.db").unlink()
    (found,) = told(signer, "verify", "--offline", "bundle", "--public-key", "key.pem.pub")
    assert (found["ends"], found["rows"], done["rows"]) == (here["ends"], here["rows"], here["rows"])
    assert (found["proven"], found["unproven"], done["unknown"]) == (found["rows"], 0, 0)
    assert (found["aggregates"], found["seen"], found["exposed"]["anchor"], done["anchors"]) == (None, None, 1, 1)
    assert "is whole" in signer.run("verify", "--offline", "bundle", "--lang", "en").out
    (signer.here / "bundle" / "journal" / "07.jsonl.gz").write_bytes(b"")
    (found,) = told(signer, "verify", "--offline", "bundle", code=1)
    assert ("file", "journal/07.jsonl.gz") in {(one["code"], one["name"]) for one in found["differences"]}


def test_a_rule_book_that_is_not_the_one_its_id_names_is_found(signer: Person) -> None:
    """The small verifier cannot read rule books: the program can."""
    told(signer, "audit", "export", "bundle")

    bundle = signer.here / "bundle"
    files = Bundled(bundle, {})
    book = files._read("frames.jsonl.gz")[0]
    book["files"] = book["files"].replace("5000000", "6000000")
    packed = gzip.compress((json.dumps(book) + "\n").encode())
    (bundle / "frames.jsonl.gz").write_bytes(packed)
    (bundle / "manifest.json").write_bytes(files._listing({"frames.jsonl.gz": packed}, {}))
    (found,) = told(signer, "verify", "--offline", "bundle", code=1)
    assert [(one["code"], one["by"]) for one in found["differences"]] == [("frame", "core")]


def test_what_is_asked_wrongly_is_told(signer: Person) -> None:
    asked = {
        ("verify", "--anchors", "anchors"): (2, "--public-key"),
        ("verify", "--offline", "bundle", "--ledger", "ledger.db"): (2, "leave --ledger out"),
        ("verify", "--offline", "bundle"): (3, "no bundle"),
        ("verify", "--anchors", "nowhere", "--public-key", "key.pem.pub"): (3, "nowhere"),
        ("verify", "--anchors", "anchors", "--public-key", "absent"): (3, "no such file"),
        ("verify", "--anchors", "anchors", "--public-key", "key.pem"): (3, "Ed25519"),
        ("anchor", "--key", "key.pem.pub", "--to", "anchors", "--once"): (3, "chmod 600"),
        ("anchor", "--key", "absent", "--to", "anchors", "--once"): (3, "no such file"),
        ("anchor", "--key", "key.pem", "--to", "ftp://host", "--once"): (2, "no place"),
        ("anchor", "--key", "key.pem", "--to", "kafka:", "--once"): (2, "no place"),
        ("anchor", "--key", "key.pem", "--to", "http://bank.example/a", "--once"): (2, "no place"),
        ("anchor", "--key", "key.pem", "--to", "http://127.0.0.1:1/a", "--once"): (3, "nothing answers there"),
        ("anchor", "--key", "key.pem", "--to", "anchors", "--every", "5"): (2, "5m"),
        ("anchor", "--key", "key.pem", "--to", "nowhere", "--once"): (3, "nowhere"),
        ("anchor", "--key", "key.pem", "--to", "anchors", "--once", "--ledger", "absent.db"): (3, "no ledger"),
        ("audit", "keygen", "key.pem"): (3, "there already"),
        ("audit", "keygen", "nowhere/key.pem"): (3, "cannot be written"),
        ("audit", "export", "anchors/../."): (3, "not empty"),
        ("audit", "export", "key.pem/x"): (3, "cannot be written"),
    }
    for words, (code, part) in asked.items():
        shown = signer.run(*words, "--lang", "en")
        assert (shown.code, part in " ".join(shown.err.split())) == (code, True), (words, shown)
    shutil.rmtree(signer.here / "anchors")


@pytest.mark.kafka
def test_anchors_go_to_a_directory_a_topic_and_an_address(
    signer: Person, kafka_servers: str, topics_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = Admin(Broker(servers=kafka_servers, prefix=topics_prefix))
    admin.create("anchors", 1, 1, {"retention.ms": "-1"})
    admin.close()
    (signer.here / "token").write_text("let-me-in\n", "utf-8")
    for name, value in ((settings.KAFKA, kafka_servers), (settings.KAFKA_PREFIX, topics_prefix)):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv(settings.ANCHOR_TOKEN_FILE, "token")
    with serving("let-me-in") as (url, store):
        for _ in range(2):
            (made,) = anchor(signer, "--to", "kafka:anchors", "--to", url)
        assert (made["number"], made["late"]) == (2, {})
        (stored,) = {store.kept["/anchors/000000002.json"], (signer.here / "anchors" / "000000002.json").read_bytes()}
        assert json.loads(stored)["number"] == 2
        places = ["--anchors", "kafka:anchors", "--anchors", url, *SIGNED]
        (found,) = told(signer, "verify", *places)
        assert (found["differences"], found["exposed"]["anchor"]) == ([], 2)
        store.refuses += [503]
        shown = signer.run("anchor", "--key", "key.pem", "--to", url, "--once", "--lang", "en")
        assert (shown.code, "HTTP 503" in shown.err) == (3, True)


@pytest.mark.slow
def test_it_goes_on_until_it_is_told_to_end(signer: Person) -> None:
    command = [*ANCHORING, "--first", "--every", "1s"]
    with subprocess.Popen([*command, "--lang", "en"], cwd=signer.here, stderr=subprocess.PIPE, text=True) as process:
        begun = time.monotonic()
        while not (signer.here / "anchors" / "000000003.json").exists():
            assert time.monotonic() - begun < 60, "three anchors take three seconds"
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "is anchored every 1s" in said
    assert "Anchoring has stopped" in " ".join(said.split())
    (found,) = told(signer, "verify", *SIGNED)
    assert found["exposed"]["anchor"] >= 3


@pytest.mark.slow
def test_a_place_that_is_away_does_not_end_it(signer: Person) -> None:
    """A mount that has gone: it says so, and gives the place what it has missed once it is back."""
    command = [*ANCHORING, "--to", "mount", "--first"]
    mount, gone = signer.here / "mount", signer.here / "gone"
    mount.mkdir()
    with subprocess.Popen([*command, "--every", "1s"], cwd=signer.here, stderr=subprocess.PIPE, text=True) as process:
        _until((mount / "000000001.json").exists)
        mount.rename(gone)
        number = len(list((signer.here / "anchors").glob("*.json")))
        _until(lambda: len(list((signer.here / "anchors").glob("*.json"))) > number + 1)
        gone.rename(mount)
        number = len(list((signer.here / "anchors").glob("*.json")))
        _until((mount / f"{number + 1:09}.json").exists)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, "尚未存入 mount" in said) == (0, True)
    there, here = (sorted(path.name for path in (signer.here / name).glob("0*")) for name in ("mount", "anchors"))
    assert here == there


def _until(so: object) -> None:
    assert callable(so)
    begun = time.monotonic()
    while not so():
        assert time.monotonic() - begun < 60
        time.sleep(0.05)


def test_the_directory_is_not_made(signer: Person) -> None:
    """A mount point that is not mounted must not take anchors in silence."""
    assert anchor(signer, "--to", "unmounted", code=3) == []
    assert not Path("unmounted").exists()
