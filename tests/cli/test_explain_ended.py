"""Why a loan is on the books again, or a rest of it stays, as an auditor reads it (R99 to R101)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.events import lent, line, named
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import shown

BEHIND = line("a1", "interest_arrears.position.v1", "2026-11-03T09:00:00+08:00", loan_no="L1", posting_seq=1,
              currency="CNY", interest_arrears_on_bs="9.00", interest_arrears_off_bs="0.00",
              interest_arrears_since="2026-11-03")  # fmt: skip
SETTLED = line("s1", "loan.settled.v1", "2026-11-10T09:00:00+08:00", loan_no="L1")
WRITTEN_OFF = line("w1", "loan.written_off.v1", "2026-11-10T09:00:00+08:00", loan_no="L1")


def refinanced(balance: str) -> str:
    """Another loan of the borrower pays of the first what it gives."""
    return line("n1", "loan.refinanced.v1", "2026-11-10T09:00:00+08:00", customer_no="C1", loan_no="L2",
                previous_loan_no="L1", disbursement_type="refinanced", org_no="1001", currency="CNY",
                outstanding_balance=balance, disbursed_on="2026-11-10", matures_on="2027-11-10")  # fmt: skip


def owed(**more: Any) -> str:
    """A balance of the first loan, two days later."""
    return line("p1", "loan.position.v1", "2026-11-12T09:00:00+08:00", loan_no="L1", posting_seq=1, currency="CNY",
                outstanding_balance="4000000.00", **more)  # fmt: skip


def page_of(person: Person, *lines: str, lang: str = "zh") -> str:
    """The page of the last episode there is of the arrears."""
    path = person.write("events.jsonl", named(), lent(), BEHIND, *lines)
    last = max(ids(person, path)["signal"], key=lambda row: str(row["episode"]))
    return shown(person, path, last, "--lang", lang)


def test_of_a_loan_refinanced_in_part_the_rest_is_named_with_its_amount(person: Person) -> None:
    page = page_of(person, refinanced("1500000.00"))
    assert flat("借据 L2 的金额小于借据 L1 的余额，只偿还其一部分；余下 4,500,000.00 元仍在册") in page
    assert flat("4,500,000.00 元 n1（借新还旧）") in page, "the record that says what is left"
    assert flat("R100：借新还旧只以新借据的金额偿还原借据") in page
    assert flat("The rest of CNY 4,500,000.00 stays on the books") in page_of(
        person, refinanced("1500000.00"), lang="en"
    )


def test_the_amount_of_a_warning_is_made_up_of_the_rest_and_of_the_new_loan(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), BEHIND, refinanced("1500000.00"))
    (warning,) = ids(person, path)["warning"]
    page = shown(person, path, warning)
    assert flat("L1 江城城南支行（1001） 2028-10-12 4,500,000.00 元 n1（借新还旧）") in page
    assert flat("L2 江城城南支行（1001） 2027-11-10 1,500,000.00 元 n1（借新还旧）") in page


@pytest.mark.parametrize(
    ("ending", "back", "zh", "en"),
    [
        (
            SETTLED,
            owed(),
            "借据 L1 已于 2026-11-10 09:00 记录结清（s1），而本条余额发生在其后、仍有余额：贷款并未了结",
            "Loan L1 was settled as recorded on 2026-11-10 09:00 (s1), and this balance is of later than that",
        ),
        (
            SETTLED,
            owed(corrects="s1"),
            "借据 L1 的结清（s1）系误记，已更正",
            "Loan L1 was settled by mistake (s1)",
        ),
        (
            refinanced("6000000.00"),
            owed(),
            "借据 L1 已于 2026-11-10 09:00 记录借新还旧（n1），而本条余额发生在其后、仍有余额：贷款并未了结",
            "Loan L1 was refinanced as recorded on 2026-11-10 09:00 (n1), and this balance is of later than that",
        ),
        (
            refinanced("6000000.00"),
            owed(corrects="n1"),
            "借据 L1 的借新还旧（n1）系误记，已更正：该借据自本条记录起恢复在册",
            "Loan L1 was refinanced by mistake (n1)",
        ),
        (
            WRITTEN_OFF,
            owed(corrects="w1"),
            "借据 L1 的核销（w1）系误记，已更正：该借据自本条记录起恢复在册，不再视为核销",
            "Loan L1 was written off by mistake (w1)",
        ),
    ],
    ids=["settled, owed", "settled by mistake", "refinanced, owed", "refinanced by mistake", "written off by mistake"],
)
def test_a_loan_that_is_back_says_by_what(person: Person, ending: str, back: str, zh: str, en: str) -> None:
    page = page_of(person, ending, back)
    assert flat(zh) in page
    assert flat("2026-11-12 09:00") in page
    assert flat("4,000,000.00 元 p1（贷款余额入账）") in page
    assert flat(en) in page_of(person, ending, back, lang="en")
