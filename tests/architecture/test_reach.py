"""The environment has one reader; the oracle shares nothing with the product; samples of both are rejected."""

from __future__ import annotations

import pytest

from tests.architecture.reach import environment_readers, shared_with_oracle
from tests.architecture.source import module_of, modules


def test_the_environment_has_one_reader() -> None:
    assert environment_readers(modules("warning")) == []


@pytest.mark.parametrize(
    "text", ["import os\nx = os.environ['A']", "import os\nx = os.getenv('A')", "from os import environ"]
)
def test_another_reader_is_rejected(text: str) -> None:
    found = environment_readers([module_of("warning/cli/main.py", text)])
    assert len(found) == 1
    assert "only warning/settings.py reads the environment" in found[0]
    assert environment_readers([module_of("warning/settings.py", text)]) == []


def test_the_oracle_shares_no_code_with_the_product() -> None:
    assert shared_with_oracle(modules("tests")) == []


def test_shared_code_is_rejected_directly_and_through_another_module() -> None:
    direct = module_of("tests/oracle/judge.py", "from warning.core.scalars import midnight\n")
    assert shared_with_oracle([direct]) == [
        "tests/oracle/judge.py:1: the oracle shares no code with the product: 'warning.core.scalars.midnight'"
    ]
    judge = module_of("tests/oracle/judge.py", "from tests.oracle.days import later\n")
    days = module_of("tests/oracle/days.py", "def later():\n    from warning.core import scalars\n")
    aside = module_of("tests/oracle/agree.py", "from warning.core import scalars\n")
    assert shared_with_oracle([judge, days, aside]) == [
        "tests/oracle/days.py:2: the oracle shares no code with the product: 'warning.core.scalars'"
    ]
