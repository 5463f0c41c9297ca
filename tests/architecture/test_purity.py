"""The core has no outside, and a sample of each thing it may not do is rejected."""

from __future__ import annotations

import pytest

from tests.architecture.purity import impurities
from tests.architecture.source import module_of, modules


def test_the_core_has_no_outside() -> None:
    assert impurities(modules("warning")) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("LIMIT = 0.5", "no floating point: 0.5"),
        ("LIMIT = 1e6", "no floating point"),
        ("LIMIT = 2j", "no floating point"),
        ("def share(x): return float(x)", "'float': no floating point"),
        ("def share(x: float) -> int: return 1", "'float': no floating point"),
        ("def share(a, b): return a / b", "no true division"),
        ("def share(a, b):\n    a /= b", "no true division"),
        ("from operator import truediv", "no true division"),
        ("import operator\nf = operator.truediv", "no true division"),
        ("import time", "does not import 'time'"),
        ("from time import monotonic", "does not import 'time'"),
        ("import random", "does not import 'random'"),
        ("from uuid import uuid4", "does not import 'uuid'"),
        ("import os", "does not import 'os'"),
        ("from os import environ", "does not import 'os'"),
        ("from zoneinfo import ZoneInfo", "does not import 'zoneinfo'"),
        ("from datetime import date", "does not import 'datetime'"),
        ("def late():\n    import secrets", "does not import 'secrets'"),
        ("import decimal", "does not import 'decimal'"),
        ("import pydantic", "does not import 'pydantic'"),
        ("from pathlib import Path", "does not import 'pathlib'"),
        ("x = datetime.now()", "no clock: '.now'"),
        ("x = datetime.datetime.utcnow()", "no clock: '.utcnow'"),
        ("x = date.today()", "no clock: '.today'"),
        ("x = environ['LEVEL']", "'environ': no environment"),
        ("x = getenv('LEVEL')", "'getenv': no environment"),
        ("x = open('rules.yaml')", "'open': no files"),
        ("x = input()", "'input': no input"),
        ("print('red')", "'print': no output"),
        ("x = hash('B1')", "'hash': differs from one process"),
        ("x = id(object)", "'id': differs from one process"),
        ("x = sorted([], key=hash)", "'hash': differs from one process"),
        ("x = eval('1')", "'eval': no expression language"),
        ("exec('1')", "'exec': no generated code"),
        ("x = __import__('re')", "'__import__': imports are written"),
    ],
)
def test_an_outside_is_rejected(text: str, why: str) -> None:
    found = impurities([module_of("warning/core/sample.py", text)])
    assert any(why in finding for finding in found), found


@pytest.mark.parametrize(
    "asks", ["datetime.now(UTC)", "datetime.utcnow()", "date.today()", "date.fromtimestamp(0)", "D.now()"]
)
def test_a_clock_is_rejected_even_where_dates_are_read(asks: str) -> None:
    text = f"from datetime import UTC, date, datetime\nAT = {asks}"
    found = impurities([module_of("warning/core/scalars.py", text)])
    assert len(found) == 1
    assert "no clock" in found[0]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("warning/core/scalars.py", "from datetime import date\nD = date.fromisoformat('2026-11-01').toordinal()"),
        ("warning/core/sample.py", "def share(a, b): return a // b"),
        ("warning/core/sample.py", "def key(row): return row.id, row.hash, row.today"),
        ("warning/core/sample.py", "from collections.abc import Iterable\nfrom msgspec.structs import replace"),
        ("warning/demo/sample.py", "import random\nSHARE = 0.5 / 2"),
    ],
)
def test_what_is_pure_or_elsewhere_is_not_rejected(path: str, text: str) -> None:
    assert impurities([module_of(path, text)]) == []
