"""What is wrong is refused with its code, path and words; nothing is guessed and nothing passes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contracts.broken import BROKEN, GOOD, Broken
from tests.contracts.good import LEAST, line
from warning.contracts.decode import Refused, decode
from warning.contracts.messages import MESSAGES
from warning.contracts.verdict import verdict

CORPUS = Path(__file__).parent / "corpus" / "messages.jsonl"
"""What a person reads for each broken message; ``python -m tests.contracts.record`` writes it anew, for review."""


def refused(raw: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        decode(raw)
    return caught.value


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_broken_message_is_refused_with_code_and_path(broken: Broken) -> None:
    problems = refused(broken.raw).problems
    assert [(problem.code, problem.path) for problem in problems] == [(broken.code, broken.path)]
    assert list(problems) == verdict(broken.raw)


def test_the_words_are_those_on_record() -> None:
    recorded = [json.loads(each) for each in CORPUS.read_text("utf-8").splitlines()]
    assert recorded == [spoken(broken) for broken in BROKEN]
    assert len(recorded) >= 80


def spoken(broken: Broken) -> dict[str, str]:
    problem = refused(broken.raw).problems[0]
    return {
        "name": broken.name,
        "code": problem.code,
        "path": problem.path,
        "value": problem.value,
        "zh": problem.zh,
        "en": problem.en,
    }


def test_names_of_the_corpus_are_unique() -> None:
    names = [broken.name for broken in BROKEN]
    assert len(set(names)) == len(names)


def test_every_message_of_the_catalogue_has_both_languages_and_a_broken_message() -> None:
    assert all(set(texts) == {"zh", "en"} for texts in MESSAGES.values())
    elsewhere = {"wrong_topic", "unexplained", "recorded_in_future"}
    assert {broken.code for broken in BROKEN} == set(MESSAGES) - elsewhere


def test_the_wrong_topic_is_refused_and_the_right_one_named() -> None:
    assert decode(GOOD, "repayment").type == "loan.position.v1"
    with pytest.raises(Refused) as caught:
        decode(GOOD, "command")
    assert [(each.code, each.path, dict(each.args)) for each in caught.value.problems] == [
        ("wrong_topic", "type", {"topic": "repayment"})
    ]


def test_every_problem_of_a_message_is_named_at_once() -> None:
    raw = line("loan.position.v1", {"loan_no": "", "posting_seq": 0, "currency": "USD", "extra": 1}, id="")
    paths = ["data.currency", "data.extra", "data.loan_no", "data.outstanding_balance", "data.posting_seq", "id"]
    assert [problem.path for problem in refused(raw).problems] == paths


def test_id_and_type_are_kept_where_they_can_be_read() -> None:
    error = refused(line("loan.position.v1", {}, id="e77"))
    assert (error.id, error.type) == ("e77", "loan.position.v1")
    assert (refused(b"[]").id, refused(b"[]").type) == ("", "")


def test_a_natural_person_is_not_repeated_in_a_problem() -> None:
    raw = line("team.formed.v1", LEAST["team.formed.v1"] | {"officer_no": ["李四"], "members": ["王" * 65]})
    problems = refused(raw).problems
    assert [problem.value for problem in problems] == ["***", "***"]
    assert "李四" not in "".join(problem.zh + problem.en for problem in problems)


def test_a_wrong_value_is_shown_shortened() -> None:
    problem = refused(line("loan.settled.v1", {"loan_no": "x" * 500})).problems[0]
    assert problem.value == "x" * 59 + "…"
