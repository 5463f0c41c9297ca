"""Lines of the simplest bank: one loan a borrower, taken on, then posted."""

from __future__ import annotations

from collections.abc import Iterator

from warning.core.scalars import DAY, day_of, read_moment, write_day, write_moment

START = read_moment("2026-10-08T09:00:00+08:00")


def taken_on(count: int, *, spread: int = 3_000) -> Iterator[bytes]:
    """So many loans of as many borrowers taken on, maturing over ``spread`` days."""
    first = day_of(START) + 40
    for index in range(count):
        matures = write_day(first + index * spread // count)
        yield _line(
            "loan.taken_on.v1",
            f"t{index}",
            START + index,
            b'"loan_no":"L%08d","customer_no":"C%08d","org_no":"1001","currency":"CNY",'
            b'"outstanding_balance":"%d.00","disbursed_on":"2026-01-05","matures_on":"%s"'
            % (index, index, 300_000 + index, matures.encode()),
        )


def positions_of(count: int, seq: int) -> Iterator[bytes]:
    """The ``seq``-th position of each of them."""
    for index in range(count):
        yield _line(
            "loan.position.v1",
            f"p{seq}-{index}",
            START + DAY // 8 * seq + index,
            b'"loan_no":"L%08d","posting_seq":%d,"currency":"CNY","outstanding_balance":"%d.00"'
            % (index, seq, 290_000 + index - seq),
        )


def _line(kind: str, name: str, at: int, body: bytes) -> bytes:
    when = write_moment(at)
    head = f'"specversion":"1.0","id":"{name}","source":"/core","type":"{kind}","time":"{when}","recordedtime":"{when}"'
    return b'{%s,"data":{%s}}' % (head.encode(), body)
