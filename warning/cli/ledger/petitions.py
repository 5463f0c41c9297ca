"""A release or a waiver with all that it is about, as who approves it has to see it (W8, D8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from warning.audit.proposals import Undecided, seen
from warning.core.events import EventRetracted, ProposalApproved, ReleaseProposed
from warning.core.frame import LEVELS, Frame
from warning.core.rows import Duty, Signal, Warning
from warning.core.state import Proposal
from warning.ledger.sql.approvals import Course, Proposing, Step, Waits, proposed_in
from warning.ledger.sql.archived import Unread
from warning.ledger.sql.queries import Kept, kept_of


class Petition(Struct, frozen=True, kw_only=True):
    """It with its rows. Instants are µs UTC; ``new_due`` 0: waived for good, ``to_level`` 0: to be closed."""

    id: str
    customer_no: str
    domain: str
    state: str
    """That of ``Undecided``, or ``approved`` or ``withdrawn``."""
    at: int
    org_no: str
    officer: str
    step: Step | None
    """The record that proposed it; None: it is archived, and cannot be read."""
    duties: tuple[Duty, ...] = ()
    signals: tuple[tuple[Signal, int], ...] = ()
    """With the level that each has, or had as it was decided."""
    warnings: tuple[Warning, ...] = ()
    owning: frozenset[str] = frozenset()
    """The organisations that have to do with it: who proposed it, and whose duties are waived or hang on a release."""
    to_level: int = 0
    ground: str = ""
    new_due: int = 0
    risen: tuple[str, ...] = ()
    ended: Step | None = None
    changed: bool = True
    """Of an approval: whether it changed anything."""

    @property
    def what(self) -> str:
        """``release``, ``waiver`` or ``extension``."""
        release = not self.duties if self.content is None else isinstance(self.content, ReleaseProposed)
        return "release" if release else "extension" if self.new_due else "waiver"

    @property
    def content(self) -> Proposing | None:
        """What the record that proposed it says."""
        return None if self.step is None or not isinstance(self.step.content, Proposing) else self.step.content

    @property
    def reason(self) -> str | None:
        """The evidence of a release, the reason of a waiver."""
        said = self.content
        return None if said is None else said.evidence if isinstance(said, ReleaseProposed) else said.reason


class Approver(Struct, frozen=True):
    """Posts of an organisation that may approve; another person than the maker (W8, R52)."""

    org_no: str
    posts: tuple[str, ...]


def approvers(frame: Frame, one: Petition) -> tuple[Approver, ...]:
    """Who may: of the organisation that proposed it and of those above it, the nearest first."""
    act = "release.approved" if one.what == "release" else "waiver.approved"
    found, org = [], frame.orgs.get(one.org_no)
    while org is not None:
        found.append(Approver(org.org_no, frame.signers(act, org.level)))
        org = None if org.parent is None else frame.orgs.get(org.parent)
    return tuple(each for each in found if each.posts)


def standing(connection: Connection, found: Sequence[Waits], instant: int) -> list[Petition]:
    """Those that wait as they stand at an instant (µs UTC); where their records cannot be read, without these."""
    try:
        steps = proposed_in(connection, found)
    except Unread:
        steps = {}
    return waiting(
        connection, [(one.customer_no, seen(one.id, one.proposal, one.file, instant)) for one in found], steps
    )


def waiting(
    connection: Connection, found: Sequence[tuple[str, Undecided]], steps: dict[tuple[str, str], Step]
) -> list[Petition]:
    """Those that wait, by (borrower, how it stands), in that order; ``steps`` are the records that proposed them."""
    rows = _Rows(kept_of(connection, [number for number, _ in found]))
    return [_waiting(rows, number, one, steps.get((number, one.id))) for number, one in found]


def _waiting(rows: _Rows, number: str, seen: Undecided, step: Step | None) -> Petition:
    one: Proposal = seen.proposal
    signals = [rows.signals[row_id] for _, row_id, _ in one.signals if row_id in rows.signals]
    return _with(
        rows,
        Petition(
            id=seen.id,
            customer_no=number,
            domain=one.domain,
            state=seen.state,
            at=one.at,
            org_no=one.org_no,
            officer=one.officer,
            step=step,
            duties=tuple(rows.duties[name] for name in one.duties if name in rows.duties),
            signals=tuple((signal, signal.level) for signal in signals),
            to_level=one.to_level,
            ground=one.ground,
            new_due=one.new_due,
            risen=seen.risen,
        ),
    )


def ended(connection: Connection, found: Sequence[Course]) -> list[Petition]:
    """Those on which it was decided, in that order."""
    rows = _Rows(kept_of(connection, [one.proposed.customer_no for one in found]))
    return [_ended(rows, one.proposed, one.ended) for one in found if one.ended is not None]


def _ended(rows: _Rows, step: Step, by: Step) -> Petition:
    content = step.content
    if not isinstance(content, Proposing):
        raise TypeError(content)
    one = Petition(
        id=step.id,
        customer_no=step.customer_no,
        domain=content.domain,
        state="withdrawn" if isinstance(by.content, EventRetracted) else "approved",
        at=step.at,
        org_no=content.org_no,
        officer=content.officer_no,
        step=step,
        ended=by,
    )
    if isinstance(content, ReleaseProposed):
        to_level = 0 if content.to_level == "closed" else LEVELS.index(content.to_level)
        signals = tuple(rows.released(step.customer_no, content, step.at, by))
        changed = any(each.event == by.id for signal, _ in signals for each in signal.history)
        return _with(rows, replace(one, signals=signals, to_level=to_level, ground=content.ground, changed=changed))
    duties = tuple(rows.duties[name] for name in content.duty_ids if name in rows.duties)
    changed = any((duty.state, duty.fulfilled_by) == ("waived", by.id) for duty in duties)
    new_due = 0 if content.new_due is None else int(content.new_due)
    return _with(rows, replace(one, duties=duties, new_due=new_due, changed=changed))


def _with(rows: _Rows, one: Petition) -> Petition:
    """The same with its warnings, and whose it is."""
    warnings = tuple(rows.warnings_of(one))
    numbers = {each.number for each in warnings}
    own = [duty for duty in rows.duties.values() if duty.customer_no == one.customer_no and duty.domain == one.domain]
    hang = [duty for duty in own if duty.number in numbers and duty.state != "moved"]
    owning = {duty.org_no for duty in (one.duties or hang)}
    return replace(one, warnings=warnings, owning=frozenset({one.org_no, *owning}))


class _Rows:
    """The rows of some borrowers, by id."""

    def __init__(self, kept: Kept) -> None:
        self.signals = {row.id: row for row in kept.signals}
        self.duties = {row.id: row for row in kept.duties}
        self._warnings = kept.warnings

    def warnings_of(self, one: Petition) -> Iterator[Warning]:
        """The warnings that its duties belong to; of a release, that which was live as it was proposed."""
        numbers = {duty.number for duty in one.duties}
        for row in self._warnings:
            if (row.customer_no, row.domain) != (one.customer_no, one.domain):
                continue
            live = row.raised_at <= one.at and (row.closed_at is None or row.closed_at >= one.at)
            if row.number in numbers if one.duties else live:
                yield row

    def released(self, number: str, said: ReleaseProposed, at: int, by: Step) -> Iterator[tuple[Signal, int]]:
        """The signals that a release meant: those named, or all of its domain, which had a level then or were kept."""
        named = {(name.clause, name.subject) for name in said.signals}
        for row in self.signals.values():
            mine = (row.customer_no, row.domain) == (number, said.domain)
            if not mine or (named and (row.clause, row.subject) not in named):
                continue
            if _level(row, at) is not None or any(step.event == by.id for step in row.history):
                yield row, _before(row, by)


def _level(row: Signal, at: int) -> int | None:
    """The level of a signal at an instant (µs UTC); None: there was no such episode, or it was closed."""
    found = next((step.level for step in reversed(row.history) if step.at <= at), None)
    return found or None


def _before(row: Signal, by: Step) -> int:
    """The level it had before a record decided."""
    earlier = [step.level for step in row.history if step.at <= by.at and step.event != by.id]
    return earlier[-1] if earlier else row.level


def decided(one: Petition) -> ProposalApproved | EventRetracted | None:
    """What the record says that ended it."""
    content = None if one.ended is None else one.ended.content
    return content if isinstance(content, ProposalApproved | EventRetracted) else None


def concerning(found: Iterable[Petition], orgs: frozenset[str] | None) -> list[Petition]:
    """Those that have to do with some organisations; None: all."""
    return [one for one in found if orgs is None or one.owning & orgs]
