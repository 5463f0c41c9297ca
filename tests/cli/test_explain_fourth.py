"""What the fourth audit found: arrears by all their records, what was written off, how items ended, by which amount."""

from __future__ import annotations

import json

import pytest

from tests.cli.events import lent, line, named, sued
from tests.cli.run import LIVE, Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import released, report, shown
from tests.cli.test_explain_third import overdue

TAKEN = line("t1", "loan.taken_on.v1", "2026-10-02T09:00:00+08:00", customer_no="C1", loan_no="L1", org_no="1001",
             product="loan", currency="CNY", outstanding_balance="6000000.00", disbursed_on="2026-01-06",
             matures_on="2029-08-06")  # fmt: skip


def behind(name: str, at: str, seq: int, amount: str, since: str) -> str:
    """A position of interest arrears; without a date they are cleared."""
    content = {"interest_arrears_since": since} if since else {}
    return line(name, "interest_arrears.position.v1", f"{at}T10:00:00+08:00", loan_no="L1", posting_seq=seq,
                currency="CNY", interest_arrears_on_bs=amount, interest_arrears_off_bs="0.00", **content)  # fmt: skip


def whole(name: str, at: str, seq: int, since: str) -> str:
    """All the principal overdue."""
    text = overdue(since).replace('"o1"', f'"{name}"').replace("2026-10-14T09:30:00", at)
    return text.replace('"posting_seq": 1', f'"posting_seq": {seq}').replace('"1.00"', '"6000000.00"')


def test_overdue_principal_shows_the_loan_and_every_date_and_what_to_check(person: Person) -> None:
    first = whole("o1", "2026-10-04T06:00:00", 1, "2025-12-08")
    path = person.write("events.jsonl", TAKEN, first, whole("o2", "2026-10-04T09:00:00", 2, "2026-10-04"))
    words = (*LIVE, "--until", "2026-10-15")
    rows = ids(person, path, *words)
    for row in (rows["signal"][0], rows["warning"][0], report(rows["duty"], "11.1.6"),
                report(rows["duty"], "12.3.1", "meeting")):  # fmt: skip
        page = shown(person, path, row, *words)
        for text in (
            "t1 2026-10-02 09:00 上线接管贷款",
            "o2 2026-10-04 09:00 贷款余额入账",
            "各记录所载起始日不一：2025-12-08（o1）、2026-10-04（o2）。",
            "尚未达到的级别自记录在案的最早日期 2025-12-08 起计",
            "记录 o1 所载起始日 2025-12-08 早于借据发放日 2026-01-06（记录 t1），请核实。",
            "记录 o1 载明借据 L1 自 2025-12-08 起全部本金逾期，而该借据 2029-08-06 才到期",
            "未结清又报不同起始日的，以在案最早日期为准",
        ):
            assert flat(text) in page, text
    page = shown(person, path, rows["signal"][0], *words, "--lang", "en")
    assert flat("is before the loan was disbursed, 2026-01-06 (record t1): please check.") in page


def test_overdue_principal_that_fits_its_loan_raises_no_doubt(person: Person) -> None:
    near = TAKEN.replace("2029-08-06", "2026-10-20")
    path = person.write("events.jsonl", near, whole("o1", "2026-10-04T06:00:00", 1, "2026-10-04"))
    page = shown(person, path, ids(person, path, "--until", "2026-10-15")["signal"][0], "--until", "2026-10-15")
    assert "请核实" not in page
    assert "起始日不一" not in page


def test_t6_printed_is_the_part_that_carries_the_due(person: Person) -> None:
    """Its own due was before going live; one that runs across it has the general text."""
    for since, own in (("2026-09-20", True), ("2026-09-30", False)):
        path = person.write("events.jsonl", TAKEN, whole("o1", "2026-10-04T06:00:00", 1, since))
        words = (*LIVE, "--until", "2026-10-15")
        rows = ids(person, path, *words)
        for row in (rows["signal"][0], report(rows["duty"], "11.1.6")):
            page = shown(person, path, row, *words)
            assert (flat("但上线时仍有效的信号的报告除外：该报告于该工作日 24:00 到期") in page) == own
            assert (flat("跨越上线日的义务") in page) != own


def test_a_loan_written_off_is_shown_so_and_keeps_counting(person: Person) -> None:
    off = line("x1", "loan.written_off.v1", "2026-10-10T09:00:00+08:00", loan_no="L1")
    path = person.write("events.jsonl", TAKEN, whole("o1", "2026-10-04T06:00:00", 1, "2026-10-04"), off)
    words = ("--until", "2026-10-15")
    rows = ids(person, path, *words)
    for row in (rows["signal"][0], rows["warning"][0], report(rows["duty"], "12.3.2", "tracking")):
        page = shown(person, path, row, *words)
        assert flat("6,000,000.00 元 o1（贷款余额入账）已核销 记账序号 1") in page
        assert flat("借据 L1 已核销（记录 x1，2026-10-10 09:00）：核销的余额仍计入金额") in page
        assert (
            flat(
                "W6：金额为全行范围内所有有效信号所涉借据的余额之和（本金加表外名义金额，不含利息），每笔只计一次；已核销的"
            )
            in page
        )
    before = shown(person, path, rows["signal"][0], "--until", "2026-10-09")
    assert "x1" not in before


def test_a_second_spell_of_arrears_says_that_the_first_was_cleared(person: Person) -> None:
    path = person.write(
        "events.jsonl", named(), lent(), behind("a1", "2026-10-13", 1, "9.00", "2026-10-13"),
        behind("a2", "2026-10-14", 2, "0.00", ""), behind("a3", "2026-10-18", 3, "9.00", "2026-10-18"),
    )  # fmt: skip
    words = ("--until", "2026-10-20")
    rows = ids(person, path, *words)
    second = next(row for row in rows["signal"] if "10-18" in str(row["subject"]))
    owed = next(row for row in rows["duty"] if row["clause"] == "11.1.3" and row["signal_id"] == second["id"])
    for row in (*rows["signal"], rows["warning"][0], owed):
        page = shown(person, path, row, *words)
        assert flat("a2 2026-10-14 10:00 欠息余额入账") in page
        assert flat(
            "借据 L1 的欠息此前已结清（记录 a2，2026-10-14 10:00）；其后在较晚日期 2026-10-18 再次发生（记录 a3），"
            "自第 1 天起另成一个新信号（O4、R9）。"
        ) in page  # fmt: skip
        assert flat("结清后在较晚日期再次发生的欠息，自第 1 天起另成新信号") in page


def test_arrears_cleared_that_go_on_from_the_same_date_are_no_new_signal(person: Person) -> None:
    path = person.write(
        "events.jsonl", named(), lent(), behind("a1", "2026-10-13", 1, "9.00", "2026-10-13"),
        behind("a2", "2026-10-14", 2, "0.00", ""), behind("a3", "2026-10-18", 3, "9.00", "2026-10-13"),
    )  # fmt: skip
    rows = ids(person, path, "--until", "2026-10-20")
    (signal,) = rows["signal"]
    assert flat("不晚于原起始日，视为同一段的延续（R9）") in shown(person, path, signal, "--until", "2026-10-20")


@pytest.mark.parametrize("again", [False, True])
def test_a_clearing_that_was_retracted_is_said_to_end_nothing_unless_another_did(
    person: Person, *, again: bool
) -> None:
    """R104."""
    back = line("x1", "event.retracted.v1", "2026-10-20T10:00:00+08:00", customer_no="C1", retracts="a2", reason="误记")
    other = [behind("b2", "2026-10-15", 3, "0.00", "")] if again else []
    path = person.write(
        "events.jsonl", named(), lent(), behind("a1", "2026-10-13", 1, "9.00", "2026-10-13"),
        behind("a2", "2026-10-14", 2, "0.00", ""), *other, behind("a3", "2026-10-18", 4, "9.00", "2026-10-18"), back,
    )  # fmt: skip
    words = ("--until", "2026-10-22")
    signals = ids(person, path, *words)["signal"]
    assert len(signals) == len({"2026-10-13", "2026-10-18"})
    for signal in signals:
        page = shown(person, path, signal, *words)
        after_all = flat(
            "曾结清（记录 a2，2026-10-14 10:00），其后在较晚日期 2026-10-18 再次发生（记录 a3）；该结清记录已由记录 x1"
            "（2026-10-20 10:00）撤销：自 2026-10-13 起的天数照旧计算，如同未曾结清（R104）"
        )
        cleared = flat("此前已结清（记录 b2，2026-10-15 10:00）；其后在较晚日期 2026-10-18 再次发生（记录 a3）")
        assert (cleared in page, after_all in page) == (again, not again)


def test_a_signal_whose_dues_go_by_the_amount_shows_the_sum_as_its_duties_do(person: Person) -> None:
    """W6, W7: the loan alone would have 2 days; the sum gives 24 hours."""
    small, big = lent(balance="2000000.00", matures_on="2026-12-01"), lent("L2", "9000000.00")
    path = person.write("events.jsonl", named(), small, big, sued("2026-10-20T10:00:00+08:00"))
    words = ("--until", "2026-11-05")
    rows = ids(person, path, *words)
    signal = next(row for row in rows["signal"] if row["clause"] == "11.1.1")
    page, own = shown(person, path, signal, *words), shown(person, path, report(rows["duty"], "11.1.1"), *words)
    for text in (
        f"仅就信号 {signal['id']} 所涉借据，余额为 2,000,000.00 元，属“100 万元（含）至 500 万元”",
        "所涉借据余额合计 11,000,000.00 元（W6、W7），构成见第三部分。",
        "金额 11,000,000.00 元的依据：",
        "W7：金额档取预警产生以来曾达到的最高档",
        "d-L2（贷款发放）",
    ):
        assert flat(text) in page, text
        assert flat(text) in own, text


def test_a_signal_whose_dues_are_the_same_for_any_amount_shows_no_sum(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    page = shown(person, path, ids(person, path)["signal"][0])
    assert "构成见第三部分" not in page
    assert flat("元的依据：") not in page


def test_an_update_ended_by_a_release_lists_both_persons(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), *released("B1"))
    for duty in ids(person, path)["duty"]:
        if duty["kind"] in ("monthly_update", "tracking"):
            page = shown(person, path, duty)
            table = page.partition("三、所依据的记录")[2].partition("四、")[0]
            assert flat("p1 2026-11-20 09:00 申请解除信号") in table
            assert flat("p2 2026-11-21 09:00 审批申请") in table


def ended(how: str) -> str:
    """The loan settled, in one of the ways there are."""
    return line("z1", "loan.settled.v1", "2026-11-10T09:00:00+08:00", loan_no="L1", how=how)


def judged() -> str:
    """An assessment that it cannot be recovered."""
    return line("e1", "loan.assessed.v1", "2026-11-03T10:00:00+08:00", customer_no="C1", loan_no="L1", result="cannot",
                made_on="2026-11-03", recorded_by="1001")  # fmt: skip


def test_an_off_balance_item_says_how_it_ended_and_what_it_is(person: Person) -> None:
    item = lent().replace('"loan_no"', '"product": "commitment", "loan_no"')
    path = person.write("events.jsonl", named(), item, judged(), ended("released"))
    rows = ids(person, path)
    person.run("init")
    person.run("ingest", str(path))
    pages = [shown(person, path, rows[kind][0]) for kind in ("signal", "warning")]
    pages += [flat(person.run("alerts", "explain", str(rows[kind][0]["id"])).out) for kind in ("signal", "warning")]
    for page in pages:
        for text in ("第十七条（表外业务）", "表外业务结清而关闭", "贷款承诺 表外名义金额",
                     "W9：", "表外业务到期失效或解除而未发生垫款的", "结清方式：解除"):  # fmt: skip
            assert flat(text) in page, text
        assert "还款方式" not in page
        assert "贷款收回" not in page
    page = shown(person, path, rows["signal"][0])
    assert flat("所涉 1 笔借据全部结清，无核销") in page
    assert flat("结清方式（按记录）：L1 解除（z1）。") in page
    assert flat("业务品种：贷款承诺") in page
    english = shown(person, path, rows["signal"][0], "--lang", "en")
    assert flat("By the records: L1 released (z1).") in english


def test_a_loan_paid_says_so_in_its_record_and_its_reason(person: Person) -> None:
    """Also of a ledger, whose records leave out what is the default."""
    path = person.write("events.jsonl", named(), lent(), judged(), ended("paid"))
    rows = ids(person, path)
    owed = report(rows["duty"], "12.3.2", "tracking")
    person.run("init")
    person.run("ingest", str(path))
    for row in (rows["signal"][0], owed):
        for page in (shown(person, path, row), flat(person.run("alerts", "explain", str(row["id"])).out)):
            assert flat("借据号：L1；结清方式：还款") in page
            assert "表外" not in page.partition("三、所依据的记录")[2].partition("五、")[0]
    page = shown(person, path, rows["signal"][0])
    assert flat("结清方式（按记录）：L1 还款（z1）。") in page
    assert "第十七条" not in page
    assert flat("贷款收回而关闭") in page


def test_a_proposal_of_release_says_which_signals_it_covers(person: Person) -> None:
    one = json.dumps([{"clause": "11.1.4", "subject": "m1"}])
    for proposal, said in (
        (lambda text: text, "拟解除的信号：申请时该领域全部有效信号"),
        (lambda text: text.replace('"evidence"', f'"signals": {one}, "evidence"'), "拟解除的信号：11.1.4 m1"),
    ):
        path = person.write("events.jsonl", named(), lent(), sued(), *map(proposal, released("B1")))
        rows = ids(person, path)
        for row in (rows["signal"][0], rows["warning"][0]):
            assert flat(said) in shown(person, path, row)
