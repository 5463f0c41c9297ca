"""Commands of people: one function for the command line and every other way in.

It locks what the command concerns, lets ``step`` decide, commits and answers: what followed, or why not and which field
is wrong. Refused attempts stay in the journal. Who acts comes from the caller and is written down; whether the post may
act now, and is another person than the maker, the core decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from warning.contracts.decode import Incoming, decode
from warning.core.draft import Record
from warning.core.effects import Effect
from warning.core.events import Act, RulesAct
from warning.core.step import keys
from warning.intake.driver import Driver
from warning.intake.ingest import Intake
from warning.intake.tally import OUTCOMES
from warning.ledger.entries import Refusal
from warning.ledger.journal import Came, written
from warning.ledger.lanes import lane_of
from warning.ledger.sql.queries import first_record
from warning.ledger.sql.sources import COMMANDS, count
from warning.ledger.sql.unit import Unit

Keep = Callable[[Unit, tuple[Effect, ...]], None]
Look = Callable[[Unit], None]


class Answer(Struct, frozen=True, kw_only=True):
    """What became of a command.

    ``refusal`` says why it counts for nothing, with the field that is wrong; ``outcome`` is ``applied``, ``refused``,
    ``duplicate`` or ``quarantined``. ``effects`` are those of its own step: rows met, opened, raised, each explained.
    """

    event_id: str
    at: int
    outcome: str
    effects: tuple[Effect, ...]
    refusal: Refusal | None = None


class NoCommand(Exception):
    """The message is good, and is no act of a person."""

    def __init__(self, type_name: str) -> None:
        super().__init__(f"{type_name} is no command of a person")
        self.type_name = type_name


class ClockBehind(Exception):
    """An event-driven ledger's clock is past the command's instant already."""

    def __init__(self, clock: int) -> None:
        super().__init__(f"the clock stands at {clock}")
        self.clock = clock


class _Asked(Driver[Unit]):
    """A driver that listens to what one record leads to."""

    answer: tuple[Effect, ...] = ()
    name: str = ""

    def _step(self, key: str, record: Record, came: Came) -> tuple[Effect, ...]:
        effects = super()._step(key, record, came)
        if record.id == self.name:
            self.answer += effects
        return effects


def act(intake: Intake, raw: bytes, origin: str, stamped: Callable[[int], bytes] | None = None) -> Answer:
    """Take the command of a person, a CloudEvent as bytes; ``origin`` says by which way and in whose name it came.

    Where nobody named its instant, ``stamped`` gives the same command as of another one (µs UTC): an event-driven clock
    may go on until the command has its locks.

    On a live ledger its ``recordedtime`` is now; on an event-driven one the clock goes there first. The very same bytes
    given again count once, however long ago the first time was.

    Raises:
        Refused: the message is broken; every problem with its field.
        NoCommand: it is a fact of the bank's systems.
        ClockBehind: the ledger's clock is later, and the instant was named.
        DBAPIError: the database failed; the same command may be given again, by the same id.
    """
    incoming = decode(raw)
    if not isinstance(incoming.event, Act):
        raise NoCommand(incoming.type)
    before = taken_at(intake, incoming.id, incoming.source, keys(incoming.event))
    if before is not None and before[1] == incoming.digest:
        return _again(intake, incoming.id, before[0])
    return given(intake, raw, origin, stamped)


def given(
    intake: Intake, raw: bytes, origin: str, stamped: Callable[[int], bytes] | None, *, first: Look | None = None
) -> Answer:
    """Attempt it until it is answered; ``stamped`` as for ``act``, ``first`` as for ``attempt``.

    Raises:
        Refused, ClockBehind, DBAPIError: as ``act``.
    """
    while True:
        try:
            answer = attempt(intake, decode(raw), raw, origin, first=first)
        except ClockBehind as behind:
            if stamped is None:
                raise
            raw, answer = stamped(behind.clock), None
        if answer is not None:
            return answer


def _again(intake: Intake, event_id: str, at: int) -> Answer:
    """A command that was taken before: counted, and nothing more."""
    with intake.ledger.transaction(()) as unit:
        count(unit.connection, COMMANDS, "command", 1, {**dict.fromkeys(OUTCOMES, 0), "duplicate": 1})
    return Answer(event_id=event_id, at=at, outcome="duplicate", effects=())


def taken_at(intake: Intake, event_id: str, source: str, about: Iterable[str]) -> tuple[int, bytes] | None:
    """When a record of that id and source was first taken (µs UTC), and the digest of its raw bytes."""
    with intake.ledger.engine.connect() as connection:
        found = (first_record(connection, key, event_id, source) for key in about)
        return next((one for one in found if one is not None), None)


def attempt(
    intake: Intake, incoming: Incoming, raw: bytes, origin: str, keep: Keep | None = None, *, first: Look | None = None
) -> Answer | None:
    """One transaction; None: it was full of what had come due before the command.

    ``keep`` writes what belongs to the command, and is no part of a row, in the same transaction. ``first`` looks at
    what it comes to, and raises where it is not what was meant: then nothing is written.

    Raises:
        ClockBehind: an event-driven ledger's clock is later than the command's instant.
        DBAPIError: the database failed.
    """
    with intake.transaction(_lanes(intake, incoming)) as (unit, driver):
        if not intake.live and incoming.received < driver.clock:
            raise ClockBehind(driver.clock)
        unit.source = COMMANDS
        intake.persons.learn(unit.connection, (incoming.event,))
        concealed = _concealed(intake, incoming)
        unit.foresee((concealed,), incoming.received)
        if not driver.ready(incoming.received):
            return None
        if first is not None:
            first(unit)
        asked = _Asked(driver.frames, unit, lagging=intake.lagging)
        asked.name, asked.clock = incoming.id, driver.clock
        asked.take_only(concealed, 0, raw, origin)
        driver.clock = asked.clock
        if keep is not None:
            keep(unit, asked.answer)
        count(unit.connection, COMMANDS, "command", asked.lines, asked.tally)
        refusal = next((one for _, one, _ in unit.pending.refusals if one.event_id == incoming.id), None)
        outcome = next((name for name, times in asked.tally.items() if times), "applied")
        return Answer(
            event_id=incoming.id,
            at=incoming.received,
            outcome=refusal.outcome if refusal is not None else outcome,
            effects=asked.answer,
            refusal=refusal,
        )


def _concealed(intake: Intake, incoming: Incoming) -> Incoming:
    """With tokens for persons. What no message brought is known by what the journal has of it."""
    event = intake.persons.conceal(incoming.event)
    digest = sha256(written(event)).digest() if isinstance(event, RulesAct) else incoming.digest
    return replace(incoming, event=event, digest=digest)


def _lanes(intake: Intake, incoming: Incoming) -> Iterable[int] | None:
    """A live ledger locks what the command concerns; an event-driven one is moved as a whole."""
    return {lane_of(key) for key in keys(incoming.event)} if intake.live else None
