"""One thing is one, in English."""

from __future__ import annotations

import pytest

from warning.wording.phrases import say


@pytest.mark.parametrize(
    ("key", "n", "said"),
    [
        ("ds_history", 1, "(1 step)"),
        ("ds_history", 1_000, "(1,000 steps)"),
        ("anchors_unasked", 1, "1 anchor in"),
        ("anchors_unasked", 2, "2 anchors in"),
    ],
)
def test_one_is_one(key: str, n: int, said: str) -> None:
    assert said in say(key, "en", n=n)
