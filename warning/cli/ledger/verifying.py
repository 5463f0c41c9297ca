"""``warning verify``: the whole ledger recomputed from its journal, and the first row of each lane that differs."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import sha256

from rich.table import Table

from warning.bootstrap import Opened, kept_frames
from warning.cli import answers
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.output import ending
from warning.cli.reading import SAID_EVERY
from warning.cli.screen.tables import grid, stderr, stdout, two_lines
from warning.cli.stop import OK, REFUSED
from warning.contracts.ledgers import DifferenceLine, VerifiedLine
from warning.ledger.lanes import LANES
from warning.ledger.verify import Verified, verify
from warning.wording import terms
from warning.wording.phrases import say
from warning.wording.text import Lang


def check(place: str | None, lang: Lang, *, as_json: bool) -> None:
    """Recompute it; exit 1 if anything differs.

    Raises:
        Stop: the ledger cannot be used.
    """
    here = opened(place, lang)
    with telling(here.place, lang):
        found = verify(here.ledger, kept_frames(here), _telling(lang))
    with ending(REFUSED if found.differences else OK):
        if as_json:
            answers.send([_line(here, found)])
            return
        _print(here, found, lang)


def _telling(lang: Lang) -> Callable[[int], None]:
    """Says now and then how many lanes are done."""
    said = time.monotonic()

    def tell(lane: int) -> None:
        nonlocal said
        if time.monotonic() - said > SAID_EVERY:
            said = time.monotonic()
            stderr().print(say("verifying", lang, n=lane + 1, of=LANES))

    return tell


def _print(here: Opened, found: Verified, lang: Lang) -> None:
    console = stdout()
    if found.differences:
        console.print(_table(found, say("t_differences", lang, n=len(found.differences)), lang))
    figures = {"rows": found.rows, "aggregates": found.aggregates, "seen": found.seen}
    phrase = "verified_not" if found.differences else "verified"
    written = {name: f"{figure:,}" for name, figure in figures.items()}
    console.print(say(phrase, lang, place=shown(here.place), heads=ends(found), **written))


def ends(found: Verified) -> str:
    """A fingerprint of the ends of all chains: two ledgers with the same one hold the same journal."""
    return sha256(b"".join(found.heads)).hexdigest()


def _table(found: Verified, title: str, lang: Lang) -> Table:
    headings = (say(key, lang) for key in ("v_lane", "v_row", "a_what", "v_differs"))
    table = grid(*headings, title=title, fixed=(0, 1))
    for one in found.differences:
        lane, seq = (str(one.lane), f"{one.seq:,}") if one.lane >= 0 else ("—", "—")
        table.add_row(lane, seq, two_lines(one.key or "—", one.name), terms.DIFFERENCES[one.code].say(lang))
    return table


def _line(here: Opened, found: Verified) -> VerifiedLine:
    return VerifiedLine(
        place=shown(here.place),
        rows=found.rows,
        aggregates=found.aggregates,
        seen=found.seen,
        ends=ends(found),
        differences=tuple(
            DifferenceLine(
                lane=one.lane if one.lane >= 0 else None,
                seq=one.seq if one.lane >= 0 else None,
                code=one.code,
                key=one.key,
                name=one.name,
                said=answers.said(terms.DIFFERENCES[one.code]),
            )
            for one in found.differences
        ),
    )
