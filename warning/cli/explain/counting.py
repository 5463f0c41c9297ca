"""How a sign-off's figures hang together, and which borrowers are behind them (O3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from warning.cli.explain.page import Page
from warning.cli.explain.put_back import opened_by, put_back, told_by
from warning.core.events import Told
from warning.core.rows import Duty
from warning.ledger.journal import KINDS, JournalRow, content_of
from warning.ledger.memory import Change
from warning.wording import moments, terms
from warning.wording.names import series

BOTH: Final = 2
TOLD: Final = KINDS[Told]
MOST: Final = 200
"""So many borrowers are named; of more it is said how many."""


class Behind(Struct, frozen=True):
    """The borrowers with a balance at an organisation as a sign-off was opened, and who came and went until later."""

    first: frozenset[str]
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


def counted(page: Page, duty: Duty) -> None:
    """The borrowers with a balance as the sign-off was opened and as it was given, and why the two may differ (O3)."""
    said = [one for one in page.situation.ledger.history[duty.id] if "borrowers" in dict(one.effect.why.values)]
    if not said:
        return
    if is_apart(said):
        page.line(page.say("signed_apart"))
    found = behind(page.situation.ledger.journal, f"o:{duty.org_no}", said)
    if len(said) >= BOTH:
        (first, before), (last, after) = ((one.at, _count(one)) for one in (said[0], said[-1]))
        key = "counted_same" if before == after else "counted_fewer" if after < before else "counted_more"
        since, at = moments.instant(first), moments.instant(last)
        page.line(page.say(key, since=since, before=before, at=at, after=after, apart=abs(after - before)))
    _name(page, found)


def is_apart(changes: Sequence[Change]) -> bool:
    """Whether the figures signed are not those of the books (R108)."""
    return any(name in ("over", "short") for one in changes for name, _ in one.effect.why.values)


def opened_lines(page: Page, duty: Duty) -> list[str]:
    """By which record there was a borrower with a balance, where it was within the last days of the month (O3)."""
    opened, back = opened_by(page.situation, duty), put_back(page.situation, duty)
    if opened is None:
        return []
    who = page.names.borrower(told_by(page.situation, duty), page.lang)
    said = {"who": who, "id": opened.event_id, "at": moments.instant(opened.at)}
    if back is None:
        return [page.say("signed_for_record", **said)]
    ending = terms.LOAN_ENDINGS[back.ending].say(page.lang)
    said |= {"loan_no": back.loan_no, "ending": ending, "ended": back.ended_by, "ref": back.ref}
    return [page.say("signed_for_put_back", **said)]


def _name(page: Page, found: Behind) -> None:
    """Print who they are."""
    first, came, went = sorted(found.first), found.came, found.went
    if first:
        page.line(page.say("counted_first", n=len(first), who=_named(page, first)))
    if came:
        page.line(page.say("counted_came", n=len(came), who=_named(page, came)))
    if went:
        page.line(page.say("counted_went", n=len(went), who=_named(page, went)))


def behind(journal: Sequence[JournalRow], key: str, said: Sequence[Change]) -> Behind:
    """Who was behind the first of these figures, and who came and went until the last, by what was told of balances."""
    rows = [row for row in journal if row.key == key]
    first, last = (_with_balance(rows, change) for change in (said[0], said[-1]))
    return Behind(first, tuple(sorted(last - first)), tuple(sorted(first - last)))


def _with_balance(rows: Sequence[JournalRow], until: Change) -> frozenset[str]:
    """The borrowers with a balance there once a change of the sign-off was decided."""
    found: set[str] = set()
    for row in rows:
        if row.at > until.at:
            break
        if row.kind == TOLD and isinstance(told := content_of(row), Told):
            (found.add if told.value else found.discard)(told.origin)
        if (row.at, row.event_id) == (until.at, until.record_id):
            break
    return frozenset(found)


def _count(change: Change) -> int:
    return int(dict(change.effect.why.values)["borrowers"])


def _named(page: Page, who: Sequence[str]) -> str:
    """Borrowers by name and number."""
    listed = series((page.names.borrower(number, page.lang) for number in who[:MOST]), page.lang)
    more = len(who) - MOST
    return listed if more <= 0 else page.say("counted_more_named", listed=listed, more=more)
