"""Broken messages: what was done to a good one, and the code and path that a person is told.

``SCHEMA`` lists those that the JSON Schema alone refuses too; the rest need the bytes, the calendar or the clock.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from msgspec import UNSET, Struct, json

from tests.contracts.good import LEAST, line, message

POSITION: Final = "loan.position.v1"
GOOD: Final = line(POSITION)


class Broken(Struct, frozen=True):
    """One broken message, and what is said of it."""

    name: str
    raw: bytes
    code: str
    path: str = ""
    schema: bool = True
    """Whether the JSON Schema refuses it too."""


def field(name: str, value: Any, code: str, *, of: str = POSITION, schema: bool = True, **others: Any) -> Broken:
    """One field of ``data`` set, or taken out with UNSET."""
    content = deepcopy(LEAST[of]) | others
    content = {key: each for key, each in (content | {name: value}).items() if each is not UNSET}
    shown = "out" if value is UNSET else repr(value)[:30]
    return Broken(f"{of} {name}={shown}", line(of, content), code, f"data.{name}", schema)


def attribute(name: str, value: Any, code: str, *, schema: bool = True) -> Broken:
    """One attribute of the envelope set, or taken out with UNSET."""
    tree = {key: each for key, each in (message(POSITION) | {name: value}).items() if each is not UNSET}
    shown = "out" if value is UNSET else repr(value)[:30]
    return Broken(f"envelope {name}={shown}", json.encode(tree), code, name, schema)


def swapped(old: bytes, new: bytes, code: str, path: str = "", *, raw: bytes = GOOD, schema: bool = False) -> Broken:
    """Bytes of a good message replaced: what no JSON writer would write."""
    assert old in raw, old
    return Broken(f"{old!r} -> {new[:30]!r}", raw.replace(old, new), code, path, schema)


def whole(name: str, raw: bytes, code: str, path: str = "") -> Broken:
    """Another message altogether."""
    return Broken(name, raw, code, path, schema=False)


BALANCE: Final = "data.outstanding_balance"
OBSERVED, FINDING, ACT, RAISED = "signal.observed.v1", "management.finding.v1", "team.formed.v1", "major_event.v1"
ARREARS, DRAWN = "interest_arrears.position.v1", "loan.disbursed.v1"

STRANGE: Final = ("\u0410-1", "A\u0391", "\u2170", "\U0001d400", "\u00b9", "\u24b6", "\u2f00", "\uf9dc", "\ua4ea")
"""Letters of other scripts, styles and stocks that look like those of a staff number."""
NO_TEXTS: Final[list[Any]] = [1, 1.5, True, None, [], {}]

REGISTERED: Final = line("borrower.registered.v1")
TWICE: Final = (b'"id":"e1"', b'"id":"e1","id":"e2"')

BYTES: Final = [
    whole("empty", b"", "empty"),
    whole("white space only", b" \n", "empty"),
    whole("BOM", b"\xef\xbb\xbf" + GOOD, "bom"),
    whole("GBK", GOOD.replace(b"e1", "客户".encode("gbk")), "not_utf8"),
    whole("UTF-16", GOOD.decode().encode("utf-16"), "not_utf8"),
    whole("cut short", GOOD[:-20], "cut_short"),
    whole("cut within a text", GOOD[: GOOD.index(b'"L1"') + 2], "cut_short"),
    whole("cut after a comma", GOOD[: GOOD.index(b",") + 1], "cut_short"),
    whole("cut after a colon", GOOD[: GOOD.index(b":") + 1], "cut_short"),
    whole("cut within a word", GOOD[: GOOD.index(b":") + 1] + b"tru", "cut_short"),
    whole("no word at the end", GOOD[: GOOD.index(b":") + 1] + b"trux", "not_json"),
    whole("trailing comma", GOOD[:-1] + b",}", "not_json"),
    whole("single quotes", GOOD.replace(b'"', b"'"), "not_json"),
    whole("two messages", GOOD + GOOD, "trailing"),
    whole("trailing garbage", GOOD + b" x", "trailing"),
    whole("array at the top", b"[" + GOOD + b"]", "not_object"),
    whole("text at the top", b'"x"', "not_object"),
    whole("null at the top", b"null", "not_object"),
    whole("too large", GOOD[:-1] + b" " * 262_144 + b"}", "too_large"),
    whole("a thousand levels", b"[" * 100_000, "too_deep"),
    whole("seventeen levels", GOOD.replace(b'"0.00"', b"[" * 17 + b"]" * 17), "too_deep", BALANCE + "[0]" * 14),
    swapped(b'"posting_seq":1', b'"posting_seq":NaN', "not_a_number", "data.posting_seq"),
    swapped(b'"0.00"', b"Infinity", "not_a_number", BALANCE),
    swapped(b'"0.00"', b"-Infinity", "not_a_number", BALANCE),
    swapped(b'"posting_seq":1', b'"posting_seq":1' + b"0" * 5000, "number_too_long", "data.posting_seq"),
    swapped(b'"posting_seq":1', b'"posting_seq":01', "not_json"),
    swapped(b'"posting_seq":1', b'"posting_seq":+1', "not_json"),
    swapped(b'"L1"', b'"L\n1"', "not_json"),
    swapped(b'"L1"', b'"L\\x31"', "not_json"),
    swapped(b'"L1"', b'"L\\u0000"', "nul", "data.loan_no"),
    whole("NUL in a text", REGISTERED.replace("某某公司".encode(), b"\\u0000"), "nul", "data.borrower_name"),
    whole(
        "colons escaped, a key more",
        GOOD.replace(b"09:00:00", b"09\\u003a00:00").replace(*TWICE),
        "duplicate_key",
        "id",
    ),
    swapped(b'"L1"', b'"\\ud800"', "surrogate", "data.loan_no"),
    swapped(b'"L1"', b'"\\udc00\\ud800"', "surrogate", "data.loan_no"),
    swapped(b'"id":"e1"', b'"id":"e1","id":"e2"', "duplicate_key", "id"),
    swapped(b'"id":"e1"', b'"id":"e1","i\\u0064":"e2"', "duplicate_key", "id"),
    swapped(b'"id":"e1"', b'"id" : "e1","id"\t: "e2"', "duplicate_key", "id"),
    swapped(b'"type":', b'"type":"loan.position.v1","type":', "duplicate_key", "type"),
    swapped(b'"0.00"', b'"0.00","outstanding_balance":"9.00"', "duplicate_key", BALANCE),
    swapped(b'"loan_no"', b'"customer_no":null,"customer_no":null,"loan_no"', "duplicate_key", "data.customer_no"),
    swapped(b'"data"', b'"data":{},"data"', "duplicate_key", "data"),
]
ENVELOPE: Final = [
    *(attribute(name, UNSET, "missing") for name in ("specversion", "id", "source", "type", "time", "recordedtime")),
    attribute("data", UNSET, "missing"),
    attribute("specversion", "0.3", "specversion"),
    attribute("specversion", 1.0, "specversion"),
    attribute("id", "", "bad_id"),
    attribute("id", " ", "bad_id"),
    attribute("id", "e 1", "bad_id"),
    attribute("id", "事件一", "bad_id"),
    attribute("id", "e1\n", "bad_id"),
    attribute("id", "x" * 65, "too_long"),
    attribute("id", 7, "not_text"),
    attribute("source", "", "blank"),
    attribute("type", "loan.positon.v1", "unknown_type"),
    attribute("type", "loan.position.v2", "unknown_type"),
    attribute("type", 1, "not_text"),
    attribute("time", "2026-11-01T09:00:00", "instant_zone"),
    attribute("time", "2026-11-01 09:00:00+08:00", "instant_form"),
    attribute("time", "2026-11-01", "instant_form"),
    attribute("time", "2026-11-01T09:00:00.1234567Z", "instant_form"),
    attribute("time", "2026-11-01T09:00:00+0800", "instant_form"),
    attribute("time", "2026-11-01T09:00:60Z", "instant_unknown"),
    attribute("time", "2026-11-31T09:00:00Z", "instant_unknown", schema=False),
    attribute("time", "1970-01-01T00:00:00Z", "instant_range"),
    attribute("time", "2026-11-01T01:05:05.123457Z", "time_in_future", schema=False),
    attribute("recordedtime", 1793494800, "instant_not_text"),
    attribute("recordedtime", None, "instant_not_text"),
    attribute("data", [], "not_an_object"),
    attribute("data", "x", "not_an_object"),
    whole("recorded before it occurred", line(POSITION, recordedtime="2026-10-01T00:00:00Z"), "time_in_future", "time"),
    attribute("data_base64", "e30=", "unknown_field"),
    attribute("Subject", "x", "unknown_field"),
    attribute("datacontenttype", "text/xml", "not_in_list"),
    attribute("dataschema", "/contracts/2.0", "schema_major", schema=False),
]
FIELDS: Final = [
    field("loan_no", UNSET, "missing"),
    field("outstanding_balance", UNSET, "missing"),
    field("balance", "1.00", "unknown_field"),
    field("loan_no", None, "not_text"),
    field("loan_no", "", "bad_id"),
    field("loan_no", "Ｌ１", "bad_id"),
    field("customer_no", "C1 ", "bad_id"),
    *(field("outstanding_balance", value, "money_not_text") for value in NO_TEXTS),
    *(
        field("outstanding_balance", value, "money_form")
        for value in ("", "１００.00", "1e3", "1_000.00", "1,000.00", "+1.00", "-0.00", "00.00", "01.00", "1", "1.0")
    ),
    *(
        field("outstanding_balance", value, "money_form")
        for value in ("1.000", ".00", " 1.00", "1.00\n", "NaN", "¥1.00")
    ),
    field("outstanding_balance", "99999999999999999.00", "money_form"),
    field("outstanding_balance", "-0.01", "negative"),
    field("currency", "USD", "not_cny"),
    field("currency", "cny", "not_cny"),
    field("posting_seq", 0, "out_of_range"),
    field("posting_seq", 1.0, "not_integer", schema=False),
    *(field("posting_seq", value, "not_integer") for value in ("1", True)),
    field("corrects", 1, "corrects_later", schema=False),
    field("corrects", 0, "out_of_range"),
    *(field("corrects", value, "not_integer") for value in (True, 1.5)),
    *(field("corrects", value, "bad_id") for value in ("", "e 1")),
    field("corrects", "e1", "not_integer", of=ARREARS),
    field("principal_arrears", "-1.00", "negative"),
    field("matures_on", "20261301", "date_unknown", of=DRAWN),
    field("matures_on", "2026-02-30", "date_unknown", of=DRAWN, schema=False),
    field("matures_on", "20260229", "date_unknown", of=DRAWN, schema=False),
    field("matures_on", "1899-12-31", "date_range", of=DRAWN, schema=False),
    field("matures_on", "2200-01-01", "date_range", of=DRAWN, schema=False),
    field("matures_on", "9999-12-30", "date_range", of=DRAWN, schema=False),
    field("complete_by", "9999-12-31", "open_ended", of="notice.issued.v1", schema=False, kind="rectification"),
    field("month", "0000-12", "month", of="classification.forecast.v1"),
    field("made_on", "2026-12-31", "date_in_future", of="loan.assessed.v1", schema=False),
    field("classified_on", "2027-11-10", "date_in_future", of="classification.set.v1", schema=False),
    field("interest_arrears_since", "2027-11-10", "date_in_future", of=ARREARS, schema=False),
    field("matures_on", "2026-1-1", "date_form", of=DRAWN),
    field("matures_on", "2026/11/01", "date_form", of=DRAWN),
    field("matures_on", "2026-1101", "date_form", of=DRAWN),
    field("matures_on", "２０２６１１０１", "date_form", of=DRAWN),
    field("matures_on", "2026-11-01T00:00:00Z", "date_form", of=DRAWN),
    field("matures_on", 20261101, "date_not_text", of=DRAWN),
    field("matures_on", "2026-01-04", "matures_before", of=DRAWN, schema=False),
    field("disbursed_on", "2026-11-02", "date_in_future", of=DRAWN, schema=False),
    field("disbursed_on", "99991231", "open_ended", of=DRAWN, schema=False),
    field("outstanding_balance", "-0.01", "negative", of=DRAWN),
    field("product", "overdraft", "not_in_list", of=DRAWN),
    field("previous_loan_no", "L1", "same_loan", of="loan.refinanced.v1", schema=False),
    field("made_on", "99991231", "open_ended", of="loan.assessed.v1", schema=False),
    field("classified_on", "99991231", "open_ended", of="classification.set.v1", schema=False),
    field("extended_until", "99991231", "open_ended", of="loan.extended.v1", schema=False),
    field("interest_arrears_off_bs", "-5.00", "negative", of=ARREARS),
    field("interest_arrears_since", UNSET, "since_missing", of=ARREARS),
    field("interest_arrears_since", "99991231", "since_missing", of=ARREARS),
    field("principal_arrears_since", UNSET, "since_missing", principal_arrears="0.01"),
    field("borrower_name", "", "blank", of="borrower.registered.v1"),
    field("borrower_name", "  ", "blank", of="borrower.registered.v1", schema=False),
    field("borrower_name", "某" * 201, "too_long", of="borrower.registered.v1"),
    field("uscc", "91110000100000000I", "uscc", of="borrower.registered.v1"),
    field("guarantor_no", "C1", "own_guarantor", of="guarantee.link.v1", schema=False),
    field("discovered", "2026-11-01T09:05:06+08:00", "time_in_future", of=RAISED, schema=False),
    field("discovered", "2026-11-01T09:00:00", "instant_zone", of=RAISED),
    field("discovered", "2026-02-30", "date_unknown", of=RAISED, schema=False),
    field("discovered", "1900-01-01", "instant_range", of=RAISED, schema=False),
    field("kind", "war", "not_in_list", of=RAISED),
    field("month", "2026-13", "month", of="classification.forecast.v1"),
    field("month", "202611", "month", of="classification.forecast.v1"),
    *(field("number", number, "not_observed", of=OBSERVED) for number in (1, 2, 4, 5, 11, 17)),
    field("number", 54, "out_of_range", of=OBSERVED),
    field("numerator", 0.7, "money_not_text", of=OBSERVED),
    field(
        "fact_id",
        UNSET,
        "concealment_needs",
        of=FINDING,
        kind="concealment",
        concealed_by="A",
        concealed_since="20261001",
    ),
    field("loan_nos", "L1", "not_list", of=FINDING),
    field("officer_no", "", "blank", of=ACT),
    field("officer_no", "　", "blank", of=ACT, schema=False),
    field("officer_no", 31, "not_text", of=ACT),
    field("officer_no", "\u200b\u3164", "blank", of=ACT, schema=False),
    *(field("officer_no", number, "person_form", of=ACT, schema=False) for number in STRANGE),
    field("parts_present", "true", "not_boolean", of="report.received.v1"),
    field("parts", "见附件", "not_an_object", of="report.submitted.v1"),
    field("duty_ids", [], "empty_list", of="waiver.proposed.v1"),
    field("reason", " ", "blank", of="waiver.proposed.v1", schema=False),
    field("evidence", "", "blank", of="release.proposed.v1"),
    field("record", "\u3000", "blank", of="work.recorded.v1", schema=False),
    field("situation", "", "blank", of="monthly.update.v1", schema=False),
]
NESTED: Final = [
    Broken(
        "unknown part of a report",
        line("report.submitted.v1", LEAST["report.submitted.v1"] | {"parts": {"summary": "x"}}),
        "unknown_field",
        "data.parts.summary",
    ),
    Broken(
        "second attendee without post",
        line(
            "meeting.held.v1", LEAST["meeting.held.v1"] | {"attendees": [{"org_no": "A", "post": "p"}, {"org_no": "A"}]}
        ),
        "missing",
        "data.attendees[1].post",
    ),
]
BROKEN: Final = [*BYTES, *ENVELOPE, *FIELDS, *NESTED]
"""All of them."""
