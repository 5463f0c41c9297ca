"""What is said of real decisions: the arithmetic of dues, comparisons, and every reason of a whole run."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import pytest
from msgspec.structs import replace

from warning.bootstrap import Setting, new_bank, setting
from warning.core.draft import Record
from warning.core.effects import Effect, Why
from warning.core.events import Told
from warning.core.rows import Duty, row_id
from warning.core.scalars import DAY, HOUR, day_of, end_of, midnight, read_day, read_moment
from warning.core.state import State
from warning.demo import synthesise
from warning.intake.run import Run, decide
from warning.ledger.journal import Came
from warning.ledger.memory import MemoryLedger
from warning.wording import moments
from warning.wording.arithmetic import arithmetic
from warning.wording.render import reason
from warning.wording.text import Lang

LANGS: Final[tuple[Lang, ...]] = ("zh", "en")
UNSAID: Final = re.compile(r"[{}]")


class Listening(MemoryLedger):
    """A ledger that keeps every reason it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.reasons: list[Why] = []

    def commit(
        self, key: str, state: State, record: Record, effects: tuple[Effect, ...], came: Came, frame_id: str
    ) -> None:
        """As ever, and the reasons are kept."""
        self.reasons += [effect.why for effect in effects if not isinstance(effect, Told)]
        super().commit(key, state, record, effects, came, frame_id)


@cache
def bank() -> tuple[Setting, Listening]:
    """A month of the small synthetic bank, decided."""
    made = new_bank(2026, 600, 1)
    here = setting(live_from=int(read_moment(made.live_from)))
    ledger = Listening()
    lines = synthesise(made.seed, loans=made.loans, months=made.months)
    decide(lines, here.frame, int(read_moment(made.until)), run=Run(here.frame, ledger=ledger))
    return here, ledger


@pytest.mark.parametrize("lang", LANGS)
def test_every_reason_of_a_month_is_said_in_words(lang: Lang) -> None:
    here, ledger = bank()
    reasons = set(ledger.reasons)
    assert len({why.code for why in reasons}) > 30
    for why in reasons:
        text = reason(why, here.names, lang)
        assert not UNSAID.search(text), (why, text)
        assert not text.startswith(why.code), why


@pytest.mark.parametrize("lang", LANGS)
def test_the_arithmetic_of_every_due_of_a_month_comes_to_the_due(lang: Lang) -> None:
    here, ledger = bank()
    counted = 0
    for duty in ledger.duties.values():
        opened = next((one.effect.why for one in ledger.history[duty.id] if one.effect.change == "opened"), None)
        if duty.due is None or opened is None:
            continue
        steps = arithmetic(duty, dict(opened.values), here.frame, lang)
        due = moments.deadline(duty.due)
        result = next(index for index, step in enumerate(steps) if step.startswith(("因此", "So it is due")))
        assert due in steps[result]
        # the step before the result must come to the same by itself, not by being told
        written = (due, moments.instant(duty.due), duty.hangs_on.rpartition(":")[2])
        assert any(text in steps[result - 1] for text in written), steps
        counted += 1
    assert counted > 400


def duty(start: str, due: int, *, kind: str = "report", clause: str = "11.1.3", tags: tuple[str, ...] = ()) -> Duty:
    """A duty of a signal with its due; ``due_working`` by the packaged calendar."""
    frame = setting().frame
    hangs_on = f"signal:{clause}:X:1:1"
    return Duty(
        id=row_id("D", hangs_on),
        kind=kind,  # type: ignore[arg-type]
        clause=clause,
        customer_no="C1",
        domain="business",
        hangs_on=hangs_on,
        org_no="1001",
        post="sub_branch_president",
        start=int(read_moment(start)),
        due=due,
        due_working=frame.due_working(due),
        state="open",
        opened_at=int(read_moment(start)),
        tags=tags,
    )


def steps(row: Duty, lang: Lang = "zh", **values: int | str) -> str:
    """The arithmetic as one text."""
    return "\n".join(arithmetic(row, {"start": row.start, "day": day_of(row.start), **values}, setting().frame, lang))


def test_two_days_do_not_count_the_day_of_discovery() -> None:
    due = end_of(read_day("2026-11-05"))
    text = steps(duty("2026-11-03T09:00:00+08:00", due), n=2, unit="days")
    assert "起始当日 2026-11-03（周二）不计" in text
    assert "第 1 日 2026-11-04（周三）、第 2 日 2026-11-05（周四）" in text
    assert "因此截止时间为 2026-11-05 24:00" in text


def test_hours_elapse() -> None:
    start = int(read_moment("2026-11-03T09:30:00+08:00"))
    text = steps(duty("2026-11-03T09:30:00+08:00", start + 24 * HOUR), "en", n=24, unit="hours")
    assert "24 hours, elapsed exactly, which ends at 2026-11-04 09:30" in text
    assert "not counted" not in text


def test_working_days_name_the_days_passed_over() -> None:
    frame = setting().frame
    start = read_day("2026-09-30")
    due = end_of(frame.calendar.nth_working_day(start, 3))
    text = steps(duty("2026-09-30T10:00:00+08:00", due, kind="meeting"), n=3, unit="working_days")
    assert "非工作日不计：2026-10-01（周四）" in text
    assert f"因此截止时间为 {moments.deadline(due)}" in text
    assert "2026-10-07（周三）" in text


def test_the_cap_of_d_25_is_said_where_it_holds_and_where_it_does_not() -> None:
    start = "2026-11-03T09:00:00+08:00"
    by_rule = end_of(read_day("2026-11-05"))
    capped = end_of(read_day("2026-11-04"))
    matures_on = int(read_day("2026-11-29"))
    holds = steps(duty(start, capped, clause="11.1.1"), n=2, unit="days", matures_on=matures_on, cap=capped)
    ahead = steps(duty(start, by_rule, clause="11.1.1"), n=2, unit="days", matures_on=matures_on, cap=by_rule + DAY)
    assert "不得晚于到期日 2026-11-29（周日）前第 25 日 24:00（2026-11-04 24:00" in holds
    assert "因此截止时间为 2026-11-04 24:00" in holds
    assert "不影响结果" in ahead


def test_a_due_on_a_day_off_shows_the_working_day_and_that_it_is_not_enforced() -> None:
    saturday = end_of(read_day("2026-11-07"))
    text = steps(duty("2026-11-05T09:00:00+08:00", saturday), n=2, unit="days")
    assert "2026-11-07（周六）不是工作日；按工作日顺延为 2026-11-09 24:00" in text
    assert "不作为截止依据" in text


def test_a_year_without_a_calendar_is_said_to_be_provisional() -> None:
    due = end_of(read_day("2031-01-08"))
    text = steps(duty("2031-01-06T09:00:00+08:00", due), "en", n=2, unit="days")
    assert "The calendar of 2031 is not yet published" in text


def test_going_live_is_said() -> None:
    frame = replace(setting().frame, live_from=midnight(read_day("2026-10-01")))
    row = duty("2026-09-30T09:00:00+08:00", end_of(read_day("2026-10-13")), tags=("go_live",))
    text = "\n".join(arithmetic(row, {"start": row.start, "n": 2, "unit": "days"}, frame, "zh"))
    assert "不早于第 5 个工作日 24:00，故为 2026-10-13 24:00（T6）" in text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((("numerator", "79.99"), ("denominator", "100.00"), ("op", "ge"), ("bound", 7000)), "79.99%"),
        # cut, never rounded up to a bound it did not reach
        ((("numerator", "79999.00"), ("denominator", "100000.00"), ("op", "ge"), ("bound", 7000)), "≈ 79.99%"),
        ((("numerator", "-1.00"), ("denominator", "100.00"), ("op", "lt"), ("bound", -99)), "-1.00%"),
        ((("numerator", "80.00"), ("denominator", "100.00"), ("op", "ge"), ("bound", 8000)), "不低于 80.00%"),
    ],
)
def test_a_comparison_shows_both_sides_and_the_bound(values: tuple[tuple[str, int | str], ...], said: str) -> None:
    why = Why("observed", "11.1.6", (("number", 18), *values))
    assert said in reason(why, setting().names, "zh")
    assert "资产负债率" in reason(why, setting().names, "zh")


def test_a_ratio_is_said_as_one_and_days_as_days() -> None:
    names = setting().names
    cash = (("number", 24), ("numerator", "15.00"), ("denominator", "100.00"), ("op", "le"), ("bound", 2000))
    assert "= 0.15, which reaches the bound 'at most 0.2'" in reason(Why("observed", "11.1.6", cash), names, "en")
    lost = (("number", 33), ("value", 3), ("op", "ge"), ("bound", 3))
    assert "3 天，达到界限“不低于 3 天”" in reason(Why("observed", "11.1.6", lost), names, "zh")


def test_a_reason_nobody_worded_is_shown_as_it_is() -> None:
    assert reason(Why("unheard_of", "W1", (("level", 1),)), setting().names, "zh") == "unheard_of {'level': 1}"


def test_a_sign_off_says_whether_its_figures_agree_with_the_books_and_by_how_many_not() -> None:
    here, ledger = bank()
    said = [reason(why, here.names, "zh") for why in ledger.reasons if why.code == "signed_off"]
    short = [text for text in said if "与在册不符，少 3 户" in text]
    assert len(short) == 1, "the people of the demo sign what is on the books, one organisation does not"
    assert all(text.endswith("，与在册相符。") for text in said if text not in short)
    assert len(said) > 5
    figures = (("month", "2026-10"), ("covered", 53), ("missing", 1), ("borrowers", 52))
    over = Why("signed_off", "O3", (*figures, ("over", 2)))
    assert "与在册不符，多 2 户" in reason(over, here.names, "zh")
    assert "the figures do not agree, 2 too many" in reason(over, here.names, "en")
