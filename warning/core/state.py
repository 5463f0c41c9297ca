"""The state of each aggregate: a cache of its journal, and all that ``step`` may read.

Frozen; the dicts in it are never changed in place. Rare parts are None or a shared empty value until they are
needed, because there is one of these for every borrower of the bank.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from msgspec import Struct

from warning.core.changes import RulesState
from warning.core.events import SignalObserved
from warning.core.rows import MONITORING, Duty, Signal, Warning

LoanStatus = Literal["active", "settled", "refinanced", "written_off"]


class Spell(Struct, frozen=True, gc=False, array_like=True):
    """A run of interest arrears or of overdue principal on one loan (O4, R9)."""

    identity: int
    """The date first recorded, which names the signal (W1)."""
    since: int
    """The earliest date on record: bands still ahead count from it."""
    running: bool
    next_band: int
    """Index of the next band to be reached."""
    events: tuple[tuple[str, int, int], ...]
    """(event, date, run) of the first and the last to assert it (W12); a date of ours is negative (R106)."""
    run: int = 0
    """How often it was cleared and went on (R9): without an event of the run in hand it is still cleared."""
    cleared: tuple[tuple[str, int, int, int], ...] = ()
    """(event, instant, run, bands reached by then) of what cleared its runs (R104)."""
    former: Spell | None = None
    """The one before it, which had been cleared, with those before that."""


class Loan(Struct, frozen=True, gc=False, array_like=True):
    """One loan or off-balance item, at its last position."""

    loan_no: str
    org_no: str
    balance: int
    """Principal outstanding or gross notional, fen; 0 once settled."""
    disbursed_on: int
    matures_on: int
    recorded_at: int
    """When the loan, its extension, or a balance after its check day ended without one was recorded (P1, R73)."""
    status: LoanStatus = "active"
    seq: int = 0
    arrears_seq: int = 0
    opened: int = 0
    """Digest of the event that opened it: the same again is a duplicate, another a conflict."""
    posted: int = 0
    """64 bits of the digest of the last position: a redelivery is a duplicate, anything else a conflict."""
    arrears_posted: int = 0
    check_at: int = 0
    """The midnight that ends the check day (P1); 0: none, or done."""
    window_at: int = 0
    """When the assessment duty opens (P3); 0: none, or opened; ``check_at``: none while one on record serves."""
    assessed: tuple[str, ...] = ()
    """The last assessments that satisfy P2 for the present maturity."""
    taken_on: bool = False
    lost: bool = False
    """It was written off: settling it later is no recovery (W9)."""
    arrears: Spell | None = None
    overdue: Spell | None = None
    former: tuple[int, ...] = ()
    """Maturities it had before its extensions (P1)."""
    extended_at: tuple[int, ...] = ()
    """When each of those extensions was received (R48)."""
    ended_on: int = 0
    """The date its balance ended (O5, O6); 0 while it has one."""
    settled_by: str = ""
    """The event that settled or refinanced it: a position that corrects that one takes it back (R53, R101)."""
    settled_at: int = 0
    """When the event that settled or refinanced it was received (R61)."""
    off_balance: bool = False
    """It may expire, be released or be funded by the customer (W9, R71)."""
    lost_by: str = ""
    """The event that wrote it off: a position that corrects that one takes it back (R101)."""
    lost_at: int = 0
    """When that was decided."""

    @property
    def settled(self) -> bool:
        """No longer on the books: paid, or another took its place (O9)."""
        return self.status in ("settled", "refinanced")


class Ground(Struct, frozen=True, gc=False, array_like=True):
    """A fact a signal rests on: who knew it since when, and who recorded it (W4, W5, D10)."""

    event: str
    recorded: int
    discovered: int
    discovered_by: str = ""
    recorded_by: str = ""
    system: bool = False
    """Only the bank's systems record such facts: late, never concealed (D10)."""
    known: tuple[tuple[str, int], ...] = ()
    """(organisation, since): what a later concealment finding says (D10)."""
    retracted: bool = False
    tags: tuple[str, ...] = ()
    """Tags the fact gives the signal (W5, O1)."""
    limit: int = 0
    """As in ``Track``."""
    source: str = MONITORING
    finder: str = ""
    forecast: bool = False
    level: int = 0
    """What the fact gives by itself."""
    opening: int = 1
    """Which opening of the signal it brought (D1); 0: none, it was only kept."""


class Track(Struct, frozen=True, gc=False, array_like=True):
    """A signal with what the core needs to go on with it."""

    row: Signal
    facts: tuple[Ground, ...] = ()
    """The last facts on record that are not retracted, raised by or not (W8, W9)."""
    start: int = 0
    """Where the clocks of the last opening start."""
    day: int = 0
    """The date not counted by clocks in days (T2)."""
    limit: int = 0
    """11.1.1: D, as a date; 11.1.2: the midnight that ends the month by which to report."""
    openings: int = 0
    moved_at: int = 0
    """When it was last raised or rose."""
    rises: int = 0
    """How often it was raised or rose: what a proposal compares (W8)."""
    entered: tuple[str, ...] = ()
    """Organisations that have this signal's duties, or had them and have not moved away (O9)."""
    grounds: tuple[Ground, ...] = ()
    found_at: str = ""
    """O7: level of the organisation that found it."""
    finder: str = ""
    """D3, O8: the branch or head office that found it itself."""
    found_from: int = 0
    """The finder's own discovery."""
    to_head_office: bool = True
    """12.1.2.2: False for a loan the sub-branch approved itself (O7)."""
    forecast: bool = False
    """D3: a month-end forecast goes the way of 11.1.2 even when a branch makes it."""
    keep_until: int = 0
    """W9: when a fact kept after recovery is forgotten; 0: never."""
    rests: tuple[str, ...] = ()
    """Events it rests on that raised nothing themselves: links (O5), positions a band was counted from (W12)."""
    waiting: tuple[Ground, ...] = ()
    """W11: rises recorded while there was no balance, each worse than the one before."""
    number: int = 0
    """The warning it belongs to."""
    at_nil: int = 0
    """O5: derived at balance nil on this date; closes at the midnight that ends it."""
    rose: tuple[int, ...] = ()
    """When what raised it or let it rise was recorded, for each time: a release may be read later (R62)."""
    lagged: tuple[int, ...] = ()
    """Its openings by clock checks that ran without a record already received (R48, R63)."""
    gave: tuple[str, ...] = ()
    """Loans it named of which others have taken the place: a further one joins those (R70)."""
    recovered: tuple[int, tuple[str, ...]] = (0, ())
    """(level, loans): what it was at when it closed by recovery, and the loans that were settled (R87)."""
    beside: tuple[Ground, ...] = ()
    """Facts no worse than what waits for a balance, the worst last: they raise where that is retracted (R29, R31)."""
    closing: int = 0
    """The level at the closing after which it is kept (R105); 0 once it was lowered."""
    lowered: bool = False
    """A release has lowered it, or the episode that this one goes on with (W8)."""

    @property
    def fact(self) -> int:
        """Level of the last fact on record (W8): a fact not worse is no later fact."""
        return self.facts[-1].level if self.facts else 0


class Case(Struct, frozen=True, gc=False, array_like=True):
    """A live warning with what the core needs to go on with it."""

    row: Warning
    entered: tuple[str, ...] = ()
    """Organisations that have its duties, or had them and have not moved away (O9)."""
    ended: tuple[str, ...] = ()
    """Ids of its duties met or waived: none of them is opened again."""
    meetings: int = 0
    month: str = ""
    updates: tuple[str, ...] = ()
    """Sub-branches that have had the update of ``month`` (D6)."""
    reported: tuple[str, ...] = ()
    """Branches with a complete report of the warning on record, a sub-branch's or their own (D3)."""
    had: tuple[str, ...] = ()
    """Ids of all signals the warning has had (W12)."""
    red_rests: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """(k, ids): the signals red when the k-th meeting was opened by a rise to red (W12)."""
    live_until: int = 0
    """Until when one of those that have closed was live, by when what closed it was received (R61)."""


class Closed(Struct, frozen=True, gc=False, array_like=True):
    """What is still asked of a warning that has closed."""

    tiers: tuple[tuple[int, int], ...]
    """(instant, tier), as the warning had them (W7)."""
    red: bool
    """Whether it was red when it closed (D5)."""
    subs: tuple[str, ...] = ()
    """The sub-branches that then owned it, if a meeting was owed still (R49)."""
    ended: tuple[str, ...] = ()
    """As in ``Case``, if a report was owed still: its breach may open a 12.1.1, which none that has ended is (R47)."""


class Link(Struct, frozen=True, gc=False, array_like=True):
    """A membership or a guarantee, as one party sees it (O5)."""

    to: str
    """Aggregate at the other end: ``g:<group>`` or ``b:<borrower>``."""
    made: int
    """How often it has been made: a later making is a link recorded anew (W8)."""
    ends_at: int = 0
    """The midnight at which its end takes effect; 0 while it stands. Kept after it: a fact may still be under way."""
    over: bool = False
    """That midnight has passed, or the link was retracted."""
    events: tuple[str, ...] = ()
    """The events that have made it, the latest last."""
    ended_by: str = ""
    """The event that has ended it: retracted, the link is made anew (R103)."""


class Heard(Struct, frozen=True, gc=False, array_like=True):
    """What a borrower has been told of a source (O5)."""

    level: int
    version: int
    counts_from: int
    paths: tuple[tuple[str, int, tuple[str, ...]], ...]
    """(path, link, events that made it)."""


class Proposal(Struct, frozen=True, gc=False, array_like=True):
    """A release or waiver that waits for another person (W8, D8)."""

    officer: str
    org_no: str
    """From which it comes: an approval comes from there or from above (R52)."""
    at: int
    domain: str
    signals: tuple[tuple[str, str, int], ...] = ()
    """(key, id, rises at the proposal)."""
    to_level: int = 0
    ground: str = ""
    duties: tuple[str, ...] = ()
    new_due: int = 0


class File(Struct, frozen=True, gc=False, array_like=True):
    """What a borrower has beyond its loans; most have none of it."""

    tracks: dict[str, Track] = {}
    """``<clause>|<subject>`` -> its current episode."""
    cases: dict[str, Case] = {}
    """Domain -> live warning."""
    closings: dict[str, int] = {}
    past: dict[str, Track] = {}
    """Signal id -> a former episode of which something is still owed: a finding may change its score (D10)."""
    closed: dict[str, Closed] = {}
    """``<domain>:<number>`` -> a warning closed."""
    duties: dict[str, Duty] = {}
    """What is owed; and late reports of a live warning, whose score a finding may still change (D10)."""
    links: dict[str, Link] = {}
    heard: dict[str, Heard] = {}
    proposals: dict[str, Proposal] = {}
    retracted: tuple[str, ...] = ()
    """The last events retracted before they came, or while they were held: they raise nothing (W12)."""
    concealed: tuple[tuple[str, str, int], ...] = ()
    """(fact, organisation, since): what findings of concealment say of facts that have not come (D10)."""
    escalated: tuple[str, ...] = ()
    """``<signal id>:<branch>:<opening>:<tier>`` of the 12.1.1 duties that stand by breach (D3); ``met:`` before it once
    one was met (R47)."""
    silent: dict[str, tuple[str, ...]] = {}
    """The same mark -> ids of the sub-branches' reports by whose breaches they stand (D3, R47)."""
    grades: tuple[tuple[str, int, bool], ...] = ()
    """The last classes and forecasts on record: (event, index into the grades, whether a forecast) (W8, T5)."""
    observations: dict[str, tuple[str, SignalObserved]] = {}
    """Subject -> event id and values of the last figure on record, for a new rule book to judge (T5)."""
    forecast_months: tuple[tuple[str, str], ...] = ()
    """(month, event) of the last forecasts into the last three classes (O1)."""
    version: int = 0
    level_told: int = 0
    settled_under: str = ""
    """The frame under which all that follows from signals and loans last did (``settle``)."""


NOTHING: Final[dict[str, Any]] = {}
"""The one empty dict that all quiet borrowers share."""

NO_FILE: Final = File(
    tracks=NOTHING,
    cases=NOTHING,
    closings=NOTHING,
    past=NOTHING,
    closed=NOTHING,
    duties=NOTHING,
    links=NOTHING,
    heard=NOTHING,
    proposals=NOTHING,
    silent=NOTHING,
    observations=NOTHING,
)


class Borrower(Struct, frozen=True, gc=False, array_like=True):
    """The borrower aggregate: the unit of decision."""

    customer_no: str
    at: int = 0
    loans: tuple[Loan, ...] = ()
    file: File = NO_FILE
    balance_since: int = 0
    """When the present balance was first recorded after none (O6); 0 without one."""
    recent: bytes = b""
    """The last 256 event ids, 16 bytes each: half a digest of the id, half one of the payload (R111)."""
    nil_on: int = 0
    """The date the last balance ended; 0 while there is one (O5)."""
    next_due: int = 0
    """The earliest instant at which time alone changes anything; 0: never."""
    book_since: int = 0
    """When the book took force by which all was judged last; 0: the ledger's first (T5)."""


class Member(Struct, frozen=True, gc=False, array_like=True):
    """A member as its group sees it."""

    made: int
    since: int
    ends_at: int = 0
    event: str = ""
    """What made it."""
    here: bool = True
    """False once its end has taken effect; ``ends_at`` stays, for facts still under way."""
    ended_by: str = ""
    """As in ``Link``."""


class SourceFact(Struct, frozen=True, gc=False, array_like=True):
    """A live source as its group knows it."""

    level: int
    version: int
    counts_from: int
    link: int = 0
    """Over which making of its membership it came."""


class Group(Struct, frozen=True, gc=False, array_like=True):
    """The group aggregate: a switchboard of members and live sources."""

    group_no: str
    at: int = 0
    members: dict[str, Member] = {}
    sources: dict[str, SourceFact] = {}
    recent: bytes = b""
    next_due: int = 0


class Organisation(Struct, frozen=True, gc=False, array_like=True):
    """The organisation aggregate: the month-end forecast (O3)."""

    org_no: str
    at: int = 0
    borrowers: int = 0
    """How many borrowers have a balance here."""
    duties: dict[str, Duty] = {}
    recent: bytes = b""
    opened_month: str = ""
    next_due: int = 0


State = Borrower | Group | Organisation | RulesState
