"""Reasons with their facts, as an auditor reads them: what was decided, from a few events, said in words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.events import lent, line, named, sued
from warning.bootstrap import new_run, setting
from warning.core.effects import Why
from warning.core.scalars import read_moment
from warning.intake.run import decide
from warning.ledger.memory import MemoryLedger
from warning.wording import reason
from warning.wording.text import Lang

MANAGER = {"discovered_by": "1001", "recorded_by": "1001"}


def told(lines: list[str], code: str, until: str = "2026-12-01", lang: Lang = "zh") -> list[str]:
    """What is said for each reason of this code, in the order of the rows and of their changes."""
    here = setting()
    run = new_run(here.frame)
    decide([text.encode() for text in lines], here.frame, int(read_moment(until)), run=run)
    return [reason(why, here.names, lang) for why in reasons(run.ledger) if why.code == code]


def reasons(ledger: MemoryLedger) -> list[Why]:
    """All reasons there are, each row's in order."""
    return [change.effect.why for name in sorted(ledger.history) for change in ledger.history[name]]


def observed(name: str, number: int, at: str, **values: Any) -> str:
    """A signal of ``signals.md``."""
    return line(name, "signal.observed.v1", at, customer_no="C1", number=number, **values)


def linked(name: str, customer_no: str, at: str, group_no: str = "G1") -> str:
    """A borrower joins a group."""
    return line(name, "group.link.v1", at, customer_no=customer_no, group_no=group_no, change="made")


def member(at: str) -> str:
    """A loan of a second borrower."""
    return lent("L2").replace('"C1"', '"C2"').replace("2026-10-12T09:00:00", at)


LEVEL, LINK, BALANCE = "来源级别最后录入", "关联关系最后录入", "本借款人的余额最后录入"


@pytest.mark.parametrize(
    ("level", "link", "balance", "said"),
    [
        ("2026-11-03", "2026-10-13", "2026-10-12", LEVEL),
        ("2026-11-03", "2026-11-04", "2026-10-12", LINK),
        ("2026-11-03", "2026-10-13", "2026-11-05", BALANCE),
        ("2026-11-03", "2026-11-04", "2026-11-05", BALANCE),
    ],
)
@pytest.mark.parametrize("late", ["C1", "C2"], ids=["the source joins last", "the member joins last"])
def test_what_was_recorded_last_starts_a_derived_signal(
    level: str, link: str, balance: str, said: str, late: str
) -> None:
    early = "C2" if late == "C1" else "C1"
    dated = [
        ("2026-10-12T09", lent()),
        ("2026-10-12T10", linked("g1", early, "2026-10-12T10:00:00+08:00")),
        (f"{link}T09", linked("g2", late, f"{link}T09:00:00+08:00")),
        (f"{level}T10", sued(f"{level}T10:00:00+08:00")),
        (f"{balance}T11", member(f"{balance}T11:00:00")),
    ]
    (only,) = told([text for _, text in sorted(dated)], "contagion")
    last = {LEVEL: f"{level} 10:00", LINK: f"{link} 09:00", BALANCE: f"{balance} 11:00"}[said]
    assert "级别红色，经集团 G1 传及本借款人" in only
    assert f"{said}（{last}）" in only


def test_a_second_path_is_named() -> None:
    lines = [lent(), member("2026-10-12T11:00:00")]
    lines += [linked(f"a{n}", f"C{n}", "2026-10-13T09:00:00+08:00") for n in (1, 2)]
    lines += [sued()]
    lines += [linked(f"b{n}", f"C{n}", "2026-11-04T09:00:00+08:00", "G2") for n in (1, 2)]
    assert told(lines, "path_added") == ["来源C1又经集团 G2 传及本借款人；仍为同一个传导信号（O5）。"]


def concealed() -> list[str]:
    """A lawsuit the sub-branch knew of for a week before head office recorded it."""
    event = line(
        "m1",
        "major_event.v1",
        "2026-11-10T10:00:00+08:00",
        customer_no="C1",
        kind="litigation",
        discovered="2026-11-03T08:00:00+08:00",
        discovered_by="1001",
        recorded_by="9999",
    )
    return [lent(), event]


def test_a_concealed_breach_says_who_knew_since_when_and_who_recorded_it_when() -> None:
    said = "\n".join(told(concealed(), "breached"))
    assert "江城城南支行（1001）自 2026-11-03 08:00 起已知情" in said
    assert "于 2026-11-10 10:00 才由总行（9999）首先记录：按隐瞒不报计分" in said
    assert "(1001) had known since 2026-11-03 08:00" in "\n".join(told(concealed(), "breached", lang="en"))


def arrears(at: str, loan_no: str = "L1") -> str:
    """Interest in arrears since 3 November, recorded later."""
    return line(
        f"a-{loan_no}",
        "interest_arrears.position.v1",
        at,
        "2026-11-03T00:00:00+08:00",
        loan_no=loan_no,
        currency="CNY",
        interest_arrears_on_bs="100.00",
        interest_arrears_off_bs="0.00",
        interest_arrears_since="2026-11-03",
        posting_seq=1,
    )


def test_a_breach_put_down_to_the_feed_says_how_much_of_the_clock_was_left() -> None:
    half, less = (told([lent(), arrears(f"2026-11-{at}:00+08:00")], "breached") for at in ("04T12:00", "04T12:01"))
    assert not any("数据报送" in said for said in half), "half of the clock is enough"
    said = next(said for said in less if "录入滞后" in said)
    assert "记录时（2026-11-04 12:01）全部时限 3 天，只剩 1 天 11 小时，不足一半" in said


def test_a_duty_born_breached_says_by_how_much() -> None:
    late = sued("2026-11-10T10:00:00+08:00").replace(
        '"kind"', '"discovered": "2026-11-03T10:00:00+08:00", "discovered_by": "1001", "recorded_by": "1001", "kind"'
    )
    said = told([lent(), late], "breached")
    assert any("产生之时（2026-11-10 10:00）截止时间已过 6 天" in one for one in said)


def assessed(at: str, **who: str) -> str:
    """A loan that cannot be confirmed."""
    return line("s1", "loan.assessed.v1", at, loan_no="L1", result="unsure", made_on=at[:10], **who)


def test_a_report_opened_by_a_crossing_says_so_and_names_d() -> None:
    lines = [
        named(),
        lent(balance="600000.00", matures_on="2026-12-20"),
        assessed("2026-11-10T10:00:00+08:00", **MANAGER),
        lent("L3", balance="6000000.00").replace("2026-10-12T09:00:00", "2026-11-12T09:00:00"),
        sued("2026-11-12T10:00:00+08:00"),
    ]
    plain, *crossed = told(lines, "report_due")[:1] + told(lines, "report_at_crossing")
    assert (
        "金额档升至“500 万元（含）以上”：借据 L1（2026-12-20（周日）到期）的信号须按新的金额档再次上报分行"
        in crossed[0]
    )
    assert len(crossed) == 2, "a first report and a written one"
    assert "金额档升至" not in plain


def test_a_missing_assessment_names_the_maturity_and_the_check_day() -> None:
    (said,) = told([lent(matures_on="2026-12-20")], "assessment_missing")
    assert "于 2026-12-20（周日）到期；截至检查日 2026-11-20（周五）24:00" in said


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ({}, "整改通知未定期限，应在收到后 30 日内完成整改，即 2026-12-05 24:00 前"),
        ({"complete_by": "2026-11-20"}, "整改通知限期 2026-11-20（周五），应于当日 24:00（2026-11-20 24:00）前"),
    ],
)
def test_a_completion_says_whether_the_notice_set_a_date(date: dict[str, str], said: str) -> None:
    found = line(
        "f1",
        "management.finding.v1",
        "2026-11-03T10:00:00+08:00",
        customer_no="C1",
        finding_no="F1",
        kind="beyond_authority",
        **MANAGER,
    )
    notice = line(
        "n1",
        "notice.issued.v1",
        "2026-11-05T10:00:00+08:00",
        customer_no="C1",
        domain="management",
        kind="rectification",
        org_no="1000",
        post="branch_monitor",
        officer_no="1000-BM01",
        **date,
    )
    (only,) = told([lent(), found, notice], "completion")
    assert said in only
    assert "视为支行发现" in told([lent(), found, notice], "finding")[0]


def test_the_level_of_a_warning_names_the_signals_that_made_it() -> None:
    """Two yellow signals of different groups make orange."""
    at = "2026-11-0{}T10:00:00+08:00"
    ratio = {"numerator": "71.00", "denominator": "100.00"}
    yellow = [observed("o1", 18, at.format(3), **ratio), observed("o2", 33, at.format(4), value=1)]
    (raised,), levels = told([lent(), *yellow], "warning_raised"), told([lent(), *yellow], "warning_level")
    assert "取有效信号中的最高级别（S-" in raised
    assert len(levels) == 1
    assert "预警级别改为橙色：不同信号组的自身黄色信号并存（S-" in levels[0]
    assert levels[0].count("S-") == 2
    rises = told([lent(), *yellow, sued(at.format(5))], "warning_level")
    assert "预警级别改为红色：取有效信号中的最高级别（S-" in rises[1]
    assert rises[1].count("S-") == 1


def test_no_more_than_five_signals_are_named() -> None:
    loans = [lent(f"L{n}") for n in range(6)]
    behind = [arrears("2026-11-04T12:00:00+08:00", f"L{n}") for n in range(6)]
    weak = observed("o1", 18, "2026-11-05T10:00:00+08:00", numerator="71.00", denominator="100.00")
    lines = [*loans, *behind, weak]
    (orange, *_) = told(lines, "warning_level")
    assert orange.count("S-") == 5
    assert "等 7 个）" in orange
    assert " and 2 more)" in told(lines, "warning_level", lang="en")[0]
