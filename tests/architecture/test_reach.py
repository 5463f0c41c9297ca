"""The environment has one reader; oracle and verifier share nothing with what they judge; samples are rejected."""

from __future__ import annotations

import pytest

from tests.architecture.reach import environment_readers, shared_with_oracle, shared_with_verifier
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


def test_the_verifier_shares_no_code_with_the_ledger() -> None:
    assert shared_with_verifier(modules("warning")) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("warning/audit/verifier/check.py", "from warning.ledger.journal import link"),
        ("warning/audit/verifier/check.py", "def late():\n    import warning.core.step"),
        ("warning/audit/verifier/check.py", "from ..export import export"),
        ("warning/audit/verifier/__main__.py", "from warning.audit import export"),
        ("warning/audit/__init__.py", "from warning.ledger import lanes"),
        ("warning/__init__.py", "from tests.ledger import bank"),
    ],
)
def test_code_that_verifier_and_ledger_would_share_is_rejected(path: str, text: str) -> None:
    found = shared_with_verifier([module_of(path, text)])
    assert len(found) == 1
    assert "the verifier shares no code with the ledger" in found[0]


def test_the_verifier_may_import_itself() -> None:
    text = "from warning.audit.verifier import chain\nfrom .chain import Row\nfrom msgspec import Struct\n"
    assert shared_with_verifier([module_of("warning/audit/verifier/check.py", text)]) == []
    assert shared_with_verifier([module_of("warning/audit/export.py", "from warning.core import VERSION")]) == []
