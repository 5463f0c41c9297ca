"""A person erased: the value is nowhere any more, the token stays, and chain, replay and bundles stand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
from msgspec.structs import fields, replace
from sqlalchemy import select, text
from sqlalchemy.engine import URL

from tests.archive import kept
from tests.audit.anchored import FRAMES, Shelf, grown
from tests.cli.events import lent, line
from tests.ledger import bank
from warning.audit.export import export
from warning.cli.audit.stores import read_only
from warning.contracts.decode import decode
from warning.core.events import EVENTS, Act, TeamFormed
from warning.intake import erasures
from warning.intake.commands import act
from warning.intake.corrections import Settled, propose, retry
from warning.intake.ingest import Intake
from warning.intake.redaction import redacted
from warning.ledger.sql.compact import compact
from warning.ledger.sql.queries import persons_named
from warning.ledger.sql.tables import HELD, PRIVATE, QUARANTINE, REDACTED

VALUE = "1003-SBP00"
"""Who called about G0; and who is named where it does not count, and where it cannot be read."""
WIDE = "１００３-sbp00"
AT = "2026-12-01T00:00:00.000+08:00"


def _grown(url: URL, shelf: Shelf) -> Intake:
    """A ledger with the person in it in every way: taken, refused, quarantined, no JSON at all."""
    into = grown(url, shelf)
    named = {"customer_no": "G0", "domain": "business", "org_no": "1003", "post": "nobody", "officer_no": WIDE}
    assert act(into, line("refused-1", "phone.notice.v1", AT, **named).encode(), "cli:x").outcome == "refused"
    raw = line("broken-1", "phone.notice.v1", AT, customer_no="G0", officer_no=VALUE, members=[f"{VALUE}, and others"])
    lines = [raw.encode(), f"no JSON, by {VALUE}".encode(), line("broken-2", "phone.notice.v1", AT).encode()]
    bank.take_in(into, lines, name="broken.jsonl")
    return into


def test_it_is_taken_out_of_what_waits_for_its_loan_and_nothing_else_is(database_url: URL) -> None:
    into = grown(database_url, Shelf())
    seen = {
        "customer_no": "G0",
        "number": 47,
        "loan_no": VALUE,
        "source": "other",
        "recorded_by": "1003",
        "discovered_by": "1003",
    }
    text_ = f"由{VALUE}发现，与其核对"
    records = [
        line("waits-1", "signal.observed.v1", AT, discovered=AT, description=text_, **seen),
        line("waits-2", "signal.observed.v1", AT, discovered=AT, description="by 1003-SBP001", **seen),
    ]
    bank.take_in(into, [one.encode() for one in records], name="waits.jsonl")
    before = _waiting(into)
    assert list(before) == [1, 2]
    done = _erase(into)
    token, after = done.request.token, _waiting(into)
    assert (done.held, after[2]) == (("waits.jsonl:1",), before[2])
    assert decode(after[1]).event == replace(decode(before[1]).event, description=f"由{token}发现，与其核对")
    loan = lent(VALUE).replace('"C1"', '"G0"').replace("2026-10-12T09:00:00.000", "2026-12-01T01:00:00.000")
    bank.take_in(into, [loan.encode()], name="loan.jsonl")
    assert _waiting(into) == {}
    assert kept.recomputed(into.ledger).differences == ()
    into.ledger.close()


def _waiting(into: Intake) -> dict[int, bytes]:
    with into.ledger.engine.connect() as connection:
        rows = connection.execute(select(HELD).order_by(HELD.c.line)).all()
    return {row.line: bytes(row.raw) for row in rows}


def _erase(into: Intake) -> erasures.Erased:
    with into.ledger.engine.connect() as connection:
        token, by_value = erasures.token_of(connection, WIDE)
    assert by_value
    request = erasures.ask(into, token, "the person has left, and asks", "9001-A", 5)
    with pytest.raises(erasures.OnePerson):
        erasures.approve(into, request.id, "９００１-a", 6)
    with pytest.raises(erasures.OnePerson):
        erasures.approve(into, request.id, VALUE, 6)
    return erasures.approve(into, request.id, "9001-B", 7)


def test_the_value_is_gone_and_history_stands(database_url: URL, tmp_path: Path) -> None:
    shelf = Shelf()
    into = _grown(database_url, shelf)
    count = kept.rows(database_url)
    done = _erase(into)
    token = done.request.token
    with into.ledger.engine.connect() as connection:
        assert connection.execute(select(PRIVATE).where(PRIVATE.c.token == token)).first() is None
        assert persons_named(connection, [token]) == {}
        rows = connection.execute(select(QUARANTINE)).all()
        texts = [bytes(one).decode() for row in rows for one in (row.raw, row.refusal)]
        digests = connection.execute(select(REDACTED)).all()
        journal = connection.execute(text("SELECT kind, key, payload FROM journal WHERE kind = 'erasure'")).all()
    assert not [one for one in texts if VALUE in one or WIDE in one]
    assert len([row for row in rows if token.encode() in bytes(row.raw)]) == len(done.quarantine) == len(digests) == 3
    assert [(row.kind, row.key) for row in journal] == [("erasure", "o:9999")]
    assert token.encode() in bytes(journal[0].payload)
    assert kept.rows(database_url) == count + 1
    assert kept.recomputed(into.ledger).differences == ()
    report = kept.looked(database_url, shelf)
    assert (report.findings, report.rows) == ((), count + 1)
    source = read_only(database_url.render_as_string(hide_password=False))
    export(source, FRAMES, tmp_path / "bundle", at=1)
    source.close()
    assert compact(into.ledger.engine) or database_url.get_backend_name() != "sqlite"
    into.ledger.close()


@pytest.mark.parametrize("ground", ["by " + VALUE, f"asked by {WIDE}, who left", VALUE.lower()])
def test_a_ground_does_not_name_who_is_to_be_erased(tmp_path: Path, ground: str) -> None:
    into = grown(URL.create("sqlite", database=str(tmp_path / "ledger.db")), Shelf())
    with into.ledger.engine.connect() as connection:
        token, _ = erasures.token_of(connection, VALUE)
    with pytest.raises(erasures.GroundNames):
        erasures.ask(into, token, ground, "9001-A", 5)
    assert erasures.ask(into, token, f"{token}, not {VALUE}9", "9001-A", 5).id == 1
    into.ledger.close()


def test_no_byte_of_the_file_has_it(tmp_path: Path) -> None:
    url = URL.create("sqlite", database=str(tmp_path / "ledger.db"))
    into = _grown(url, Shelf())
    assert _found(tmp_path)
    _erase(into)
    assert compact(into.ledger.engine)
    assert _found(tmp_path) == []
    into.ledger.close()
    assert _found(tmp_path) == []


def _found(directory: Path) -> list[str]:
    values = (VALUE.encode(), WIDE.encode())
    return [path.name for path in directory.glob("ledger.db*") if any(value in path.read_bytes() for value in values)]


def test_another_process_that_reads_leaves_old_bytes_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warning.ledger.sql.compact.WAIT_MS", 10)
    into = _grown(URL.create("sqlite", database=str(tmp_path / "ledger.db")), Shelf())
    with into.ledger.engine.connect() as connection, connection.begin():
        connection.execute(select(PRIVATE)).all()
        assert not compact(into.ledger.engine)
    assert compact(into.ledger.engine)
    into.ledger.close()


def test_what_was_redacted_is_not_taken_again_as_it_is(database_url: URL) -> None:
    into = _grown(database_url, Shelf())
    done = _erase(into)
    with pytest.raises(Settled, match="erased"):
        retry(into, done.quarantine[-1], 8)
    with pytest.raises(erasures.Approved):
        erasures.approve(into, done.request.id, "9001-B", 9)
    with pytest.raises(erasures.NoPerson), into.ledger.engine.connect() as connection:
        erasures.token_of(connection, VALUE)
    with pytest.raises(erasures.NoRequest):
        erasures.approve(into, 99, "9001-B", 9)
    into.ledger.close()


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (b'{"a":"12","b":["x 12, y"],"12":1}', b'{"a":"P-1","b":["x P-1, y"],"P-1":1}'),
        ('{"a":"１２"}'.encode(), b'{"a":"P-1"}'),
        (b'{"a": "12.50", "b": "112", "c": "12-3", "d": 12}', b'{"a": "12.50", "b": "112", "c": "12-3", "d": 12}'),
        (b"\xff by 12.", b"\xff by P-1."),
        (b'{"officer_no": 12, "n": 12, "x": [12]}', b'{"officer_no":"P-1","n":12,"x":[12]}'),
        (b'{"data":{"members":[12, 1.20]}}', b'{"data":{"members":["P-1",1.20]}}'),
        (b'{"officer_no":"12","officer_no":"13"}', b'{"officer_no":"P-1","officer_no":"13"}'),
        (b'{"officer_no":12,"a":1e400,"officer_no":13}', b'{"officer_no":"P-1","a":1e400,"officer_no":13}'),
        (b'{"a":"\\ud800 by 12","b":NaN}', b'{"a":"\\ud800 by P-1","b":NaN}'),
        (b'{"officer_no": 12', b'{"officer_no": P-1'),
        ("工号12的客户经理、柜员：12，１２".encode(), "工号P-1的客户经理、柜员：P-1，P-1".encode()),
        ("余额12元，第12期，工号123".encode(), "余额12元，第12期，工号123".encode()),
    ],
)
def test_the_number_is_taken_out_and_nothing_else(raw: bytes, clean: bytes) -> None:
    assert redacted(raw, "12", "P-1") == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("由a-1b办理", "由P-1办理"),
        ("Ａー１ａ－１ｂ、经办", "Ａー１ａ－１ｂ、经办"),
        ("ａ－１ｂ、Ａ-１Ｂ", "P-1、P-1"),
        ("xA-1B A-1B2 A-1B-3 éA-1B", "xA-1B A-1B2 A-1B-3 éA-1B"),
    ],
)
def test_within_chinese_it_is_the_number_and_within_another_word_it_is_not(text: str, clean: str) -> None:
    assert redacted(text.encode(), "A-1B", "P-1").decode() == clean


def test_a_name_within_another_name_is_another_one() -> None:
    assert redacted("张三丰、张三、工号张三".encode(), "张三", "P-1").decode() == "张三丰、P-1、工号张三"


def test_whatever_contracts_mark_as_a_person_is_moved_away() -> None:
    """A field that is marked and not concealed would lie in the journal for good."""
    for event in EVENTS:
        marked = {field.name for field in fields(event) if _marked(field.type)}
        acting = {"officer_no"} if issubclass(event, Act) else set()
        assert marked == acting | ({"members"} if event is TeamFormed else set()), event


def _marked(kind: object) -> bool:
    """Whether a type, or one within it, is marked so."""
    marks = get_args(kind) if get_origin(kind) is Annotated else ()
    if any((getattr(one, "extra", None) or {}).get("person") for one in marks):
        return True
    return any(map(_marked, get_args(kind)))


def test_what_comes_while_the_quarantine_is_looked_through_is_erased_and_the_rest_not_read_again(
    database_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the locks of all lanes only what names the person, or may, is parsed."""
    into = _grown(database_url, Shelf())
    monkeypatch.setattr(erasures, "AT_ONCE", 2)
    with into.ledger.engine.connect() as connection:
        other = connection.execute(select(QUARANTINE.c.id).where(QUARANTINE.c.event_id == "broken-2")).scalar_one()
        token, _ = erasures.token_of(connection, VALUE)
    request = erasures.ask(into, token, "has left", "9001-A", 5)
    look, forget = erasures._look, erasures._forget
    meant = line("right", "phone.notice.v1", AT, customer_no="G0", domain="business", org_no="1003", post="x")
    parsed: list[bytes] = []

    def parse(raw: bytes, value: str, token: str) -> bytes:
        parsed.append(raw)
        return redacted(raw, value, token)

    def look_and_go_on(*given: Any) -> object:
        found = look(*given)
        bank.take_in(into, [line("broken-3", "phone.notice.v1", AT, officer_no=VALUE).encode()], name="later.jsonl")
        propose(into, other, meant.replace('"x"', f'"x","officer_no":"{VALUE}"').encode(), "9001-C")
        return found

    def forget_and_note(*given: Any) -> object:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(erasures, "redacted", parse)
            return forget(*given)

    monkeypatch.setattr(erasures, "_look", look_and_go_on)
    monkeypatch.setattr(erasures, "_forget", forget_and_note)
    done = erasures.approve(into, request.id, "9001-B", 7)
    with into.ledger.engine.connect() as connection:
        rows = {row.id: row for row in connection.execute(select(QUARANTINE))}
    written = [bytes(one) for row in rows.values() for one in (row.raw, row.refusal, row.correction) if one is not None]
    assert [one for one in written if VALUE.encode() in one] == []
    assert (rows[other].status, rows[other].correction) == ("open", None)
    assert {other, max(rows)} <= set(done.quarantine)
    unnamed = [bytes(row.raw) for number, row in rows.items() if number not in done.quarantine]
    assert unnamed
    assert [raw for raw in parsed if raw in unnamed] == []
    into.ledger.close()
