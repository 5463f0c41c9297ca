"""What says nothing is refused as it comes, and read where it is journaled: it had been taken once."""

from __future__ import annotations

import pytest
from msgspec import convert, json

from tests.contracts.good import LEAST, line
from warning.contracts.decode import decode
from warning.contracts.problems import Refused
from warning.contracts.topics import ROUTES


@pytest.mark.parametrize(("name", "field"), [("work.recorded.v1", "record"), ("monthly.update.v1", "situation")])
@pytest.mark.parametrize("said", ["", "\u3000"])
def test_it_is_refused_and_can_be_read_from_a_journal(name: str, field: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        decode(line(name, LEAST[name] | {field: said}))
    assert [(problem.code, problem.path) for problem in refused.value.problems] == [("blank", f"data.{field}")]
    journaled = json.decode(json.encode(LEAST[name] | {field: said}))
    assert getattr(convert(journaled, ROUTES[name].event), field) == said
