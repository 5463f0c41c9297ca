"""Whom a message is about, read off it: whole, broken, cut, or nothing that can be read."""

from __future__ import annotations

import json

import pytest

from warning.contracts.about import MOST, About, about

WHOLE = {"id": "x", "data": {"customer_no": "C1", "loan_no": "L1", "org_no": "1001", "officer_no": "1001-BM01"}}
PERSON = "110101199001011234"


@pytest.mark.parametrize(
    ("message", "found"),
    [
        (WHOLE, About("C1", "L1", "1001")),
        ({"data": {"loan_no": "L1", "recorded_by": "1000", "discovered_by": "1001"}}, About("", "L1", "1000")),
        ({"data": {"customer_no": 7, "loan_no": None, "org_no": ["1001"]}}, About()),
        ({"data": {"customer_no": "张三", "org_no": "", "loan_no": "L" * 65}}, About()),
        ({"customer_no": "C1"}, About("C1")),
        ({"data": {"description": '{"customer_no": "C9"}', "customer_no": "C1"}}, About("C1")),
        ({"data": {"officer_no": {"customer_no": PERSON}}}, About()),
        ("C1", About()),
        ([], About()),
    ],
)
def test_of_a_whole_message_the_fields_themselves(message: object, found: About) -> None:
    assert about(json.dumps(message, ensure_ascii=False).encode()) == found
    assert about(b"\xef\xbb\xbf" + json.dumps(message).encode() + b"\r\n") == found


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (json.dumps(WHOLE).encode()[:-1], About("C1", "L1", "1001")),
        (b'{"data": {"customer_no" : "C1", "loan_no": "L1"x', About("C1", "L1")),
        (b'{"data": {"customer_no": "C1\xff"', About()),
        (f'{{"data": {{"officer_no": {{"customer_no": "{PERSON}"}}, "x":'.encode(), About()),
        (f'{{"data": {{"members": ["{PERSON}", "customer_no": "{PERSON}"'.encode(), About()),
        (json.dumps(WHOLE).encode("utf-16"), About()),
        (b"[" * MOST, About()),
        (b'{"a":' * 9_000, About()),
        (b'"customer_no":' * 9_000, About("customer_no")),
        (b'"' * MOST, About()),
        (b"", About()),
    ],
)
def test_of_a_broken_one_what_is_written_and_no_person(raw: bytes, found: About) -> None:
    assert about(raw) == found


def test_a_long_one_is_read_no_further_than_so_far() -> None:
    long = json.dumps({"data": {"customer_no": "C1", "evidence": "长" * MOST, "org_no": "1001"}}, ensure_ascii=False)
    assert about(long.encode()) == about(long.encode()[:MOST]) == About("C1")
