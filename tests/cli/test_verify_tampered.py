"""What an examiner did to a ledger, and what verify says of it."""

from __future__ import annotations

import gzip
import json
import sqlite3
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import URL

from tests.cli.kept import told
from tests.cli.run import Person
from tests.cli.test_audit import SIGNED, anchor
from tests.cli.test_audit_found import said, signer
from tests.cli.test_verify_run import tampered
from tests.rule_changes import changed

__all__ = ["signer"]
ALTERED = "UPDATE frame SET files = CAST(replace(CAST(files AS TEXT), '>= 31', '>= 41') AS {kind})"


def asked(query: str) -> Any:
    with sqlite3.connect("ledger.db") as database:
        return database.execute(query).fetchall()


def codes(found: dict[str, Any]) -> list[str]:
    return [one["code"] for one in found["differences"]]


@pytest.mark.parametrize("kind", ["BLOB", "TEXT"])
def test_an_altered_rule_book_is_named_and_everything_else_is_looked_at(signer: Person, kind: str) -> None:
    anchor(signer)
    tampered(ALTERED.format(kind=kind))
    (found,) = told(signer, "verify", *SIGNED, code=1)
    assert codes(found) == ["frame"]
    assert (found["aggregates"], found["exposed"]["anchor"], found["rows"] > 0) == (None, 1, True)
    text = said(signer, "verify", *SIGNED, code=1)
    assert "the files of the rule book were altered" in text
    assert "no row was decided again" in text
    assert "被改动" in signer.run("verify", *SIGNED).out
    tampered("UPDATE journal SET received = received + 1 WHERE lane = (SELECT max(lane) FROM journal) AND seq = 1")
    (found,) = told(signer, "verify", *SIGNED, code=1)
    assert set(codes(found)) >= {"frame", "link"}


def test_an_altered_rule_book_of_a_bundle_is_told_as_that(month: Person) -> None:
    told(month, "audit", "export", "bundle")
    bundle = month.here / "bundle"
    frames, manifest = bundle / "frames.jsonl.gz", bundle / "manifest.json"
    frames.write_bytes(gzip.compress(gzip.decompress(frames.read_bytes()).replace(b">= 31", b">= 41")))
    listing = json.loads(manifest.read_bytes())
    for one in listing["files"]:
        if one["path"] == frames.name:
            one |= {"bytes": frames.stat().st_size, "sha256": sha256(frames.read_bytes()).hexdigest()}
    manifest.write_text(json.dumps(listing))
    assert "the files of the rule book were altered" in said(month, "verify", "--offline", "bundle", code=1)


def test_a_row_that_is_kept_as_text_is_named_alone(month: Person) -> None:
    ((lane, seq, name),) = asked(
        "SELECT lane, seq, event_id FROM journal WHERE kind LIKE '%.v1' AND seq BETWEEN 2 AND 5 ORDER BY lane LIMIT 1"
    )
    tampered(f"UPDATE journal SET payload = CAST(payload AS TEXT) WHERE lane = {lane} AND seq = {seq}")  # noqa: S608 - numbers
    (found,) = told(month, "verify", code=1)
    assert [(one["lane"], one["seq"], one["code"], one["name"]) for one in found["differences"]] == [
        (lane, seq, "link", name)
    ]


def test_what_is_shown_reads_rows_that_are_kept_as_text(month: Person) -> None:
    (duty,) = told(month, "duties", "list", "--rows", "1")[:1]
    before = month.run("alerts", "explain", duty["id"])
    tampered("UPDATE duty SET body = CAST(body AS TEXT)")
    after = month.run("alerts", "explain", duty["id"])
    assert (after.code, after.out) == (before.code, before.out)
    (found,) = told(month, "verify", code=1)
    assert set(codes(found)) == {"row"}
    assert "Stop using it" not in said(month, "verify", code=1)


def test_an_anchor_that_proves_a_cut_is_not_said_to_be_unknown(signer: Person) -> None:
    anchor(signer)
    ((lane, last),) = asked("SELECT lane, max(seq) FROM journal GROUP BY lane HAVING max(seq) > 5 LIMIT 1")
    tampered(f"DELETE FROM change WHERE lane = {lane} AND seq > {last - 3}")  # noqa: S608 - numbers
    tampered(f"DELETE FROM journal WHERE lane = {lane} AND seq > {last - 3}")  # noqa: S608 - numbers
    (found,) = told(signer, "verify", *SIGNED, code=1)
    assert (found["exposed"]["anchor"], found["read"]["anchor"]) == (None, 1)
    assert (found["read"]["agree"], found["read"]["differ"]) == (63, [lane])
    text = said(signer, "verify", *SIGNED, code=1)
    assert f"63 lanes agree with it; lane {lane} does not" in text
    assert "No anchor is known" not in text


def test_a_missing_file_of_a_bundle_is_no_missing_anchor(signer: Person) -> None:
    anchor(signer)
    told(signer, "audit", "export", "bundle", "--anchors", "anchors")
    (signer.here / "bundle" / "journal" / "07.jsonl.gz").unlink()
    text = said(signer, "verify", "--offline", "bundle", "--public-key", "key.pem.pub", code=1)
    assert "63 lanes agree with it; lane 7 does not" in text
    assert "No anchor is known" not in text


def test_a_change_whose_files_are_gone_is_told_in_words(person: Person) -> None:
    into = changed.create(URL.create("sqlite", database="ledger.db"))
    assert changed.propose(into, changed.packed(*changed.EARLIER)).refusal is None
    into.ledger.close()
    ((name,),) = asked("SELECT proposal FROM proposed_book")
    assert person.run("rules", "changes", name).code == 0
    tampered("DELETE FROM proposed_book")
    text = said(person, "rules", "changes", name, code=3)
    assert f"The files of the change {name} are gone" in text
    assert "the files or the backtest kept of a proposal" in said(person, "verify", code=1)


def test_a_replay_says_what_it_does_not_look_at(month: Person) -> None:
    tampered("DELETE FROM duty")
    assert "The tables that people see were not looked at" in said(month, "replay", code=0)


def test_of_a_row_that_was_altered_both_values_are_told(month: Person) -> None:
    ((name, number, due),) = asked(
        "SELECT id, customer_no, due FROM duty WHERE due IS NOT NULL AND customer_no <> '' LIMIT 1"
    )
    tampered(f"UPDATE duty SET due = due + 86400000000 WHERE id = '{name}'")  # noqa: S608 - our own
    ((one,), *_) = ([*found["differences"]] for found in told(month, "verify", code=1))
    assert (one["name"], one["borrower"], one["field"]) == (name, number, "due")
    assert (one["stored"], one["found"]) == (str(due + 86_400_000_000), str(due))
    month.widen(200)
    assert f"borrower {number}, field due" in said(month, "verify", code=1)
    tampered(f"DELETE FROM duty WHERE id = '{name}'")  # noqa: S608 - our own
    ((one,), *_) = ([*found["differences"]] for found in told(month, "verify", code=1))
    assert (one["name"], one["stored"], number in one["found"]) == (name, "—", True)
