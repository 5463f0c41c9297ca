"""The loans of the synthetic bank, as columns: some 25 bytes a loan, so that half a million fit easily."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from random import Random
from typing import Final

from warning.core.scalars import OPEN_ENDED
from warning.demo.network import Network

ENDED, POSTED, WATCHED = 0, 1, 2
"""A loan's state: settled or gone; posted by the batch; posted by the story of its borrower only."""

PRODUCTS: Final = ("loan", "acceptance", "letter_of_credit", "guarantee", "commitment")
LOAN: Final = 0
WAN: Final = 1_000_000
"""10,000 yuan in fen."""
NEAR_DAYS: Final = 60


class Portfolio:
    """Columns by loan (a number from 0), and by borrower. Loans of a borrower at go-live stand side by side."""

    def __init__(self, rng: Random, network: Network, start: int, loans: int) -> None:
        """Draw the book at go-live: ``loans`` loans, of about 1.5 a borrower."""
        self.balance, self.matures = array("q"), array("i")
        self.seq, self.borrower, self.unit = array("i"), array("i"), array("h")
        self.disbursed = array("i")
        self.product, self.state = bytearray(), bytearray()
        self.first, self.home = array("i"), array("h")
        self.later: dict[int, list[int]] = {}
        """Loans of a borrower drawn after go-live."""
        while len(self.balance) < loans:
            self._borrower(rng, network, start, loans)
        self.first.append(loans)
        self.taken_on = loans

    @property
    def borrowers(self) -> int:
        """How many there are."""
        return len(self.home)

    def _borrower(self, rng: Random, network: Network, start: int, loans: int) -> None:
        borrower, subs = len(self.home), network.sub_branches
        home = int(rng.random() * subs)
        if rng.random() < 0.015:
            home = subs + int(rng.random() * len(network.branches))
        self.home.append(home)
        self.first.append(len(self.balance))
        draw = rng.random()
        for number in range(1 if draw < 0.6 else 2 if draw < 0.88 else 3):
            if len(self.balance) < loans:
                elsewhere = number and rng.random() < 0.15
                unit = int(rng.random() * subs) if elsewhere else home
                self._opening(rng, borrower, unit, start)

    def _opening(self, rng: Random, borrower: int, unit: int, start: int) -> None:
        product = LOAN if (draw := rng.random()) < 0.86 else 1 + int((draw - 0.86) / 0.14 * 4)
        matures = start + _days_ahead(rng)
        if PRODUCTS[product] == "commitment" and rng.random() < 0.5:
            matures = OPEN_ENDED
        self.add(borrower, unit, product, draw_amount(rng), start - 1 - int(rng.random() * 700), matures)

    def add(self, borrower: int, unit: int, product: int, balance: int, disbursed: int, matures: int) -> int:
        """One more loan; its number. ``balance`` in fen, dates as ordinals."""
        self.balance.append(balance)
        self.matures.append(matures)
        self.seq.append(0)
        self.borrower.append(borrower)
        self.unit.append(unit)
        self.disbursed.append(disbursed)
        self.product.append(product)
        self.state.append(POSTED)
        return len(self.balance) - 1

    def loans_of(self, borrower: int) -> Iterator[int]:
        """The borrower's loans that have not ended."""
        found = (*range(self.first[borrower], self.first[borrower + 1]), *self.later.get(borrower, ()))
        return (loan for loan in found if self.state[loan])

    def exposure(self, borrower: int) -> int:
        """What the borrower owes, in fen."""
        return sum(self.balance[loan] for loan in self.loans_of(borrower))


def _days_ahead(rng: Random) -> int:
    """To maturity: one loan in eight within 60 days, the rest within three years."""
    if rng.random() < 0.125:
        return 4 + int(rng.random() * (NEAR_DAYS - 4))
    return NEAR_DAYS + int(rng.random() * 1_035)


def draw_amount(rng: Random) -> int:
    """An amount in fen: a third below 1,000,000, a quarter from 5,000,000; the bounds themselves among them."""
    draw = rng.random()
    if draw < 0.02:
        return 100 * WAN if draw < 0.01 else 500 * WAN
    if draw < 0.34:
        return (10 + int(rng.random() * 89)) * WAN
    if draw < 0.75:
        return (100 + int(rng.random() * 399)) * WAN
    return (500 + int(rng.random() ** 3 * 5_500)) * WAN


def loan_no(loan: int) -> str:
    """``L0000017``."""
    return f"L{loan:07d}"


def customer_no(borrower: int) -> str:
    """``C000017``."""
    return f"C{borrower:06d}"
