"""What a page says of a loan that matured unpaid, and of what a retraction brings back (R103 to R107)."""

from __future__ import annotations

from tests.cli.events import lent, line, named
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import shown


def position(name: str, at: str, balance: str = "6000000.00", seq: int = 1) -> str:
    """A balance that says nothing of overdue principal."""
    return line(
        name, "loan.position.v1", at, loan_no="L1", posting_seq=seq, currency="CNY", outstanding_balance=balance
    )


def arrears(name: str, at: str, fen: str, seq: int, since: str | None = None) -> str:
    """A position of interest arrears."""
    dated = {} if since is None else {"interest_arrears_since": since}
    return line(name, "interest_arrears.position.v1", at, loan_no="L1", posting_seq=seq, currency="CNY",
                interest_arrears_on_bs=fen, interest_arrears_off_bs="0.00", **dated)  # fmt: skip


def retracted(name: str, at: str, event: str) -> str:
    """An event that was wrong."""
    return line(name, "event.retracted.v1", at, customer_no="C1", retracts=event)


def page_of(person: Person, clause: str, *events: str, lang: str = "zh") -> str:
    """The page of the signal of a clause."""
    path = person.write("events.jsonl", named(), *events)
    row = next(one for one in ids(person, path)["signal"] if one["clause"] == clause)
    return shown(person, path, row, "--lang", lang)


def test_day_1_of_a_loan_matured_on_a_saturday_rests_on_the_calendar(person: Person) -> None:
    events = (lent(matures_on="2026-11-14"), position("p1", "2026-11-18T09:00:00+08:00"))
    page = page_of(person, "11.1.6", *events)
    assert (
        flat("借据 L1 于 2026-11-14（周六）到期未还。到期日不是工作日，可还至其后首个工作日 2026-11-16（周一）") in page
    )
    assert flat("全部本金自次日 2026-11-17（周二）起逾期，当日为第 1 天") in page
    assert flat("R106：贷款到期后仍有余额") in page
    assert "p1" in page
    english = page_of(person, "11.1.6", *events, lang="en")
    assert flat("all of it is overdue since the day after, 2026-11-17 (Tue), which is day 1") in english


def test_day_1_of_a_loan_matured_on_a_working_day_is_the_day_after(person: Person) -> None:
    events = (lent(matures_on="2026-11-12"), position("p1", "2026-11-13T09:00:00+08:00"))
    assert flat("全部本金自到期次日 2026-11-13（周五）起逾期") in page_of(person, "11.1.6", *events)
    assert flat("the day after, 2026-11-13 (Fri), which is day 1") in page_of(person, "11.1.6", *events, lang="en")


def test_a_band_reached_by_a_clearing_retracted_says_which_and_from_when(person: Person) -> None:
    events = (
        lent(),
        arrears("a1", "2026-11-10T08:00:00+08:00", "10.00", 1, "2026-11-10"),
        arrears("a2", "2026-11-20T08:00:00+08:00", "0.00", 2),
        retracted("t1", "2026-12-15T10:00:00+08:00", "a2"),
    )
    page = page_of(person, "11.1.3", *events)
    assert flat("结清欠息的记录 a2 已撤销，如同未曾结清（R104）") in page
    assert flat("义务的时限自 2026-12-15 00:00 起算（撤销结清记录之日的零点，R104、R27）") in page
    assert "t1" in page
    assert flat("The record a2, which cleared the arrears, is retracted") in page_of(
        person, "11.1.3", *events, lang="en"
    )


def test_a_link_made_anew_by_a_retraction_shows_it(person: Person) -> None:
    link = {"customer_no": "C1", "guarantor_no": "C2", "guarantee_contract_no": "K1"}
    sued = line("m1", "major_event.v1", "2026-11-10T09:00:00+08:00", customer_no="C2", kind="litigation")
    events = (
        lent(),
        line("k1", "guarantee.link.v1", "2026-11-03T09:00:00+08:00", change="made", **link),
        line("k2", "guarantee.link.v1", "2026-11-05T09:00:00+08:00", change="ended", **link),
        sued,
        retracted("t1", "2026-11-12T10:00:00+08:00", "k2"),
    )
    page = page_of(person, "11.1.5", *events)
    assert flat("该终止已由记录 t1 撤销，关系自撤销之时重新建立（R103）") in page
    assert flat("撤销的记录：k2") in page
    assert flat("which the record t1 retracts: it is made anew from then on") in page_of(
        person, "11.1.5", *events, lang="en"
    )


def test_a_duty_owed_again_says_why(person: Person) -> None:
    at = "2026-11-20T09:00:00+08:00"
    events = (
        lent(matures_on="2026-12-31"),
        line("x1", "loan.assessed.v1", at, loan_no="L1", result="on_time", made_on="2026-11-20"),
        retracted("t1", "2026-11-21T09:00:00+08:00", "x1"),
    )
    path = person.write("events.jsonl", named(), *events)
    row = next(one for one in ids(person, path)["duty"] if one["kind"] == "assessment")
    assert flat("完成本义务的评估已撤销，没有其他有效评估在案") in shown(person, path, row)
    assert flat("The assessment that met this duty is retracted") in shown(person, path, row, "--lang", "en")
