"""The figures of 13.5 and 18: what the database counts is what a slow reading of the rows counts, on both databases."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple, get_args

import pytest
from sqlalchemy import Connection, event, select
from sqlalchemy.engine import URL, make_url

from tests.ledger import bank
from warning.contracts.encode import encode
from warning.core.effects import DutyChanged, Why
from warning.core.events import LoanSettled, TeamFormed
from warning.core.rows import Duty, DutyKind, DutyState
from warning.core.scalars import DAY, midnight
from warning.demo.summary import Counted
from warning.ledger.punctuality import FIGURES, Facts, all_facts
from warning.ledger.sql import codec, schema, tables
from warning.ledger.sql.compliance import BY, Period, behind, counted, ended
from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.queries import all_duties, duties_named
from warning.ledger.sql.write import insert

SHANGHAI: Final = timezone(timedelta(hours=8))
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
CLOCK: Final = midnight(date(2026, 11, 1).toordinal())
PERIOD: Final = Period(after=midnight(FIRST.toordinal()), until=midnight(LAST.toordinal() + 1), clock=CLOCK)
ORGS: Final = ("1000", "1001", "1002", "2000")
Told = dict[str, int]


class Kept(NamedTuple):
    """A duty as it lies in the tables, why it last changed, and in whose name and by whom it was met."""

    body: dict[str, Any]
    why: str
    org_no: str
    officer: str


def business_day(due: int) -> date:
    """The Shanghai date a due belongs to: a midnight to the one it ends."""
    at = datetime.fromtimestamp(0, SHANGHAI) + timedelta(microseconds=due - 1)
    return at.date()


def slowly(rows: Iterable[Kept], by: tuple[str, ...], since: date, until: date) -> dict[tuple[str, ...], Told]:
    """The figures as the clauses say them, row by row; nothing here is the product's."""
    found: dict[tuple[str, ...], Told] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        duty = row.body
        if duty["due"] is None or not since <= business_day(duty["due"]) <= until:
            continue
        done = duty["state"] in ("met", "met_late")
        values = {**duty, "person": row.officer if done and row.org_no == duty["org_no"] else ""}
        told = found[tuple(values[name] for name in by)]
        if duty["cause"] in ("feed", "moved", "pipeline_lag"):
            told[duty["cause"]] += 1
        elif duty["breached_at"] is not None:
            name = "concealed" if duty["scored"] == "concealed" else "late"
            told[name] += 1
            told[f"{name}_owed"] += duty["state"] == "breached"
            end = CLOCK if duty["fulfilled_at"] is None else duty["fulfilled_at"]
            told["longest"] = max(told["longest"], end - duty["due"])
        elif duty["state"] == "met":
            told["ended" if row.why in ("met_by_closing", "assessment_ended") else "on_time"] += 1
        else:
            told[duty["state"]] += 1
    return {key: plain(told) for key, told in found.items()}


def plain(told: Told) -> Told:
    """Without what is nought."""
    return {name: n for name, n in told.items() if n}


def fast(connection: Connection, period: Period, by: tuple[str, ...]) -> dict[tuple[str, ...], Told]:
    """What the database counts, in the words of ``slowly``."""
    found = {}
    for key, figures in counted(connection, period, by).by.items():
        of = figures.of
        told = {name: of[name] for name in ("feed", "moved", "pipeline_lag", "on_time", "ended", "waived", "open")}
        told |= {"late": of["late_done"] + of["late_owed"], "late_owed": of["late_owed"], "longest": figures.longest}
        told |= {"concealed": of["concealed_done"] + of["concealed_owed"], "concealed_owed": of["concealed_owed"]}
        found[key] = plain(told)
        if of["handed_over"]:  # a duty of an organisation that the loan has left: its state is called ``moved``
            found[key]["handed"] = of["handed_over"]
    return found


def chances(seed: int, n: int) -> Iterator[Kept]:
    """Duties of all states, causes and scores there can be, with dues at and beside the ends of the period."""
    rng = Random(seed)
    ends = [midnight(day.toordinal()) + late for day in (FIRST, LAST + timedelta(1)) for late in (-1, 0, 1)]
    for number in range(n):
        state = rng.choice(get_args(DutyState))
        breached = state in ("breached", "met_late")
        due = rng.choice([None, *ends, *(PERIOD.after + rng.randrange(92 * DAY) for _ in range(9))])  # type: ignore[operator]
        done = state in ("met", "met_late")
        duty = Duty(
            id=f"D-{number:016x}",
            kind=rng.choice(get_args(DutyKind)),
            clause="11.1.3",
            customer_no=f"C{rng.randrange(40)}",
            domain="business",
            hangs_on='a "cause":"feed" in a text',
            org_no=rng.choice(ORGS),
            post=rng.choice(("sub_branch_president", "account_manager")),
            start=0,
            due=due,
            due_working=due,
            state=state,
            opened_at=0,
            fulfilled_at=(due or 0) + rng.randrange(30 * DAY) if done else None,
            fulfilled_by=f"E{number}" if state not in ("open", "breached") else "",
            breached_at=due or 0 if breached else None,
            cause=rng.choice(("own", "own", "feed", "moved", "pipeline_lag")) if breached else "",
            scored=rng.choice(("late", "concealed")) if breached else "",
        )
        body = json.loads(codec.write(duty))
        why = rng.choice(("met_by_closing", "assessment_ended", "team_formed", "signed_off"))
        system = why in ("met_by_closing", "assessment_ended")
        by_act = ("", "") if system else (rng.choice(ORGS), rng.choice(("P-a", "P-b")))
        yield Kept(body, why if duty.kind in ("assessment", "monthly_update") or not system else "x", *by_act)


def put(connection: Connection, rows: list[Kept]) -> None:
    """Into the tables, as a ledger would: the duty, its opening and its last change, and the records of these."""
    duties, changes, journal = [], [], []
    for n, row in enumerate(rows):
        body, lane, seq = row.body, n % 64, 1 + 3 * (n // 64)
        names = ("id", "customer_no", "domain", "kind", "org_no", "post", "state", "due")
        duties.append((*(body[name] for name in names), json.dumps(body, separators=(",", ":")).encode()))
        duty = codec.read_duty(duties[-1][-1])
        if row.officer:
            act = TeamFormed(
                org_no=row.org_no, post="p", officer_no=row.officer, customer_no="C", domain="business",
                led_by="sub_branch_president",
            )  # fmt: skip
        payload = encode(act if row.officer else LoanSettled(loan_no="L", customer_no="C"))
        history = (("opened", "met_by_closing", f"O{n}"), ("met", row.why, body["fulfilled_by"] or f"O{n}"))
        for late, (change, code, event_id) in enumerate(history):
            effect = codec.write(DutyChanged(change, duty, Why(code, "D7", (), ())))
            changes.append((lane, seq + late, 0, body["id"], 0, event_id, effect))
            shown = (lane, seq + late, "k", seq + late, 0, 0, 0, "team.formed.v1", event_id, "s", "o", False, "f", "c")
            journal.append((*shown, payload if late else b"{}", b"", b"", b""))
    insert(connection, tables.DUTY, duties)
    insert(connection, tables.CHANGE, changes)
    insert(connection, tables.JOURNAL, journal)


@pytest.fixture
def filled(empty_url: URL) -> Iterator[tuple[Connection, list[Kept]]]:
    """Six hundred duties."""
    rows = list(chances(5, 600))
    engine = open_engine(empty_url)
    schema.create(engine)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        put(connection, rows)
    with engine.connect() as connection:
        yield connection, rows
    engine.dispose()


def expected(rows: Iterable[Kept], by: tuple[str, ...]) -> dict[tuple[str, ...], Told]:
    """``slowly``, of the period; what moved with its loan while open apart from what came breached with one."""
    marked = [
        row._replace(body={**row.body, "state": "handed"}) if row.body["state"] == "moved" else row for row in rows
    ]
    return slowly(marked, by, FIRST, LAST)


def test_the_database_counts_what_a_slow_reading_of_the_rows_counts(filled: tuple[Connection, list[Kept]]) -> None:
    connection, rows = filled
    for by in BY.values():
        asked = Period(**{**fields(PERIOD), "persons": "person" in by})
        found = fast(connection, asked, by)
        assert found == expected(rows, by), by
        assert len(found) > 3 or by == ("org_no",)
    told = {name for figures in fast(connection, PERIOD, ("org_no",)).values() for name in figures}
    assert told == {
        *("on_time", "late", "late_owed", "concealed", "concealed_owed", "feed", "moved", "pipeline_lag"),
        *("ended", "waived", "handed", "open", "longest"),
    }


def fields(period: Period) -> dict[str, Any]:
    """To make another one of it."""
    return {name: getattr(period, name) for name in period.__struct_fields__}


@pytest.mark.parametrize(
    "narrowed",
    [
        {"orgs": frozenset(("1001", "2000"))},
        {"post": "account_manager", "kind": "report"},
        {"person": "P-a", "persons": True},
        {"after": None, "until": None},
    ],
    ids="-".join,
)
def test_the_duties_behind_a_figure_are_as_many_as_it_says(
    filled: tuple[Connection, list[Kept]], narrowed: dict[str, Any]
) -> None:
    connection, rows = filled
    period = Period(**{**fields(PERIOD), **narrowed})
    (whole,) = counted(connection, period, ()).by.values()
    listed = {name: behind(connection, period, outcomes)[0] for name, outcomes in FIGURES.items()}
    assert {name: len(ids) for name, ids in listed.items()} == {name: whole.figure(name) for name in FIGURES}
    apart = [*listed["due"], *listed["fell_away"], *listed["open"]]
    assert len(set(apart)) == len(apart) == whole.of.total() > 0
    assert set(listed["due"]) == {*listed["on_time"], *listed["late"], *listed["concealed"], *listed["not_scored"]}
    dues = [
        (row.due, row.id) for row in (named[name] for named in [by_id(connection, apart)] for name in listed["due"])
    ]
    assert dues == sorted(dues)
    theirs = {row.body["id"]: row for row in rows}
    if "person" in narrowed:
        assert {(theirs[one].officer, theirs[one].org_no == theirs[one].body["org_no"]) for one in apart} == {
            ("P-a", True)
        }
    if "orgs" in narrowed:
        assert {theirs[one].body["org_no"] for one in apart} == narrowed["orgs"]
    if "kind" in narrowed:
        assert {(theirs[one].body["kind"], theirs[one].body["post"]) for one in apart} == {
            ("report", "account_manager")
        }


def by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Any]:
    """Rows of duties by their ids."""
    return {duty.id: duty for duty in duties_named(connection, ids)}


def test_a_quarter_is_looked_up_by_its_dues_and_not_by_reading_all_duties(tmp_path: Path) -> None:
    engine = open_engine(make_url(f"sqlite:///{tmp_path / 'ledger.db'}"))
    schema.create(engine)
    asked: list[tuple[str, Any]] = []
    with engine.connect() as connection:
        event.listen(engine, "before_cursor_execute", lambda _c, _u, sql, given, *_: asked.append((sql, given)))
        counted(connection, PERIOD, BY["org"])
        counted(connection, Period(**{**fields(PERIOD), "persons": True}), BY["person"])
        behind(connection, Period(**{**fields(PERIOD), "orgs": ("1001",)}), FIGURES["late"])
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all() for sql, given in asked[:]]
    engine.dispose()
    steps = [step[3] for plan in plans for step in plan if " duty " in step[3] or step[3].endswith(" duty")]
    assert len(steps) >= 3
    assert [step for step in steps if not step.startswith("SEARCH duty USING INDEX duty_")] == []
    assert all("due>" in step for step in steps)
    assert [step[3] for plan in plans for step in plan if step[3] in ("SCAN change", "SCAN journal")] == []


def test_of_a_bank_it_is_what_its_rows_say_and_what_the_summary_says(database_url: URL) -> None:
    into = bank.complete(bank.intake(bank.create(database_url)), bank.wire())
    with into.ledger.engine.connect() as connection:
        rows = list(kept(connection))
        period = Period(clock=CLOCK, persons=True)
        for by in BY.values():
            found = fast(connection, period, by)
            moved = [
                one._replace(body={**one.body, "state": "handed"}) if one.body["state"] == "moved" else one
                for one in rows
            ]
            assert found == slowly(moved, by, date.min, date.max), by
        told = {key[0]: figures for key, figures in counted(connection, period, ("org_no",)).by.items()}
        over = ended(connection)
        summed = Counted(bank.frame(), over)
        for duty in list(all_duties(connection)):
            summed.duty(duty)
        shares = {row.org_no: row for row in summed.summary(CLOCK, [], str).on_time}
    into.ledger.engine.dispose()
    assert over
    assert sum(figures.figure("late") for figures in told.values()) > 0
    assert {no: (row.on_time, row.late, row.concealed, row.not_scored) for no, row in shares.items()} == {
        no: tuple(one.figure(name) for name in ("on_time", "late", "concealed", "not_scored"))
        for no, one in told.items()
        if one.of.total() > one.of["ended"]
    }


def kept(connection: Connection) -> Iterator[Kept]:
    """The duties of a ledger, each with its last change and who acted, found row by row."""
    changes = [row._mapping for row in connection.execute(select(tables.CHANGE)).all()]
    records = {(row.lane, row.seq): row for row in connection.execute(select(tables.JOURNAL)).all()}
    of: dict[str, list[Any]] = defaultdict(list)
    for change in sorted(changes, key=lambda one: (one["seq"], one["n"])):
        of[change["row_id"]].append(change)
    for row in connection.execute(select(tables.DUTY)).all():
        body = json.loads(bytes(row.body))
        mine = [one for one in of[row.id] if one["event_id"] == body["fulfilled_by"]]
        record = records[mine[-1]["lane"], mine[-1]["seq"]] if mine else None
        data = json.loads(bytes(record.payload)) if record is not None else {}
        why = json.loads(bytes(of[row.id][-1]["effect"]))["why"]["code"]
        yield Kept(body, why, data.get("org_no", ""), data.get("officer_no", ""))


def test_every_duty_that_can_be_counts_once() -> None:
    every = [name for figure in ("due", "fell_away", "open", "not_read") for name in FIGURES[figure]]
    assert sorted(every) == sorted({one.outcome for one in all_facts()})
    assert len(every) == len(set(every))


def test_what_the_core_has_not_scored_is_late_for_nobody() -> None:
    late = Facts("met_late", "own", "late", breached=True, ended=False)
    assert late.outcome == "late_done"
    assert {Facts("met_late", cause, "", breached=True, ended=False).outcome for cause in ("feed", "moved")} == {
        "feed",
        "moved",
    }
