"""Conservation, identity, timing and completeness: what every set of rows must look like, whatever happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from tests.oracle.histories import History
from tests.properties.drive import Row, brief, frame_of, ordinary, play, rng_of
from warning.core.draft import Record
from warning.core.effects import DutyChanged, Effect, SignalChanged
from warning.core.frame import Frame
from warning.core.rows import Signal
from warning.core.scalars import day_of, first_of_next_month, write_month
from warning.core.state import Borrower, Loan, State
from warning.intake.run import Run
from warning.ledger.journal import Came
from warning.ledger.memory import MemoryLedger

BROKEN = (
    b"{",
    b'{"specversion":"1.0"}',
    b"[]",
    b"\xff\xfe",
    b'"text"',
    b'{"specversion":"1.0","id":"x","type":"no.such.v1"}',
)
"""Lines that are no message of ours."""


OWED_AGAIN = "assessment_retracted"
"""What met the duty was retracted (R107)."""
BEGIN = ("opened", "moved_in")
"""What a duty begins with."""


def conservation(told: History) -> list[str]:
    """Every line, broken or sent again ones too, is applied, duplicate, stale, held or quarantined, exactly once."""
    rng = rng_of(told, "broken")
    extra = (rng.choice((b"", b"", rng.choice(BROKEN), good)) for good in told.lines())
    lines = [line for pair in zip(told.lines(), extra, strict=True) for line in pair if line]
    found = []
    for given, played in ((told.lines(), ordinary(told)), (lines, play(told, lines=lines))):
        counts = played.verdicts.counts
        ended = counts.applied + counts.duplicate + counts.stale + counts.held + counts.quarantined
        if not ended == counts.lines == len(given):
            found.append(f"{len(given)} lines given, {counts.lines} counted, {ended} accounted for: {counts}")
    return found


def nothing_twice(told: History) -> list[str]:
    """No signal or duty is opened twice under one id, unless it had moved away, and no two rows are about the same."""
    played = ordinary(told)
    found = []
    for row_id, changes in played.run.ledger.history.items():
        effects = [change.effect for change in changes]
        named = [one.change for one in effects if isinstance(one, DutyChanged) and one.why.code != OWED_AGAIN]
        raised = [effect.change for effect in effects if isinstance(effect, SignalChanged)]
        again = (now in BEGIN and before != "moved" for before, now in pairwise(named))
        if any(again) or (named and named[0] not in BEGIN):
            found.append(f"{row_id} goes through {named}")
        if raised.count("raised") > 1:
            found.append(f"{row_id} goes through {raised}")
    return found + _same(played.rows.values())


def _same(rows: Iterable[Row]) -> list[str]:
    seen: set[str] = set()
    found = []
    for row in rows:
        names = ("kind", "clause", "customer_no", "domain", "subject", "episode", "hangs_on", "org_no", "number")
        about = "|".join(f"{name}={row[name]}" for name in names if name in row)
        if about in seen:
            found.append(f"twice: {about}")
        seen.add(about)
    return found


def timing(told: History) -> list[str]:
    """Met is before due; nothing is breached before its due, nor later; nothing due is left open at the end."""
    played = ordinary(told)
    return [
        f"{brief(row)}: not so: {rule}, {row}"
        for row in played.rows.values()
        if "hangs_on" in row
        for rule, holds in (_dated(row, played.verdicts.until) if row["due"] is not None else _undated(row))
        if not holds
    ]


def _undated(row: Row) -> Iterator[tuple[str, bool]]:
    yield "without a due it is met, moved or waived", row["state"] in ("open", "met", "moved", "waived")
    yield "without a due there is no breach", row["breached_at"] is None and row["due_working"] is None


def _dated(row: Row, until: int) -> Iterator[tuple[str, bool]]:
    due, done, breached, state = row["due"], row["fulfilled_at"], row["breached_at"], row["state"]
    was = breached is not None
    yield "the working day's due is no earlier", row["due_working"] >= due
    yield "the state knows of the breach", was == (state in ("breached", "met_late"))
    yield "cause and breach come together", (row["cause"] != "") == was
    yield "what is scored was breached", was or not row["scored"]
    yield "what is open is not due", state != "open" or due > until
    yield "what is owed is not fulfilled", state not in ("open", "breached") or done is None
    yield "met or waived is before due", state not in ("met", "waived") or done < due
    yield "met late is not before due", state != "met_late" or done >= due
    if was:
        yield "nothing is breached before its due", breached >= due
        # One that came here breached keeps since when, also where R63 takes its cause "moved" away again.
        moved = row["cause"] == "moved" or (row["cause"] == "pipeline_lag" and breached == due)
        yield "it is breached at its due, or when opened", moved or breached == max(due, row["opened_at"])


class WatchfulLedger(MemoryLedger):
    """After every record asks whether each live warning has the duties its clauses give it (design: duties)."""

    def __init__(self, frame: Frame, told: History) -> None:
        """An empty ledger with an eye on it; who came by a moved loan is left to the scenarios of O9."""
        super().__init__()
        self.found: list[str] = []
        self._frame = frame
        moved = {w["data"]["org_no"] for w in told.events if w["type"] == "loan.moved.v1"}
        self._moved = moved | {frame.branch_of(org) for org in moved}

    def commit(
        self, key: str, state: State, record: Record, effects: tuple[Effect, ...], came: Came, frame_id: str
    ) -> None:
        """Append, then look."""
        super().commit(key, state, record, effects, came, frame_id)
        if isinstance(state, Borrower) and state.file.cases:
            have = [duty for duty in self.duties.values() if duty.customer_no == state.customer_no]
            for kind, hangs_on, org_no in self._wanted(state):
                if org_no not in self._moved and not any(
                    duty.kind == kind and duty.org_no == org_no and f"{duty.hangs_on}:".startswith(hangs_on)
                    for duty in have
                ):
                    self.found.append(f"{state.customer_no} after {record.id}: no {kind} {hangs_on} of {org_no}")

    def _wanted(self, state: Borrower) -> Iterator[tuple[str, str, str]]:
        """(kind, what it hangs on or the beginning of it, owner)."""
        today = day_of(state.at)
        for track in state.file.tracks.values():
            row = track.row
            if row.status != "live" or track.at_nil:
                continue
            subs, above = owners(self._frame, state.loans, row)
            warning = f"warning:{row.domain}:{state.file.cases[row.domain].row.number}:"
            for org_no in subs:
                yield "team", warning, org_no
                if today + 1 != first_of_next_month(today):
                    yield "monthly_update", f"{warning}{write_month(today)}:", org_no
                if row.domain == "business":
                    yield "report", f"signal:{row.clause}:{row.subject}:{row.episode}:", org_no
            for org_no in above:
                yield "tracking", warning, org_no
                yield "meeting", warning, org_no


def owners(frame: Frame, loans: tuple[Loan, ...], row: Signal) -> tuple[set[str], set[str]]:
    """The sub-branches that own a signal's duties, and the branches above them or that book a loan (O9, W11)."""
    gone = ("refinanced",) if row.domain == "management" else ("settled", "refinanced")
    orgs = {
        loan.org_no for loan in loans if loan.status not in gone and (row.loans is None or loan.loan_no in row.loans)
    }
    subs = {org for org in orgs if frame.orgs[org].level == "sub_branch"}
    return subs, {branch for org in orgs if (branch := frame.branch_of(org)) is not None}


def complete(told: History) -> list[str]:
    """A live warning has team and update at every owning sub-branch, tracking and a meeting at every branch.

    And every live business signal has its report at every owning sub-branch. Histories that go live are left out:
    T6 opens less.
    """
    if told.live_from is not None:
        return []
    ledger = WatchfulLedger(frame_of(told), told)
    play(told, run=Run(frame_of(told), ledger=ledger))
    return ledger.found
