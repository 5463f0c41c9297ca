"""What the third audit found: a signal's page explains its dues as the duties' pages do, and whose a source is."""

from __future__ import annotations

from tests.cli.events import lent, line, named, reported, sued
from tests.cli.run import LIVE, Person
from tests.cli.test_explain import flat, ids
from tests.cli.test_explain_asked import released, report, shown
from tests.cli.test_explain_audited import HEAD_OFFICE, found


def overdue(since: str) -> str:
    """Principal overdue, as a position says."""
    return line("o1", "loan.position.v1", "2026-10-14T09:30:00+08:00", loan_no="L1", posting_seq=1, currency="CNY",
                outstanding_balance="6000000.00", principal_arrears="1.00", principal_arrears_since=since)  # fmt: skip


def test_a_signal_of_overdue_principal_says_why_its_start_and_its_due_fit(person: Person) -> None:
    """Its band was reached before going live (T6), and its clock counts from the band (O4, R9)."""
    taken = lent().replace("loan.disbursed", "loan.taken_on").replace("2026-10-12T09", "2026-10-02T09")
    taken = taken.replace('"2026-10-12"', '"2026-01-10"').replace('"currency"', '"product": "loan", "currency"')
    since = overdue("2026-09-20").replace("10-14T09", "10-05T09")
    path = person.write("events.jsonl", taken, since)
    words = (*LIVE, "--until", "2026-10-15")
    rows = ids(person, path, *words)
    owed = report(rows["duty"], "11.1.6")
    page, own = shown(person, path, rows["signal"][0], *words), shown(person, path, owed, *words)
    for text in (
        "第 1 次产生或升级（橙色）：义务的时限自 2026-09-20 00:00 起算（所达级别首日的零点，O4）",
        "条款原文自发现问题起算；本项自达到该级别之日起算，为默认值（O4、R9）。",
        "第 1 日 2026-09-21（周一）、第 2 日 2026-09-22（周二）；至当日 24:00，即 2026-09-22 24:00。",
        "不早于第 5 个工作日 24:00，故为 2026-10-13 24:00（T6）。",
        "因此截止时间为 2026-10-13 24:00：",
    ):
        assert flat(text) in page, text
        assert flat(text) in own or "次产生或升级" in text, "the same words"
    for ref in ("T6：系统上线", "O4：欠息发生", "R9：欠息在同一日"):
        assert flat(ref) in page, ref
    assert (
        flat("达到该级别之日后 2 日（2 日为制度原文，原文自“发现问题”起算；自达到该级别之日起算为默认值，O4、R9）")
        in page
    )


def test_a_signal_of_a_missing_assessment_says_when_it_counts_as_discovered(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(matures_on="2026-12-01"))
    words = ("--until", "2026-11-05")
    rows = ids(person, path, *words)
    for lang, text, ref in (
        ("zh", "义务的时限自 2026-11-02 00:00 起算（检查日 24:00；视为检查日当日发现，T2）", "T2："),
        ("en", "start 2026-11-02 00:00 (the end of the check day, which counts as discovered on that day, T2)", "T2:"),
    ):
        page = shown(person, path, rows["signal"][0], *words, "--lang", lang)
        assert flat(text) in page
        assert ref in page
    assert flat("起始当日 2026-11-01（周日）不计（T1）") in shown(person, path, rows["signal"][0], *words)
    assert flat("检查日终无评估（P4）") in shown(person, path, rows["signal"][0], *words)


def test_tags_starts_and_changes_of_loans_name_their_defaults(person: Person) -> None:
    fact = {"customer_no": "C1", "kind": "litigation", "discovered": "2026-11-02", "discovered_by": "1001"}
    late = line("m1", "major_event.v1", "2026-11-03T10:00:00+08:00", "2026-11-02T08:00:00+08:00", **fact)
    path = person.write("events.jsonl", named(), lent(), late)
    page = shown(person, path, ids(person, path)["signal"][0])
    assert flat("录入晚于发现日（W5）") in page
    assert "W5：" in page
    behind = line("a1", "interest_arrears.position.v1", "2026-11-03T09:00:00+08:00", loan_no="L1", posting_seq=1,
                  currency="CNY", interest_arrears_on_bs="9.00", interest_arrears_off_bs="0.00",
                  interest_arrears_since="2026-11-03")  # fmt: skip
    anew = line("n1", "loan.refinanced.v1", "2026-11-10T09:00:00+08:00", customer_no="C1", loan_no="L2",
                previous_loan_no="L1", disbursement_type="refinanced", org_no="1001", currency="CNY",
                outstanding_balance="6000000.00", disbursed_on="2026-11-10", matures_on="2027-11-10")  # fmt: skip
    path = person.write("events.jsonl", named(), lent(), behind, anew)
    page = shown(person, path, ids(person, path)["signal"][0])
    assert flat("信号随之转到新借据（W9）") in page
    assert "W9：" in page
    path = person.write("events.jsonl", named(), lent(), sued())
    page = shown(person, path, ids(person, path)["signal"][0])
    assert flat("起算（未另报发现时间，以记录时间为发现时刻，W4）") in page
    assert "W4：" in page


def test_a_derived_signal_shows_the_source_s_levels_as_they_then_were(person: Person) -> None:
    link = line("g1", "guarantee.link.v1", "2026-10-13T09:00:00+08:00", customer_no="C1", guarantor_no="C2",
                guarantee_contract_no="BZ1", change="made")  # fmt: skip
    other = lent("L2", "900000.00").replace('"C1"', '"C2"')
    rise = [
        line(f"s{n}", "signal.observed.v1", f"2026-11-0{n}T10:00:00+08:00", customer_no="C1", number=33, value=value)
        for n, value in ((3, 1), (4, 10))
    ]
    path = person.write("events.jsonl", named(), lent(), other, link, *rise)
    rows = ids(person, path)
    own = next(row["id"] for row in rows["signal"] if row["clause"] == "11.1.6")
    page = shown(person, path, next(row for row in rows["signal"] if row["clause"] == "11.1.5"))
    first, second = page.partition("2026-11-0410:00有效的")[::2]
    assert flat(f"2026-11-03 10:00 有效的及其当时级别（O5）：{own} 条款 11.1.6，信号 33 · 行为，黄色") in first
    assert flat(f"{own} 条款 11.1.6，信号 33 · 行为，红色") in second
    assert flat("由本系统填列，为默认值") in page, "article 5: derived"


def test_a_source_that_no_record_names_is_marked_as_ours(person: Person) -> None:
    judged = {"customer_no": "C1", "loan_no": "L1", "result": "cannot", "made_on": "2026-11-03", "recorded_by": "1001"}
    named_so = {**judged, "source": "on_site_manager"}
    for content, marked in ((judged, True), (named_so, False)):
        event = line("e1", "loan.assessed.v1", "2026-11-03T10:00:00+08:00", **content)
        path = person.write("events.jsonl", named(), lent(), event)
        page = shown(person, path, ids(person, path)["signal"][0])
        assert (flat("记录 e1 由江城城南支行（1001）录入，未载明来源；由本系统填列，为默认值") in page) == marked
        assert flat("第五条（预警信息来源）") in page


def test_a_signal_released_as_mistaken_is_disputed_no_more(person: Person) -> None:
    """R31; that it was is in its history."""
    back = line("x1", "event.retracted.v1", "2026-11-04T09:00:00+08:00", customer_no="C1", retracts="m1", reason="同名")
    path = person.write("events.jsonl", named(), lent(), sued(), back)
    mark = flat("存疑（依据已撤销")
    assert mark in shown(person, path, ids(person, path)["signal"][0])
    both = [text.replace('"resolved"', '"mistaken"') for text in released("B1")]
    path = person.write("events.jsonl", named(), lent(), sued(), back, *both)
    page = shown(person, path, ids(person, path)["signal"][0])
    assert mark not in page
    assert flat("信号标为存疑") in page


def test_a_major_event_names_the_item_of_the_list(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued())
    rows = ids(person, path)
    for row in (rows["signal"][0], report(rows["duty"], "11.1.4")):
        page = shown(person, path, row)
        assert flat("第十一条（一）4（5）（11.1.4.5 重大事项之一）“客户涉及重大诉讼”") in page
        assert "11.1.4.1" not in page


def test_a_refused_approver_is_shown_by_the_token_as_others_are(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(), sued(), *released("A1"))
    (signal,) = ids(person, path)["signal"]
    assert flat("审批人与申请人为同一人。（办理：") in shown(person, path, signal)
    person.run("init")
    person.run("ingest", str(path))
    page = flat(person.run("alerts", "explain", str(signal["id"])).out)
    assert "工号：P-" in page
    assert flat("工号：A1）") not in page
    assert page.count(flat("人员以代号（P-…）显示")) == 1


def test_a_duty_of_a_warning_by_a_missing_assessment_lists_the_loan(person: Person) -> None:
    path = person.write("events.jsonl", named(), lent(matures_on="2026-12-01"), lent("L2"))
    words = ("--until", "2026-11-05")
    rows = ids(person, path, *words)
    for row in (report(rows["duty"], "12.3.1", "meeting"), report(rows["duty"], "11.2.1", "team"), rows["warning"][0]):
        page = shown(person, path, row, *words)
        assert flat("d-L1 2026-10-12 09:00 贷款发放") in page
        assert flat("d-L2 2026-10-12 09:00 贷款发放") not in page


def test_a_refused_report_is_a_record_with_the_parts_it_has(person: Person) -> None:
    lame = reported("2026-11-03T11:00:00+08:00", {"finances": " "})
    path = person.write("events.jsonl", named(), lent(), sued(), lame)
    page = shown(person, path, report(ids(person, path)["duty"], "11.1.4"))
    table = page.partition("三、所依据的记录")[2].partition("四、")[0]
    assert flat("rep-2026-11-03 2026-11-03 11:00 提交书面报告（不予计入，见第五部分）") in table
    assert flat("九项有 8 项：企业基本状况、现金流量情况") in table


def test_a_notice_of_head_office_from_a_bare_date_shows_the_other_due(person: Person) -> None:
    """T1; also where the date is not that of the recording, and where neither due was kept."""
    for at, said in (
        ("2026-11-03T10:00:00+08:00", "若自记录时间 2026-11-03 10:00 起算，截止时间为 2026-11-04 10:00。"),
        ("2026-11-04T10:00:00+08:00", "若至该日 24:00 才发现，截止时间为 2026-11-04 24:00。"),
    ):
        fact = {"customer_no": "C1", "kind": "litigation", **HEAD_OFFICE}
        event = line("m1", "major_event.v1", at, "2026-11-02T10:00:00+08:00", **fact)
        path = person.write("events.jsonl", named(), lent(), event)
        words = ("--until", "2026-11-10")
        assert flat(said) in shown(person, path, report(ids(person, path, *words)["duty"], "13.1", "notice"), *words)


def test_of_o7_only_what_applies_is_printed(person: Person) -> None:
    finding = found("f1", "beyond_authority", "2026-11-03T10:00:00+08:00")
    path = person.write("events.jsonl", named(), lent(), finding)
    rows = ids(person, path)
    way = "按发现或记录此事的最低一级机构确定上报路径。支行发现的，支行报分行、分行报总行，均自首次发现起算。"
    for row, text in (
        (rows["signal"][0], f"O7：越权、违规放贷为红色。{way}"),
        (report(rows["duty"], "11.2"), f"O7：{way}"),
        (report(rows["duty"], "14.2", "rectification_notice"), "O7：整改通知 3 个工作日内下发。"),
    ):
        page = shown(person, path, row)
        assert flat(text) in page
        assert flat("总行发现的，不再上报") not in page
        assert (flat("整改按通知所定日期") in page) == (flat("整改按通知") in flat(text))


def test_tracking_lists_the_loans_the_measures_and_the_work(person: Person) -> None:
    who = {"customer_no": "C1", "domain": "business", "org_no": "1001", "post": "account_manager", "officer_no": "M1"}
    worked = line("w1", "work.recorded.v1", "2026-11-05T10:00:00+08:00", **who, loan_no="L1", record="上门催收")
    update = line("u1", "monthly.update.v1", "2026-11-20T10:00:00+08:00", **who, situation="回款两成")
    before = worked.replace("w1", "EARLIER-1").replace("11-05", "11-02")
    lines = (
        named(),
        lent(),
        before,
        sued(),
        reported("2026-11-04T09:00:00+08:00", {"measures": "压降授信"}),
        worked,
        update,
    )
    path = person.write("events.jsonl", *lines)
    duty = report(ids(person, path)["duty"], "12.3.2", "tracking")
    person.run("init")
    person.run("ingest", str(path))
    kept = flat(person.run("alerts", "explain", str(duty["id"])).out)
    for page in (shown(person, path, duty), kept):
        for text in (
            "工作内容：上门催收",
            "动态情况：回款两成",
            "拟采取的措施：“压降授信”",
            "L1 江城城南支行（1001） 2028-10-12",
        ):
            assert flat(text) in page, text
        assert "EARLIER-1" not in page, "before the warning"


def test_a_loan_moved_twice_lists_its_moves_up_to_the_one_that_moved_the_duty(person: Person) -> None:
    moves = [
        line(f"v{n}", "loan.moved.v1", f"2026-11-0{day}T09:00:00+08:00", loan_no="L1", org_no=org)
        for n, (day, org) in enumerate(((2, "1002"), (4, "1001"), (5, "1002")), 1)
    ]
    path = person.write("events.jsonl", named(), lent(), moves[0], sued(), *moves[1:])
    rows = [row for row in ids(person, path)["duty"] if row["kind"] == "team"]
    row = next(row for row in rows if row["org_no"] == "1001")
    table = shown(person, path, row).partition("三、所依据的记录")[2].partition("四、")[0]
    for name in ("d-L1", "v1", "v2"):
        assert name in table, name
