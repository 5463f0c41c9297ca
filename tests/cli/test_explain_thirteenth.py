"""What the twelfth audit found: both owe after a move, and grounds that stand beside a retracted one."""

from __future__ import annotations

from typing import Final

import pytest

from tests.cli.run import Person
from tests.cli.test_explain import flat
from tests.cli.test_explain_eleventh import A1, LAWSUIT, OF_C1, Told, approved, event, figure, lent, release, unread

PARTS: Final = (
    "basics", "finances", "cash_flow", "credit_facilities", "related_credit", "due_diligence", "cause", "measures",
    "other",
)  # fmt: skip


def reported(name: str, when: str, org_no: str) -> str:
    """A complete report of a sub-branch."""
    by = {"org_no": org_no, "post": "sub_branch_president", "officer_no": f"{org_no}-P1"}
    return event(name, "report.submitted.v1", when, **OF_C1, **by, parts=dict.fromkeys(PARTS, "e"))


def parted(person: Person, *, keeps: bool) -> Told:
    """A loan moves after a lawsuit; the old organisation keeps another, or none."""
    moved = event("v1", "loan.moved.v1", "11-02 20:00", customer_no="C1", loan_no="L2", org_no="1002")
    kept = [lent("L1", "3000000.00")] if keeps else []
    sued = event("m1", "major_event.v1", "11-02 10:00", **LAWSUIT, **A1)
    late = [reported("r1", "11-04 09:00", "1001")] if keeps else []
    return Told(person, *kept, lent("L2", "3000000.00"), sued, moved, *late, reported("r2", "11-05 09:00", "1002"))


@pytest.mark.parametrize("kind", ["team", "report"])
def test_where_the_old_organisation_keeps_a_loan_both_owe(person: Person, kind: str) -> None:
    told = parted(person, keeps=True)
    clause = "11.2.1" if kind == "team" else "11.1.4"
    new, english = (told.page("duty", lang, kind=kind, clause=clause, org_no="1002") for lang in ("zh", "en"))
    assert flat("江城城南支行（1001）仍有所涉借据，其义务保留；江城开发区支行（1002）另负同样的义务") in new
    assert flat("该机构仍有所涉借据，其义务保留，本机构自此另负一项，两家各负一项（O9）") in new
    assert flat("义务随之移交，截止时间不变。") not in new
    assert flat("截止时间不变；已逾期的，逾期记录留在原机构（O9）") not in new
    assert "由本机构承接" not in new
    assert flat("so its duties stay;") in english
    assert flat("both owe, each its own (O9)") in english
    assert flat("the duty goes with it") not in english
    assert flat("原机构仍有所涉借据的，其义务保留") in new, "the printed O9 says so"


def test_its_own_duty_says_that_it_is_its_own(person: Person) -> None:
    told = parted(person, keeps=True)
    team, english = (told.page("duty", lang, kind="team", org_no="1001") for lang in ("zh", "en"))
    assert flat("江城城南支行（1001）仍有所涉借据，本项义务仍由其负有") in team
    assert flat("两家各负一项（O9）。") in team
    assert "此处的逾期记录保留" not in team
    assert flat("截至 2026-11-21 12:00 仍未办理") in team
    assert flat("so this duty stayed its own") in english
    first = told.page("duty", kind="first_notice", clause="11.1.4", org_no="1001")
    assert flat("现状：逾期后完成") in first
    late = told.page("duty", kind="report", clause="11.1.4", org_no="1002")
    assert flat("移交之前只由江城城南支行（1001）负有，移交之后两家各负一项") in late


def test_the_pages_of_signal_and_warning_say_so_too(person: Person) -> None:
    told = parted(person, keeps=True)
    for page in (told.page("signal"), told.page("warning")):
        assert flat("其义务保留；江城开发区支行（1002）另负同样的义务") in page


def test_where_it_keeps_none_the_duty_goes_with_the_loan(person: Person) -> None:
    told = parted(person, keeps=False)
    new = told.page("duty", kind="report", clause="11.1.4", org_no="1002")
    assert flat("义务随之移交，截止时间不变。") in new
    assert flat("移交之前由江城城南支行（1001）负有") in new
    assert flat("两家各负一项") not in new


def left_late(person: Person, *more: str, keeps: bool) -> Told:
    """The loan moves when all is overdue; the old organisation keeps another, or none."""
    moved = event("v1", "loan.moved.v1", "11-12 20:00", customer_no="C1", loan_no="L2", org_no="1002")
    kept = [lent("L1", "3000000.00")] if keeps else []
    sued = event("m1", "major_event.v1", "11-02 10:00", **LAWSUIT, **A1)
    return Told(person, *kept, lent("L2", "3000000.00"), sued, *more, moved)


@pytest.mark.parametrize("kind", ["team", "report"])
@pytest.mark.parametrize("keeps", [True, False])
def test_a_breach_before_the_move_says_whether_the_old_organisation_goes_on_owing(
    person: Person, kind: str, *, keeps: bool
) -> None:
    """Both cases have the same rows; the records tell them apart."""
    told = left_late(person, keeps=keeps)
    clause = "11.2.1" if kind == "team" else "11.1.4"
    new, old = (told.page("duty", kind=kind, clause=clause, org_no=org) for org in ("1002", "1001"))
    assert (flat("该机构仍有所涉借据，其义务保留，本机构自此另负一项，两家各负一项（O9）") in new) is keeps
    assert (flat("江城城南支行（1001）仍有所涉借据，其义务保留；江城开发区支行（1002）另负同样的义务") in new) is keeps
    assert ("由本机构承接" in new) is not keeps
    assert (flat("移交之时江城城南支行（1001）仍有所涉借据 L1（记录 d-L1）") in new) is keeps
    assert ("d-L1" in old) is keeps, "by which record"
    for page in (told.page("signal"), told.page("warning")):
        assert (flat("其义务保留；江城开发区支行（1002）另负同样的义务") in page) is keeps
    assert flat("承接时即为逾期") in new, "in both cases it came breached, and is not scored"
    assert (flat("江城城南支行（1001）仍有所涉借据，本项义务仍由其负有") in old) is keeps
    assert (flat("此处的逾期记录保留（O9）") in old) is not keeps


def settled(name: str, when: str, loan_no: str) -> str:
    return event(
        name, "loan.settled.v1", when, customer_no="C1", loan_no=loan_no, posting_seq=2, settled_on="2026-11-10"
    )


def test_a_loan_that_was_settled_before_keeps_nothing(person: Person) -> None:
    told = left_late(person, settled("s1", "11-10 10:00", "L1"), keeps=True)
    old = told.page("duty", kind="team", org_no="1001")
    assert flat("此处的逾期记录保留（O9）") in old
    assert flat("本项义务仍由其负有") not in old


def told_twice(person: Person, *, released: bool, twice: bool = True) -> Told:
    """A lawsuit recorded by two, or one; the first record is retracted, and the signal released as mistaken or not."""
    first = event("m1", "major_event.v1", "11-03 10:00", **LAWSUIT, **A1, matter="M1")
    above = {"discovered_by": "1000", "recorded_by": "1000"}
    second = [event("m2", "major_event.v1", "11-03 11:00", **LAWSUIT, **above, matter="M1")] if twice else []
    back = event("x1", "event.retracted.v1", "11-03 15:00", customer_no="C1", retracts="m1", reason="e")
    ended = [release("p1", "11-03 16:00", "closed", "mistaken"), approved("a1", "11-03 17:00", "p1")]
    return Told(person, lent("L1", "900000.00"), first, *second, back, *(ended if released else []))


@pytest.mark.parametrize("released", [True, False])
def test_a_ground_that_was_not_retracted_is_on_the_pages(person: Person, *, released: bool) -> None:
    told = told_twice(person, released=released)
    for kind in ("report", "team"):
        page, english = (told.page("duty", lang, kind=kind) for lang in ("zh", "en"))
        assert flat("另有记录 m2（2026-11-03 11:00）未被撤销，按规则为红色") in page
        assert flat("所依据的义务也不予豁免（R98）") in page
        assert flat("m2 2026-11-03 11:00 重大事项") in page, "listed"
        assert "R98：" in page
        assert flat("even a release as mistaken waives no duty that rests on it (R98)") in english
    signal = told.page("signal")
    assert flat("另有记录 m2（2026-11-03 11:00）未被撤销") in signal
    assert (flat("存疑（依据已撤销，W12）、另有记录 m2 未被撤销，级别仍有依据（R98）") in signal) is not released


def test_where_all_was_retracted_none_is(person: Person) -> None:
    told = told_twice(person, released=False, twice=False)
    assert "R98" not in told.page("signal")
    assert "R98" not in told.page("duty", kind="report")


def test_a_lower_fact_that_stands_is_no_ground_of_the_level(person: Person) -> None:
    back = event("x1", "event.retracted.v1", "11-04 10:00", customer_no="C1", retracts="o2", reason="e")
    told = Told(
        person,
        lent("L1", "900000.00"),
        figure("o1", "11-02 10:00", "72.00"),
        figure("o2", "11-03 10:00", "85.00"),
        back,
    )
    page = told.page("signal")
    assert flat("存疑（依据已撤销，W12）") in page
    assert "R98" not in page


def test_a_signal_disputed_for_our_lag_has_no_retracted_ground(person: Person) -> None:
    worse = event("s2", "loan.assessed.v1", "11-10 09:00", loan_no="L1", result="unsure", made_on="20261110", **A1)
    page = unread(person, worse).page("signal", subject="L1|2026-12-05")
    assert flat("其后的评估 s2") in page
    assert "R98" not in page
