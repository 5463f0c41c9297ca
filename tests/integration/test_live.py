"""The live clock: nothing early, all in order after days down, held for a source that is read behind, and late acts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import fields
from sqlalchemy import URL, select

from tests.bench.lines import START
from tests.cli.events import line
from tests.integration import people
from tests.integration.herd import loans
from tests.integration.test_ahead import Counted, in_time
from tests.ledger import bank
from warning.core.draft import Wake
from warning.core.events import ReportParts
from warning.core.rows import Duty, Signal
from warning.core.scalars import DAY, HOUR, SECOND, read_moment, write_moment
from warning.intake.commands import act
from warning.intake.heart import Heart
from warning.intake.ingest import Intake
from warning.ledger.journal import JournalRow
from warning.ledger.sql import agenda, codec
from warning.ledger.sql.agenda import Agenda
from warning.ledger.sql.scribe import Scribe, Sending, Unwritten
from warning.ledger.sql.sources import PATIENCE
from warning.ledger.sql.tables import AGGREGATE, DUTY, HELD, JOURNAL, SIGNAL
from warning.ledger.sql.unit import Unit
from warning.ledger.verify import verify

BEGAN = read_moment("2026-10-21T12:30:00+08:00")
DOWN, UP = read_moment("2026-10-23T12:00:00+08:00"), read_moment("2026-11-20T12:00:00+08:00")
END = read_moment("2026-12-02T00:00:00+08:00")
STEP = 6 * HOUR
MINUTE = 60 * SECOND
LATER = START + 400 * DAY
NEVER = 999 * DAY
"""No silence is an outage."""


@pytest.fixture
def live(database_url: URL) -> Iterator[Intake]:
    """A live ledger with the group, its sources read to the end."""
    intake = bank.intake(bank.create(database_url, clock="live"))
    bank.take_in(intake, bank.short(4))
    yield intake
    intake.ledger.engine.dispose()


def _beat(heart: Heart, now: int) -> None:
    while not heart.beat(now):
        pass


def _beats(heart: Heart, instants: Sequence[int]) -> None:
    for now in instants:
        _beat(heart, now)


def _wakes(intake: Intake) -> list[JournalRow]:
    query = select(JOURNAL).where(JOURNAL.c.kind == "wake").order_by(JOURNAL.c.at, JOURNAL.c.key)
    with intake.ledger.engine.connect() as connection:
        return [JournalRow(*row) for row in connection.execute(query)]


def _duties(intake: Intake) -> dict[str, Duty]:
    with intake.ledger.engine.connect() as connection:
        return {row.id: codec.read_duty(row.body) for row in connection.execute(select(DUTY))}


def _signals(intake: Intake) -> dict[str, Signal]:
    with intake.ledger.engine.connect() as connection:
        return {row.id: codec.read_signal(row.body) for row in connection.execute(select(SIGNAL))}


def _verified(intake: Intake) -> None:
    assert verify(intake.ledger, {bank.frame().id: bank.frame()}).differences == ()
    given, known = bank.balance(intake.ledger.engine)
    assert given == known


def _lagging(row: JournalRow) -> bool:
    content = row.record.content
    assert isinstance(content, Wake)
    return content.lagging


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Duty], dict[str, Signal]]:
    """Duties and signals where somebody looked at the clock every six hours."""
    directory: Path = tmp_path_factory.mktemp("steady")
    intake = bank.intake(bank.create(URL.create("sqlite", database=str(directory / "ledger.db")), clock="live"))
    bank.take_in(intake, bank.short(4))
    _beats(Heart(intake, silence=NEVER), range(BEGAN, END + 1, STEP))
    found = _duties(intake), _signals(intake)
    intake.ledger.engine.dispose()
    return found


def test_nothing_is_early_and_all_is_judged_at_its_due(live: Intake) -> None:
    heart, seen = Heart(live, silence=DAY), 0
    _beat(heart, BEGAN)
    for now in range(BEGAN, BEGAN + 6 * DAY, 7 * HOUR + 13):
        _beat(heart, now)
        rows = _wakes(live)
        assert all(row.at == row.received <= now for row in rows)
        assert min(_dues(live)) > now
        assert len(rows) >= seen
        seen = len(rows)
    assert seen > 20
    _verified(live)


def _dues(intake: Intake) -> list[int]:
    """When aggregates are to be woken."""
    due = AGGREGATE.c.next_due
    with intake.ledger.engine.connect() as connection:
        return list(connection.execute(select(due).where(due > 0)).scalars())


def test_a_beat_before_a_due_writes_nothing_and_one_at_it_wakes(live: Intake) -> None:
    heart = Heart(live, silence=NEVER)
    _beat(heart, BEGAN)
    due = min(_dues(live))
    before = len(_wakes(live))
    _beat(heart, due - 1)
    assert len(_wakes(live)) == before
    _beat(heart, due)
    assert {row.at for row in _wakes(live)[before:]} == {due}
    assert len(_wakes(live)) > before


@pytest.mark.parametrize("step", [HOUR * 31, DAY * 9])
def test_how_often_somebody_looks_changes_no_row(
    live: Intake, steady: tuple[dict[str, Duty], dict[str, Signal]], step: int
) -> None:
    _beats(Heart(live, silence=NEVER), (*range(BEGAN, END, step), END))
    assert (_duties(live), _signals(live)) == steady


@pytest.fixture(scope="module")
def one_by_one(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    """What such a ledger holds a good year later where nothing was decided ahead, and all of it was due at once."""
    url = URL.create("sqlite", database=str(tmp_path_factory.mktemp("one") / "ledger.db"))
    loans(url)
    intake = bank.reopened(url, rows=1_000_000)
    Heart(intake, silence=NEVER).start(LATER)
    assert intake.tick(LATER)
    found = bank.contents(intake.ledger.engine)
    intake.ledger.close()
    return found


@pytest.fixture(params=["this process", "a scribe", "a scribe that is killed"])
def herd(database_url: URL, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Intake]:
    """The same ledger, taking a few rows a transaction, which ``param`` writes; few wakes of a lane are read."""
    loans(database_url)
    monkeypatch.setattr(agenda, "AT_ONCE", 64 * 3)
    intake = bank.reopened(database_url, rows=10)
    if "scribe" in request.param:
        scribe = intake.ledger.scribe = Scribe(database_url)
        in_time(scribe.ready)
    if "killed" in request.param:
        sends, given = itertools.count(), Scribe.send

        def send(scribe: Scribe, unit: Unit) -> Sending:
            if next(sends) % 7 == 2 and scribe._process is not None:
                scribe._process.kill()
            return given(scribe, unit)

        monkeypatch.setattr(Scribe, "send", send)
    yield intake
    intake.ledger.close()


def test_a_herd_is_decided_ahead_and_is_the_same(
    herd: Intake, one_by_one: dict[str, list[tuple[object, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead, read = Counted(monkeypatch, Unit, "next"), Counted(monkeypatch, Agenda, "_due")
    sent = Counted(monkeypatch, Intake, "send_due")
    heart = Heart(herd, silence=NEVER)
    heart.start(LATER)
    _beat(heart, LATER)
    assert bank.contents(herd.ledger.engine) == one_by_one
    assert len(list(filter(None, ahead.gave))) > 5
    assert 3 < read.calls < sent.calls, "what was read is enough for several transactions, and not for all"
    assert len(_wakes(herd)) == herd.woken
    assert heart.reached == LATER


def test_a_scribe_that_ends_in_a_herd_is_no_outage_of_ours(live: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was sent is decided again, also where a sign of life is noted before the next beat."""
    monkeypatch.setattr(Heart, "_send", _sent_in_vain)
    intake = bank.reopened(live.ledger.engine.url, rows=5)
    heart = Heart(intake, silence=HOUR)
    assert not heart.beat(END), "a herd"
    assert not heart.beat(END + SECOND), "sent in vain"
    monkeypatch.undo()
    _beat(heart, END + 2 * HOUR)
    assert heart.reached == END + 2 * HOUR
    _verified(intake)
    intake.ledger.close()


def _sent_in_vain(heart: Heart, until: int) -> bool:
    heart._intake.send_due(until)
    flight = heart._intake.ledger._flight
    assert flight is not None
    landed, flight.land = flight.land, _unwritten  # type: ignore[method-assign]
    landed()
    return False


def _unwritten() -> int:
    raise Unwritten


@pytest.mark.parametrize("how", ["started anew", "asleep"])
def test_after_days_down_all_comes_in_order_tagged_and_not_scored(
    live: Intake, steady: tuple[dict[str, Duty], dict[str, Signal]], how: str
) -> None:
    heart = Heart(live, silence=DAY)
    assert heart.start(BEGAN) is None
    _beats(heart, (*range(BEGAN, DOWN, STEP // 6), DOWN))
    alive = _alive(live)
    assert DOWN - DAY // 10 < alive <= DOWN
    before = {row.link for row in _wakes(live)}
    if how == "started anew":
        heart = Heart(live, silence=DAY)
        assert heart.start(UP) == alive
    _beats(heart, range(UP, END + 1, STEP))
    woken = [row for row in _wakes(live) if row.link not in before]
    assert [row.seq for row in woken] != []
    assert all(_lagging(row) == (alive < row.at <= UP) for row in woken)
    for _, lane in itertools.groupby(sorted(woken, key=lambda row: (row.lane, row.seq)), key=lambda row: row.lane):
        instants = [row.at for row in lane]
        assert instants == sorted(instants)
    _judged_as_before(live, steady, alive)
    _verified(live)


def _alive(intake: Intake) -> int:
    return int(bank.contents(intake.ledger.engine)["ledger"][0][4])


def _judged_as_before(intake: Intake, steady: tuple[dict[str, Duty], dict[str, Signal]], alive: int) -> None:
    """The same breaches at the same instants; those of the outage have another cause and no score."""
    found = {duty.id: duty for duty in _duties(intake).values() if duty.breached_at}
    assert found.keys() == {duty.id for duty in steady[0].values() if duty.breached_at}
    inside = 0
    for name, duty in found.items():
        assert duty.breached_at is not None
        assert duty.breached_at == steady[0][name].breached_at
        if alive < duty.breached_at <= UP:
            inside += 1
            assert (duty.cause, duty.scored) == ("pipeline_lag", ""), duty
        else:
            assert (duty.cause, duty.scored) == (steady[0][name].cause, steady[0][name].scored), duty
    assert 0 < inside < len(found)
    tagged = {name for name, signal in _signals(intake).items() if "pipeline_lag" in signal.tags}
    rose = {name for name, signal in steady[1].items() if any(alive < step.at <= UP for step in signal.history)}
    assert tagged == rose != set()


def _read_behind(intake: Intake, at: int, now: int = 0) -> None:
    """A source of which one record is read (``now``), recorded at an instant, and more are to come."""
    known = {"customer_no": "CZ", "borrower_name": "某公司"}
    one, two = (line(f"z{n}", "borrower.registered.v1", write_moment(at), **known).encode() for n in (1, 2))
    bank.take_part(intake, (one, two), 1, "slow", now=now or at)


def test_time_is_held_for_a_source_read_behind_for_an_hour(live: Intake) -> None:
    heart = Heart(live, silence=NEVER)
    _beat(heart, BEGAN)
    due = min(_dues(live))
    _read_behind(live, due - MINUTE, due + 20 * MINUTE)
    before = len(_wakes(live))
    for now in (due, due + 30 * MINUTE, due - MINUTE + PATIENCE):
        assert heart.until(now) == due - MINUTE
        _beat(heart, now)
        assert len(_wakes(live)) == before
    now = due - MINUTE + PATIENCE + 1
    assert heart.until(now) == now
    _beat(heart, now)
    late = _wakes(live)[before:]
    assert late != []
    assert all(_lagging(row) for row in late)
    _beat(heart, END)
    breached = [duty for duty in _duties(live).values() if duty.breached_at]
    assert {(duty.cause, duty.scored) for duty in breached if duty.due == due} == {("pipeline_lag", "")}
    _verified(live)


def test_time_is_held_for_a_source_that_others_say_is_behind(live: Intake) -> None:
    behind: list[int] = []
    heart = Heart(live, silence=NEVER, reading=lambda: behind)
    _beat(heart, BEGAN)
    due = min(_dues(live))
    before = len(_wakes(live))
    behind.append(due - MINUTE)
    _beat(heart, due + 30 * MINUTE)
    assert len(_wakes(live)) == before
    behind.clear()
    _beat(heart, due + 30 * MINUTE)
    assert len(_wakes(live)) > before
    assert not any(_lagging(row) for row in _wakes(live)[before:])
    due = min(_dues(live))
    before = len(_wakes(live))
    behind.append(due - MINUTE)
    _beat(heart, due + 2 * HOUR)
    late = [row for row in _wakes(live)[before:] if row.at >= due]
    assert late != []
    assert all(_lagging(row) for row in late)
    _verified(live)


def test_read_to_the_end_time_goes_on_as_ever(live: Intake) -> None:
    heart = Heart(live, silence=NEVER)
    _beat(heart, BEGAN)
    due = min(_dues(live))
    _read_behind(live, due - MINUTE)
    _beat(heart, due + 2)
    before = len(_wakes(live))
    known = {"customer_no": "CZ", "borrower_name": "某公司"}
    lines = [line(f"z{n}", "borrower.registered.v1", write_moment(due - MINUTE), **known).encode() for n in (1, 2)]
    bank.take_in(live, lines, "slow")
    _beat(heart, due + 2)
    assert len(_wakes(live)) > before
    assert not any(_lagging(row) for row in _wakes(live))


def _reported(at: int) -> bytes:
    """The sub-branch's report on the first borrower that was sued."""
    parts = {field.name: "见附件" for field in fields(ReportParts)}
    whose = {"customer_no": "G0", "domain": "business", "org_no": "1003", "post": "sub_branch_president"}
    return line(
        "report", "report.submitted.v1", write_moment(at), **whose, officer_no="1003-SBP01", parts=parts
    ).encode()


def _owed(intake: Intake) -> Duty:
    """The sub-branch's own report on the first borrower that was sued."""
    named = ("G0", "report", "11.1.4")
    (duty,) = (one for one in _duties(intake).values() if (one.customer_no, one.kind, one.clause) == named)
    return duty


def test_an_act_received_before_its_due_and_read_after_it_withdraws_the_breach(live: Intake) -> None:
    heart = Heart(live, silence=NEVER)
    _beat(heart, BEGAN)
    owed = _owed(live)
    assert owed.due is not None
    _beat(heart, owed.due + HOUR)
    breached = _duties(live)[owed.id]
    assert (breached.state, breached.breached_at, breached.scored) == ("breached", owed.due, "late")
    assert act(live, _reported(owed.due - 1), "cli:test").outcome == "applied"
    met = _duties(live)[owed.id]
    assert (met.state, met.breached_at, met.scored) == ("met", None, "")
    assert "late_processing" in met.tags
    _verified(live)


def test_an_act_received_at_its_due_is_late(live: Intake) -> None:
    heart = Heart(live, silence=NEVER)
    _beat(heart, BEGAN)
    owed = _owed(live)
    assert owed.due is not None
    assert act(live, _reported(owed.due), "cli:test").outcome == "applied"
    assert _duties(live)[owed.id].state == "met_late"


def test_a_wait_ends_on_a_ledger_on_which_nothing_else_happens(database_url: URL) -> None:
    intake = bank.intake(bank.create(database_url, clock="live"))
    at = read_moment(f"{people.DAY}T08:00:00+08:00")
    bank.take_in(intake, [bank.owing("owes", write_moment(at), "L9", "500.00")])
    heart = Heart(intake, silence=NEVER)
    for now, held in ((at + DAY - 1, 1), (at + DAY, 0)):
        _beat(heart, now)
        with intake.ledger.engine.connect() as connection:
            assert len(connection.execute(select(HELD)).all()) == held
    assert len(bank.contents(intake.ledger.engine)["quarantine"]) == 1
    assert bank.balance(intake.ledger.engine) == (1, 1)
    intake.ledger.engine.dispose()


pytestmark = pytest.mark.slow
"""Processes, disks and many whole months: seconds each."""
