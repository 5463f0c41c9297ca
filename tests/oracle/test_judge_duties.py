"""The oracle against dues computed by hand: acts, owners, releases, scores; 2026-11-10 is a Tuesday."""

from __future__ import annotations

import pytest

from tests.oracle.story import PARTS, D, Story, at, dues, duties, micros, only


def test_a_phone_call_stops_only_the_first_notice() -> None:
    """Article 15, D2; at the due it is too late (T1)."""
    for moment, state in (("2026-11-11 08:59:59.999999", "met"), ("2026-11-11 09:00", "met_late")):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        story.major("2026-11-10 09:00")
        story.act(moment, "phone.notice", "S1")
        rows = story.decide("2026-11-11 10:00")
        assert only(duties(rows, "first_notice", "11.1.4"))["state"] == state
        assert only(duties(rows, "report", "11.1.4"))["state"] == "open"


def test_an_incomplete_report_counts_for_nothing() -> None:
    """Article 16."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.act("2026-11-10 10:00", "report.submitted", "S1", parts=dict.fromkeys(PARTS, "as enclosed") | {"cause": " "})
    assert only(duties(story.decide("2026-11-11"), "report", "11.1.3"))["state"] == "open"


@pytest.mark.parametrize(
    ("amount", "kinds"),
    [
        ("999999.99", []),
        ("1000000.00", [("report", "2026-11-14")]),
        ("5000000.00", [("first_notice", "2026-11-12 10:00"), ("report", "2026-11-14")]),
    ],
)
def test_the_branch_follows_the_report(amount: str, kinds: list[tuple[str, str]]) -> None:
    """12.1.1, D3: from the sub-branch's report, by tier."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", amount)
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    name = story.report("2026-11-11 10:00")
    rows = story.decide("2026-11-11 10:00")
    found = [one for one in rows["duties"] if one["clause"] == "12.1.1"]
    assert [(one["kind"], one["due"]) for one in found] == [(kind, micros(due)) for kind, due in kinds]
    assert {one["hangs_on"] for one in found} == {f"report:{name}:{len(kinds)}"} or not kinds
    assert only(duties(rows, "report", "11.1.3"))["state"] == "met"


def test_silence_starts_the_branch_and_a_late_report_does_not_again() -> None:
    """D3, D9: from the breach; the late report of that opening opens none beside it."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "1000000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.report("2026-11-13 09:00")
    rows = story.decide("2026-11-13 09:00")
    mine = only(duties(rows, "report", "11.1.3"))
    assert (mine["state"], mine["breached_at"], mine["scored"]) == ("met_late", micros("2026-11-13"), "late")
    assert mine["escalated_to"] == "B1/branch_monitor"
    theirs = only(duties(rows, "report", "12.1.1"))
    assert (theirs["start"], theirs["due"]) == (micros("2026-11-13"), micros("2026-11-16"))
    assert theirs["hangs_on"] == "breach:11.1.3:L1|2026-11-10:1:1:1"
    assert theirs["due_working"] == micros("2026-11-17")


def test_a_crossing_opens_again_what_was_reported() -> None:
    """W7, D1, D3: 11.1.1's report at the new tier, and the branch's 12.1.1; capped at the end of D-25."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "900000.00", due=D)
    story.tell("2026-12-01 09:00", "loan.assessed", {"loan_no": "L1", "result": "unsure", "made_on": "2026-12-01"})
    story.report("2026-12-01 10:00")
    story.position("2026-12-05 09:00", "L1", "5000000.00", 1)
    rows = story.decide("2026-12-05 09:00")
    assert dues(rows, "report", "11.1.1") == at("2026-12-07", "2026-12-07")
    assert dues(rows, "first_notice", "11.1.1") == at("2026-12-06 09:00")
    assert [one["hangs_on"] for one in duties(rows, "report", "12.1.1")] == ["crossing:business:1:2"]
    assert dues(rows, "report", "12.1.1") == at("2026-12-08")
    assert only(rows["warnings"])["tiers"] == [[micros("2026-12-01 09:00"), 0], [micros("2026-12-05 09:00"), 2]]


def test_the_tier_never_falls() -> None:
    """W7."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "1000000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.position("2026-11-10 09:00", "L1", "10.00", 1)
    story.report("2026-11-10 10:00")
    assert dues(story.decide("2026-11-10 10:00"), "report", "12.1.1") == at("2026-11-13")


def test_two_yellow_signals_of_different_groups_are_orange() -> None:
    """W2: no duty of its own; of one group they stay yellow."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.loan("2026-09-01 09:00", "L2", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.arrears("2026-11-11 08:00", "L2", "2026-11-11")
    story.tell("2026-11-12 08:00", "signal.observed", {"customer_no": "C1", "number": 47})
    rows = story.decide("2026-11-12 08:00")
    assert only(rows["warnings"])["levels"] == [[micros("2026-11-10 08:00"), 1], [micros("2026-11-12 08:00"), 2]]
    assert len(duties(rows, "meeting", "12.3.1")) == 1


def test_a_meeting_on_red_needs_the_leader_in_person_and_the_president() -> None:
    """12.3.1, D5, R20."""
    leader = {"org_no": "B1", "post": "branch_principal_leader"}
    president = {"org_no": "S1", "post": "sub_branch_president"}
    for there, state in (
        ([leader, president], "met"),
        ([leader | {"in_person": False}, president], "open"),
        ([leader], "open"),
        ([president], "open"),
        ([leader, president | {"org_no": "S2"}], "open"),
    ):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        story.major("2026-11-10 09:00")
        story.act("2026-11-10 12:00", "meeting.held", "B1", attendees=there)
        assert only(duties(story.decide("2026-11-10 13:00"), "meeting", "12.3.1"))["state"] == state


def test_a_duty_opened_by_red_asks_for_the_leader_even_when_it_is_yellow_again() -> None:
    """D5: the others are met by any meeting that counts; none counts without the leader while the warning is red."""
    for released, states in ((True, ["breached"]), (False, ["breached", "open"])):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        if not released:
            story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
        story.major("2026-11-10 09:00")
        if released:
            story.release("2026-11-10 10:00", "2026-11-10 11:00", to_level="yellow")
        there = [{"org_no": "S1", "post": "sub_branch_president"}]
        story.act("2026-11-10 12:00", "meeting.held", "B1", attendees=there)
        rows = story.decide("2026-11-11 12:00")
        assert [one["state"] for one in duties(rows, "meeting", "12.3.1")] == states


def test_an_act_told_twice_counts_once() -> None:
    """Event ids once: the copy does not meet the next month's update."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.act("2026-12-05 09:00", "monthly.update", "S1", post="account_manager", situation="as before")
    story.events.append(story.events[-1])
    rows = story.decide("2026-12-06")
    assert [one["state"] for one in duties(rows, "monthly_update", "11.2.2")] == ["met_late", "open"]


def test_at_equal_instants_facts_come_before_acts() -> None:
    """W3, R5."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.report("2026-11-10 08:00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    assert only(duties(story.decide("2026-11-10 09:00"), "report", "11.1.3"))["state"] == "met"


def test_a_yellow_warning_meets_in_three_working_days() -> None:
    """D5, T3: raised on the last working day before the holiday, due at the end of the third after it."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-09-30 08:00", "L1", "2026-09-30")
    rows = story.decide("2026-09-30 09:00")
    assert dues(rows, "meeting", "12.3.1") == at("2026-10-13")
    assert only(duties(rows, "report", "11.1.3"))["due_working"] == micros("2026-10-09")
    assert dues(rows, "monthly_update", "11.2.2") == []


def test_a_team_counts_only_with_its_leader() -> None:
    """D4."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.act("2026-11-10 09:00", "team.formed", "S1", led_by="account_manager")
    story.act("2026-11-10 10:00", "team.formed", "S1", led_by="vice_president_lending")
    team = only(duties(story.decide("2026-11-10 11:00"), "team", "11.2.1"))
    assert (team["state"], team["fulfilled_at"]) == ("met", micros("2026-11-10 10:00"))


def test_contagion_reports_the_other_at_that_level() -> None:
    """11.1.5, O5, O6: discovered with source, link and balance; derived signals spread no further."""
    story = Story()
    for number, org in ((1, "S1"), (2, "S3"), (3, "S2")):
        story.loan("2026-09-01 09:00", f"L{number}", "500000.00", of=f"C{number}", org=org)
    story.link("2026-10-01 09:00", "C1", "C2")
    guarantee = {"customer_no": "C3", "guarantor_no": "C2", "guarantee_contract_no": "GC1", "change": "made"}
    story.tell("2026-10-01 09:00", "guarantee.link", guarantee)
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    rows = story.decide("2026-12-10")
    derived = only(one for one in rows["signals"] if one["clause"] == "11.1.5")
    assert (derived["customer_no"], derived["subject"], derived["paths"]) == ("C2", "C1", ["group:G1"])
    assert [step[:2] for step in derived["history"]] == [[1, micros("2026-11-10 08:00")], [2, micros("2026-12-10")]]
    assert dues(rows, "report", "11.1.5", "S3") == at("2026-11-13", "2026-12-13")


def test_the_end_of_a_link_counts_from_midnight() -> None:
    """O5."""
    for moment, spread in (("2026-11-10 23:59", 1), ("2026-11-11 00:00", 0)):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        story.loan("2026-09-01 09:00", "L2", "500000.00", of="C2", org="S3")
        story.link("2026-10-01 09:00", "C1", "C2")
        end = {"customer_no": "C2", "group_no": "G1", "change": "ended"}
        story.tell("2026-11-10 08:00", "group.link", end)
        story.major(moment)
        found = [one for one in story.decide("2026-11-12")["signals"] if one["clause"] == "11.1.5"]
        assert len(found) == spread


def test_release_takes_two_persons_and_starts_the_next_episode() -> None:
    """W8, D7: closed at the approval; the next band is a later fact."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    proposal = story.act(
        "2026-11-16 09:00", "release.proposed", "S1", to_level="closed", ground="resolved", evidence="a letter"
    )
    story.act("2026-11-17 09:00", "proposal.approved", "B1", who="p1", proposal_id=proposal)
    story.act("2026-11-18 09:00", "proposal.approved", "B1", who="p2", proposal_id=proposal)
    rows = story.decide("2026-12-10")
    first, second = rows["signals"]
    assert first["history"][-1] == [0, micros("2026-11-18 09:00"), micros("2026-11-18 09:00"), 0]
    assert (first["closed_by"], second["episode"], second["level"]) == ("release", 2, 2)
    assert [one["number"] for one in rows["warnings"]] == [1, 2]
    tracking = duties(rows, "tracking", "12.3.2")
    assert [one["state"] for one in tracking] == ["met", "open"]
    assert duties(rows, "monthly_update", "11.2.2")[0]["fulfilled_at"] == micros("2026-11-18 09:00")


def test_a_rise_after_the_proposal_refuses_the_release() -> None:
    """W8."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.release("2026-12-09 09:00", "2026-12-10 09:00")
    assert only(story.decide("2026-12-11")["signals"])["status"] == "live"


def test_mistaken_waives_what_is_not_yet_due() -> None:
    """W12, D7: the report is waived, what is breached stays, closing meets tracking."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.major("2026-11-10 09:00")
    story.tell("2026-11-11 10:00", "event.retracted", {"customer_no": "C1", "retracts": "e2"})
    story.release("2026-11-11 11:00", "2026-11-11 12:00", ground="mistaken")
    rows = story.decide("2026-11-12")
    assert only(rows["signals"])["disputed"] is True
    states = {one["kind"]: one["state"] for one in rows["duties"] if one["customer_no"]}
    want = {"first_notice": "breached", "report": "waived", "team": "breached", "meeting": "breached"}
    assert states == want | {"monthly_update": "met", "tracking": "met"}


def test_recovery_closes_and_keeps_what_still_stands() -> None:
    """W9, W11: settled, closed; a new loan within 12 months raises the next episode, discovered then."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.major("2026-11-10 09:00")
    story.tell("2026-11-20 09:00", "loan.settled", {"loan_no": "L1"})
    story.loan("2026-12-20 09:00", "L2", "500000.00", org="S2")
    rows = story.decide("2026-12-20 09:00")
    assert [(one["episode"], one["status"], one["closed_by"]) for one in rows["signals"]] == [
        (1, "closed", "recovery"), (2, "live", ""),
    ]  # fmt: skip
    assert dues(rows, "first_notice", "11.1.4", "S2") == at("2026-12-21 09:00")


def test_open_duties_move_with_the_loan() -> None:
    """O9: with their due; the branch keeps its own."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    story.tell("2026-11-11 09:00", "loan.moved", {"loan_no": "L1", "org_no": "S2"})
    rows = story.decide("2026-11-11 10:00")
    assert {one["org_no"]: one["state"] for one in duties(rows, "report", "11.1.3")} == {"S1": "moved", "S2": "open"}
    assert dues(rows, "report", "11.1.3") == at("2026-11-13", "2026-11-13")
    assert only(duties(rows, "meeting", "12.3.1"))["org_no"] == "B1"


def test_management_finding_by_a_system() -> None:
    """O7: two duties of the sub-branch, two of the branch, the rectification notice within 3 working days."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    finding = {"customer_no": "C1", "kind": "beyond_authority", "finding_no": "F1"}
    story.tell("2026-11-10 09:00", "management.finding", finding)
    told = story.act(
        "2026-11-11 09:00", "notice.issued", "B1", domain="management", kind="rectification", complete_by="2026-11-30"
    )
    rows = story.decide("2026-11-11 09:00")
    for clause in ("11.2", "12.1.2.1"):
        assert dues(rows, "first_notice", clause) == at("2026-11-11 09:00")
        assert dues(rows, "report", clause) == at("2026-11-13")
    notice = only(duties(rows, "rectification_notice", "14.2"))
    assert (notice["due"], notice["state"]) == (micros("2026-11-14"), "met")
    done = only(duties(rows, "completion", "14.2"))
    assert (done["org_no"], done["due"], done["hangs_on"]) == ("S1", micros("2026-12-01"), f"rectification:{told}")


def test_head_office_finds_it() -> None:
    """O8, 13.1: its notice within 24 hours, an answer of each owner within 3 days."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.major("2026-11-10 09:00", discovered="2026-11-10T08:00:00+08:00", discovered_by="H")
    story.act("2026-11-10 10:00", "notice.issued", "H", kind="warning")
    rows = story.decide("2026-11-10 10:00")
    notice = only(duties(rows, "notice", "13.1"))
    assert (notice["due"], notice["state"]) == (micros("2026-11-11 08:00"), "met")
    answers = duties(rows, "answer", "13.1")
    assert [(one["org_no"], one["due"]) for one in answers] == [
        ("B1", micros("2026-11-14")),
        ("S1", micros("2026-11-14")),
    ]


def test_forecast_is_reported_within_the_month_it_is_made() -> None:
    """O2: even on its last day; later by two days, tagged."""
    for moment, due, tags in (("2026-11-30", "2026-12-01", []), ("2026-12-01", "2026-12-04", ["late_discovery"])):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        data = {"customer_no": "C1", "grade": "substandard", "month": "2026-12", "org_no": "S1"}
        story.tell(f"{moment} 20:00", "classification.forecast", data)
        rows = story.decide(f"{moment} 21:00")
        assert dues(rows, "report", "11.1.2") == at(due)
        assert only(rows["signals"])["tags"] == tags


def test_month_end_sign_off_by_those_who_lend() -> None:
    """O3, R26: one per sub-branch and branch, from the first of the last ten days to the month's end."""
    story = Story()
    story.loan("2026-11-02 09:00", "L1", "500000.00")
    data = {"org_no": "S1", "post": "sub_branch_president", "officer_no": "p1", "month": "2026-11", "covered": 1}
    story.tell("2026-11-20 23:59:59", "forecast.signed_off", data)
    story.tell("2026-11-21 00:00", "forecast.signed_off", data)
    found = duties(story.decide("2026-11-30"), "forecast_sign_off", "11.1.2")
    assert {(one["org_no"], one["state"]) for one in found} == {("S1", "met"), ("B1", "open")}
    assert {(one["start"], one["due"]) for one in found} == {tuple(at("2026-11-21", "2026-12-01"))}


def test_concealed_is_what_the_owner_knew_and_a_superior_recorded() -> None:
    """D10, W5: born breached, own, concealed; recorded by itself it is late."""
    for recorder, scored in (("H", "concealed"), ("S1", "late")):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        claims = {"discovered": "2026-11-10T09:00:00+08:00", "discovered_by": "S1", "recorded_by": recorder}
        story.major("2026-11-14 10:00", **claims)
        report = only(duties(story.decide("2026-11-14 10:00"), "report", "11.1.4"))
        assert (report["state"], report["cause"], report["scored"]) == ("breached", "own", scored)


def test_going_live_gives_the_reports_five_working_days() -> None:
    """T6: what fell due before opens nothing but the report of a live signal."""
    story = Story()
    story.loan("2026-10-30 09:00", "L1", "500000.00")
    story.arrears("2026-10-30 10:00", "L1", "2026-10-20")
    rows = story.decide("2026-11-03", live_from="2026-11-02")
    report = only(duties(rows, "report", "11.1.3"))
    assert (report["due"], report["tags"], report["state"]) == (micros("2026-11-10"), ["go_live"], "open")
    assert duties(rows, "team", "11.2.1") == []
    assert dues(rows, "meeting", "12.3.1") == at("2026-11-10")
