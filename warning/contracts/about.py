"""Whom a message is about, read off it as far as it can be: also off one that is broken, or cut.

Nothing is taken from what stands under a field of persons, and nothing that is no number by the contract.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from warning.contracts.masking import masked
from warning.contracts.raw import bare

MOST: Final = 65_536
"""Bytes of a message that are looked at: what is longer is read as a broken one is."""
NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.:/-]{0,63}")
ORGS: Final = ("org_no", "recorded_by", "discovered_by")
"""Who acts, or books the loan; else who recorded a fact, or found it."""
NAMES: Final = ("customer_no", "loan_no", *ORGS)
WRITTEN: Final = re.compile(rf'"({"|".join(NAMES)})"\s*:\s*"({NUMBER.pattern})"')
"""A field and its value, where a text is no JSON."""


class About(Struct, frozen=True):
    """Numbers of a borrower, a loan and an organisation; empty where they cannot be read, or there are none."""

    customer_no: str = ""
    loan_no: str = ""
    org_no: str = ""


def about(raw: bytes) -> About:
    """What a message says of it; ``raw`` are its first bytes, ``MOST`` of them at the most. Nothing raises."""
    text = bare(raw[:MOST]).decode("utf-8", errors="replace")
    if len(raw) < MOST:
        try:
            return _of(json.loads(text))
        except (ValueError, RecursionError):
            pass
    found: dict[str, str] = {}
    for name, value in WRITTEN.findall(masked(text)):
        found.setdefault(name, value)
    return _made(found)


def _of(message: object) -> About:
    """Of a whole one: its ``data``, or, where it has none, itself."""
    if not isinstance(message, Mapping):
        return About()
    data = message.get("data")
    return _made(data if isinstance(data, Mapping) else message)


def _made(content: Mapping[Any, Any]) -> About:
    said = {name: content.get(name) for name in NAMES}
    good = {name: value for name, value in said.items() if isinstance(value, str) and NUMBER.fullmatch(value)}
    org_no = next((good[name] for name in ORGS if name in good), "")
    return About(good.get("customer_no", ""), good.get("loan_no", ""), org_no)
