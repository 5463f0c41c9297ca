"""Good messages: one by hand of every type with only what it needs, and strategies that write any good one.

The strategies are made from the structs' annotations, and write scalars by hand: they share nothing with the readers.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import settings
from hypothesis import strategies as st
from msgspec import Struct, json
from msgspec.structs import fields

from warning.contracts.topics import ROUTES
from warning.core.blank import blank
from warning.core.scalars import Day, Fen, Moment

Tree = dict[str, Any]

SHARE: Final = int(os.environ.get("EXAMPLES", "100"))
"""How many of a hundred examples are tried (``make test``: 50)."""

LOAN: Final[Tree] = {"loan_no": "L1"}
TERMS: Final[Tree] = {
    "customer_no": "C1",
    "loan_no": "L1",
    "org_no": "A1",
    "currency": "CNY",
    "outstanding_balance": "1000000.00",
    "disbursed_on": "20260105",
    "matures_on": "99991231",
}
DOER: Final[Tree] = {"org_no": "A1", "post": "sub_branch_president", "officer_no": "张三"}
ACT: Final[Tree] = DOER | {"customer_no": "C1", "domain": "business"}
LEAST: Final[dict[str, Tree]] = {
    "loan.disbursed.v1": TERMS,
    "loan.taken_on.v1": TERMS,
    "loan.refinanced.v1": TERMS | {"previous_loan_no": "L0"},
    "loan.position.v1": LOAN | {"posting_seq": 1, "currency": "CNY", "outstanding_balance": "0.00"},
    "loan.extended.v1": LOAN | {"extended_until": "2027-02-28"},
    "loan.settled.v1": LOAN,
    "loan.written_off.v1": LOAN,
    "loan.moved.v1": LOAN | {"org_no": "A2"},
    "loan.assessed.v1": LOAN | {"result": "unsure", "made_on": "2026-11-01"},
    "interest_arrears.position.v1": LOAN
    | {"posting_seq": 1, "currency": "CNY", "interest_arrears_on_bs": "0.01", "interest_arrears_off_bs": "0.00"}
    | {"interest_arrears_since": "2026-10-31"},
    "borrower.registered.v1": {"customer_no": "C1", "borrower_name": "某某公司"},
    "group.link.v1": {"customer_no": "C1", "group_no": "G1", "change": "made"},
    "guarantee.link.v1": {"customer_no": "C1", "guarantor_no": "C2", "guarantee_contract_no": "GC1", "change": "made"},
    "major_event.v1": {"customer_no": "C1", "kind": "litigation"},
    "classification.set.v1": {"customer_no": "C1", "grade": "doubtful", "classified_on": "2026-10-31"},
    "classification.forecast.v1": {"customer_no": "C1", "grade": "pass", "month": "2026-12", "org_no": "A1"},
    "signal.observed.v1": {"customer_no": "C1", "number": 18},
    "management.finding.v1": {"customer_no": "C1", "kind": "beyond_authority", "finding_no": "F1"},
    "event.retracted.v1": {"customer_no": "C1", "retracts": "e0"},
    "report.submitted.v1": ACT | {"parts": {"basics": "见附件"}},
    "report.received.v1": ACT | {"reporting_org_no": "A1"},
    "phone.notice.v1": ACT,
    "team.formed.v1": ACT | {"led_by": "sub_branch_president"},
    "work.recorded.v1": ACT | {"record": "上门催收"},
    "monthly.update.v1": ACT | {"situation": "未变"},
    "meeting.held.v1": ACT | {"attendees": [{"org_no": "A1", "post": "sub_branch_president"}]},
    "notice.issued.v1": ACT | {"kind": "warning"},
    "notice.answered.v1": ACT | {"kind": "warning"},
    "release.proposed.v1": ACT | {"to_level": "closed", "ground": "resolved", "evidence": "凭证"},
    "waiver.proposed.v1": ACT | {"duty_ids": ["D-1"], "reason": "已另行约定"},
    "proposal.approved.v1": ACT | {"proposal_id": "e9"},
    "forecast.signed_off.v1": DOER | {"month": "2026-11", "covered": 0},
}
"""By type, the ``data`` of a message with little more than it must have."""


def message(type_name: str, content: Tree | None = None, **envelope: Any) -> Tree:
    """A whole message as a tree."""
    return {
        "specversion": "1.0",
        "id": "e1",
        "source": "/core-banking",
        "type": type_name,
        "time": "2026-11-01T09:00:00+08:00",
        "recordedtime": "2026-11-01T09:00:05.123456+08:00",
        "data": LEAST[type_name] if content is None else content,
    } | envelope


def line(type_name: str, content: Tree | None = None, **envelope: Any) -> bytes:
    """The bytes of a whole message."""
    return json.encode(message(type_name, content, **envelope))


TEXT: Final = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
IDS: Final = st.from_regex(r"[0-9A-Za-z][0-9A-Za-z_.:/-]{0,12}", fullmatch=True)
DAYS: Final = st.dates(date(2000, 1, 1), date(2100, 1, 1)) | st.just(date(9999, 12, 31))
ZONES: Final = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def written_money(cents: int) -> str:
    """A decimal string with two places."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


MONEY: Final = st.integers(0, 10**18 - 1).map(written_money) | st.sampled_from(["0.00", "999999.99", "1000000.00"])
DATES: Final = st.builds(
    lambda day, dashes: day.isoformat() if dashes else day.strftime("%Y%m%d").rjust(8, "0"), DAYS, st.booleans()
)
PAST: Final = st.datetimes(datetime(1993, 1, 1), datetime(2026, 10, 31), timezones=ZONES)  # noqa: DTZ001 - naive bounds
STAMPS: Final = PAST.map(datetime.isoformat)
CLAIMS: Final = STAMPS | st.dates(date(1993, 1, 1), date(2026, 10, 31)).map(date.isoformat)


@st.composite
def content(draw: st.DrawFn, struct: type[Struct]) -> Tree:
    """The wire form of a struct, fields left out at random."""
    hints = get_type_hints(struct, include_extras=True)
    chosen = [field for field in fields(struct) if field.required or draw(st.booleans())]
    return {field.name: draw(_value(hints[field.name])) for field in chosen}


def _value(kind: Any) -> st.SearchStrategy[Any]:
    scalars = {Fen: MONEY, Day: DATES, Moment: CLAIMS, bool: st.booleans(), NoneType: st.none(), str: TEXT}
    origin, args = get_origin(kind), get_args(kind)
    if kind in scalars:
        return scalars[kind]
    if origin is Annotated:
        return _limited(args[0], args[1])
    if origin is Literal:
        return st.sampled_from(args)
    if origin in (Union, UnionType):
        return st.one_of([_value(each) for each in args])
    if origin is tuple:
        return st.lists(_value(args[0]), max_size=3)
    return content(kind)


def _limited(kind: Any, meta: Any) -> st.SearchStrategy[Any]:
    if kind is int:
        return st.integers(meta.ge, meta.le) | st.sampled_from([meta.ge, meta.le])
    if meta.pattern is None:
        if (meta.extra or {}).get("person"):
            return st.text("0１Aａ-·张〇\u3000\u200b\ue000", min_size=1, max_size=20).map(lambda text: f"{text}7")
        return TEXT.filter(lambda text: not blank(text)) if meta.min_length else TEXT
    if meta.max_length == 64:
        return IDS
    return st.from_regex(meta.pattern.removesuffix(r"(?!\n)").replace("$", r"\Z"))


@st.composite
def messages(draw: st.DrawFn, type_name: str | None = None) -> Tree:
    """Any good message, of one type or of any."""
    name = type_name or draw(st.sampled_from(list(ROUTES)))
    made = mended(name, draw(content(ROUTES[name].event)))
    return message(name, made, id=draw(IDS), time=draw(STAMPS))


def mended(type_name: str, made: Tree) -> Tree:
    """Draw after draw may contradict itself across fields: set right what ``checks`` asks."""
    for name, other in (("guarantor_no", "customer_no"), ("previous_loan_no", "loan_no")):
        if name in made and made[name] == made[other]:
            made[name] += "x"
    for since in ("principal_arrears_since", "interest_arrears_since"):
        if since in ROUTES[type_name].event.__struct_fields__:
            made[since] = "2026-10-01"
    if "posting_seq" in made:
        corrects = made.get("corrects")
        made |= {"posting_seq": max(2, made["posting_seq"]), "corrects": 1 if isinstance(corrects, int) else corrects}
    return made | {name: right(made) for name, right in RIGHT.items() if name in made}


def an_end(text: str) -> str:
    """A day that is one."""
    return text.replace("9999-12-31", "2027-02-28").replace("99991231", "20270228")


RIGHT: Final[dict[str, Callable[[Tree], Any]]] = {
    "disbursed_on": lambda _: "20000101",
    "extended_until": lambda made: an_end(made["extended_until"]),
    "complete_by": lambda made: None if made["complete_by"] is None else an_end(made["complete_by"]),
    "made_on": lambda _: "2026-10-31",
    "classified_on": lambda _: "2026-10-31",
    "record": lambda made: f"{made['record']}。",
    "situation": lambda made: f"{made['situation']}。",
    "number": lambda made: 18 if made["number"] in (1, 2, 4, 5, *range(11, 18)) else made["number"],
    "duty_ids": lambda made: [*made["duty_ids"], "D-1"],
    "kind": lambda made: made["kind"] if made["kind"] != "concealment" else "beyond_authority",
}
"""What replaces a field that might contradict another; concealments have a message of their own."""


def examples(most: int) -> settings:
    """So many random messages, or the share of them that is asked for."""
    return settings(max_examples=most * SHARE // 100, deadline=None)
