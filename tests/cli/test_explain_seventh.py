"""What the sixth audit found: disputed signals, write-offs, loans put back, records that nothing showed."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import report, shown
from tests.cli.test_explain_fifth import PROPOSED, acted, later

LATE = line("as1", "loan.assessed.v1", "2026-11-20T15:00:00+08:00", loan_no="L1", result="on_time",
            made_on="2026-11-20", discovered_by="1001", recorded_by="1001")  # fmt: skip
ARREARS = line("a1", "interest_arrears.position.v1", "2026-11-22T09:00:00+08:00", loan_no="L1", posting_seq=1,
               currency="CNY", interest_arrears_on_bs="10.00", interest_arrears_off_bs="0.00",
               interest_arrears_since="2026-11-22")  # fmt: skip
UNTIL = ("--until", "2026-12-02T09:00:00+08:00")


def test_duties_on_a_check_that_ran_without_a_record_say_that_it_is_disputed_and_why_they_count(person: Person) -> None:
    loan = lent("L1", "1600000.00", "2026-12-20")
    path = person.write("events.jsonl", named(), loan, ARREARS, LATE)
    rows = ids(person, path, *UNTIL)
    signal = next(row for row in rows["signal"] if row["clause"] == "11.1.1")
    own = flat("读入之前的逾期撤回，不计分，此后的逾期照常计分（T2、R48）")
    assert own in shown(person, path, signal, *UNTIL)
    since = f"所依据信号 {signal['id']} 自 2026-11-22 09:00 起存疑（记录 as1）："
    written = report(rows["duty"], "11.1.1", "report")
    up = next(one for one in rows["duty"] if one["clause"] == "12.1.1" and one["signal_id"] == signal["id"])
    team = report(rows["duty"], "11.2.1", "team")
    other = next(row["id"] for row in rows["signal"] if row["clause"] == "11.1.3")
    for row, why in (
        (written, "本项于 2026-11-23 00:00 逾期，在该记录读入（2026-11-22 09:00）之后，故照常计分（R48）。"),
        (up, f"使本项产生的支行逾期（{written['id']}）发生在该记录读入（2026-11-22 09:00）之后，没有撤回"),
        (team, f"预警另有信号 {other}，并非只依据此类检查，故本项此前的逾期不撤回，照常计分（R63）。"),
    ):
        page = shown(person, path, row, *UNTIL)
        for text in (since, why, "as1 2026-11-20 15:00 还款能力评估"):
            assert flat(text) in page, text
    english = shown(person, path, team, *UNTIL, "--lang", "en")
    assert flat("is disputed since 2026-11-22 09:00 (record as1)") in english
    assert flat("did not rest on such checks alone") in english


def test_what_is_met_before_its_signal_is_disputed_says_nothing_of_it(person: Person) -> None:
    met = line("t1", "team.formed.v1", "2026-11-21T10:00:00+08:00", customer_no="C1", domain="business", org_no="1001",
               post="sub_branch_president", officer_no="A1", led_by="sub_branch_president", members=["A1"])  # fmt: skip
    path = person.write("events.jsonl", named(), lent("L1", "1600000.00", "2026-12-20"), met, ARREARS, LATE)
    team = report(ids(person, path, *UNTIL)["duty"], "11.2.1", "team")
    assert "存疑（记录" not in shown(person, path, team, *UNTIL)


def of_loan(name: str, kind: str, at: str, /, loan_no: str = "L1", **content: object) -> str:
    """A record of core banking about a loan, on a day of November."""
    return line(name, f"loan.{kind}.v1", f"2026-11-{at}:00+08:00", loan_no=loan_no, **content)


def balance(name: str, at: str, seq: int, fen: str, loan_no: str = "L1", **content: object) -> str:
    """A position."""
    return of_loan(name, "position", at, loan_no, posting_seq=seq, currency="CNY", outstanding_balance=fen, **content)


LOSS = of_loan("w1", "written_off", "10T10:00")
PAID = of_loan("s1", "settled", "20T10:00", how="paid")
NO_RECOVERY = (
    "借据 L1 已于 2026-11-10 10:00 核销（记录 w1），其后于 2026-11-20 10:00 结清（记录 s1）："
    "核销之后收到的款项不算收回，信号不因此关闭（W9、R92）。"
)


def test_a_loan_settled_after_its_write_off_says_why_its_signal_stays(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), LOSS, PAID)
    rows = ids(person, path, *UNTIL)
    for row in (rows["signal"][0], rows["warning"][0]):
        page = shown(person, path, row, *UNTIL)
        for text in (NO_RECOVERY, "w1 2026-11-10 10:00 贷款核销", "s1 2026-11-20 10:00 贷款结清"):
            assert flat(text) in page, text
        assert flat("R92：") in page
    english = shown(person, path, rows["signal"][0], *UNTIL, "--lang", "en")
    assert flat("what comes in after a write-off is no recovery, so the signal stays live") in english


def test_a_write_off_taken_back_before_the_settlement_is_no_loss(person: Person) -> None:
    back = balance("b1", "12T10:00", 1, "6000000.00", corrects="w1")
    path = person.write("events.jsonl", named(), lent(), sued(), LOSS, back, PAID)
    rows = ids(person, path, *UNTIL)
    assert "不算收回" not in shown(person, path, rows["signal"][0], *UNTIL)
    after = balance("b2", "25T10:00", 1, "6000000.00", corrects="s1")
    path = person.write("events.jsonl", named(), lent(), sued(), LOSS, PAID, after)
    assert flat(NO_RECOVERY) in shown(person, path, ids(person, path, *UNTIL)["signal"][0], *UNTIL)


BACK = balance("b1", "25T09:00", 1, "6000000.00", corrects="s1")


def test_a_sign_off_opened_by_a_loan_put_back_names_the_record_and_what_had_ended_it(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), PAID, BACK)
    duty = sign_off(person, path, "1001")
    page = shown(person, path, duty, *UNTIL)
    for text in (
        "某某食品有限公司（C1）的借据 L1 由记录 b1（2026-11-25 09:00）恢复在册：此前已结清（记录 s1）",
        "b1 2026-11-25 09:00 贷款余额入账",
        "s1 2026-11-20 10:00 贷款结清",
        "起点：2026-11-25 09:00（余额入账、借据恢复在册的时刻）",
        "R53：",
    ):
        assert flat(text) in page, text
    assert "由时间推移本身触发" not in page
    assert flat("was put on the books again by record b1") in shown(person, path, duty, *UNTIL, "--lang", "en")
    assert person.run("init").code == 0
    assert person.run("ingest", str(path)).code == 0
    assert flat("恢复在册：此前已结清（记录 s1）") in flat(person.run("alerts", "explain", str(duty["id"])).out)


def test_a_sign_off_opened_by_a_first_loan_or_a_move_names_the_record(person: Person) -> None:
    path = person.write("events.jsonl", named(), later("L1", "2026-11-26"))
    page = shown(person, path, sign_off(person, path, "1001"), *UNTIL)
    assert flat("由记录 d-L1（2026-11-26 09:00）在本机构有了余额，签认义务由此产生（O3）。") in page
    assert flat("起点：2026-11-26 09:00（借据录入的时刻）") in page
    assert "恢复在册" not in page
    moved = of_loan("v1", "moved", "27T09:00", org_no="1002")
    path = person.write("events.jsonl", named(), lent(), moved)
    page = shown(person, path, sign_off(person, path, "1002"), *UNTIL)
    assert flat("起点：2026-11-27 09:00（贷款移交本机构的时刻）") in page
    assert flat("v1 2026-11-27 09:00 贷款移交机构") in page
    assert "由时间推移本身触发" in shown(person, path, sign_off(person, path, "1001"), *UNTIL)


def sign_off(person: Person, path: Path, org_no: str) -> dict[str, object]:
    """What an organisation owes at the end of November."""
    rows = (row for row in ids(person, path, *UNTIL)["duty"] if row["kind"] == "forecast_sign_off")
    return next(row for row in rows if row["org_no"] == org_no and str(row["due"]).startswith("2026-12-01"))


def test_a_balance_that_puts_a_loan_back_has_a_table_of_its_own_with_a_date(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), PAID, balance("b1", "25T09:00", 1, "1500000.00"))
    page = flat(person.run("decide", str(path)).out)
    for text in (
        "没有不予计入或另有说明的记录。",
        "恢复在册的借据（1 笔次）",
        "结清（s1）2026-11-20",
        "2026-11-25 09:00",
        "贷款确已了结的，核对余额的来源",
    ):
        assert flat(text) in page, text
    assert "17951" not in page
    assert flat("Loans on the books again (1)") in flat(person.run("decide", str(path), "--lang", "en").out)
    assert person.run("init").code == 0
    told = flat(person.run("ingest", str(path)).out)
    assert flat("恢复在册的借据（1 笔次）") in told
    assert "17951" not in told


def test_what_is_told_of_a_loan_that_has_ended_has_a_date_one_can_read(person: Person) -> None:
    old = of_loan("x1", "extended", "21T09:00", extended_until="2029-01-01")
    path = person.write("events.jsonl", named(), lent(), PAID, balance("b1", "25T09:00", 1, "0.00"), old)
    page = flat(person.run("decide", str(path)).out)
    assert flat("结清, s1, 2026-11-20 10:00") in page
    assert "17951" not in page


def test_a_closed_signal_shows_its_loans_as_at_the_closing(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), PAID, later("L2", "2026-11-24", balance="900000.00"))
    signal = next(row for row in ids(person, path, *UNTIL)["signal"] if row["status"] == "closed")
    page = shown(person, path, signal, *UNTIL)
    assert flat("所涉借据（余额截至 2026-11-20 10:00）") in page
    assert "900,000.00" not in page.partition(flat("（余额截至"))[2]
    live = next(row for row in ids(person, path, *UNTIL)["signal"] if row["status"] == "live")
    assert "900,000.00" in shown(person, path, live, *UNTIL)


def test_an_observation_that_is_no_worse_after_a_lowering_is_listed_and_told_why(person: Person) -> None:
    done = acted("q3", "proposal.approved.v1", "04T12:00", "branch_principal_leader", "A2", proposal_id="q1")
    done = done.replace('"1001"', '"1000"')
    path = person.write("events.jsonl", named(), lent(), seen("o1", "03T09:00", "92.00"),
                        PROPOSED.replace('"orange"', '"yellow"'), done, seen("o2", "09T09:00", "95.00"))  # fmt: skip
    rows = ids(person, path, *UNTIL)
    signal = next(row for row in rows["signal"] if row["clause"] == "11.1.6")
    assert signal["level"] == "yellow"
    page = shown(person, path, signal, *UNTIL)
    assert flat("记录 o2（2026-11-09 09:00）按规则为红色") in page
    for row in (signal, rows["warning"][0]):
        assert flat("o2 2026-11-09 09:00 预警信号观测") in shown(person, path, row, *UNTIL)
    assert flat("Record o2 (2026-11-09 09:00) is red by the rule") in shown(
        person, path, signal, *UNTIL, "--lang", "en"
    )


def seen(name: str, at: str, numerator: str) -> str:
    """An observation of the ratio of liabilities."""
    return line(name, "signal.observed.v1", f"2026-11-{at}:00+08:00", customer_no="C1", number=18, numerator=numerator,
                denominator="100.00")  # fmt: skip


def test_a_sign_off_names_those_it_does_not_cover_and_says_that_its_figures_are_taken_as_said(person: Person) -> None:
    signed = line("f1", "forecast.signed_off.v1", "2026-11-25T10:00:00+08:00", org_no="1001", covered=9,
                  post="sub_branch_president", officer_no="A1", month="2026-11", missing=["C1"])  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), signed)
    page = shown(person, path, sign_off(person, path, "1001"), *UNTIL)
    for text in ("未预测的客户：某某食品有限公司（C1）", "照所签计入，视为完成", "R108："):
        assert flat(text) in page, text
    right = signed.replace('"covered": 9', '"covered": 0')
    path = person.write("events.jsonl", named(), lent(), right)
    assert "R108" not in shown(person, path, sign_off(person, path, "1001"), *UNTIL)


def test_a_position_says_what_it_corrects(person: Person) -> None:
    path = person.write(
        "events.jsonl", named(), lent(), sued(), LOSS, balance("b1", "12T10:00", 1, "1.00", corrects="w1")
    )
    signal = ids(person, path, *UNTIL)["signal"][0]
    assert flat("更正的记录或记账序号：w1") in shown(person, path, signal, *UNTIL)


def test_a_refinancing_and_an_advance_are_told_apart(person: Person) -> None:
    for kind, told in (("refinanced", "借新还旧"), ("advance", "垫款")):
        new = of_loan("x1", "refinanced", "10T10:00", "L2", customer_no="C1", previous_loan_no="L1", org_no="1001",
                      disbursement_type=kind, currency="CNY", outstanding_balance="6000000.00",
                      disbursed_on="2026-11-10", matures_on="2028-11-02")  # fmt: skip
        path = person.write("events.jsonl", named(), lent(), sued(), new)
        signal = ids(person, path, *UNTIL)["signal"][0]
        page = shown(person, path, signal, *UNTIL)
        assert flat(f"x1（{told}）") in page
        assert "借新还旧或垫款" not in page


def test_a_crossing_names_the_reports_on_record(person: Person) -> None:
    raised = balance("b1", "05T09:00", 1, "6000000.00")
    path = person.write("events.jsonl", named(), lent("L1", "900000.00"), sued(), reported("2026-11-03T12:00:00+08:00"),
                        raised)  # fmt: skip
    duty = next(row for row in ids(person, path, *UNTIL)["duty"] if str(row["because"]).count("crossing"))
    page = shown(person, path, duty, *UNTIL)
    assert flat("在案的报告：rep-2026-11-03（W7、R34）。") in page
    assert flat("rep-2026-11-03 2026-11-03 12:00 提交书面报告") in page


def test_a_closing_lists_what_ended_each_loan_and_the_positions_of_what_was_left(person: Person) -> None:
    new = of_loan("x1", "refinanced", "10T10:00", "L2", customer_no="C1", previous_loan_no="L1", org_no="1001",
                  disbursement_type="refinanced", currency="CNY", outstanding_balance="4000000.00",
                  disbursed_on="2026-11-10", matures_on="2028-11-02")  # fmt: skip
    parts = (balance("b1", "11T09:00", 1, "2000000.00"), balance("b2", "21T09:00", 2, "0.00"))
    last = of_loan("s2", "settled", "22T10:00", "L2", how="paid")
    path = person.write("events.jsonl", named(), lent(), sued(), new, parts[0], PAID, parts[1], last)
    rows = ids(person, path, *UNTIL)
    signal = next(row for row in rows["signal"] if row["status"] == "closed")
    for row in (signal, rows["warning"][0]):
        page = shown(person, path, row, *UNTIL)
        for text in (
            "s1 2026-11-20 10:00 贷款结清",
            "s2 2026-11-22 10:00 贷款结清",
            "b1 2026-11-11 09:00 贷款余额入账",
        ):
            assert flat(text) in page, text


def test_a_duty_that_is_owed_again_says_so_and_cleared_arrears_have_no_date(person: Person) -> None:
    early = LATE.replace("2026-11-20", "2026-11-10")
    back = line(
        "x1", "event.retracted.v1", "2026-11-12T09:00:00+08:00", customer_no="C1", retracts="as1", reason="误记"
    )
    path = person.write("events.jsonl", named(), lent("L1", "1600000.00", "2026-12-20"), early, back)
    duty = report(ids(person, path, *UNTIL)["duty"], "11.1.1", "assessment")
    assert flat("2026-11-12 09:00 重新待办") in shown(person, path, duty, *UNTIL)
    assert flat("2026-11-12 09:00 owed again") in shown(person, path, duty, *UNTIL, "--lang", "en")
    cleared = ARREARS.replace('"a1"', '"a2"').replace("22T09", "24T09").replace('"10.00"', '"0.00"')
    cleared = cleared.replace('"2026-11-22"', '"9999-12-31"').replace('"posting_seq": 1', '"posting_seq": 2')
    path = person.write("events.jsonl", named(), lent(), ARREARS, cleared)
    page = shown(person, path, ids(person, path, *UNTIL)["signal"][0], *UNTIL)
    assert flat("a2 2026-11-24 09:00 欠息余额入账") in page
    assert "9999-12-31" not in page
    assert flat("欠息起始日：2026-11-22") in page


def test_a_moved_duty_of_a_branch_names_the_sub_branches_of_the_loan(person: Person) -> None:
    moved = of_loan("v1", "moved", "05T09:00", org_no="2001")
    path = person.write("events.jsonl", named(), lent(), sued(), moved)
    duty = next(row for row in ids(person, path)["duty"] if (row["kind"], row["org_no"]) == ("meeting", "2000"))
    page = shown(person, path, duty)
    assert re.search(r"借据L1于2026-11-0509:00由[^；]*（1001）移交[^；]*（2001）（记录v1）", page)


def test_a_page_that_leads_on_to_nothing_has_no_heading_for_it(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent())
    duty = sign_off(person, path, "1001")
    assert "下一步可查看" not in shown(person, path, duty, *UNTIL)
    path = person.write("events.jsonl", named(), lent(), sued())
    assert "下一步可查看" in shown(person, path, ids(person, path)["signal"][0])
