"""The list of mutations keeps up with what it breaks: one that matches nothing would never be seen to survive."""

from __future__ import annotations

import pytest

from tests.mutation.mutation import Mutation, NoMatchError
from tests.mutation.run import MUTATIONS, ROOT


def test_every_mutation_still_matches_the_text_it_breaks() -> None:
    assert len(MUTATIONS) > 600
    for one in MUTATIONS:
        one.applied((ROOT / one.file).read_text(encoding="utf-8"))


@pytest.mark.parametrize("old", ["no such text", "loan", "    return loan\n"])
def test_one_that_matches_nothing_or_more_than_once_is_told(old: str) -> None:
    with pytest.raises(NoMatchError, match="found"):
        Mutation("f.py", old, "", "").applied("def loan():\n    return loan\n    return loan\n")
