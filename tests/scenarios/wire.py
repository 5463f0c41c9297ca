"""The verbs of the tables: how one line becomes one CloudEvent.

A verb's *shape* is written as its line reads: ``<field:kind>`` takes a word, every other word stands for itself; the
options that may follow in any order begin with a word of their own. Kinds: text (no kind), ``money``, ``day``, ``at``
(a date, or a date and a time), ``count``, ``posting`` (its sequence, or an event's id), ``list`` (comma-separated),
``written`` (a backslash, u and four digits are a character).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from msgspec import Struct, json

from tests.scenarios.scalar import is_date, is_time, money, rfc3339, wall

Fields = dict[str, Any]
ESCAPED: Final = re.compile(r"\\u([0-9a-f]{4})")
HOLE: Final = re.compile(r"<(\w+)(?::(\w+))?>")
PARTS: Final = (
    "basics", "finances", "cash_flow", "credit_facilities", "related_credit", "due_diligence", "cause", "measures",
    "other",
)  # fmt: skip

UNSEEN: Final = "\ufeff\u200b\u3164\u3000\ufe0f"
"""A mark of byte order, a space of no width, a filler, a wide space, a selector: nothing that anybody sees."""


class Wire(Struct, frozen=True):
    """A CloudEvent as a dict, and what is left to resolve when it is sent (the ids of duties to waive)."""

    event: Fields
    waives: tuple[str, ...] = ()

    def line(self) -> bytes:
        """One JSON line of the wire."""
        return json.encode(self.event)


class Verb(Struct, frozen=True):
    """How a line of this verb reads, and the fields it does not write out."""

    type: str
    shape: str
    options: tuple[str, ...] = ()
    fixed: Fields = {}
    stem: str = "fact"
    """``fact``, ``loan`` (a fact with currency) or ``act``: which options and defaults come by nature."""


FACT: Final = (
    "discovered <discovered:at>", "by <discovered_by>", "recorded-by <recorded_by>", "source <source>",
    "occurred <occurred:at>", "as <id>", "sent-by <sender>",
)  # fmt: skip
ACT: Final = (
    "management", "post <post>", "officer <officer_no:written>", "happened <happened:at>", "as <id>",
    "occurred <occurred:at>", "sent-by <sender>",
)  # fmt: skip
TERMS: Final = "of <customer_no> at <org_no> <outstanding_balance:money> matures <matures_on:day>"
DRAWN: Final = ("drawn <disbursed_on:day>", "product <product>", "contract <contract_no>")


def fact(type_: str, shape: str, *options: str, **fixed: Any) -> Verb:
    """A fact about a borrower or a loan."""
    return Verb(type_, shape, (*options, *FACT), fixed)


def act(type_: str, shape: str, *options: str, **fixed: Any) -> Verb:
    """An act on a warning; of the business domain unless the line ends with ``management``."""
    return Verb(type_, shape, (*options, *ACT), fixed, "act")


CNY: Final = {"currency": "CNY"}
VERBS: Final[dict[str, Verb]] = {
    "disburse": fact("loan.disbursed.v1", f"<loan_no> {TERMS}", *DRAWN, **CNY),
    "take-on": fact("loan.taken_on.v1", f"<loan_no> {TERMS}", *DRAWN, **CNY),
    "refinance": fact("loan.refinanced.v1", f"<previous_loan_no> by <loan_no> {TERMS}", "advance", *DRAWN, **CNY),
    "position": fact(
        "loan.position.v1",
        "<loan_no> <outstanding_balance:money>",
        "overdue <principal_arrears:money>",
        "since <principal_arrears_since:day>",
        "seq <posting_seq:count>",
        "corrects <corrects:posting>",
        **CNY,
    ),
    "extend": fact("loan.extended.v1", "<loan_no> until <extended_until:day>"),
    "settle": fact("loan.settled.v1", "<loan_no>", "how <how>"),
    "write-off": fact("loan.written_off.v1", "<loan_no>"),
    "move": fact("loan.moved.v1", "<loan_no> to <org_no>"),
    "assess": fact("loan.assessed.v1", "<loan_no> <result>", "made <made_on:day>"),
    "arrears": fact(
        "interest_arrears.position.v1",
        "<loan_no> <interest_arrears_on_bs:money>",
        "off <interest_arrears_off_bs:money>",
        "since <interest_arrears_since:day>",
        "seq <posting_seq:count>",
        "corrects <corrects:count>",
        **CNY,
    ),
    "register": fact("borrower.registered.v1", "<customer_no> <borrower_name>", "uscc <uscc>"),
    "link": fact("group.link.v1", "<customer_no> into <group_no>", change="made"),
    "unlink": fact("group.link.v1", "<customer_no> from <group_no>", change="ended"),
    "guarantee": fact(
        "guarantee.link.v1", "<guarantee_contract_no> of <customer_no> by-guarantor <guarantor_no>", change="made"
    ),
    "end-guarantee": fact(
        "guarantee.link.v1", "<guarantee_contract_no> of <customer_no> by-guarantor <guarantor_no>", change="ended"
    ),
    "major": fact("major_event.v1", "<customer_no> <kind>", "matter <matter>"),
    "classify": fact("classification.set.v1", "<customer_no> <grade>", "on <classified_on:day>"),
    "forecast": fact("classification.forecast.v1", "<customer_no> <grade> for <month> at <org_no>"),
    "observe": fact(
        "signal.observed.v1",
        "<customer_no> <number:count>",
        "value <value:number>",
        "ratio <numerator:money>",
        "to <denominator:money>",
        "variant <variant>",
        "loan <loan_no>",
    ),
    "finding": fact(
        "management.finding.v1",
        "<finding_no> <kind> <customer_no>",
        "loans <loan_nos:list>",
        "approved-by <approved_by>",
    ),
    "concealment": fact(
        "management.finding.v1",
        "<finding_no> <customer_no> fact <fact_id> by <concealed_by> since <concealed_since:at>",
        kind="concealment",
    ),
    "retract": fact("event.retracted.v1", "<retracts> of <customer_no>"),
    "report": act(
        "report.submitted.v1", "<customer_no> by <org_no>", "without <blank>", "spaces <spaces>", "hidden <hidden>"
    ),
    "receive": act(
        "report.received.v1", "<customer_no> by <org_no> from <reporting_org_no>", "of <report_id>", "incomplete"
    ),
    "phone": act("phone.notice.v1", "<customer_no> by <org_no>"),
    "team": act("team.formed.v1", "<customer_no> by <org_no> led <led_by>"),
    "work": act("work.recorded.v1", "<customer_no> by <org_no>", "loan <loan_no>", record="visited"),
    "update": act("monthly.update.v1", "<customer_no> by <org_no>", situation="unchanged"),
    "meeting": act("meeting.held.v1", "<customer_no> by <org_no> with <attendees:seats>"),
    "notice": act("notice.issued.v1", "<kind> <customer_no> by <org_no>", "complete <complete_by:day>"),
    "answer": act("notice.answered.v1", "<kind> <customer_no> by <org_no>"),
    "release": act(
        "release.proposed.v1",
        "<customer_no> by <org_no> to <to_level> ground <ground>",
        "signals <signals:names>",
        evidence="file 1",
    ),
    "waive": act(
        "waiver.proposed.v1", "<customer_no> by <org_no> duties <waives:list>", "until <new_due:at>", reason="agreed"
    ),
    "approve": act("proposal.approved.v1", "<customer_no> by <org_no> of <proposal_id>"),
    "sign-off": Verb(
        "forecast.signed_off.v1",
        "<org_no> <month> covers <covered:count>",
        ("missing <missing:list>", *ACT[1:]),
        {},
        "act",
    ),
}

POSTS: Final = {
    "meeting": "branch_principal_leader", "update": "account_manager", "work": "account_manager",
    "approve": "branch_principal_leader",
}  # fmt: skip
"""Post that acts where the line does not say and it is not the organisation's first post."""


def seat(word: str) -> Fields:
    """``A/branch_principal_leader`` sits in person; a ``~`` at the end: not in person."""
    org_no, slash, post = word.rstrip("~").partition("/")
    if not slash:
        raise ValueError(f"'{word}' is not 'ORG/post'")
    return {"org_no": org_no, "post": post} | ({"in_person": False} if word.endswith("~") else {})


def name(word: str) -> Fields:
    """``11.1.3/L1|2026-11-10`` names a signal by clause and subject."""
    clause, slash, subject = word.partition("/")
    if not slash:
        raise ValueError(f"'{word}' is not 'clause/subject'")
    return {"clause": clause, "subject": subject}


def instant(words: list[str]) -> str:
    """A date alone stays a date (T1); with a time it is an instant."""
    day = words.pop(0)
    if words and is_time(words[0]):
        return rfc3339(wall(day, words.pop(0)))
    wall(day)
    return day


def date_word(word: str) -> str:
    """A business date, checked."""
    wall(word)
    return word


ONE_WORD: Final[dict[str | None, Callable[[str], Any]]] = {
    None: str, "money": money, "day": date_word, "count": int, "number": int, "list": lambda word: word.split(","),
    "posting": lambda word: int(word) if word.isdigit() else word,
    "written": lambda word: ESCAPED.sub(lambda found: chr(int(found[1], 16)), word),
    "seats": lambda word: [seat(each) for each in word.split(",")],
    "names": lambda word: [name(each) for each in word.split(",")],
}  # fmt: skip


def take(shape: str, words: list[str], into: Fields) -> None:
    """Read the words of one shape off the front of the line.

    Raises:
        ValueError: a word that is missing or other than the shape says.
    """
    for part in shape.split():
        if not words:
            raise ValueError(f"the line ends where '{part}' should stand, in '{shape}'")
        hole = HOLE.fullmatch(part)
        if hole is None:
            if words[0] != part:
                raise ValueError(f"'{words[0]}' stands where '{part}' should, in '{shape}'")
            words.pop(0)
        elif hole[2] == "at":
            into[hole[1]] = instant(words)
        else:
            into[hole[1]] = ONE_WORD[hole[2]](words.pop(0))


def read_fields(verb: Verb, words: list[str]) -> Fields:
    """Every field that a line writes out.

    Raises:
        ValueError: another word than the verb's shape and options allow.
    """
    fields: Fields = {}
    take(verb.shape, words, fields)
    options = {option.split()[0]: option for option in verb.options}
    while words:
        if words[0] not in options:
            raise ValueError(f"'{words[0]}' is none of {', '.join(sorted(options))}")
        option = options[words[0]]
        if option == words[0]:
            fields[words.pop(0)] = True
        else:
            take(option, words, fields)
    return fields


def first_post(org_no: str) -> str:
    """The post that acts for an organisation unless the line names another."""
    if org_no == "H0":
        return "head_office_risk_officer"
    return "sub_branch_president" if org_no[1:] else "branch_monitor"


class Writer:
    """Writes a case's events in order: numbers them, counts postings, fills what a line leaves out."""

    def __init__(self) -> None:
        self.written = 0
        self.postings: dict[tuple[str, str], int] = {}

    def write(self, at: datetime, words: list[str]) -> Wire:
        """The wire event of one line, recorded at ``at``.

        Raises:
            ValueError: an unknown verb, or a line that does not read as its shape.
        """
        word, self.written = words[0], self.written + 1
        if word not in VERBS:
            raise ValueError(f"'{word}' is none of the verbs {', '.join(sorted(VERBS))}")
        verb, fields = VERBS[word], {}
        fields = verb.fixed | read_fields(verb, words[1:])
        event_id = fields.pop("id", f"e{self.written}")
        sender = fields.pop("sender", "/console" if verb.stem == "act" else "/core-banking")
        occurred = fields.pop("occurred", rfc3339(at))
        waives = tuple(fields.pop("waives", ()))
        self.fill(word, verb, fields, at)
        return Wire(
            {
                "specversion": "1.0", "id": event_id, "source": sender,
                "type": verb.type, "time": occurred + ("T00:00:00+08:00" if is_date(occurred) else ""),
                "recordedtime": rfc3339(at), "data": fields,
            },
            waives,
        )  # fmt: skip

    def fill(self, word: str, verb: Verb, fields: Fields, at: datetime) -> None:
        """Add what every event of the kind has and the line leaves out."""
        today = at.date().isoformat()
        if verb.stem == "act":
            fill_act(word, verb, fields)
        elif word in ("disburse", "take-on", "refinance"):
            fields.setdefault("disbursed_on", today)
            if fields.pop("advance", False):
                fields["disbursement_type"] = "advance"
        elif word in ("position", "arrears"):
            key = (word, fields["loan_no"])
            seq = fields.setdefault("posting_seq", self.postings.get(key, 0) + 1)
            self.postings[key] = max(seq, self.postings.get(key, 0))
            if word == "arrears":
                fields.setdefault("interest_arrears_off_bs", "0.00")
        elif word in ("assess", "classify"):
            fields.setdefault("made_on" if word == "assess" else "classified_on", today)


def fill_act(word: str, verb: Verb, fields: Fields) -> None:
    """The doer and the domain of an act, and the nine parts of a report (16)."""
    post = fields.setdefault("post", POSTS.get(word, first_post(fields["org_no"])))
    fields.setdefault("officer_no", f"{fields['org_no']}-{post}")
    management = fields.pop("management", False)
    if verb.type != "forecast.signed_off.v1":
        fields["domain"] = "management" if management else "business"
    if word == "report":
        blank, spaces, hidden = (fields.pop(name, None) for name in ("blank", "spaces", "hidden"))
        for part in (blank, spaces, hidden):
            if part is not None and part not in PARTS:
                raise ValueError(f"'{part}' is no part of a report (16): {', '.join(PARTS)}")
        said = {spaces: " ", hidden: UNSEEN}
        fields["parts"] = {part: said.get(part, "see file") for part in PARTS if part != blank}
    if fields.pop("incomplete", False):
        fields["parts_present"] = False
