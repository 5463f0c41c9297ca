"""One step's working copy of a borrower: what the rules change before it is frozen again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from warning.core.effects import Effect, Filed, Refused, Why
from warning.core.events import Event, SignalObserved, Told
from warning.core.frame import Frame
from warning.core.rows import Duty
from warning.core.scalars import day_of
from warning.core.state import NO_FILE, NOTHING, Borrower, Case, Closed, File, Heard, Link, Loan, Proposal, Track


class Wake(Struct, frozen=True, tag=True, omit_defaults=True, gc=False):
    """Time has come: judged at ``due``, however late the machine looks (T2)."""

    due: int
    lagging: bool = False
    """At that instant we were down, or had been reading behind for over an hour: what it raises says so (design)."""


class Activation(Struct, frozen=True, tag=True, gc=False):
    """A new frame takes force at the instant of the record (T5)."""

    frame_id: str


class Erasure(Struct, frozen=True, tag=True, gc=False):
    """A natural person's value and salt are erased; all three are tokens, of which the first leads nowhere now."""

    token: str
    ground: str
    asked_by: str
    approved_by: str


class Dismissal(Struct, frozen=True, tag=True, gc=False):
    """A record of the quarantine (``number``) is dismissed: nobody will correct it, or send it again.

    ``digest``: the SHA-256 (hex) of the original as it came; who asked and who approved are tokens.
    """

    number: int
    digest: str
    ground: str
    asked_by: str
    approved_by: str


class Repeated(Struct, frozen=True, tag=True, gc=False):
    """A message that its aggregate took in so long ago that only the journal remembers it (R111)."""


Kept = Erasure | Dismissal
"""What two persons have done about the ledger itself; it is kept with the head office."""


class Record(Struct, frozen=True, gc=False):
    """What a step takes in: an event, a standing fact, a wake, an activation, a repetition or what two persons did.

    With its instants.

    ``digest`` is 64 bits of the raw payload's SHA-256, for telling a redelivery from a conflict. ``held``: it waited
    for its loan and is recorded and discovered with it (W11). ``source`` is the CloudEvent's: with ``id`` it says which
    record this is (R55).
    """

    id: str
    received: int
    occurred: int
    content: Event | Told | Wake | Activation | Repeated | Kept
    digest: int = 0
    held: bool = False
    source: str = ""


class Attempt(NamedTuple):
    """An act that may be refused, by its record."""

    record: Record

    def refuse(self, code: str, field: str, clause: str, **values: int | str) -> Refused:
        """It cannot count; it is journaled with the reason."""
        return Refused(code, field, Why(code, clause, tuple(values.items()), (self.record.id,)))


class Opening(NamedTuple):
    """A signal raised or risen in this step: what its report duties need (D1)."""

    key: str
    change: str
    why: Why


class Owners(NamedTuple):
    """The organisations that own a signal's duties, each level in order of its numbers (O9)."""

    subs: tuple[str, ...]
    direct: tuple[str, ...]
    """Branches that book a source loan themselves."""
    above: tuple[str, ...]
    """Those, and the branches over ``subs``."""

    def include(self, org_no: str) -> bool:
        """Whether an organisation is one of them."""
        return org_no in self.subs or org_no in self.above


class Draft:
    """A borrower being changed by one record. Plain attributes; nothing leaves it but ``freeze`` and ``effects``."""

    __slots__ = (
        "at",
        "balance_came",
        "balance_since",
        "before",
        "cases",
        "closed",
        "closings",
        "concealed",
        "crossed",
        "customer_no",
        "duties",
        "effects",
        "escalated",
        "forecast_months",
        "frame",
        "grades",
        "heard",
        "level_told",
        "links",
        "loans",
        "nil_on",
        "observations",
        "openings",
        "owned",
        "past",
        "proposals",
        "recent",
        "record",
        "retracted",
        "settled_now",
        "settled_under",
        "silent",
        "standing",
        "tracks",
        "version",
    )

    def __init__(self, before: Borrower, record: Record, frame: Frame) -> None:
        """Thaw a state; ``at`` never goes back (design: ``at`` = max(previous, received))."""
        file = before.file
        self.before = before
        self.record = record
        self.frame = frame
        self.customer_no = before.customer_no
        self.at = max(before.at, record.received)
        self.loans: dict[str, Loan] = {loan.loan_no: loan for loan in before.loans}
        self.nil_on = before.nil_on
        self.balance_since = before.balance_since
        self.tracks: dict[str, Track] = file.tracks.copy()
        self.cases: dict[str, Case] = file.cases.copy()
        self.closings: dict[str, int] = file.closings.copy() if file.closings else {}
        self.past: dict[str, Track] = file.past.copy() if file.past else {}
        self.closed: dict[str, Closed] = file.closed.copy() if file.closed else {}
        self.duties: dict[str, Duty] = file.duties.copy()
        self.links: dict[str, Link] = file.links.copy() if file.links else {}
        self.heard: dict[str, Heard] = file.heard.copy() if file.heard else {}
        self.proposals: dict[str, Proposal] = file.proposals.copy() if file.proposals else {}
        self.recent = before.recent
        self.concealed = file.concealed
        self.escalated = file.escalated
        self.silent: dict[str, tuple[str, ...]] = file.silent.copy() if file.silent else {}
        self.retracted = file.retracted
        self.grades = file.grades
        self.observations: dict[str, tuple[str, SignalObserved]] = file.observations.copy() if file.observations else {}
        self.forecast_months = file.forecast_months
        self.version = file.version
        self.level_told = file.level_told
        self.settled_under = file.settled_under
        self.effects: list[Effect] = []
        self.openings: list[Opening] = []
        self.crossed: list[str] = []
        self.owned: dict[object, Owners] | None = None
        """Owners looked up, once the loans are as they will be (``owners``)."""
        self.standing: dict[str, int] | None = None
        """The balances of W6, while neither loans nor live signals change (``settle``)."""
        self.settled_now = False
        self.balance_came = False

    @property
    def recorded(self) -> int:
        """When the record was recorded, however late it was read; what was held is recorded with its loan (W11)."""
        return self.at if self.record.held else self.record.received

    @property
    def today(self) -> int:
        """The Shanghai date of the decision."""
        return day_of(self.at)

    @property
    def lagging(self) -> bool:
        """Whether time is judged here that had passed while we were down or far behind (D9)."""
        content = self.record.content
        return type(content) is Wake and content.lagging

    def live(self, domain: str | None = None) -> list[tuple[str, Track]]:
        """Live signals as they are now, of one domain or both, in the order of their keys."""
        tracks = self.tracks
        return [
            (key, track)
            for key in (sorted(tracks) if len(tracks) > 1 else tracks)
            if (track := tracks[key]).row.status == "live" and (domain is None or track.row.domain == domain)
        ]

    def same_loans(self) -> bool:
        """Whether the loans are those of before."""
        return tuple(self.loans.values()) == self.before.loans

    def has_balance(self) -> bool:
        """Whether the borrower has a balance here; one written off counts (O5)."""
        return any(loan.balance > 0 for loan in self.loans.values())

    def source_loans(self, track: Track) -> list[Loan]:
        """The loans a signal rests on: those named, else all of the borrower's, later ones included (W6)."""
        named = track.row.loans
        loans = self.loans
        pool: Iterable[Loan] = loans.values() if named is None else [loans[no] for no in named if no in loans]
        return [loan for loan in pool if loan.status != "refinanced"]

    def balances(self) -> dict[str, int]:
        """The source loans of all live signals, each once, with their balances in fen (W6)."""
        if self.standing is not None:
            return self.standing
        alike = {track.row.loans: track for _, track in self.live()}
        return {loan.loan_no: loan.balance for track in alike.values() for loan in self.source_loans(track)}

    def amount(self) -> int:
        """W6: the balances of the source loans of all live signals, each loan once; fen."""
        return sum(self.balances().values())

    def say(self, effect: Effect) -> None:
        """Add an effect."""
        self.effects.append(effect)

    def refuse(self, code: str, field: str, clause: str, **values: int | str) -> None:
        """The act cannot count; it is journaled with the reason."""
        self.say(Refused(code, field, Why(code, clause, tuple(values.items()), (self.record.id,))))

    def file_away(self, what: str, clause: str, **values: int | str) -> None:
        """Keep the record on file."""
        self.say(Filed(what, Why(what, clause, tuple(values.items()), (self.record.id,))))

    def freeze(self, next_due: int) -> Borrower:
        """The new state."""
        file = File(
            tracks=self.tracks or NOTHING,
            cases=self.cases or NOTHING,
            closings=self.closings or NOTHING,
            past=self.past or NOTHING,
            closed=self.closed or NOTHING,
            duties=self.duties or NOTHING,
            links=self.links or NOTHING,
            heard=self.heard or NOTHING,
            proposals=self.proposals or NOTHING,
            concealed=self.concealed,
            escalated=self.escalated,
            silent=self.silent or NOTHING,
            retracted=self.retracted,
            grades=self.grades,
            observations=self.observations or NOTHING,
            forecast_months=self.forecast_months,
            version=self.version,
            level_told=self.level_told,
            settled_under=self.settled_under,
        )
        return Borrower(
            customer_no=self.customer_no,
            at=self.at,
            loans=tuple(self.loans.values()),
            file=NO_FILE if file == NO_FILE else file,
            balance_since=self.balance_since,
            nil_on=self.nil_on,
            recent=self.recent,
            next_due=next_due,
            book_since=self.frame.in_force_at,
        )
