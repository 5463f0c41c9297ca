"""What the simulation knows and has under way: the post of the days ahead, the stories going on, the open cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any, Final, Literal

from msgspec import Struct, json

from warning.core.events import Event
from warning.demo.clock import DAY, HOUR, MINUTE, written
from warning.demo.feed import Timed
from warning.demo.network import Network, Temperament, Unit
from warning.demo.portfolio import ENDED, POSTED, WATCHED, Portfolio, customer_no

Story = Iterator[int]
"""A story in the life of a borrower; it yields how many days pass before it goes on."""
Fields = Mapping[str, Any]
CaseDomain = Literal["business", "management"]

CORE_BANKING: Final = "/core-banking"
CREDIT_SYSTEM: Final = "/credit-system"
PEOPLE: Final = "/early-warning"
MARKET: Final = "/market-watch"
EARLIEST, LATEST = 8 * HOUR, 20 * HOUR
"""Between these hours people act on a warning, on any day of the week if they are diligent."""


class Case(Struct):
    """A warning as the people see it: what they believe is open, and what they have done."""

    borrower: int
    domain: CaseDomain
    number: int
    level: int = 0
    signals: list[tuple[str, str]] = []
    """(clause, subject) of what was raised."""
    units: list[Unit] = []
    """Where its source loans are booked."""
    teams: list[str] = []
    meetings: list[str] = []


class Mix(Struct, frozen=True):
    """What the bank's days are made of. The defaults are the demo's, which shows much trouble in little time."""

    trouble: float = 1.0
    """How often stories of trouble begin, the demo's frequency being 1."""
    revolving: float = 0.0
    """The share of loans that are drawn and repaid daily, and posted at the close of every working day."""


DEMO: Final = Mix()


class World:
    """The state of the simulation. ``rng`` is the only chance in it; nothing iterates over a set."""

    def __init__(
        self, rng: Random, book: Portfolio, network: Network, days: tuple[int, int], working: Callable[[int], bool]
    ) -> None:
        """``days``: the first, and the one after the last."""
        self.rng, self.book, self.network = rng, book, network
        self.start, self.end = days
        self.today = self.start
        self.working = working
        self.mix = DEMO
        self.cases: dict[tuple[int, CaseDomain], Case] = {}
        self.closings: dict[tuple[int, CaseDomain], int] = {}
        self.grades: dict[int, str] = {}
        """The class forecast for the borrowers that are watched."""
        self.groups: dict[int, tuple[str, tuple[int, ...]]] = {}
        self.guarantees: dict[int, list[tuple[str, int]]] = {}
        self.told: dict[tuple[int, int], int] = {}
        """(member, source) -> level at which the member's people know of it."""
        self.known = len(book.balance)
        """So many loans are on record since before today."""
        self.assess_on: dict[int, list[int]] = {}
        self.matures_on: dict[int, list[int]] = {}
        self.missing_on: dict[int, list[int]] = {}
        self.signs_on: dict[int, list[tuple[Unit, int]]] = {}
        """Day -> who signs off its month-end forecast then, and when."""
        self.arrears_seq: dict[int, int] = {}
        self._told = 0
        self._post: dict[int, list[Timed]] = {}
        self._stories: dict[int, list[Story]] = {}

    def tell(
        self, event: type[Event], at: int, fields: Fields, source: str, occurred: int | None = None, *, times: int = 1
    ) -> str:
        """Post one event to be recorded at ``at``, ``times`` over; its id. What lies past the end is not sent."""
        self._told += 1
        name = f"E{self._told:07d}"
        message = {
            "specversion": "1.0",
            "id": name,
            "source": source,
            "type": event.TYPE,
            "time": written(at if occurred is None else occurred),
            "recordedtime": written(at),
            "data": fields,
        }
        line = json.encode(message)
        for _ in range(times):
            self.post(at, line)
        return name

    def post(self, at: int, line: bytes) -> None:
        """A line to be recorded at ``at``, which must not lie before today."""
        day = at // DAY
        if day < self.today:
            raise ValueError("the past cannot be written")
        if day < self.end:
            self._post.setdefault(day, []).append((at, line))

    def begin(self, story: Story, day: int | None = None) -> None:
        """Start a story on a day, today if none is given."""
        day = self.today if day is None else day
        if day < self.end:
            self._stories.setdefault(day, []).append(story)

    def go_on(self) -> None:
        """Take up every story that goes on today."""
        for story in self._stories.pop(self.today, ()):
            wait = next(story, 0)
            if wait:
                self.begin(story, self.today + max(1, wait))

    def mail(self) -> list[Timed]:
        """Today's post in order of time; equal instants in the order of their bytes."""
        return sorted(self._post.pop(self.today, ()))

    def chance(self, share: float) -> bool:
        """Whether it happens."""
        return self.rng.random() < share

    def between(self, low: float, high: float) -> int:
        """A whole number from ``low`` up to, not including, ``high``."""
        return int(low + self.rng.random() * (high - low))

    def hours(self, low: float, high: float) -> int:
        """A span of time."""
        return self.between(low * HOUR, high * HOUR)

    def today_at(self, low: float, high: float) -> int:
        """An instant of today between two hours."""
        return self.today * DAY + self.hours(low, high)

    def waking(self, at: int, *, eager: bool = True) -> int:
        """The first instant from ``at`` at which somebody acts; who is not eager rests on days off."""
        day, clock = divmod(at, DAY)
        if clock >= LATEST:
            day, clock = day + 1, EARLIEST + self.between(0, 30 * MINUTE)
        elif clock < EARLIEST:
            clock = EARLIEST + self.between(0, 90 * MINUTE)
        while not (eager or self.working(day)):
            day += 1
        return day * DAY + clock

    def unit_of(self, loan: int) -> Unit:
        """Where a loan is booked."""
        return self.network.units[self.book.unit[loan]]

    def owners(self, borrower: int) -> list[Unit]:
        """Where the borrower's loans are booked, each unit once."""
        found = dict.fromkeys(self.book.unit[loan] for loan in self.book.loans_of(borrower))
        return [self.network.units[unit] for unit in found]

    def home(self, borrower: int) -> Unit:
        """The unit whose account manager looks after the borrower."""
        return self.network.units[self.book.home[borrower]]

    def temper(self, unit: Unit, borrower: int) -> Temperament:
        """What sort of account manager the borrower has there."""
        return unit.managers[borrower % len(unit.managers)]

    def watch(self, borrower: int) -> None:
        """From now on only stories post the borrower's loans."""
        for loan in self.book.loans_of(borrower):
            self.book.state[loan] = WATCHED

    def unwatch(self, borrower: int) -> None:
        """The borrower is well: from tomorrow the batch posts its loans again, after what stories said today."""
        self.grades.pop(borrower, None)
        self.begin(self._free(borrower), self.today + 1)

    def _free(self, borrower: int) -> Story:
        for loan in self.book.loans_of(borrower):
            self.book.state[loan] = POSTED
        yield 0

    def is_well(self, borrower: int) -> bool:
        """Whether it has loans and no story is about it."""
        loan = next(self.book.loans_of(borrower), None)
        return loan is not None and self.book.state[loan] == POSTED

    def pick(self) -> int | None:
        """A borrower that is well, by chance; none if hard to find."""
        for _ in range(20):
            borrower = self.between(0, self.book.borrowers)
            if self.is_well(borrower):
                return borrower
        return None

    def loan(self, borrower: int) -> int | None:
        """The largest of the borrower's loans."""
        loans = list(self.book.loans_of(borrower))
        return max(loans, key=lambda loan: (self.book.balance[loan], loan), default=None)

    def ends(self, loan: int) -> None:
        """The loan is settled or gone."""
        self.book.state[loan] = ENDED
        self.book.balance[loan] = 0

    def case(self, borrower: int, domain: CaseDomain) -> Case:
        """The open case of a borrower, opened if need be."""
        key = (borrower, domain)
        if key not in self.cases:
            self.cases[key] = Case(borrower, domain, self.closings.get(key, 0) + 1)
        return self.cases[key]

    def close(self, case: Case) -> None:
        """The people hold the case to be closed."""
        key = (case.borrower, case.domain)
        if self.cases.get(key) is case:
            del self.cases[key]
            self.closings[key] = case.number


def fact(borrower: int, **fields: object) -> dict[str, object]:
    """The data of a fact about a borrower."""
    return {"customer_no": customer_no(borrower), **fields}
