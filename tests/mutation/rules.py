"""The rule book broken once in each of its figures: thresholds, comparisons, levels, terms, tiers, posts."""

from __future__ import annotations

from typing import Final

from tests.mutation.mutation import Mutation, listed

_ROWS: Final[dict[str, tuple[tuple[int, str, str], ...]]] = {
    "payment": (
        (1, "partial: orange", "partial: yellow"),
        (1, "cannot: red", "cannot: orange"),
        (1, "unsure: yellow", "unsure: none"),
        (1, "missing: yellow", "missing: orange"),
        (2, '">= 1"', '">= 2"'),
        (2, '">= 31"', '">= 32"'),
        (2, '">= 91"', '">= 90"'),
        (3, '">= 1"', '">= 2"'),
        (3, '"> 90"', '">= 90"'),
        (4, "substandard: orange", "substandard: yellow"),
        (4, "doubtful: red", "doubtful: orange"),
        (5, "special_mention_3: yellow", "special_mention_3: orange"),
        (6, "> 10 %", ">= 10 %"),
        (7, "> 20 %", "> 21 %"),
        (8, "level: orange", "level: red"),
        (9, '">= 2"', '">= 3"'),
        (10, "level: orange", "level: yellow"),
    ),
    "major": (
        (11, "external_policy: red", "external_policy: orange"),
        (13, "guarantees_over_line: red", "guarantees_over_line: orange"),
        (15, "litigation: red", "litigation: orange"),
        (17, "other_danger: red", "other_danger: orange"),
    ),
    "financial": (
        (18, ">= 70 %", "> 70 %"),
        (18, ">= 80 %", ">= 81 %"),
        (18, ">= 90 %", "> 90 %"),
        (19, "<= 10 %", "< 10 %"),
        (19, "<= 5 %", "<= 4 %"),
        (20, "< -1 %", "<= -1 %"),
        (21, '">= 2"', '">= 3"'),
        (22, ">= 30 %", "> 30 %"),
        (23, '">= 4"', '">= 3"'),
        (24, "<= 0.2", "< 0.2"),
        (24, "<= 0.1", "<= 0.2"),
        (25, ">= 85 %", "> 85 %"),
        (26, ">= 20 %", "> 20 %"),
        (27, ">= 40 %", ">= 39 %"),
        (28, ">= 20 %", ">= 21 %"),
        (29, ">= 60 %", "> 60 %"),
        (30, ">= 20 %", ">= 19 %"),
        (31, "absolute_ratio", "ratio"),
        (32, '">= 2"', '">= 1"'),
    ),
    "conduct": (
        (33, '">= 10"', '">= 11"'),
        (34, '">= 30"', '">= 29"'),
        (35, "level: yellow", "level: orange"),
        (36, "<= -50 %", "< -50 %"),
        (36, "<= -80 %", "<= -81 %"),
        (37, "level: orange", "level: yellow"),
        (38, "level: red", "level: orange"),
        (40, "level: red", "level: orange"),
        (42, '">= 3"', '">= 4"'),
    ),
    "business": (
        (43, "half_stop: orange", "half_stop: yellow"),
        (44, "level: orange", "level: yellow"),
        (45, '">= 6"', '">= 7"'),
        (47, "level: yellow", "level: orange"),
    ),
    "security": (
        (48, ">= 100 %", "> 100 %"),
        (49, "title_dispute: orange", "title_dispute: red"),
        (50, "level: yellow", "level: orange"),
        (52, '"<= 180"', '"< 180"'),
        (52, '"<= 30"', '"<= 29"'),
    ),
    "concentration": (
        (53, ">= 15 %", "> 15 %"),
        (53, ">= 20 %", ">= 21 %"),
    ),
}
"""Group -> (row of ``signals.md``, figure, another)."""

SIGNALS: Final[tuple[Mutation, ...]] = tuple(
    Mutation(f"rules/{group}.yaml", old, new, f"row {number} of signals.md", f"number: {number}\n")
    for group, rows in _ROWS.items()
    for number, old, new in rows
)

FIGURES: Final[tuple[Mutation, ...]] = (
    *listed(
        "rules/book.yaml",
        ('"1000000.00", ', '"1000000.01", ', "W6: exactly 1,000,000.00 belongs to the higher tier"),
        ('"5000000.00"]', '"5000000.01"]', "W6: exactly 5,000,000.00 belongs to the higher tier"),
        ("check_days: {value: 30", "check_days: {value: 31", "P1: D-30"),
        ("report_by_days: {value: 25", "report_by_days: {value: 24", "P4: D-25"),
        ("window_days: {value: 60", "window_days: {value: 59", "P2: D-60"),
        ("memory_months: {value: 12", "memory_months: {value: 11", "W9: twelve months"),
        ("sign_off_days: {value: 10", "sign_off_days: {value: 9", "O3: the last ten days"),
        ("working_days: {value: 5", "working_days: {value: 4", "T6: the fifth working day"),
        ("held_hours: {value: 24", "held_hours: {value: 23", "an event waits 24 h for its loan"),
    ),
    *listed(
        "rules/management.yaml",
        ("beyond_authority: red", "beyond_authority: orange", "O7: 12.1.2.1 is red"),
        ("breach_of_rules: red}", "breach_of_rules: orange}", "O7: 12.1.2.1 is red"),
        ("conditions_not_met: orange}", "conditions_not_met: red}", "O7: 12.1.2.2 is orange"),
    ),
)

BY_MATURITY: Final = '"11.1.1":                 # by tier'
BY_TIER: Final = '"12.1.1":                 # from'
"""Where the clocks themselves stand; the examples name the clauses once more."""

DEADLINES: Final[tuple[Mutation, ...]] = listed(
    "rules/deadlines.yaml",
    ("tier: 0, report: 2 days", "tier: 0, report: 3 days", "P4: discovered later, below 1M", BY_MATURITY),
    ("tier: 1, report: 2 days", "tier: 1, report: 3 days", "11.1.1 from 1M: 2 days", BY_MATURITY),
    ("first_notice: 24 hours", "first_notice: 48 hours", "11.1.1 from 5M: 24 h", BY_MATURITY),
    ("report: 2 days", "report: 3 days", "O2: made late, 2 days", '"11.1.2": {'),
    ("report: 2 days", "report: 3 days", "11.1.3: 2 days", '"11.1.3": {'),
    ("first_notice: 24 hours", "first_notice: 25 hours", "11.1.4: 24 h", '"11.1.4": {'),
    ("report: 2 days", "report: 1 days", "D2: 11.1.4's written report", '"11.1.4": {'),
    ("report: 2 days", "report: 3 days", "11.1.5: 2 days", '"11.1.5": {'),
    ("report: 2 days", "report: 3 days", "11.1.6: 2 days", '"11.1.6": {'),
    ("tier: 1, report: 2 days", "tier: 1, report: 3 days", "12.1.1 from 1M: 2 days", BY_TIER),
    ("first_notice: 24 hours", "first_notice: 23 hours", "12.1.1 from 5M: 24 h", BY_TIER),
    ("team: {term: 24 hours", "team: {term: 25 hours", "D4"),
    ("meeting: {term: 3 working days", "meeting: {term: 3 days", "D5"),
    ("meeting_red: {term: 24 hours", "meeting_red: {term: 48 hours", "D5"),
    ("rectification_notice: {term: 3 working days", "rectification_notice: {term: 4 working days", "O7"),
    ("completion: {term: 30 days", "completion: {term: 29 days", "O7"),
    ("notice: {term: 24 hours", "notice: {term: 26 hours", "O8", "completion: {"),
    ("answer: {term: 3 days", "answer: {term: 3 working days", "O8"),
)

POSTS: Final[tuple[Mutation, ...]] = listed(
    "rules/posts.yaml",
    ("sub_branch: account_manager", "sub_branch: sub_branch_president", "D11", "\n  assessment:"),
    ("sub_branch: sub_branch_president", "sub_branch: account_manager", "D11", "\n  first_notice:"),
    ("sub_branch: sub_branch_president", "sub_branch: account_manager", "D11", "\n  report:"),
    ("branch: branch_monitor}", "branch: branch_principal_leader}", "D11", "\n  report: {sub_branch"),
    ("sub_branch: sub_branch_president", "sub_branch: account_manager", "D11", "\n  team:"),
    ("sub_branch: account_manager", "sub_branch: sub_branch_president", "D11", "\n  monthly_update:"),
    ("branch: branch_principal_leader", "branch: branch_monitor", "D11", "\n  meeting:"),
    ("branch: branch_principal_leader", "branch: branch_monitor", "D11", "\n  tracking:"),
    ("branch: branch_monitor", "branch: branch_principal_leader", "D11", "\n  rectification_notice:"),
    ("head_office: head_office_risk_officer", "head_office: head_office_leader", "D11", "\n  notice: {"),
    ("[sub_branch_president, vice_president_lending]", "[sub_branch_president]", "D4", "\nteam_leaders:"),
    ("branch_principal_leader", "branch_monitor", "D5", "\nprincipal_leader:"),
    ("sub_branch_president", "vice_president_lending", "D5", "\npresident:"),
    ("[branch_monitor, branch_principal_leader, ", "[account_manager, branch_monitor, branch_principal_leader, ",
     "D11: who may approve a release", "\n  release.approved:"),
)  # fmt: skip

CALENDAR: Final[tuple[Mutation, ...]] = listed(
    "rules/calendar/2026.yaml",
    ('"2026-02-15", "2026-02-23"], days: 9', '"2026-02-15", "2026-02-22"], days: 8', "T3: Spring Festival"),
    ('work: ["2026-02-14", "2026-02-28"]', 'work: ["2026-02-14"]', "T3: a make-up working day"),
    ('"2026-10-01", "2026-10-07"], days: 7', '"2026-10-02", "2026-10-07"], days: 6', "T3: National Day"),
)

RULES: Final = (*SIGNALS, *FIGURES, *DEADLINES, *POSTS, *CALENDAR)
