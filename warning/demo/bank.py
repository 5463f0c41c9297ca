"""A synthetic bank whose borrowers really deteriorate and whose people act in time, late, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from heapq import merge
from itertools import chain
from random import Random
from typing import Final

from warning.core.events import GroupLink, GuaranteeLink
from warning.core.frame import Org
from warning.demo import cast, feed
from warning.demo.clock import DAY, next_month
from warning.demo.feed import Timed
from warning.demo.maturities import assess, disburse, mature, plan
from warning.demo.months import month_end, sign_off
from warning.demo.network import network, organisation, scale
from warning.demo.portfolio import Portfolio, customer_no
from warning.demo.stories import DISTRESSED, FAILING, STRESSED, decline, finding, news, routine, spell, superior
from warning.demo.world import CREDIT_SYSTEM, DEMO, Mix, Story, World, fact
from warning.rulebook import load_frame

START: Final = date(2026, 10, 1)
RATES: Final[tuple[tuple[float, Callable[[World, int], Story]], ...]] = (
    (0.050, spell),
    (0.018, decline),
    (0.010, news),
    (0.003, finding),
    (0.003, superior),
    (0.120, routine),
)
"""Of all borrowers, the share to which a story happens in 30 days."""
AT_GO_LIVE: Final = 0.012
"""The share of borrowers that were declining before go-live."""
DISBURSED_A_DAY: Final = 0.0008
COUNTER: Final = (0.02, 0.10)
"""The share of loans posted at the counter on a day off, and on a working day."""
GROUPED: Final = 0.06
GUARANTEED: Final = 0.06
MONTH_END: Final = 6
"""So many days before a month ends, its end is planned."""


def synthesise(
    seed: int = 2026,
    *,
    loans: int = 600,
    months: int = 1,
    start: date = START,
    orgs: Mapping[str, Org] | None = None,
    mix: Mix = DEMO,
) -> Iterator[bytes]:
    """The wire of a synthetic bank, as JSON lines without their newline, in order of ``recordedtime``.

    The bank goes live at 00:00 of ``start``: decide it with a frame whose ``live_from`` is that instant and whose
    organisation is ``orgs``. A few lines are wrong on purpose. Nothing but the arguments decides what is written.

    Args:
        seed: of the one random generator.
        loans: how many are taken on at go-live; memory grows with these only.
        months: how many calendar months it runs, the first from ``start``.
        start: the date of going live.
        orgs: the organisation; by default ``organisation(seed, *scale(loans))``.
        mix: how much of it is trouble, and how often its loans are posted.

    Raises:
        ValueError: fewer than one loan or month.
    """
    if loans < 1 or months < 1:
        raise ValueError("a bank has at least one loan, and runs at least one month")
    tree = dict(orgs) if orgs is not None else organisation(seed, *scale(loans))
    return (line for _, line in _timed(Random(seed), tree, loans, (start.toordinal(), months), mix))


def _timed(rng: Random, orgs: Mapping[str, Org], loans: int, when: tuple[int, int], mix: Mix) -> Iterator[Timed]:
    start, months = when
    net = network(orgs, rng, loans * 2 // 3)
    book = Portfolio(rng, net, start, loans)
    w = World(rng, book, net, (start, next_month(start, months)), working_days())
    w.mix = mix
    units = [unit.org_no for unit in net.units]
    _go_live(w)
    while w.today < w.end:
        _day(w)
        yield from merge(_bulk(w, units), w.mail())
        w.today += 1


def working_days() -> Callable[[int], bool]:
    """The packaged calendar's working days."""
    return load_frame().calendar.is_working


def _bulk(w: World, units: list[str]) -> Iterator[Timed]:
    """What the machines send that day, lazily: the night's batch, the counter, at a month's end the forecasts."""
    first = chain(feed.registrations(w.book, w.today), feed.openings(w.book, units, w.today))
    night = feed.batch(w.book, w.today, w.known) if w.today > w.start else first
    counter = feed.counter(w.book, w.today, w.known, w.rng, COUNTER[w.working(w.today)])
    after = next_month(w.today)
    evening = feed.forecasts(w.book, units, w.today, after) if after - w.today == MONTH_END - 2 else iter(())
    close = feed.revolving(w.book, w.today, w.known, w.mix.revolving) if w.working(w.today) else iter(())
    return chain(night, counter, evening, close)


def _day(w: World) -> None:
    """Everything that happens today, before it is sent."""
    w.known = len(w.book.balance)
    sign_off(w)
    assess(w)
    mature(w)
    if w.today > w.start:
        _crowd(w)
    w.go_on()
    if next_month(w.today) - w.today == MONTH_END:
        month_end(w)


def _crowd(w: World) -> None:
    """By chance, stories begin today; loans are drawn on working days."""
    for rate, story in RATES:
        often = rate if story is routine else rate * w.mix.trouble
        for _ in range(int(w.book.borrowers * often / 30 + w.rng.random())):
            borrower = w.pick()
            if borrower is not None:
                w.begin(_if_well(w, borrower, story(w, borrower)))
    if w.working(w.today):
        for _ in range(int(len(w.book.balance) * DISBURSED_A_DAY + w.rng.random())):
            borrower = w.pick()
            if borrower is not None:
                disburse(w, borrower)


def _if_well(w: World, borrower: int, story: Story) -> Story:
    """A story that is not told if another has begun about its borrower since it was planned."""
    if w.is_well(borrower):
        yield from story


def _cast(w: World, part: cast.Part, near: int) -> Story:
    """A part of the cast, played by the first borrower from ``near`` on that is well."""
    borrowers = w.book.borrowers
    found = ((near + step) % borrowers for step in range(borrowers) if w.is_well((near + step) % borrowers))
    yield from part(w, next(found, near))


def _go_live(w: World) -> None:
    """The links, the old cases, the cast and the maturities, before the first day."""
    for loan in range(w.book.taken_on):
        plan(w, loan)
    _group(w)
    _guarantee(w)
    for _ in range(int(w.book.borrowers * AT_GO_LIVE * w.mix.trouble)):
        borrower = w.pick()
        if borrower is not None:
            stage = (STRESSED, DISTRESSED, FAILING)[w.between(0, 3)]
            w.begin(_if_well(w, borrower, decline(w, borrower, stage)), w.start + w.between(1, 13))
    for number, (days, part) in enumerate(cast.parts()):
        w.begin(_cast(w, part, (number * (w.book.borrowers // 19) + 3) % w.book.borrowers), w.start + days)
    cast.spoil(w)


def _group(w: World) -> None:
    """Groups of three to six borrowers, linked on the morning of going live."""
    borrower, number, borrowers = 1, 0, w.book.borrowers
    while borrower < borrowers * GROUPED:
        size = 3 + w.between(0, 4)
        members = tuple(range(borrower, min(borrower + size, borrowers)))
        number += 1
        for member in members:
            group = f"J{number:05d}"
            w.groups[member] = (group, members)
            w.tell(
                GroupLink, w.start * DAY + w.hours(5.1, 5.5), fact(member, group_no=group, change="made"), CREDIT_SYSTEM
            )
        borrower += size


def _guarantee(w: World) -> None:
    """Some borrowers guarantee others."""
    for number in range(int(w.book.borrowers * GUARANTEED)):
        borrower, guarantor = w.between(0, w.book.borrowers), w.between(0, w.book.borrowers)
        if borrower == guarantor:
            continue
        contract = f"BZ{number:06d}"
        data = fact(borrower, guarantor_no=customer_no(guarantor), guarantee_contract_no=contract, change="made")
        w.tell(GuaranteeLink, w.start * DAY + w.hours(5.5, 6), data, CREDIT_SYSTEM)
        w.guarantees.setdefault(borrower, []).append((contract, guarantor))
        w.guarantees.setdefault(guarantor, []).append((contract, borrower))
