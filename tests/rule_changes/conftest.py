"""What is opened is closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rule_changes.changed import MADE


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while MADE:
        MADE.pop().dispose()
