"""Persons are hidden wherever a message is repeated to people, whole or broken; all else stays as it was written."""

from __future__ import annotations

import json

import pytest

from tests.contracts import good
from warning.contracts.decode import Refused, decode
from warning.contracts.masking import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{ "officer_no": 10017777,  "a": 1e400 }', '{ "officer_no": "***",  "a": 1e400 }'),
        ('{"members": [10018888,"a]b 10019999"],"x":[1]}', '{"members": "***","x":[1]}'),
        (r'{"\u006ffficer_no" : "1001", "\u0061": 1}', r'{"\u006ffficer_no" : "***", "\u0061": 1}'),
        ('{"officer_no":{"a":[1,"]"]},"b":null}', '{"officer_no":"***","b":null}'),
        ('[{"officer_no":"a\\"b","c":1,"officer_no":2}]', '[{"officer_no":"***","c":1,"officer_no":"***"}]'),
        ('{"Officer_No": "1001", "officer": 2}', '{"Officer_No": "***", "officer": 2}'),
        (r'{"data":"{\"officer_no\":\"1001\"}"}', r'{"data":"{\"officer_no\":\"***\"}"}'),
        ('{"a": "officer_no", "b": "x"}', '{"a": "officer_no", "b": "x"}'),
        ('{"officer_no": 10017777', '{"officer_no": "***"'),
        ('{"a":1,"officer_no":{"no":"10017777","name":"张三"}', '{"a":1,"officer_no":"***"'),
        ('{"members":[["1001"],"1002"],"x":', '{"members":"***"'),
        (r'"{\"officer_no\": \"1001\", \"a\":', r'"{\"officer_no\": "***", \"a\":'),
        ('{“officer_no”：“1001”,"b":2', '{“officer_no”："***","b":2'),
        ('{"officer_no": 张三 丰, "b":1', '{"officer_no": "***", "b":1'),
        ('{"officer_no": "1001\\" x", "b": 1', '{"officer_no": "***", "b": 1'),
        ('{"members": [10018888,"a]b 10019999"], "x":', '{"members": "***", "x":'),
        ('{"members": ["1001", "10', '{"members": "***"'),
        (r'{"\u006Ffficer_no": 1001, x', r'{"\u006Ffficer_no": "***", x'),
        ("{officer_no: 1001, 'members': '1002'}", '{officer_no: "***", \'members\': "***"}'),
        ("no JSON", "no JSON"),
    ],
)
def test_what_names_a_person_is_hidden_and_nothing_else(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        '{"data": {"officer_no": "10017777',
        '{"data": {"officer_no": "x", "members": ["10017777" "10017777"]}}',
        '["officer_no", {"officer_no": 10017777}]',
        '{"officer_no": "10017777"} {"officer_no": "10017777"}',
    ],
)
def test_what_is_said_of_a_broken_message_names_nobody(text: str) -> None:
    with pytest.raises(Refused) as refused:
        decode(text.encode())
    assert "10017777" not in repr(refused.value.problems)


@pytest.mark.parametrize("wrong", ["10017777\x00", "10017777\ud800", 10017777, ["10017777"], {"a": "10017777"}])
def test_what_is_said_of_a_wrong_number_does_not_repeat_it(wrong: object) -> None:
    message = good.message("phone.notice.v1")
    for data in ({**message["data"], "officer_no": wrong}, [{"officer_no": wrong}]):
        with pytest.raises(Refused) as refused:
            decode(json.dumps({**message, "data": data}).encode())
        assert "1001" not in repr(refused.value.problems)
