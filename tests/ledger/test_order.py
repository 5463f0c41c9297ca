"""Text keys come in the same order from SQLite and PostgreSQL: by their bytes, whatever the server's locale."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.engine import URL

from warning.ledger.sql.engine import open_engine
from warning.ledger.sql.tables import LOAN

KEYS = (
    *("a", "A", "b", "B", "Z", "aa", "aA", "Aa", "AB", "a-b", "a_b", "a.b", "a b", "a:b", "ab", "ä", "é", "z"),
    *("中", "国", "银行", "阿", "郑", "一", "㐀", "𠀀", "０", "ａ", "。", "・"),
    *("-", "_", ".", ":", "/", "~", "!", "{", "0", "10", "2", "9", "L-0010", "L-002", "l-001", "\ufffd", "\U0010ffff"),
)


def _filled(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(LOAN), [{"loan_no": key, "key": "k"} for key in KEYS])


def test_keys_are_ordered_by_their_bytes(database_url: URL) -> None:
    engine = open_engine(database_url)
    _filled(engine)
    by_bytes = sorted(KEYS, key=str.encode)
    with engine.connect() as connection:
        assert list(connection.execute(select(LOAN.c.loan_no).order_by(LOAN.c.loan_no)).scalars()) == by_bytes
        assert connection.execute(text("SELECT max(loan_no) FROM loan")).scalar() == by_bytes[-1]
        above = select(LOAN.c.loan_no).where(LOAN.c.loan_no > "a").order_by(LOAN.c.loan_no)
        assert list(connection.execute(above).scalars()) == by_bytes[by_bytes.index("a") + 1 :]
    engine.dispose()


@pytest.mark.parametrize("collation", ["zh-x-icu", "en-x-icu"])
def test_another_collation_would_order_them_otherwise(postgres_application: URL, collation: str) -> None:
    # Else the test above could not fail.
    engine = open_engine(postgres_application)
    _filled(engine)
    with engine.connect() as connection:
        ordered = text(f'SELECT loan_no FROM loan ORDER BY loan_no COLLATE "{collation}"')  # noqa: S608
        assert list(connection.execute(ordered).scalars()) != sorted(KEYS, key=str.encode)
    engine.dispose()
