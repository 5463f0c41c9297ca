"""The wire: JSON lines into records, in the order in which they are judged, less what cannot be true."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from unicodedata import category, name, normalize

from tests.oracle.judge.clock import NEVER, day_of, read_date, read_instant
from tests.oracle.judge.policy import TOLERANCE, fen

ACTS = (
    "report.submitted", "report.received", "phone.notice", "team.formed", "work.recorded", "monthly.update",
    "meeting.held", "notice.issued", "notice.answered", "release.proposed", "waiver.proposed", "forecast.signed_off",
)  # fmt: skip
OPENINGS = ("loan.disbursed", "loan.taken_on", "loan.refinanced")
CARRIED = {1, 2, 3, 4, 5, *range(11, 18)}
"""Signals that have an event of their own."""
DATES = ("interest_arrears_since", "principal_arrears_since", "made_on", "classified_on", "disbursed_on")
"""When what is told happened; it cannot lie ahead (R2, W4)."""


@dataclass
class Record:
    """One event as the bank had it."""

    id: str
    kind: str
    occurred: int
    recorded: int
    data: dict[str, Any]
    source: str = ""
    claimed: int | None = None
    """Its ``time``, of what waited for its loan and counts as occurred with that."""

    @property
    def dated(self) -> int:
        """Its ``time`` (R99, R106)."""
        return self.occurred if self.claimed is None else self.claimed

    @property
    def name(self) -> tuple[str, str]:
        """Which record it is (R55)."""
        return self.source, self.id

    @property
    def rank(self) -> int:
        """Equal instants: facts before approvals before acts (W3)."""
        return 1 if self.kind == "proposal.approved" else 2 if self.kind in ACTS else 0


def read(lines: Iterable[bytes | str | dict[str, Any]]) -> list[Record]:
    """All records that are not quarantined, in the order of the file, but for those of one instant (R5, T2)."""
    records = [one for one in map(_record, lines) if _possible(one)]
    instants = [list(together) for _, together in groupby(records, key=lambda one: one.recorded)]
    return [one for together in instants for one in sorted(together, key=lambda one: one.rank)]


def _record(line: bytes | str | dict[str, Any]) -> Record:
    event = line if isinstance(line, dict) else json.loads(line)
    kind = event["type"].removesuffix(".v1")
    occurred, recorded = read_instant(event["time"]), read_instant(event["recordedtime"])
    return Record(event["id"], kind, occurred, recorded, dict(event["data"]), event.get("source", ""))


DRAWN_AS_NOTHING = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe0e\ufe0f\uffa0"


def seen(character: str) -> bool:
    """Whether a reader sees a character (R59)."""
    return category(character) not in ("Zs", "Zl", "Zp", "Cc", "Cf", "Cs") and character not in DRAWN_AS_NOTHING


def who(number: str) -> str:
    """R60: a staff number without what nobody sees, in one width and case."""
    return normalize("NFKC", "".join(filter(seen, number))).casefold()


def _one_persons(number: str) -> bool:
    """R60: of what staff numbers are written with; nothing that only looks like it."""
    plain = "".join(chr(ord(one) - 0xFEE0) if "\uff01" <= one <= "\uff5e" else one for one in filter(seen, number))
    return normalize("NFKC", plain) == plain and all(map(_written, plain))


def _written(one: str) -> bool:
    chinese = name(one, "").startswith(("CJK UNIFIED", "CJK COMPATIBILITY", "IDEOGRAPHIC"))
    return one.isascii() or one == "\u00b7" or category(one) in ("Co", "Cn") or chinese


def _possible(record: Record) -> bool:
    """W4, and what the fields of a message say of one another."""
    data, latest = record.data, record.recorded + TOLERANCE
    if record.occurred > latest:
        return False
    if data.get("discovered") is not None and read_instant(data["discovered"]) > latest:
        return False
    if not _one_persons(data.get("officer_no", "")):
        return False
    dates = [read_date(data[date]) for date in DATES if data.get(date) is not None]
    if any(day_of(latest) < day < NEVER for day in dates):
        return False
    check = FIELDS.get(record.kind)
    return check is None or check(data)


def _opening(data: dict[str, Any]) -> bool:
    if fen(data["outstanding_balance"]) < 0 or data.get("previous_loan_no") == data["loan_no"]:
        return False
    drawn = read_date(data["disbursed_on"])
    return drawn < NEVER and read_date(data["matures_on"]) >= drawn


def _extension(data: dict[str, Any]) -> bool:
    """R85: to a day."""
    return read_date(data["extended_until"]) < NEVER


def _position(data: dict[str, Any]) -> bool:
    amounts = ("outstanding_balance", "principal_arrears", "interest_arrears_on_bs", "interest_arrears_off_bs")
    if any(fen(data[name]) < 0 for name in amounts if data.get(name) is not None):
        return False
    owed = any(fen(data[name]) > 0 for name in amounts[1:] if data.get(name) is not None)
    since = data.get("principal_arrears_since") or data.get("interest_arrears_since")
    if owed and (since is None or read_date(since) == NEVER):
        return False
    corrects = data.get("corrects")
    return not isinstance(corrects, int) or corrects < data["posting_seq"]


def _finding(data: dict[str, Any]) -> bool:
    named = ("fact_id", "concealed_by", "concealed_since")
    return data["kind"] != "concealment" or all(data.get(name) is not None for name in named)


def _guarantee(data: dict[str, Any]) -> bool:
    return bool(data["guarantor_no"] != data["customer_no"])


def _observed(data: dict[str, Any]) -> bool:
    return data["number"] not in CARRIED


def _waiver(data: dict[str, Any]) -> bool:
    return bool(data["duty_ids"])


FIELDS: dict[str, Callable[[dict[str, Any]], bool]] = {
    **dict.fromkeys(OPENINGS, _opening),
    "loan.extended": _extension,
    "loan.position": _position,
    "interest_arrears.position": _position,
    "guarantee.link": _guarantee,
    "signal.observed": _observed,
    "management.finding": _finding,
    "waiver.proposed": _waiver,
}
