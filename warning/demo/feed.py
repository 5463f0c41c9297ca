"""The bulk of the wire: what core banking sends by itself, written straight into bytes, in order of time.

A line is filled into a template: at half a million loans this is nearly all there is, and must not be slow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from warning.core.events import BorrowerRegistered, ClassificationForecast, LoanPosition, LoanTakenOn
from warning.demo.clock import CLOSES, DAY, HOUR, MINUTE, OPENS, compact, day_of_month, iso, month, written
from warning.demo.names import borrower_name
from warning.demo.portfolio import LOAN, POSTED, PRODUCTS, Portfolio, customer_no

Timed = tuple[int, bytes]
"""A line and when it is recorded."""

BATCH: Final = (40 * MINUTE, 5 * HOUR)
REGISTERED: Final = (5 * MINUTE, 30 * MINUTE)
TAKEN_ON: Final = (35 * MINUTE, 5 * HOUR)
FORECASTS: Final = (18 * HOUR, 21 * HOUR)
CLOSE: Final = (21 * HOUR, 23 * HOUR)
INTEREST_DAY: Final = 21
"""结息日: every loan is posted."""

HEAD: Final = '{"specversion":"1.0","id":"%s","source":"%s","type":"%s","time":"%s","recordedtime":"%s","data":'
POSITION: Final = (
    b'{"specversion":"1.0","id":"P%d-%d","source":"/core-banking","type":"' + LoanPosition.TYPE.encode() + b'",'
    b'"time":"%b%02d:%02d:00+08:00","recordedtime":"%b%02d:%02d:%02d.%03d+08:00",'
    b'"data":{"loan_no":"L%07d","posting_seq":%d,"currency":"CNY","outstanding_balance":"%d.%02d"}}'
)


def spread(window: tuple[int, int], day: int, count: int) -> tuple[int, float]:
    """The first instant, and the step, of ``count`` lines spread over a window of a day."""
    return day * DAY + window[0], (window[1] - window[0]) / max(1, count)


def registrations(book: Portfolio, day: int) -> Iterator[Timed]:
    """Every borrower, registered at go-live."""
    begin, step = spread(REGISTERED, day, book.borrowers)
    for borrower in range(book.borrowers):
        at, number = begin + int(borrower * step), customer_no(borrower)
        when = written(at)
        head = HEAD % (f"R{borrower}", "/customer-file", BorrowerRegistered.TYPE, when, when)
        yield (
            at,
            f'{head}{{"customer_no":"{number}","borrower_name":"{borrower_name(number)}",'
            f'"uscc":"91330000MA{borrower:08d}"}}}}'.encode(),
        )


def openings(book: Portfolio, units: Sequence[str], day: int) -> Iterator[Timed]:
    """The opening position of every loan (T6)."""
    begin, step = spread(TAKEN_ON, day, book.taken_on)
    for loan in range(book.taken_on):
        at = begin + int(loan * step)
        when, balance = written(at), book.balance[loan]
        head = HEAD % (f"TO{loan}", "/core-banking", LoanTakenOn.TYPE, when, when)
        yield (
            at,
            f'{head}{{"customer_no":"{customer_no(book.borrower[loan])}","loan_no":"L{loan:07d}",'
            f'"org_no":"{units[book.unit[loan]]}","product":"{PRODUCTS[book.product[loan]]}","currency":"CNY",'
            f'"outstanding_balance":"{balance // 100}.{balance % 100:02d}",'
            f'"disbursed_on":"{compact(book.disbursed[loan])}","matures_on":"{compact(book.matures[loan])}"}}}}'.encode(),
        )


def percent(balance: int, share: int) -> int:
    """So many percent of a balance, in fen, rounded down to 100 yuan."""
    return balance * share // 1_000_000 * 10_000


def position(book: Portfolio, loan: int, at: int, date: bytes) -> bytes:
    """The next position of a loan. ``date`` is the day of ``at``, written with its ``T``."""
    seq = book.seq[loan] = book.seq[loan] + 1
    minutes, milliseconds = divmod(at % DAY, MINUTE)
    hour, minute = divmod(minutes, 60)
    second, milli = divmod(milliseconds, 1000)
    yuan, fen = divmod(book.balance[loan], 100)
    return POSITION % (loan, seq, date, hour, minute, date, hour, minute, second, milli, loan, seq, yuan, fen)


def batch(book: Portfolio, day: int, known: int) -> Iterator[Timed]:
    """The night's postings: instalments by the loan's day of the month; on the interest day, every loan.

    ``known``: so many loans are on record since before that day.
    """
    turn = day_of_month(day)
    loans = range(known) if turn == INTEREST_DAY else range(turn - 1, known, 28)
    begin, step = spread(BATCH, day, len(loans))
    state, date, everyone = book.state, f"{iso(day)}T".encode(), turn == INTEREST_DAY
    for number, loan in enumerate(loans if turn <= 28 else ()):
        if state[loan] != POSTED:
            continue
        pays = _pays(book, loan, turn)
        if pays:
            book.balance[loan] -= percent(book.balance[loan], 2)
        if pays or everyone:
            at = begin + int(number * step)
            yield at, position(book, loan, at, date)


def _pays(book: Portfolio, loan: int, turn: int) -> bool:
    """Whether an instalment of this loan falls on that day of the month: of three loans in five, one day of 28."""
    return loan % 28 == turn - 1 and loan // 28 % 5 < 3 and book.product[loan] == LOAN


def counter(book: Portfolio, day: int, known: int, rng: Random, share: float) -> Iterator[Timed]:
    """The day's postings at the counter: ``share`` of the loans; one in four is an early repayment."""
    count = int(known * share)
    begin, step = spread((OPENS, CLOSES), day, count)
    state, draw, date = book.state, rng.random, f"{iso(day)}T".encode()
    for number in range(count):
        loan = int(draw() * known)
        if state[loan] == POSTED:
            if draw() < 0.25:
                book.balance[loan] -= percent(book.balance[loan], 1 + int(draw() * 4))
            at = begin + int(number * step)
            yield at, position(book, loan, at, date)


def revolving(book: Portfolio, day: int, known: int, share: float) -> Iterator[Timed]:
    """The close of a working day: ``share`` of the loans are drawn and repaid daily, by turns."""
    percents = int(share * 100)
    begin, step = spread(CLOSE, day, known)
    date = f"{iso(day)}T".encode()
    for loan in range(known if percents else 0):
        if loan * 37 % 100 < percents and book.state[loan] == POSTED:
            moved = percent(book.balance[loan], 1 + loan % 3)
            book.balance[loan] += moved if (day + loan) % 2 else -moved
            yield begin + int(loan * step), position(book, loan, begin + int(loan * step), date)


def forecasts(book: Portfolio, units: Sequence[str], day: int, for_month: int) -> Iterator[Timed]:
    """The sub-branches' month-end forecast of every borrower that is well: pass (11.1.2)."""
    begin, step = spread(FORECASTS, day, book.borrowers)
    name = month(for_month)
    for borrower in range(book.borrowers):
        loan = next(book.loans_of(borrower), None)
        if loan is not None and book.state[loan] == POSTED:
            at, org = begin + int(borrower * step), units[book.unit[loan]]
            when = written(at)
            head = HEAD % (f"F{borrower}-{name}", "/credit-system", ClassificationForecast.TYPE, when, when)
            yield (
                at,
                f'{head}{{"customer_no":"{customer_no(borrower)}","grade":"pass","month":"{name}",'
                f'"org_no":"{org}"}}}}'.encode(),
            )
