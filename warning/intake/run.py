"""A run in memory: a file of events, one JSON line each, becomes verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from warning.contracts.decode import Incoming, Refused, decode
from warning.contracts.raw import bare
from warning.core.effects import Effect
from warning.core.events import LoanPosition, LoanTakenOn
from warning.core.frame import Frame
from warning.core.rows import Duty
from warning.core.state import Borrower, State
from warning.core.step import posted
from warning.intake.driver import Driver
from warning.intake.idle import Idle
from warning.intake.records import RANKS
from warning.intake.tally import Reading
from warning.intake.verdicts import LISTED, Counts, Notice, Passage, Refusal, Verdicts
from warning.intake.watch import FURTHEST, JUMP, TooFar, Watch
from warning.ledger.entries import Held
from warning.ledger.journal import short
from warning.ledger.memory import MemoryLedger

__all__ = ["Counts", "Refusal", "Run", "Verdicts", "decide"]


class Run(Driver[MemoryLedger]):
    """Drives a memory ledger, and says what has been decided."""

    def __init__(
        self,
        frame: Frame,
        *,
        ledger: MemoryLedger | None = None,
        activations: Sequence[tuple[int, Frame]] = (),
    ) -> None:
        """Begin with a frame; ``activations`` are later frames with the instants they take force (T5)."""
        super().__init__(frame, ledger if ledger is not None else MemoryLedger(), activations)
        self.idle = Idle(frame.book.sign_off_days)
        self._passages: list[Passage] = []
        self._quiet = 0

    @property
    def refusals(self) -> list[Refusal]:
        """What could not be taken so far."""
        return self.ledger.refusals

    def take(self, incoming: Incoming, line: int = 0, raw: bytes = b"", origin: str = "") -> None:
        """One good record: first all that is due by its instant, then the record, then what it tells others."""
        received = incoming.received
        if received > self.clock:
            frames = self.frames
            if received >= self.ledger.soonest or (frames.later and received >= frames.until(self.clock)):
                self.advance(received)
            else:
                self.clock = received
        event = incoming.event
        self.lines += 1
        if type(event) is not LoanPosition or not self._take_quietly(incoming, event, origin):
            self._route(Reading(incoming, line, raw, origin))

    def _take_quietly(self, incoming: Incoming, event: LoanPosition, origin: str) -> bool:
        """The same still shorter, where no journal is kept and the borrower has no case."""
        ledger = self.ledger
        home = ledger.loans.get(event.loan_no)
        if home is None:
            return False
        state, received = home.state, incoming.received
        if ledger.keep_journal or type(state) is not Borrower or state.file.tracks or self.frames.later:
            return super()._take_quietly(incoming, event, origin)
        if event.customer_no is not None and event.customer_no != state.customer_no:
            return False
        after = posted(state, event, received, incoming.occurred, short(incoming.digest))
        if after is None:
            return False
        ledger.commit_quiet(home, after, incoming.digest)
        self._quiet += 1
        return True

    def _acted(self, read: Reading, effects: tuple[Effect, ...], state: State) -> None:
        self.idle.look(read.incoming, read.line, effects, state, self._duties)

    def _duties(self, ids: Iterable[str]) -> Iterable[Duty]:
        return (self.ledger.duties[one] for one in ids if one in self.ledger.duties)

    def _passed(self, read: Reading, outcome: str) -> None:
        if outcome in ("duplicate", "stale") and self.tally[outcome] <= LISTED:
            self._passages.append(
                Passage(line=read.line, event_id=read.incoming.id, type=read.incoming.type, outcome=outcome)
            )

    def verdicts(self) -> Verdicts:
        """What has been decided so far."""
        ledger, held = self.ledger, self.ledger.all_held()
        return Verdicts(
            signals=[ledger.signals[key] for key in sorted(ledger.signals)],
            warnings=[ledger.warnings[key] for key in sorted(ledger.warnings)],
            duties=[ledger.duties[key] for key in sorted(ledger.duties)],
            refusals=list(ledger.refusals),
            counts=self._counts(len(held)),
            until=self.clock,
            head=ledger.head.hex(),
            passages=(*self._passages, *(_waits(each) for each in held[:LISTED])),
            unlisted=ledger.unlisted,
            acts_refused=ledger.acts_refused,
        )

    def _counts(self, held: int) -> Counts:
        tally = {**self.tally, "applied": self.tally["applied"] + self._quiet, "held": held}
        return Counts(lines=self.lines, **tally)


def _waits(held: Held) -> Passage:
    return Passage(
        line=held.line,
        event_id=held.incoming.id,
        type=held.incoming.type,
        outcome="held",
        loan_no=held.loan_no,
        until=held.until,
    )


def decide(
    lines: Iterable[bytes],
    frame: Frame,
    until: int | None = None,
    *,
    activations: Sequence[tuple[int, Frame]] = (),
    run: Run | None = None,
    tell: Callable[[Notice], None] | None = None,
) -> Verdicts:
    """Decide a file of events, one JSON line each, on an event-driven clock.

    Args:
        lines: wire records; blank lines are skipped. Their order counts, but for those of one instant (R5).
        frame: rule book, calendar and organisation.
        until: let the clock run on to this instant (microseconds UTC) after the last record.
        activations: frames that take force later (T5).
        run: a run to go on with, or to look into afterwards.
        tell: hears of a jump of the clock before it is decided; all notices are in the verdicts.

    Raises:
        NoEvents: the first thousand lines are not JSON.
        TooFar: ``until`` is more than ten years after the last record.
    """
    run = run if run is not None else Run(frame, activations=activations)
    watch = Watch(live=frame.live_from is not None, tell=tell)
    _read(lines, run, watch)
    if until is not None and run.clock and until > run.clock + FURTHEST:
        raise TooFar(run.clock)
    run.advance(max(run.clock, until or 0))
    verdicts = run.verdicts()
    return replace(verdicts, notices=(*watch.notices(verdicts.unlisted), *run.idle.notices()))


def _read(lines: Iterable[bytes], run: Run, watch: Watch) -> None:
    """Take the records that can be read; the others are quarantined as they are met.

    In the order of the file, but for those of one instant: facts, then approvals, then acts (R5). Facts pass at once,
    so that an instant of a million openings needs no room.
    """
    take, ranks = run.take, RANKS
    later: list[tuple[Incoming, int]] = []
    last = 0
    for number, raw in enumerate(lines, 1):
        text = bare(raw)
        if not text:
            continue
        try:
            incoming = decode(text)
        except Refused as refused:
            watch.broken(text, refused, number)
            run.refuse(text, refused, number)
            continue
        kind, received = type(incoming.event), incoming.received
        if not last <= received <= last + JUMP or kind is LoanTakenOn:
            watch.good(incoming, number, last)
        if later and received != last:
            _take_rest(later, run)
        last = received
        if ranks[kind]:
            later.append((incoming, number))
        else:
            take(incoming, number)
    _take_rest(later, run)


def _take_rest(later: list[tuple[Incoming, int]], run: Run) -> None:
    """What waited for the end of an instant; nothing waits any more."""
    later.sort(key=lambda entry: RANKS[type(entry[0].event)])
    for incoming, number in later:
        run.take(incoming, number)
    later.clear()
