"""Events of one case, written as the tables of scenarios write them, for the book's own organisations."""

from __future__ import annotations

import json
from typing import Any, Final

from tests.scenarios.scalar import wall
from tests.scenarios.wire import Writer

ORGS: Final = {"H0": "9999", "A": "1000", "A1": "1001", "A2": "1002", "B": "2000", "B1": "2001", "B2": "2002"}
NAMES: Final = ("org_no", "discovered_by", "recorded_by", "concealed_by", "reporting_org_no")


def events(text: str) -> list[str]:
    """One event a line of ``date time verb …`` (``tests/scenarios/wire.py``), as lines of the wire."""
    writer = Writer()
    words = [line.split() for line in text.splitlines() if line.strip()]
    written = [writer.write(wall(day, time), rest) for day, time, *rest in words]
    return [json.dumps(_placed(one.event), ensure_ascii=False) for one in written]


def _placed(value: Any, name: str = "") -> Any:
    """With the numbers of the organisations for the letters of the tables."""
    if isinstance(value, dict):
        return {key: _placed(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_placed(one, name) for one in value]
    return ORGS.get(value, value) if name in NAMES else value
