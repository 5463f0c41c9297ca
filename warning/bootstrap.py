"""The one place that wires: a rule book becomes a frame, names to say things by, and a run that decides."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree, rmtree
from typing import Final

import msgspec
from msgspec import Struct

from warning.core.frame import Frame, Org
from warning.core.scalars import midnight, write_moment
from warning.demo.bank import START
from warning.demo.clock import next_month
from warning.demo.network import BRANCHES, SUB_BRANCHES, organisation, scale
from warning.intake.run import Run
from warning.rulebook import RuleBook, default_directory, load_book
from warning.rulebook.wording import Wording
from warning.wording.names import Names, Rule
from warning.wording.text import Text

EVENTS_FILE: Final = "events.jsonl"
BANK_FILE: Final = "bank.json"
RULES_DIRECTORY: Final = "rules"
DEMO_DIRECTORY: Final = Path("demo-bank")


class Bank(Struct, frozen=True, kw_only=True):
    """What a demonstration bank was made from: kept beside its events, so that they can be decided again."""

    seed: int
    loans: int
    months: int
    live_from: str
    """The instant of going live (T6)."""
    until: str
    """The instant to which its clock runs: the end of its last month."""
    frame: str = ""
    """The directory, beside the events, of its own rule book; empty where the packaged organisation is its own."""


class Setting(Struct, frozen=True):
    """What a command works with: the book with its words, the frame that decides, and the names."""

    book: RuleBook
    frame: Frame
    names: Names


def setting(directory: Path | None = None, *, live_from: int | None = None) -> Setting:
    """Load a rule book; None is the one that comes along.

    Raises:
        BrokenBook: with every problem of the book.
    """
    book = load_book(directory, live_from=live_from)
    return Setting(book, book.frame, names_of(book))


def names_of(book: RuleBook) -> Names:
    """The names a book gives; borrowers are named by their events."""
    orgs = {no: _text(name) for no, name in book.orgs.items()}
    rules = {text.ref: Rule(_text(text.name), _text(text.measure), text.unit) for text in book.rules}
    return Names(orgs=orgs, posts={post: _text(name) for post, name in book.posts.items()}, rules=rules, borrowers={})


def _text(wording: Wording) -> Text:
    return Text(wording.zh, wording.en)


def new_run(frame: Frame) -> Run:
    """An empty ledger in memory, and the run that drives it."""
    return Run(frame)


def new_bank(seed: int, loans: int, months: int) -> Bank:
    """A demonstration bank goes live at 00:00 of its first day and is looked at when its last month has ended."""
    start = START.toordinal()
    return Bank(
        seed=seed,
        loans=loans,
        months=months,
        live_from=write_moment(midnight(start)),
        until=write_moment(midnight(next_month(start, months))),
        frame="" if scale(loans) == (BRANCHES, SUB_BRANCHES) else RULES_DIRECTORY,
    )


def write_bank(bank: Bank, directory: Path) -> None:
    """Keep what the bank was made from beside its events.

    Raises:
        OSError: the directory cannot be written.
    """
    if bank.frame:
        _write_rules(organisation(bank.seed, *scale(bank.loans)), directory / bank.frame)
    text = msgspec.json.format(msgspec.json.encode(bank))
    (directory / BANK_FILE).write_bytes(text + b"\n")


def _write_rules(orgs: dict[str, Org], directory: Path) -> None:
    """The packaged rule book, with other organisations in it."""
    rmtree(directory, ignore_errors=True)
    copytree(default_directory(), directory)
    rows = [
        {"org_no": org.org_no, "level": org.level, "name": {"zh": org.name, "en": f"{org.level} {org.org_no}"}}
        | ({"parent": org.parent} if org.parent else {})
        for org in orgs.values()
    ]
    # JSON is YAML
    text = msgspec.json.format(msgspec.json.encode({"orgs": rows}))
    (directory / "organisation.yaml").write_bytes(text + b"\n")


def bank_beside(events: Path) -> Bank | None:
    """The demonstration bank whose events these are; None for any other file."""
    if events.name != EVENTS_FILE:
        return None
    try:
        return msgspec.json.decode((events.parent / BANK_FILE).read_bytes(), type=Bank)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
