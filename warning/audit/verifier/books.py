"""Which rule book was in force when, by the control lane alone; and whether the books on file are those it approved.

Without the program that decided it. A book but the first is in force by the row of an approval whose one effect names
it, and that effect is what the row's digest covers; by the row of a proposal before it, of another person, that names
the same book, files and instant; and with five minutes between the recording and that instant.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec import MsgspecError, Struct

from warning.audit.verifier.chain import APPROVED, PROPOSED, Effect, Row, digest_of, formed, lane_of, plain
from warning.audit.verifier.findings import Finding
from warning.audit.verifier.source import LARGE, Book, Proposal, Source, Unreadable, sized, within

RULES: Final = "c:rules"
"""The aggregate of the control lane."""
NOTICE: Final = 300_000_000
"""Microseconds between an approval and the instant it approves, at least."""


class Approval(Struct, frozen=True):
    """A book as it was approved: when, and the digest of its files."""

    recorded_at: int
    files: str
    proposal: str


class Books:
    """The first book and the approved ones."""

    def __init__(self, source: Source) -> None:
        """Read them, within a snapshot."""
        self.known = source.begins(lane_of(RULES))[0] == 0
        """Whether all of the control lane can be read: it may be archived elsewhere."""
        made = source.ledger.created_at
        self._large = ""
        """Of what there is more than can be looked at."""
        try:
            books = within(source.books(), lambda one: sized(one.files), "frames.jsonl.gz")
            self._books = sorted(
                books, key=lambda one: (one.in_force_at, one.recorded_at != made, one.recorded_at, one.id)
            )
            self._kept = {one.id: one for one in source.proposals() or ()}
            self._asked, self._approved = _acts(source)
            self._keeps = source.proposals() is not None
        except Unreadable as wrong:  # its lane, or the list of files, is named for it
            self._large = wrong.name if wrong.code == LARGE else ""
            self._books, self._approved, self._kept, self._asked, self._keeps = [], {}, {}, {}, False
        self._order = [(0, first.id) for first in self._books[:1]]
        self._order += sorted((at, name) for name, at in self._approved)
        self._instants = [at for at, _ in self._order]

    def at(self, instant: int) -> str:
        """The book in force; empty: there is none."""
        n = bisect_right(self._instants, instant)
        return self._order[n - 1][1] if n else ""

    def findings(self) -> Iterator[Finding]:
        """Books on file that nobody approved, or not so; approved ones that are not on file."""
        if self._large:
            yield Finding(-1, -1, LARGE, RULES, self._large)
        left = dict(self._approved)
        if not self.known:
            return
        for number, book in enumerate(self._books):
            approval = left.pop((book.id, book.in_force_at), None)
            if not _as_approved(book, approval) if number else book.in_force_at != 0:
                yield Finding(-1, -1, "book", RULES, book.id)
        for name, _ in left:
            yield Finding(-1, -1, "book", RULES, name)
        for name in self._misfiled() if self._keeps else ():
            yield Finding(-1, -1, "proposal", RULES, name)

    def _misfiled(self) -> Iterator[str]:
        """Proposals of which what is kept is not what their rows say; of those that were approved, too, what is not.

        Whether another one was taken at all, only deciding again can tell.
        """
        for name, one in self._kept.items():
            if one not in self._asked.get(name, ()):
                yield name
        yield from sorted({one.proposal for one in self._approved.values()} - self._kept.keys())


def _as_approved(book: Book, approval: Approval | None) -> bool:
    digest = sha256(book.files.encode()).hexdigest()
    return approval is not None and (approval.recorded_at, approval.files) == (book.recorded_at, digest)


def _acts(source: Source) -> tuple[dict[str, list[Proposal]], dict[tuple[str, int], Approval]]:
    """What was proposed, by its id, as often as it was; (book, in force from) -> approval, in the order of the lane."""
    asked, approved = dict[str, list[Proposal]](), dict[tuple[str, int], Approval]()
    lane, proposals, effects = lane_of(RULES), dict[str, Row](), dict[int, list[Effect]]()
    of_rules = (
        row for row in source.rows(lane) if row.key == RULES and row.kind in (PROPOSED, APPROVED) and formed(row)
    )
    rows = list(within(of_rules, lambda row: sized(row.payload), RULES))
    wanted = {row.seq for row in rows if row.kind == APPROVED}
    of_rows = (effect for effect in source.effects(lane) if effect.seq in wanted) if wanted else ()
    for effect in within(of_rows, lambda effect: sized(effect.effect), RULES):
        effects.setdefault(effect.seq, []).append(effect)
    for row in rows:
        if row.kind == PROPOSED:
            proposals.setdefault(row.event_id, row)
            asked.setdefault(row.event_id, []).extend(_proposal(row))
        elif row.kind == APPROVED:
            approved.update(_approval(row, effects.get(row.seq, []), proposals))
    return asked, approved


def _proposal(row: Row) -> Iterator[Proposal]:
    """What a row says that is to be kept of it."""
    try:
        said = msgspec.json.decode(row.payload)
        report = said.get("backtest") or {}
        yield Proposal(row.event_id, said["frame"], said["files"], report.get("digest", ""))
    except (MsgspecError, AttributeError, KeyError, RecursionError, TypeError):
        return


def _approval(
    row: Row, effects: list[Effect], proposals: Mapping[str, Row]
) -> Iterator[tuple[tuple[str, int], Approval]]:
    try:
        book = _changed(row, effects)
        payload = msgspec.json.decode(row.payload)
        proposal = proposals.get(str(payload["proposal_id"]))
        if book is None or proposal is None:
            return
        asked = msgspec.json.decode(proposal.payload)
        same = [asked[name] for name in ("frame", "in_force_at", "files", "base")]
        named = [book[name] for name in ("id", "in_force_at", "files", "base")]
        two = asked["officer_no"] != payload["officer_no"] and book["proposal"] == proposal.event_id
        if same == named and two and book["in_force_at"] >= row.at + NOTICE:
            yield (book["id"], book["in_force_at"]), Approval(row.at, book["files"], proposal.event_id)
    except (MsgspecError, KeyError, RecursionError, TypeError):
        return


def _changed(row: Row, effects: list[Effect]) -> Mapping[str, Any] | None:
    """The book that a row's one effect approves; None: it does not, or that is not proven."""
    if len(effects) != 1 or digest_of(effects) != row.effects_digest:
        return None
    effect = plain(effects[0])
    book: Mapping[str, Any] = effect["book"]
    return book if (effect["type"], effect["change"]) == ("BookChanged", "approved") else None
