"""The oracle on what hindered something and is retracted: R103 to R105; 2026-11-10 is a Tuesday."""

from __future__ import annotations

import pytest

from tests.oracle.story import Row, Story, at, duties, micros, only

RED = {"numerator": "50.00", "denominator": "100.00"}
ORANGE = {"numerator": "30.00", "denominator": "100.00"}
YELLOW = {"numerator": "10.00", "denominator": "100.00"}
NORMAL = {"numerator": "0.00", "denominator": "100.00"}
"""Figures of signal 22: a fall of sales."""


def _signals(rows: dict[str, list[Row]], clause: str) -> list[Row]:
    return [one for one in rows["signals"] if one["clause"] == clause]


def _levels(rows: dict[str, list[Row]], clause: str) -> list[list[int]]:
    """Level and instant of each step of each signal of a clause."""
    return [step[:2] for one in _signals(rows, clause) for step in one["history"]]


# --- R103: the end of a link ----------------------------------------------------------------------------------------


def _linked() -> Story:
    """C2 guarantees C1 until 11-10 12:00, by e4."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.loan("2026-09-01 09:00", "L2", "500000.00", of="C2", org="S3")
    story.guarantee("2026-10-01 09:00", "C1", "C2")
    story.guarantee("2026-11-10 12:00", "C1", "C2", "ended")
    return story


@pytest.mark.parametrize(
    ("retracted", "source", "derived"),
    [
        ("2026-11-15 09:00", "2026-11-12 09:00", "2026-11-15 09:00"),
        ("2026-11-11 00:00", "2026-11-12 09:00", "2026-11-12 09:00"),
        ("2026-11-10 23:59:59.999999", "2026-11-12 09:00", "2026-11-12 09:00"),
    ],
)
def test_a_link_whose_end_is_retracted_carries_from_then(retracted: str, source: str, derived: str) -> None:
    """R103: also what came in between; discovered, as O6 has it, when the link is there."""
    story = _linked()
    story.events += sorted_events(story, retracted, source)
    found = only(_signals(story.decide("2026-11-16"), "11.1.5"))
    assert found["history"] == [[3, micros(derived), micros(derived), 1]]
    assert found["disputed"] is False


def sorted_events(story: Story, retracted: str, source: str) -> list[Row]:
    """The retraction of e4 and a lawsuit of C1, in the order of their recording."""
    more, before = Story(), len(story.events)
    more.events = list(story.events)
    for moment, tell in sorted([(retracted, "retract"), (source, "major")]):
        if tell == "retract":
            more.retract(moment, "e4")
        else:
            more.major(moment)
    return more.events[before:]


@pytest.mark.parametrize(("retracted", "episodes"), [("2026-11-10 23:59:59", 1), ("2026-11-11 00:00", 2)])
def test_it_is_anew_only_where_the_end_had_come(retracted: str, episodes: int) -> None:
    """R103, W8: what C2 had released comes again over a link recorded anew, the source being live."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.loan("2026-09-01 09:00", "L2", "500000.00", of="C2", org="S3")
    story.guarantee("2026-10-01 09:00", "C1", "C2")
    story.major("2026-11-09 09:00")
    story.release("2026-11-09 10:00", "2026-11-09 11:00", of="C2", org="S3", by="B2")
    ended = story.guarantee("2026-11-10 12:00", "C1", "C2", "ended")
    story.retract(retracted, ended)
    assert [one["episode"] for one in _signals(story.decide("2026-11-12"), "11.1.5")] == [1, 2][:episodes]


def test_of_a_group_too_and_the_making_stays_what_it_rests_on() -> None:
    """R103, R31: a membership; its making retracted afterwards disputes what came over it, and it carries no more."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.loan("2026-09-01 09:00", "L2", "500000.00", of="C2", org="S3")
    story.link("2026-10-01 09:00", "C1", "C2")
    ended = story.tell("2026-11-10 12:00", "group.link", {"customer_no": "C2", "group_no": "G1", "change": "ended"})
    story.retract("2026-11-12 09:00", ended, of="C2")
    story.major("2026-11-13 09:00")
    assert only(_signals(story.decide("2026-11-14"), "11.1.5"))["disputed"] is False
    story.retract("2026-11-14 09:00", "e4", of="C2")
    assert only(_signals(story.decide("2026-11-14 09:00"), "11.1.5"))["disputed"] is True


def test_made_anew_since_or_never_made_the_retraction_changes_nothing() -> None:
    """R103, R31: what stands is not made twice; what was retracted itself does not come back."""
    for between in ("made", "retracted"):
        story = _linked()
        if between == "made":
            story.guarantee("2026-11-12 09:00", "C1", "C2")
        else:
            story.retract("2026-11-12 09:00", "e3")
        story.major("2026-11-13 09:00")
        story.release("2026-11-13 10:00", "2026-11-13 11:00", of="C2", org="S3", by="B2")
        story.retract("2026-11-14 09:00", "e4")
        assert len(_signals(story.decide("2026-11-15"), "11.1.5")) == (1 if between == "made" else 0)


# --- R104: a clearing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("retracted", "orange"),
    [
        ("2026-12-20 09:00", ["2026-12-20 09:00", "2026-12-20"]),
        ("2026-12-10 00:00", ["2026-12-10 00:00", "2026-12-10"]),
        ("2026-12-09 23:59", ["2026-12-10 00:00", "2026-12-10"]),
    ],
)
def test_a_clearing_retracted(retracted: str, orange: list[str]) -> None:
    """R104, R27: day 31 is 12-10; a band reached meanwhile is reached at the recording, from 00:00 of that day."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    cleared = story.arrears("2026-11-20 08:00", "L1", None, 2)
    story.retract(retracted, cleared)
    found = only(story.decide("2026-12-21")["signals"])
    assert found["history"][1] == [2, *at(*orange), 2]
    assert found["disputed"] is False
    report = duties(story.decide("2026-12-21"), "report", "11.1.3")[-1]
    assert report["due"] == micros("2026-12-23" if retracted > "2026-12-11" else "2026-12-13")


def test_of_several_clearings_the_others_stand() -> None:
    """R104: as if that position alone had not been."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    first = story.arrears("2026-11-20 08:00", "L1", None, 2)
    second = story.arrears("2026-11-21 08:00", "L1", None, 3)
    story.retract("2026-12-20 09:00", first)
    assert [step[0] for step in only(story.decide("2026-12-20 09:00")["signals"])["history"]] == [1]
    story.retract("2026-12-21 09:00", second)
    assert [step[0] for step in only(story.decide("2026-12-21 09:00")["signals"])["history"]] == [1, 2]


def test_arisen_again_since_it_is_one_spell() -> None:
    """R104, O4: bands ahead go by the earliest date, on the first signal; the second one stands as it is."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    cleared = story.arrears("2026-11-20 08:00", "L1", None, 2)
    story.arrears("2026-11-25 08:00", "L1", "2026-11-25", 3)
    story.retract("2026-11-26 09:00", cleared)
    rows = story.decide("2026-12-31")
    assert [(one["subject"], one["level"]) for one in rows["signals"]] == [("L1|2026-11-10", 2), ("L1|2026-11-25", 1)]
    assert _levels(rows, "11.1.3")[1] == [2, micros("2026-12-10")]


def test_no_position_is_left() -> None:
    """R104, R65: arisen and cleared, both retracted, in whatever order: nothing counts."""
    for order in ((0, 1), (1, 0)):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        told = [story.arrears("2026-11-10 08:00", "L1", "2026-11-10")]
        told.append(story.arrears("2026-11-20 08:00", "L1", None, 2))
        for n, place in enumerate(order):
            story.retract(f"2026-11-2{n + 1} 09:00", told[place])
        assert [step[0] for step in only(story.decide("2026-12-31")["signals"])["history"]] == [1]


def test_what_was_released_comes_with_a_further_band_only() -> None:
    """R104, W8: the band it had is no later fact; the next one is."""
    for until, episodes in (("2026-12-09", [1]), ("2026-12-10", [1, 2])):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
        cleared = story.arrears("2026-11-20 08:00", "L1", None, 2)
        story.release("2026-11-21 09:00", "2026-11-22 09:00")
        story.retract("2026-11-25 09:00", cleared)
        assert [one["episode"] for one in story.decide(until)["signals"]] == episodes


def test_a_cure_of_principal_retracted() -> None:
    """R104, R9: red on day 91, 2027-02-08; the band before the cure is not told again after the release."""
    for until, levels in (("2027-02-07", [0]), ("2027-02-08", [0, 3])):
        story = Story()
        story.loan("2026-09-01 09:00", "L1", "500000.00")
        story.overdue("2026-11-10 08:00", "L1", "2026-11-10", 1)
        cured = story.overdue("2026-11-20 08:00", "L1", None, 2)
        story.release("2026-11-21 09:00", "2026-11-22 09:00")
        story.retract("2026-11-25 09:00", cured)
        assert [one["level"] for one in story.decide(until)["signals"]] == levels


def test_a_settlement_clears_still() -> None:
    """R104, O4: the loan was paid since; the clearing before that makes no difference."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    story.arrears("2026-11-10 08:00", "L1", "2026-11-10")
    cleared = story.arrears("2026-11-20 08:00", "L1", None, 2)
    story.tell("2026-11-21 09:00", "loan.settled", {"loan_no": "L1"})
    story.retract("2026-12-20 09:00", cleared)
    assert [step[0] for step in only(story.decide("2027-03-01")["signals"])["history"]] == [1, 0]


# --- R105: back to normal, after recovery ---------------------------------------------------------------------------


def _recovered(*figures: dict[str, str]) -> Story:
    """Figures of signal 22 from 11-10 on, as e2, e3 and so on; all is paid on 11-20."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    for n, figure in enumerate(figures):
        story.observe(f"2026-11-1{n} 09:00", 22, **figure)
    story.tell("2026-11-20 09:00", "loan.settled", {"loan_no": "L1"})
    return story


@pytest.mark.parametrize(
    ("figures", "retracted", "levels"),
    [
        ([ORANGE, NORMAL], "e3", [0, 2]),
        ([YELLOW, ORANGE, NORMAL], "e4", [0, 2]),
        ([RED, YELLOW, NORMAL], "e4", [0, 1]),
        ([ORANGE, NORMAL, NORMAL], "e4", [0]),
        ([RED, YELLOW], "e3", [0, 3]),
        ([YELLOW, RED], "e3", [0, 1]),
    ],
)
def test_a_normal_figure_retracted(figures: list[dict[str, str]], retracted: str, levels: list[int]) -> None:
    """R105: kept at the lower of the level at the closing and the last that is left; nothing live before a balance."""
    story = _recovered(*figures)
    story.retract("2026-11-25 09:00", retracted)
    found = story.decide("2026-11-26")["signals"]
    assert ([one["level"] for one in found], {one["status"] for one in found[1:]}) == (
        levels,
        {"kept"} if levels[1:] else set(),
    )
    assert not any(one["disputed"] for one in found)
    story.loan("2026-11-27 09:00", "L2", "1.00")
    again = story.decide("2026-11-27 09:00")["signals"][1:]
    assert [one["history"][-1][:2] for one in again] == [[level, micros("2026-11-27 09:00")] for level in levels[1:]]


@pytest.mark.parametrize(
    ("retracted", "balance", "live"),
    [
        ("2026-11-25 09:00", "2027-11-20 08:59:59", True),
        ("2026-11-25 09:00", "2027-11-20 09:00", False),
        ("2027-11-20 08:00", "2027-11-20 08:30", True),
        ("2027-11-20 09:00", "2027-11-20 09:30", False),
    ],
)
def test_for_twelve_months_after_the_closing(retracted: str, balance: str, live: bool) -> None:  # noqa: FBT001
    """R105, W9."""
    story = _recovered(ORANGE, NORMAL)
    story.retract(retracted, "e3")
    story.loan(balance, "L2", "1.00")
    assert any(one["status"] == "live" for one in story.decide(balance)["signals"]) is live


def test_where_there_is_a_balance_it_comes_at_once() -> None:
    """R105, W11: discovered at the recording of the retraction."""
    story = _recovered(ORANGE, NORMAL)
    story.loan("2026-11-22 09:00", "L2", "1.00")
    story.retract("2026-11-25 09:00", "e3")
    again = story.decide("2026-11-25 09:00")["signals"][-1]
    assert again["history"][-1] == [2, micros("2026-11-25 09:00"), micros("2026-11-25 09:00"), 1]


@pytest.mark.parametrize("kind", ["classification.set", "classification.forecast"])
def test_a_class_or_forecast_back_to_pass_retracted(kind: str) -> None:
    """R105: of either kind the last that is left."""
    story = Story()
    story.loan("2026-09-01 09:00", "L1", "500000.00")
    for day, grade in (("10", "doubtful"), ("11", "pass")):
        data = {"customer_no": "C1", "grade": grade}
        dated = {"classified_on": f"2026-11-{day}"} if kind.endswith("set") else {"month": "2026-12", "org_no": "S1"}
        story.tell(f"2026-11-{day} 09:00", kind, data | dated)
    story.tell("2026-11-20 09:00", "loan.settled", {"loan_no": "L1"})
    assert [one["status"] for one in story.decide("2026-11-25")["signals"]] == ["closed"]
    story.retract("2026-11-25 09:00", "e3")
    assert [(one["status"], one["level"]) for one in story.decide("2026-11-25 09:00")["signals"]] == [
        ("closed", 0), ("kept", 3),
    ]  # fmt: skip


def test_what_was_released_is_not_kept() -> None:
    """R105, W8: closed by people; and what had been on record at a release does not stand for the next episode."""
    story = _recovered(ORANGE, NORMAL)
    story.events.pop()
    story.release("2026-11-12 09:00", "2026-11-13 09:00")
    story.tell("2026-11-20 09:00", "loan.settled", {"loan_no": "L1"})
    story.retract("2026-11-25 09:00", "e3")
    assert [one["status"] for one in story.decide("2026-11-26")["signals"]] == ["closed"]
    story = _recovered(ORANGE)
    story.events.pop()
    story.release("2026-11-12 09:00", "2026-11-13 09:00")
    worse = story.observe("2026-11-14 09:00", 22, **RED)
    story.retract("2026-11-15 09:00", worse)
    story.tell("2026-11-20 09:00", "loan.settled", {"loan_no": "L1"})
    assert [one["status"] for one in story.decide("2026-11-26")["signals"]] == ["closed", "closed"]


# --- R29, R31: of several facts that wait for a balance ------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "retracted", "levels"),
    [
        ([ORANGE, ORANGE], ["e1"], [2]),
        ([ORANGE, ORANGE], ["e2"], [2]),
        ([ORANGE, YELLOW], ["e1"], [1]),
        ([YELLOW, ORANGE, ORANGE], ["e2", "e3"], [1]),
        ([ORANGE, ORANGE], ["e1", "e2"], []),
    ],
)
def test_the_worst_that_waits_and_is_not_retracted(
    figures: list[dict[str, str]], retracted: list[str], levels: list[int]
) -> None:
    """R29: it raises when the balance comes, also where it was no worse than the one that is retracted."""
    story = Story()
    for n, figure in enumerate(figures):
        story.observe(f"2026-11-1{n} 09:00", 22, **figure)
    for event in retracted:
        story.retract("2026-11-20 09:00", event)
    story.loan("2026-11-25 09:00", "L1", "500000.00")
    found = [one["level"] for one in story.decide("2026-11-26")["signals"] if one["status"] == "live"]
    assert found == levels
