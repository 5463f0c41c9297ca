"""What the twelfth audit found: to which maturity an assessment belongs, and the instant of a tier."""

from __future__ import annotations

from typing import Final

import pytest

from tests.cli.run import Person
from tests.cli.test_explain import flat
from tests.cli.test_explain_eleventh import A1, Told, event, figure, lent


def test_the_report_to_head_office_that_came_with_a_loan_does_not_say_its_tier_was_reached_at_the_breach(
    person: Person,
) -> None:
    moved = event("v1", "loan.moved.v1", "11-05 10:00", loan_no="L1", org_no="2001")
    told = Told(person, lent("L1", "3000000.00"), figure("o1", "11-02 10:00", "72.00"), moved)
    page, english = (told.page("duty", lang, clause="12.1.1", org_no="2000") for lang in ("zh", "en"))
    assert flat("2026-11-05 00:00 所涉借据余额合计 3,000,000.00 元（W6、W7）") in page
    assert "该档于" not in page, "it was reached at the raise"
    assert flat("at 2026-11-05 00:00 the source loans came to") in english
    assert flat("reached at") not in english


def assessed(name: str, when: str, result: str) -> str:
    """An assessment of L1, made on the day it is recorded."""
    made_on = f"2026{when[:5].replace('-', '')}"
    return event(name, "loan.assessed.v1", when, loan_no="L1", result=result, made_on=made_on, **A1)


def extended(*later: str) -> tuple[str, ...]:
    """A loan assessed as unsure, then extended; and what came later."""
    longer = event("x1", "loan.extended.v1", "11-05 10:00", customer_no="C1", loan_no="L1", extended_until="20270205")
    first = lent("L1", "900000.00", matures="20261205")
    return first, assessed("s1", "11-04 10:00", "unsure"), longer, *later


OTHER: Final = "在借据 L1 展期之后收到，所评估的是到期日 2027-02-05，不是本信号的到期日 2026-12-05（P1）"


def test_a_worse_assessment_after_an_extension_is_said_to_be_of_the_new_maturity_and_what_it_raised(
    person: Person,
) -> None:
    told = Told(person, *extended(assessed("s2", "11-09 10:00", "cannot")))
    raised = next(row["id"] for row in told.rows["signal"] if row["subject"] == "L1|2027-02-05")
    for page in (told.page("signal", subject="L1|2026-12-05"), told.page("warning")):
        assert flat(f"其后的评估 s2（2026-11-09 10:00，不能收回）{OTHER}，") in page
        assert flat(f"由其产生或升级的是信号 {raised}（红色）；本信号的级别不因此改变（P1）。") in page
        assert "不好于" not in page
    english = told.page("signal", "en", subject="L1|2026-12-05")
    assert flat("came after the extension of loan L1, and is about its maturity of 2027-02-05, not about") in english
    assert flat(f"the signal it raised is {raised} (red); the level of this one stands (P1)") in english
    assert flat("no better than") not in english


def test_each_assessment_after_an_extension_is_told_with_what_it_raised_itself(person: Person) -> None:
    told = Told(person, *extended(assessed("s2", "11-09 10:00", "unsure"), assessed("s3", "11-12 10:00", "cannot")))
    raised = next(row["id"] for row in told.rows["signal"] if row["subject"] == "L1|2027-02-05")
    page = told.page("signal", subject="L1|2026-12-05")
    for level in ("黄色", "红色"):
        assert page.count(flat(f"由其产生或升级的是信号 {raised}（{level}）")) == 1


def test_an_assessment_after_an_extension_that_raised_nothing_is_no_plain_ground_for_a_release_of_the_old_signal(
    person: Person,
) -> None:
    told = Told(person, *extended(assessed("s2", "11-12 10:00", "on_time")))
    page, english = (told.page("signal", lang, subject="L1|2026-12-05") for lang in ("zh", "en"))
    assert flat(f"其后的评估 s2（2026-11-12 10:00，能按时足额归还）{OTHER}，没有由其产生或升级的信号") in page
    assert flat("以其申请解除本信号的，所评估的是另一到期日，能否采信由审批人判断（W8）。") in page
    assert "好于信号当时的级别" not in page
    assert flat("raised no signal") in english
    assert flat("it is about another maturity, and whether that is accepted is for the approver (W8)") in english


def test_a_worse_one_made_after_the_maturity_says_why_it_raised_nothing(person: Person) -> None:
    records = lent("L1", "900000.00", matures="20261115"), assessed("s1", "11-04 10:00", "unsure")
    page = Told(person, *records, assessed("s2", "11-17 10:00", "cannot")).page("signal", clause="11.1.1")
    assert flat("重于信号当时的级别（黄色），但评估日在到期日 2026-11-15 之后，不使信号升级：级别不变") in page


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("on_time", "好于信号当时的级别（黄色）：已形成的信号不因此降级或关闭"),
        ("unsure", "不好于信号当时的级别（黄色）"),
    ],
)
def test_one_of_the_same_maturity_is_told_as_before(person: Person, result: str, said: str) -> None:
    records = *extended()[:2], assessed("s2", "11-06 10:00", result)
    page = Told(person, *records).page("signal", subject="L1|2026-12-05")
    assert flat("其后的评估 s2（2026-11-06 10:00，") in page
    assert flat(said) in page
    assert "展期" not in page.partition("四、级别变动情况")[2]
