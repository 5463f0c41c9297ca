"""What an auditor asked for that a page left out: disputes, what a report met, quoted balances, findings, borrowers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import report, shown
from tests.cli.test_explain_audited import HEAD_OFFICE, found

MANAGEMENT = {"customer_no": "C1", "domain": "management", "org_no": "9999", "post": "head_office_risk_officer"}
RETRACTED = line(
    "x1", "event.retracted.v1", "2026-11-04T09:00:00+08:00", customer_no="C1", retracts="m1", reason="同名"
)


def position(name: str, at: str, seq: int, balance: str) -> str:
    """A balance of L1."""
    return line(name, "loan.position.v1", at, loan_no="L1", posting_seq=seq, currency="CNY",
                outstanding_balance=balance)  # fmt: skip


def signed(at: str, covered: int) -> str:
    """The sub-branch's sign-off of October."""
    return line("f1", "forecast.signed_off.v1", at, org_no="1001", month="2026-10", post="sub_branch_president",
                officer_no="P1", covered=covered, missing=[])  # fmt: skip


def settled(customer_no: str, loan_no: str, at: str) -> str:
    """A loan is paid off."""
    return line(f"p-{loan_no}", "loan.settled.v1", at, customer_no=customer_no, loan_no=loan_no, how="paid")


def sign_off(rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The sub-branch's duty of October."""
    owed = [one for one in rows["duty"] if one["kind"] == "forecast_sign_off" and one["org_no"] == "1001"]
    return next(one for one in owed if str(one["hangs_on"]).endswith("2026-10"))


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "信号存疑 ■ 红 信号 {} 所依据的记录已被撤销"), ("en", "signal disputed ■ red A record that signal {}")],
)
def test_a_warning_s_history_says_when_a_signal_was_disputed(person: Person, lang: str, said: str) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), RETRACTED)
    rows = ids(person, path)
    (signal,), (warning,) = rows["signal"], rows["warning"]
    expected = flat("2026-11-04 09:00 " + said.format(signal["id"]))
    assert expected in shown(person, path, warning, "--lang", lang)
    plain = person.write("events.jsonl", named(), lent(), sued())
    assert "存疑" not in shown(person, plain, warning).partition("三、")[2].partition("四、")[0]
    person.run("init")
    path = person.write("events.jsonl", named(), lent(), sued(), RETRACTED)
    person.run("ingest", str(path))
    for words in (("alerts", "show"), ("alerts", "explain")):
        assert expected in flat(person.run(*words, str(warning["id"]), "--lang", lang).out)


def test_a_duty_that_a_report_met_says_what_else_it_met_and_what_it_opened(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), reported("2026-11-03T12:00:00+08:00"))
    duties = ids(person, path)["duty"]
    first, written = (report(duties, "11.1.4", kind) for kind in ("first_notice", "report"))
    up = [str(row["id"]) for row in duties if row["clause"] == "12.1.1"]
    page = shown(person, path, first)
    assert flat(f"同一记录 rep-2026-11-03 还完成了：书面预警报告（11.1.4，{written['id']}）。") in page
    opened = page.partition("该报告使分行产生上报总行的义务：")[2].partition("（12.1.1，D3）")[0]
    assert len(up) == 2
    assert all(name in opened for name in up)
    above = shown(person, path, report(duties, "12.1.1"))
    met = above.partition(flat("该报告（记录 rep-2026-11-03）完成了支行的："))[2]
    assert str(first["id"]) in met
    assert str(written["id"]) in met
    assert "就同一次产生或升级已因支行逾期起算的，支行其后的报告不再另行起算" in above, "D3's unless"


def test_a_late_report_says_that_the_branch_s_duty_stands_by_the_breach(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), reported("2026-11-05T12:00:00+08:00"))
    duties = ids(person, path)["duty"]
    up = [row for row in duties if row["clause"] == "12.1.1"]
    assert {str(row["hangs_on"]).partition(":")[0] for row in up} == {"breach"}
    page = shown(person, path, report(duties, "11.1.4", "first_notice"))
    unless = page.partition("该报告没有再使分行产生上报总行的义务")[2]
    assert all(str(row["id"]) in unless for row in up)
    assert "D3的例外" in unless
    english = shown(person, path, report(duties, "11.1.4", "first_notice"), "--lang", "en")
    assert flat("which is the 'unless' of D3") in english


def test_a_duty_met_by_telephone_speaks_of_no_report(person: Person) -> None:
    phone = line("ph1", "phone.notice.v1", "2026-11-05T11:00:00+08:00", customer_no="C1", domain="business",
                 org_no="1001", post="sub_branch_president", officer_no="P1")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), sued(), phone)
    page = shown(person, path, report(ids(person, path)["duty"], "11.1.4", "first_notice"))
    assert "逾期后完成" in page
    assert "该报告" not in page
    assert "还完成了" not in page


def test_a_balance_that_a_duty_quotes_is_listed_though_a_later_record_changed_it(person: Person) -> None:
    before = position("p1", "2026-10-20T09:00:00+08:00", 1, "5800000.00")
    after = position("p2", "2026-11-03T11:00:00+08:00", 2, "5500000.00")
    path = person.write("events.jsonl", named(), lent(), before, sued(), after, reported("2026-11-03T12:00:00+08:00"))
    duties = ids(person, path)["duty"]
    old = flat("L1 5,800,000.00 元 p1（贷款余额入账） 1 2026-10-20 09:00")
    for row, both in ((report(duties, "12.1.1"), True), (report(duties, "11.2.1", "team"), False)):
        page = shown(person, path, row)
        assert flat("所涉贷款金额合计 5,800,000.00 元") in page, "it quotes that"
        assert old in page
        assert (flat("L1 5,500,000.00 元 p2（贷款余额入账） 2") in page) == both, "what its own clock goes by"
    assert old not in shown(person, path, report(duties, "11.1.4", "first_notice")), "it quotes none"
    person.run("init")
    person.run("ingest", str(path))
    assert old in flat(person.run("alerts", "explain", str(report(duties, "12.1.1")["id"])).out)


def test_a_moved_duty_names_the_one_that_took_its_place(person: Person) -> None:
    moved = line("v1", "loan.moved.v1", "2026-11-03T11:00:00+08:00", loan_no="L1", org_no="1002")
    path = person.write("events.jsonl", named(), lent(), sued(), moved)
    teams = {row["org_no"]: row for row in ids(person, path)["duty"] if row["kind"] == "team"}
    page = shown(person, path, teams["1001"])
    assert teams["1001"]["state"] == "moved"
    said = f"由江城开发区支行（1002）承接：义务 {teams['1002']['id']}（2026-11-03 11:00 起），截止时间不变，现状："
    assert flat(said) in page.partition("五、")[2].partition("下一步")[0]
    assert "承接：义务" not in shown(person, path, teams["1002"])


def test_an_answer_lists_what_head_office_had_found(person: Person) -> None:
    finding = found("f1", "conditions_not_met", "2026-11-03T10:00:00+08:00", **HEAD_OFFICE)
    own = found("f2", "conditions_not_met", "2026-11-03T11:00:00+08:00", finding_no="F2")
    notice = line("n1", "notice.issued.v1", "2026-11-04T10:00:00+08:00", **MANAGEMENT, officer_no="H1", kind="warning",
                  content="x")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), finding, own, notice)
    answers = [row for row in ids(person, path)["duty"] if row["kind"] == "answer"]
    assert {row["org_no"] for row in answers} == {"1000", "1001"}
    for row in answers:
        listed = shown(person, path, row).partition("三、")[2].partition("四、")[0]
        assert flat("f1 2026-11-03 10:00 管理风险发现") in listed
        assert "f2" not in listed.replace("F2", ""), "the sub-branch found that itself"
    person.run("init")
    person.run("ingest", str(path))
    assert flat("f1 2026-11-03 10:00 管理风险发现") in flat(person.run("alerts", "explain", str(answers[0]["id"])).out)


def test_the_borrowers_behind_a_month_s_figure_and_who_came_and_went_are_listed(person: Person) -> None:
    """O3: the net change is nil here, and two differ."""
    others = [lent(f"L{n}").replace('"C1"', f'"C{n}"') for n in (2, 3)]
    late = lent("L4").replace('"C1"', '"C4"').replace("2026-10-12T09", "2026-10-25T10")
    gone = settled("C2", "L2", "2026-10-26T09:00:00+08:00")
    after = settled("C3", "L3", "2026-10-31T09:00:00+08:00")
    path = person.write(
        "events.jsonl", named(), lent(), *others, late, gone, signed("2026-10-30T09:00:00+08:00", 3), after
    )
    words = ("--until", "2026-11-02")
    duty = sign_off(ids(person, path, *words))
    person.run("init")
    person.run("ingest", str(path))
    person.run("tick", *words)
    for page in (shown(person, path, duty, *words), flat(person.run("alerts", "explain", str(duty["id"])).out)):
        for text in (
            "义务产生时 3 户，2026-10-30 09:00 签认时 3 户，两者一致",
            "义务产生时有余额的 3 户：某某食品有限公司（C1）、C2、C3。",
            "其间新增 1 户：C4。",
            "其间减少 1 户：C2。",
        ):
            assert flat(text) in page, text
    english = shown(person, path, duty, *words, "--lang", "en")
    assert flat("Come between, 1: C4. Gone between, 1: C2.") in english


def test_of_a_sign_off_not_given_the_borrowers_at_its_opening_are_listed(person: Person) -> None:
    late = lent("L4").replace('"C1"', '"C4"').replace("2026-10-12T09", "2026-10-25T10")
    path = person.write("events.jsonl", named(), late, late.replace("L4", "L5").replace("C4", "C5"))
    page = shown(person, path, sign_off(ids(person, path, "--until", "2026-11-02")), "--until", "2026-11-02")
    assert flat("义务产生时有余额的 1 户：C4。") in page, "the first that came opened it, at the instant of the second"
    assert "其间新增" not in page


def test_of_many_borrowers_it_is_said_how_many_more(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warning.cli.explain.counting.MOST", 1)
    path = person.write("events.jsonl", named(), lent(), lent("L2").replace('"C1"', '"C2"'))
    page = shown(person, path, sign_off(ids(person, path, "--until", "2026-11-02")), "--until", "2026-11-02")
    assert flat("义务产生时有余额的 2 户：某某食品有限公司（C1）等，另有 1 户。") in page
