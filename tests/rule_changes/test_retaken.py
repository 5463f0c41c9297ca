"""What a loan knows by itself, and was refused, goes through once a book has what was missing."""

from __future__ import annotations

from typing import Final

import pytest
from sqlalchemy import URL

from tests.cli.events import line
from tests.ledger import bank
from tests.rule_changes import changed
from warning.intake import corrections
from warning.ledger.sql.counts import quarantine
from warning.ledger.verify import verify

BEFORE: Final = "  - {org_no: "
NEW: Final = '"1009", level: sub_branch, parent: "1000", name: {zh: 江城新设支行, en: Jiangcheng New Sub-branch}}\n'
BOOK: Final = changed.packed(("organisation.yaml", f'{BEFORE}"1003"', f'{BEFORE}{NEW}{BEFORE}"1003"'))
TERMS: Final = {"currency": "CNY", "disbursed_on": "2026-10-20", "matures_on": "2029-01-10"}
LENT: Final = line(
    "lent", "loan.disbursed.v1", "2026-10-20T09:00:00+08:00",
    customer_no="C1", loan_no="L1", org_no="1009", outstanding_balance="6000000.00", **TERMS,
).encode()  # fmt: skip
NAMED: Final = line(
    "named", "borrower.registered.v1", "2026-11-05T09:00:00+08:00", customer_no="C1", borrower_name="某某"
).encode()


def test_a_loan_of_an_organisation_that_is_new_is_taken_once_the_book_has_it(database_url: URL) -> None:
    into = changed.create(database_url)
    bank.take_in(into, [LENT], "first.jsonl")
    bank.run_on(into, changed.PROPOSED_AT)
    with into.ledger.engine.connect() as connection:
        (row,) = quarantine(connection, ("open",))[1]
    with pytest.raises(corrections.StillRefused):
        corrections.retry(into, row.id, changed.PROPOSED_AT)
    changed.two(into, BOOK)
    bank.take_in(into, [NAMED], "rest.jsonl")
    assert corrections.retry(into, row.id, changed.FORCE) is None
    with into.ledger.transaction() as unit:
        assert unit.owner("L1") == "b:C1"
    assert verify(into.ledger, changed.frames(into)).differences == ()
