"""The figures of clauses.md and signals.md, written down a second time, as a plain table."""

from __future__ import annotations

from tests.oracle.judge.clock import MINUTE

MILLION = 100_000_000
"""1,000,000.00 in fen."""
TIERS = (1 * MILLION, 5 * MILLION)
TOLERANCE = 5 * MINUTE
"""W4."""
HELD_HOURS = 24

YELLOW, ORANGE, RED = 1, 2, 3
ASSESSMENT = {"on_time": 0, "unsure": YELLOW, "partial": ORANGE, "cannot": RED}
MISSING = YELLOW
CHECK_DAYS, REPORT_DAYS, WINDOW_DAYS = 30, 25, 60
"""D-30, D-25, D-60."""
GRADES = ("pass", "special_mention_1", "special_mention_2", "special_mention_3", "substandard", "doubtful", "loss")
FORECAST = {"substandard": ORANGE, "doubtful": RED, "loss": RED}
CLASS_SET = FORECAST | {"special_mention_3": YELLOW}
ARREARS = ((1, YELLOW), (31, ORANGE), (91, RED))
OVERDUE = ((1, ORANGE), (91, RED))
MAJOR = RED
FINDING = {
    "beyond_authority": ("12.1.2.1", RED),
    "breach_of_rules": ("12.1.2.1", RED),
    "conditions_not_met": ("12.1.2.2", ORANGE),
}
MEMORY_MONTHS = 12
SIGN_OFF_DAYS = 10
GO_LIVE_DAYS = 5
MEETING_DAYS, NOTICE_DAYS, COMPLETION_DAYS, ANSWER_DAYS = 3, 3, 30, 3

GROUPS = (
    (range(1, 11), "payment"),
    (range(11, 18), "major"),
    (range(18, 33), "financial"),
    (range(33, 43), "conduct"),
    (range(43, 48), "business"),
    (range(48, 53), "security"),
    (range(53, 54), "concentration"),
)
CLAUSE_GROUP = {
    "11.1.1": "payment",
    "11.1.2": "payment",
    "11.1.3": "payment",
    "11.1.4": "major",
    "11.1.5": "contagion",
    "12.1.2.1": "management",
    "12.1.2.2": "management",
}

# Ratios: (sign, hundredths of a percent, level); counts: (sign, figure, level).
RATIO: dict[int, tuple[tuple[str, int, int], ...]] = {
    6: ((">", 1000, RED),),
    7: ((">", 2000, RED),),
    18: ((">=", 7000, YELLOW), (">=", 8000, ORANGE), (">=", 9000, RED)),
    19: (("<=", 1000, YELLOW), ("<=", 500, RED)),
    20: (("<", -100, ORANGE),),
    22: ((">=", 1000, YELLOW), (">=", 3000, ORANGE), (">=", 5000, RED)),
    24: (("<=", 2000, YELLOW), ("<=", 1000, ORANGE)),
    25: ((">=", 7000, YELLOW), (">=", 8500, ORANGE)),
    26: ((">=", 2000, YELLOW), (">=", 4000, ORANGE)),
    27: ((">=", 2000, YELLOW), (">=", 4000, ORANGE)),
    28: ((">=", 2000, YELLOW), (">=", 4000, ORANGE)),
    29: ((">=", 3000, YELLOW), (">=", 6000, ORANGE)),
    30: ((">=", 2000, YELLOW), (">=", 4000, ORANGE)),
    31: ((">=", 3000, YELLOW),),
    36: (("<=", -5000, YELLOW), ("<=", -8000, ORANGE)),
    48: ((">=", 7000, YELLOW), (">=", 8500, ORANGE), (">=", 10000, RED)),
}
ABSOLUTE = (31,)
COUNT: dict[int, tuple[tuple[str, int, int], ...]] = {
    9: ((">=", 1, YELLOW), (">=", 2, ORANGE), (">=", 3, RED)),
    21: ((">=", 2, ORANGE), (">=", 4, RED)),
    23: ((">=", 1, YELLOW), (">=", 2, ORANGE), (">=", 4, RED)),
    32: ((">=", 1, YELLOW), (">=", 2, ORANGE)),
    33: ((">=", 1, YELLOW), (">=", 3, ORANGE), (">=", 10, RED)),
    34: ((">=", 10, YELLOW), (">=", 30, ORANGE)),
    42: ((">=", 1, YELLOW), (">=", 2, ORANGE), (">=", 3, RED)),
    45: ((">=", 3, YELLOW), (">=", 6, ORANGE)),
    52: (("<=", 180, YELLOW), ("<=", 90, ORANGE), ("<=", 30, RED)),
}
FLAT = {
    8: ORANGE, 10: ORANGE, 35: YELLOW, 37: ORANGE, 38: RED, 39: RED, 40: RED, 41: RED, 44: ORANGE, 46: ORANGE,
    47: YELLOW, 50: YELLOW, 51: RED,
}  # fmt: skip
VARIANT = {
    43: {"half_stop": ORANGE, "stop": RED, "resumed": 0},
    49: {"title_dispute": ORANGE, "unauthorised_disposal": RED, "settled": 0},
}
VARIANT_RATIO = {53: {"single": ((">=", 1500, ORANGE),), "group": ((">=", 2000, ORANGE),)}}

TEAM_LEADERS = ("sub_branch_president", "vice_president_lending")
PRESIDENT, LEADER = "sub_branch_president", "branch_principal_leader"
POSTS = {
    "assessment": {"sub_branch": "account_manager", "branch": "account_manager"},
    "monthly_update": {"sub_branch": "account_manager"},
    "team": {"sub_branch": PRESIDENT},
    "report": {"sub_branch": PRESIDENT, "branch": "branch_monitor"},
    "first_notice": {"sub_branch": PRESIDENT, "branch": "branch_monitor"},
    "answer": {"sub_branch": PRESIDENT, "branch": "branch_monitor"},
    "completion": {"sub_branch": PRESIDENT, "branch": "branch_monitor"},
    "forecast_sign_off": {"sub_branch": PRESIDENT, "branch": "branch_monitor"},
    "rectification_notice": {"branch": "branch_monitor", "head_office": "head_office_risk_officer"},
    "meeting": {"branch": LEADER},
    "tracking": {"branch": LEADER},
    "notice": {"head_office": "head_office_risk_officer"},
}
"""D11."""
_CHIEFS = ("branch_monitor", "branch_principal_leader")
_HEADS = ("head_office_risk_officer", "head_office_leader")
_SUBS = ("sub_branch_president", "vice_president_lending")
_PROPOSE = ("account_manager", *_SUBS, "branch_monitor", "head_office_risk_officer")
MAY: dict[str, tuple[str, ...]] = {
    "report.submitted": (*_SUBS, *_CHIEFS),
    "report.received": (*_CHIEFS, "head_office_risk_officer"),
    "phone.notice": (*_SUBS, *_CHIEFS),
    "team.formed": _SUBS,
    "monthly.update": ("account_manager", *_SUBS),
    "meeting.held": _CHIEFS,
    "notice.issued": (*_CHIEFS, *_HEADS),
    "notice.answered": (*_SUBS, *_CHIEFS),
    "forecast.signed_off": (*_SUBS, *_CHIEFS),
    "release.proposed": _PROPOSE,
    "waiver.proposed": _PROPOSE,
    "proposal.approved": (*_CHIEFS, *_HEADS),
}
"""Posts that may act: the rule book's `posts.yaml`, not the policy's."""
AT: dict[str, tuple[str, ...]] = {
    "sub_branch": ("account_manager", *_SUBS),
    "branch": ("account_manager", *_CHIEFS),
    "head_office": _HEADS,
}
"""R52: the posts that an organisation of a level has."""
PARTS = (
    "basics", "finances", "cash_flow", "credit_facilities", "related_credit", "due_diligence", "cause", "measures",
    "other",
)  # fmt: skip
"""The nine parts of article 16."""


def tier_of(amount: int) -> int:
    """W6: exactly the bound belongs to the higher tier."""
    return sum(amount >= bound for bound in TIERS)


def group_of(clause: str, subject: str) -> str:
    """W2: the heading of signals.md."""
    if clause != "11.1.6":
        return CLAUSE_GROUP[clause]
    number = int(subject.split("|", maxsplit=1)[0])
    return next(name for numbers, name in GROUPS if number in numbers)


def _reached(sign: str, left: int, right: int) -> bool:
    return {">=": left >= right, ">": left > right, "<=": left <= right, "<": left < right}[sign]


def _worst(bands: tuple[tuple[str, int, int], ...], top: int, base: int) -> int:
    """The worst band that ``top / base`` reaches; bounds are multiplied out, never divided."""
    return max((level for sign, bound, level in bands if _reached(sign, top, bound * base)), default=0)


def observed_level(number: int, data: dict[str, object]) -> int | None:
    """The level of an observation under 11.1.6; None where it is not computable, which is never a pass."""
    variant = data.get("variant")
    if number in FLAT:
        return {None: FLAT[number], "absent": 0}.get(variant)  # type: ignore[call-overload, no-any-return]
    if number in VARIANT:
        return VARIANT[number].get(str(variant))
    if number in COUNT:
        value = data.get("value")
        return None if value is None else _worst(COUNT[number], int(str(value)), 1)
    bands = VARIANT_RATIO[number].get(str(variant)) if number in VARIANT_RATIO else RATIO.get(number)
    if bands is None or data.get("numerator") is None or data.get("denominator") is None:
        return None
    top, base = fen(str(data["numerator"])), fen(str(data["denominator"]))
    if base == 0:
        return None
    if base < 0:
        top, base = -top, -base
    return _worst(bands, (abs(top) if number in ABSOLUTE else top) * 10_000, base)


def fen(text: str) -> int:
    """Money from its decimal string, in fen."""
    return int(text.replace(".", ""))
