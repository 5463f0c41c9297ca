"""The book that comes with the program holds the figures of ``signals.md`` and ``clauses.md``, and hashes stably."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.rulebook.broken import broken_copy
from warning.core.events import EVENTS, Act, ProposalApproved
from warning.core.frame import ORANGE, RED, YELLOW, Clock, Frame, Term
from warning.core.scalars import read_moment
from warning.rulebook import check, default_directory, load_book, load_frame
from warning.rulebook.load import BrokenBook
from warning.rulebook.packed import load_packed, pack

LETTERS = {"Y": YELLOW, "O": ORANGE, "R": RED}
GROUPS = (
    ("payment", range(1, 11)),
    ("major", range(11, 18)),
    ("financial", range(18, 33)),
    ("conduct", range(33, 43)),
    ("business", range(43, 48)),
    ("security", range(48, 53)),
    ("concentration", range(53, 54)),
)
FIGURES = {
    2: "Y ge 1, O ge 31, R ge 91",
    3: "O ge 1, R gt 90",
    6: "R gt 1000",
    7: "R gt 2000",
    9: "Y ge 1, O ge 2, R ge 3",
    18: "Y ge 7000, O ge 8000, R ge 9000",
    19: "Y le 1000, R le 500",
    20: "O lt -100",
    21: "O ge 2, R ge 4",
    22: "Y ge 1000, O ge 3000, R ge 5000",
    23: "Y ge 1, O ge 2, R ge 4",
    24: "Y le 2000, O le 1000",
    25: "Y ge 7000, O ge 8500",
    26: "Y ge 2000, O ge 4000",
    27: "Y ge 2000, O ge 4000",
    28: "Y ge 2000, O ge 4000",
    29: "Y ge 3000, O ge 6000",
    30: "Y ge 2000, O ge 4000",
    31: "Y ge 3000",
    32: "Y ge 1, O ge 2",
    33: "Y ge 1, O ge 3, R ge 10",
    34: "Y ge 10, O ge 30",
    36: "Y le -5000, O le -8000",
    42: "Y ge 1, O ge 2, R ge 3",
    45: "Y ge 3, O ge 6",
    48: "Y ge 7000, O ge 8500, R ge 10000",
    52: "Y le 180, O le 90, R le 30",
}
FLATS = {
    8: "O",
    10: "O",
    35: "Y",
    37: "O",
    38: "R",
    39: "R",
    40: "R",
    41: "R",
    44: "O",
    46: "O",
    47: "Y",
    50: "Y",
    51: "R",
}
VARIANTS = {
    1: {"on_time": 0, "unsure": 1, "partial": 2, "cannot": 3, "missing": 1},
    4: {"substandard": 2, "doubtful": 3, "loss": 3},
    5: {"special_mention_3": 1},
    43: {"half_stop": 2, "stop": 3, "resumed": 0},
    49: {"title_dispute": 2, "unauthorised_disposal": 3, "settled": 0},
}
SOURCED = {3: [1], 6: [0], 7: [0], 18: [2], 19: [0, 1], 20: [0], 24: [0], 25: [0], 30: [0]}
"""Rows with bold figures -> which of their bands (``signals.md``); 53's are by variant."""


TIERED = 5 + 3
"""Examples of deadlines that begin with a tier: of 11.1.1 and of 12.1.1."""


@pytest.fixture(scope="module")
def frame() -> Frame:
    """The packaged frame."""
    return load_frame()


def test_all_53_rows_are_there_each_in_its_group(frame: Frame) -> None:
    """The headings of signals.md are the signal groups (W2)."""
    assert {number: rule.group for number, rule in frame.book.signals.items()} == {
        number: group for group, numbers in GROUPS for number in numbers
    }


def test_each_row_has_the_clause_of_the_foot_of_the_table(frame: Frame) -> None:
    """Row 1 is 11.1.1, 4 and 5 are 11.1.2, 2 is 11.1.3, 11-17 are 11.1.4, all others 11.1.6."""
    special = {1: "11.1.1", 2: "11.1.3", 4: "11.1.2", 5: "11.1.2"} | dict.fromkeys(range(11, 18), "11.1.4")
    clauses = {number: rule.clause for number, rule in frame.book.signals.items()}
    assert clauses == {number: special.get(number, "11.1.6") for number in range(1, 54)}


@pytest.mark.parametrize("number", range(1, 54))
def test_the_figures_are_those_of_signals_md(frame: Frame, number: int) -> None:
    """Written out here a second time: a figure changed by mistake fails."""
    rule = frame.book.signals[number]
    bands = ", ".join(f"{' YOR'[band.level]} {band.op} {band.bound}" for band in rule.bands)
    assert bands == FIGURES.get(number, "")
    assert rule.level == LETTERS.get(FLATS.get(number, ""), 0)
    if number in range(11, 18):
        assert list(rule.variants.values()) == [RED]
    else:
        assert dict(rule.variants) == VARIANTS.get(number, {"absent": 0} if number in FLATS else {})


def test_concentration_is_by_variant(frame: Frame) -> None:
    """Row 53: single 15 %, group 20 %, orange."""
    variants = frame.book.signals[53].variant_bands
    figures = {name: [(band.level, band.op, band.bound) for band in bands] for name, bands in variants.items()}
    assert figures == {"single": [(ORANGE, "ge", 1500)], "group": [(ORANGE, "ge", 2000)]}


def test_bold_figures_are_marked_as_a_sources() -> None:
    """Bold in signals.md is a source's; no band is the text's, which gives levels to 11.1.4 and 11.1.5 alone."""
    for rule in load_book().rules:
        number = int(rule.ref) if rule.ref.isdigit() else 0
        sourced = [at for at, figure in enumerate(rule.band_figures) if figure == "source"]
        assert sourced == SOURCED.get(number, [])
        assert "text" not in rule.band_figures
        assert (rule.level_figure == "text") == (rule.clause in ("11.1.4", "11.1.5"))
    fifty_three = next(rule for rule in load_book().rules if rule.ref == "53")
    assert fifty_three.variant_figures == {"single": ("source",), "group": ("source",)}


def test_the_book_figures_are_those_of_the_clauses(frame: Frame) -> None:
    """W6, P1-P4, W9, O1, O3, O7, T6 and the bands of days."""
    book = frame.book
    assert book.tiers == (100_000_000, 500_000_000)
    assert (book.check_days, book.report_by_days, book.assessment_window_days) == (30, 25, 60)
    assert (book.recovery_memory_months, book.sign_off_days, book.go_live_working_days, book.held_hours) == (
        12,
        10,
        5,
        24,
    )
    assert book.arrears_bands == ((1, YELLOW), (31, ORANGE), (91, RED))
    assert book.overdue_bands == ((1, ORANGE), (91, RED))
    assert book.set_levels == {"special_mention_3": 1, "substandard": 2, "doubtful": 3, "loss": 3}
    assert book.forecast_levels == {"substandard": 2, "doubtful": 3, "loss": 3}
    assert book.major_level == RED
    assert book.finding_levels == {"beyond_authority": 3, "breach_of_rules": 3, "conditions_not_met": 2}


def test_the_terms_are_those_of_the_clauses(frame: Frame) -> None:
    """11, 12, D2, D4, D5, O7, O8; a 24 h clock is a first notice and a report by the 2-day rule."""
    book, two = frame.book, Clock(Term(2, "days"))
    fast = Clock(Term(2, "days"), Term(24, "hours"))
    assert book.maturity_clocks == (two, two, fast)
    assert book.head_office_clocks == (two, two, fast)
    assert book.report_clocks == {
        "11.1.2": two,
        "11.1.3": two,
        "11.1.4": fast,
        "11.1.5": two,
        "11.1.6": two,
        "12.1.2.1": fast,
        "12.1.2.2": two,
    }
    assert book.finding_clocks == {"12.1.2.1": fast, "12.1.2.2": two}
    assert (book.team, book.meeting_red, book.notice) == (Term(24, "hours"),) * 3
    assert (book.meeting, book.rectification_notice) == (Term(3, "working_days"),) * 2
    assert (book.completion, book.answer) == (Term(30, "days"), Term(3, "days"))


def test_the_posts_are_those_of_d11(frame: Frame) -> None:
    """Each duty's post at each level that may owe it."""
    president, monitor, leader = "sub_branch_president", "branch_monitor", "branch_principal_leader"
    manager, officer = "account_manager", "head_office_risk_officer"
    both = {"sub_branch": president, "branch": monitor}
    assert frame.book.posts == {
        "assessment": {"sub_branch": manager, "branch": manager},
        "first_notice": both,
        "report": both,
        "team": {"sub_branch": president},
        "monthly_update": {"sub_branch": manager},
        "meeting": {"branch": leader},
        "tracking": {"branch": leader},
        "rectification_notice": {"branch": monitor, "head_office": officer},
        "completion": both,
        "notice": {"head_office": officer},
        "answer": both,
        "forecast_sign_off": both,
    }


def test_every_act_has_posts_that_may_do_it(frame: Frame) -> None:
    """And nobody below a branch approves a release or a waiver (W8, D8)."""
    acts = {event.TYPE for event in EVENTS if issubclass(event, Act) and event is not ProposalApproved}
    assert set(frame.book.may) == acts | {"release.approved", "waiver.approved"}
    below = {"account_manager", "vice_president_lending", "sub_branch_president"}
    for act in ("release.approved", "waiver.approved"):
        assert not below & set(frame.book.may[act])


def test_the_demonstration_bank_stands(frame: Frame) -> None:
    """One head office, three branches, eight sub-branches, named in both languages."""
    levels = [org.level for org in frame.orgs.values()]
    assert (levels.count("head_office"), levels.count("branch"), levels.count("sub_branch")) == (1, 3, 8)
    assert frame.head_office() == "9999"
    assert frame.branch_of("2003") == "2000"
    names = load_book().orgs
    assert set(names) == set(frame.orgs)
    assert (names["1001"].zh, names["1001"].en) == ("江城城南支行", "Jiangcheng Chengnan Sub-branch")


def test_the_examples_run() -> None:
    """Through the real conditions; each rule has some that fire and some that do not."""
    checked = check()
    assert checked.problems == ()
    assert checked.book is not None
    dues = (default_directory() / "deadlines.yaml").read_text(encoding="utf-8").count("{start:") + TIERED
    assert checked.examples == sum(len(rule.examples) for rule in checked.book.rules) + dues > 260
    for rule in checked.book.rules:
        assert {"fires", "silent"} <= {example.expect for example in rule.examples}, rule.ref


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_the_hash_does_not_depend_on_the_hash_seed(frame: Frame, seed: str) -> None:
    """Order of sets and keys is no part of it."""
    program = "from warning.rulebook import load_frame; print(load_frame().id)"
    run = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
    )
    assert run.stdout.decode().strip() == frame.id
    assert len(frame.id) == 64


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("conduct.yaml", '{level: orange, when: ">= 30"', '{level: orange, when: "> 29"'),
        ("posts.yaml", "  work.recorded.v1: [account_manager, ", "  work.recorded.v1: ["),
        ("book.yaml", "held_hours: {value: 24", "held_hours: {value: 25"),
        ("organisation.yaml", '"3002", level: sub_branch, parent: "3000"', '"3002", level: sub_branch, parent: "2000"'),
        ("calendar/2026.yaml", "published: true", "published: true"),
    ],
)
def test_what_decides_is_in_the_hash(tmp_path: Path, frame: Frame, file: str, old: str, new: str) -> None:
    """Any figure, post, organisation or holiday moves it; a copy that changes nothing does not."""
    root, _ = broken_copy(tmp_path, file, old, new)
    assert (load_frame(root).id != frame.id) == (old != new)


def test_a_term_is_in_the_hash(tmp_path: Path, frame: Frame) -> None:
    """With its example, which would else fail."""
    root, _ = broken_copy(tmp_path, "deadlines.yaml", "completion: {term: 30 days", "completion: {term: 31 days")
    path = root / "deadlines.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('due: "2026-12-06 24:00", working: "2026-12-07 24:00"', 'due: "2026-12-07 24:00"'))
    assert load_frame(root).id != frame.id


def test_a_holiday_is_in_the_hash(tmp_path: Path, frame: Frame) -> None:
    """One day off fewer is another frame."""
    root, _ = broken_copy(tmp_path, "calendar/2026.yaml", '"2026-05-05"], days: 5', '"2026-05-04"], days: 4')
    assert load_frame(root).id != frame.id


def test_words_and_live_from_are_not_in_the_hash(tmp_path: Path, frame: Frame) -> None:
    """Wording is for people; live_from belongs to the ledger."""
    root, _ = broken_copy(tmp_path, "conduct.yaml", "borrower unreachable", "borrower not found")
    live_from = read_moment("2026-11-01T00:00:00+08:00")
    other = load_frame(root, live_from=live_from)
    assert other.id == frame.id
    assert other == replace(frame, live_from=live_from)
    assert other != frame


def test_a_book_that_a_ledger_has_is_read_whatever_signs_are_in_its_words(tmp_path: Path) -> None:
    """It came in before they were refused; a new one with them does not."""
    root, _ = broken_copy(tmp_path, "major.yaml", "zh: 涉及重大诉讼,", "zh: 涉及\u202e重大诉讼,")
    assert load_packed(pack(root)).frame.id == load_book(root, kept=True).frame.id
    with pytest.raises(BrokenBook, match="text_steers"):
        load_book(root)
