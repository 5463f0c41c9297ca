"""Runs a scenario through the engine and through the oracle, and says where either departs from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from msgspec import Struct, structs, to_builtins

from tests.scenarios.expect import KINDS, Kind, Row, differences, show_row
from tests.scenarios.table import Case
from tests.scenarios.wire import Wire
from warning.core.events import OrgLevel

Rows = dict[Kind, list[Row]]
ORGANISATION: Final[tuple[tuple[str, OrgLevel, str | None], ...]] = (
    ("H0", "head_office", None),
    ("A", "branch", "H0"),
    ("A1", "sub_branch", "A"),
    ("A2", "sub_branch", "A"),
    ("B", "branch", "H0"),
    ("B1", "sub_branch", "B"),
    ("B2", "sub_branch", "B"),
)
"""Head office, two branches, two sub-branches each: what the first letter of a number says."""


@cache
def frame(live_from: int | None) -> Any:
    """The packaged rule book over the scenarios' organisation."""
    from warning.core.frame import Org
    from warning.rulebook import load_frame

    orgs = {org_no: Org(org_no, level, parent, org_no) for org_no, level, parent in ORGANISATION}
    return structs.replace(load_frame(live_from=live_from), orgs=orgs)


def later_books(case: Case) -> list[tuple[int, Any]]:
    """The frames that take force during a case, each the one before with one thing changed (T5)."""
    from warning.core.frame import Clock, Term

    now, later = frame(case.live_from), []
    for new in case.books:
        book = now.book
        if new.bands:
            book = structs.replace(book, arrears_bands=new.bands)
        elif new.clause:
            clock = Clock(Term(new.days, "days"))
            book = structs.replace(book, report_clocks=book.report_clocks | {new.clause: clock})
        orgs = {org_no: org for org_no, org in now.orgs.items() if org_no not in new.gone}
        now = structs.replace(now, id=f"{now.id}+{new.at}", book=book, orgs=orgs)
        later.append((new.at, now))
    return later


def engine(lines: list[bytes], case: Case, until: int | None) -> Rows:
    """The core, driven by the intake."""
    from warning.intake.run import decide

    return as_rows(decide(lines, frame(case.live_from), until, activations=later_books(case)))


def oracle(lines: list[bytes], case: Case, until: int | None) -> Rows:
    """The independent reading of the policy. It knows one rule book a history."""
    from tests.oracle.judge import judge

    return as_rows(judge(lines, frame(case.live_from), until))


JUDGES: Final[dict[str, Callable[[list[bytes], Case, int | None], Rows]]] = {"engine": engine, "oracle": oracle}


def as_rows(verdicts: Any) -> Rows:
    """Verdicts as plain rows, whether structs or dicts; history steps as sequences."""
    found = {kind: verdicts[kind] if isinstance(verdicts, dict) else getattr(verdicts, kind) for kind in KINDS}
    return {kind: [plain(row) for row in rows] for kind, rows in found.items()}


def plain(row: Any) -> Row:
    """One row as a dict of built-in values; lists sorted where order says nothing."""
    built: Row = to_builtins(row)
    if "history" in built:
        built["history"] = [tuple(step.values()) if isinstance(step, dict) else step for step in built["history"]]
    for column in ("tags", "paths", "loans"):
        if isinstance(built.get(column), list | tuple):
            built[column] = sorted(built[column])
    return built


def lines_of(case: Case) -> list[bytes]:
    """The case's wire lines; duties to waive get their ids from the engine's rows at that moment (R22)."""
    lines: list[bytes] = []
    for wire in case.events:
        ready = named(wire, engine(lines, case, None)) if wire.waives else wire
        lines.append(ready.line())
    return lines


def named(wire: Wire, rows: Rows) -> Wire:
    """A waiver with ids for its ``kind:clause:org`` patterns: of what is owed, or in the state that follows.

    An id is taken as it stands.

    Raises:
        LookupError: a pattern that names nothing.
    """
    ids: list[str] = []
    for pattern in wire.waives:
        if pattern.startswith("D-"):
            ids.append(pattern)
            continue
        kind, clause, org_no, *states = pattern.split(":")
        found = [
            row["id"]
            for row in rows["duties"]
            if (row["kind"], row["clause"], row["org_no"]) == (kind, clause, org_no)
            and row["customer_no"] == wire.event["data"]["customer_no"]
            and row["state"] in (states or ("open", "breached"))
        ]
        if not found:
            raise LookupError(f"no duty {pattern}: {[show_row('duties', row) for row in rows['duties']]}")
        ids += found
    return Wire(wire.event | {"data": wire.event["data"] | {"duty_ids": sorted(ids)}})


class Outcome(Struct, frozen=True):
    """What a judge decided, and where that departs from the scenario."""

    rows: Rows
    wrong: tuple[str, ...]


def run(case: Case, judge: str) -> Outcome:
    """Decide one case with one judge and compare."""
    rows = JUDGES[judge](lines_of(case), case, case.until)
    wrong: list[str] = []
    for section in case.sections:
        found = differences(section, rows[section.kind])
        wrong += [f"-- {section.kind}", *found] if found else []
    return Outcome(rows, tuple(wrong))


def explain(case: Case, judge: str, outcome: Outcome) -> str:
    """The failure message: what was wanted against what came, then all that came."""
    came = [f"-- {kind}\n" + "\n".join(f"  {show_row(kind, row)}" for row in outcome.rows[kind]) for kind in KINDS]
    return "\n".join(
        [
            f"{case.where}  {' '.join(case.cites)} · {case.name}  ({judge})",
            *outcome.wrong,
            "",
            f"all the {judge} has:",
            *came,
        ]
    )
