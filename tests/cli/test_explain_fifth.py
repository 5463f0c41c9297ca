"""What the fifth audit found: kept facts, releases that wait, why an organisation owes, loans that moved."""

from __future__ import annotations

import json

from tests.cli.events import lent, line, named, sued
from tests.cli.run import Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import report, shown

FOUND = {"discovered": "2026-10-12T09:30:00+08:00", "discovered_by": "1001", "recorded_by": "1001"}
RATIO = line("o1", "signal.observed.v1", "2026-10-12T10:00:00+08:00", customer_no="C1", number=18, numerator="85.00",
             denominator="100.00", source="on_site_manager", **FOUND)  # fmt: skip
PAID = line("p1", "loan.settled.v1", "2026-10-22T09:00:00+08:00", loan_no="L1", how="paid")


def later(loan_no: str, at: str, org_no: str = "1001", balance: str = "1000000.00") -> str:
    """A loan lent on a later day."""
    text = lent(loan_no, balance).replace("2026-10-12T09:00:00", f"{at}T09:00:00")
    return text.replace('"org_no": "1001"', f'"org_no": "{org_no}"')


def test_what_was_kept_after_a_recovery_names_its_fact_its_source_and_its_ending(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), RATIO, PAID, later("L2", "2026-10-25"))
    words = ("--until", "2026-11-05")
    rows = ids(person, path, *words)
    signal = next(row for row in rows["signal"] if row["status"] == "live")
    page = shown(person, path, signal, *words)
    assert flat("预警来源（第五条） 现场检查：客户经理间隔期检查 所属预警") in page
    warning = next(row for row in rows["warning"] if row["closed_at"] is None)
    duty = next(row for row in rows["duty"] if (row["clause"], row["signal_id"]) == ("11.1.6", signal["id"]))
    team = max((row for row in rows["duty"] if row["kind"] == "team"), key=lambda row: str(row["due"]))
    for row in (signal, warning, duty, team):
        page = shown(person, path, row, *words)
        for text in (
            "留存的事实（记录 o1）：",
            "85.00%",
            "80.00%",
            "o1 2026-10-12 10:00 预警信号观测",
            "2026-10-22 09:00 关闭（记录 p1）：",
            "p1 2026-10-22 09:00 贷款结清",
        ):
            assert flat(text) in page, text


def test_what_was_kept_for_want_of_a_balance_names_the_fact_and_why_its_clock_starts_later(person: Person) -> None:
    lawsuit = line("m1", "major_event.v1", "2026-10-12T10:00:00+08:00", customer_no="C1", kind="litigation", **FOUND)
    path = person.write("events.jsonl", named(), lawsuit, later("L1", "2026-10-25"))
    words = ("--until", "2026-11-05")
    rows = ids(person, path, *words)
    (signal,) = rows["signal"]
    assert flat("（记录 m1 未载明来源，由本系统填列，为默认值）") in shown(person, path, signal, *words)
    notice = shown(person, path, report(rows["duty"], "11.1.4", "first_notice"), *words)
    for text in (
        "留存的事实（记录 m1）：",
        "m1 2026-10-12 10:00 重大事项",
        "事实已于 2026-10-12 09:30 发现（记录 m1），其时借款人在本行无余额",
        "本项自余额入账起算，为默认值（W11）。",
    ):
        assert flat(text) in notice, text
    assert flat("自发现之时起算为默认值") not in notice
    assert flat("was discovered at 2026-10-12 09:30 (record m1)") in shown(
        person, path, report(rows["duty"], "11.1.4", "first_notice"), *words, "--lang", "en"
    )


def acted(name: str, kind: str, at: str, post: str, officer: str, **content: object) -> str:
    """An act of sub-branch 1001 on the business warning of C1."""
    who = {"customer_no": "C1", "domain": "business", "org_no": "1001", "post": post, "officer_no": officer}
    return line(name, kind, f"2026-11-{at}:00+08:00", **who, **content)


PROPOSED = acted("q1", "release.proposed.v1", "04T09:00", "sub_branch_president", "A1", to_level="orange",
                 ground="mitigated", evidence="公告")  # fmt: skip
TOO_LOW = acted("q2", "proposal.approved.v1", "04T11:00", "account_manager", "A2", proposal_id="q1")
WAITS = (
    "待批：解除申请 q1（2026-11-04 09:00，江城城南支行（1001）提出，理由：风险已缓释，降为橙色）尚未审批；"
    "获批之前级别与义务不变（W8）。"
)


def test_a_release_that_waits_is_on_the_pages_and_a_refused_approval_names_it(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), PROPOSED, TOO_LOW)
    rows = ids(person, path)
    for row in (rows["signal"][0], rows["warning"][0]):
        page = shown(person, path, row)
        assert flat(WAITS) in page
        assert flat("q1 2026-11-04 09:00 申请解除信号") in page
        assert flat("（审批的申请：q1）”（记录 q2）不予计入") in page
    done = acted("q3", "proposal.approved.v1", "04T12:00", "sub_branch_president", "A2", proposal_id="q1")
    done = done.replace('"1001"', '"1000"').replace('"sub_branch_president"', '"branch_principal_leader"')
    path = person.write("events.jsonl", named(), lent(), sued(), PROPOSED, done)
    assert "待批" not in shown(person, path, ids(person, path)["warning"][0])


def test_a_ledger_shows_what_waits_for_approval_and_counts_it(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), PROPOSED)
    assert person.run("init").code == 0
    assert person.run("ingest", str(path)).code == 0
    (row,) = (json.loads(one) for one in person.run("alerts", "list", "--json").out.splitlines())
    assert flat(WAITS) in flat(person.run("alerts", "show", row["id"]).out)
    assert flat(WAITS) in flat(person.run("alerts", "explain", row["id"]).out)
    assert flat("待批申请 解除与豁免 1 项") in flat(person.run("status").out)
    assert json.loads(person.run("status", "--json").out)["approvals"] == 1
    waiver = acted("q4", "waiver.proposed.v1", "05T09:00", "sub_branch_president", "A1", reason="节假日",
                   duty_ids=[report(ids(person, path)["duty"], "11.2.2", "monthly_update")["id"]])  # fmt: skip
    more = person.write("more.jsonl", waiver)
    assert person.run("ingest", str(more)).code == 0
    assert json.loads(person.run("status", "--json").out)["approvals"] == 2
    duty = report(ids(person, path)["duty"], "11.2.2", "monthly_update")["id"]
    assert flat("待批：豁免申请 q4（2026-11-05 09:00，") in flat(person.run("alerts", "explain", str(duty)).out)
