"""``warning init`` and ``warning upgrade``: a ledger under a rule book."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Literal

from msgspec import Struct

from warning.bootstrap import Opened, make_ledger, place_of, upgrade_ledger
from warning.cli import answers
from warning.cli.closing import noted
from warning.cli.ledger.opening import options_again, shown, tell_secret, telling
from warning.cli.reading import moment_option
from warning.cli.running import broken_book, tell_departures
from warning.cli.screen.tables import stdout
from warning.cli.stop import UNREADABLE, Stop
from warning.cli.usage import why
from warning.contracts.ledgers import LedgerLine, UpgradedLine
from warning.core.scalars import write_moment
from warning.rulebook import BrokenBook
from warning.wording import moments
from warning.wording.names import series
from warning.wording.phrases import say
from warning.wording.text import Lang


class Wanted(Struct, frozen=True, kw_only=True):
    """The ledger to be made, as the command was told."""

    place: str | None = None
    frame: Path | None = None
    clock: Literal["live", "event"] = "event"
    live_from: str | None = None
    name: str = ""


def make(wanted: Wanted, lang: Lang, *, as_json: bool = False) -> None:
    """Make it, and say what it is.

    Raises:
        Stop: there is one, the rule book is broken, or the place cannot be used.
    """
    place = place_of(wanted.place)
    live_from = moment_option("--live-from", wanted.live_from, lang)
    with telling(place, lang):
        try:
            frame, clock = wanted.frame, wanted.clock
            made = noted(make_ledger(place, directory=frame, clock=clock, live_from=live_from, name=wanted.name))
        except BrokenBook as broken:
            raise broken_book(broken, lang) from None
        except OSError as error:
            raise Stop(UNREADABLE, say("ledger_unwritable", lang, place=shown(place), why=why(error, lang))) from None
        except (ValueError, ModuleNotFoundError):
            raise Stop(UNREADABLE, say("ledger_url", lang, place=shown(place))) from None
    tell_departures(made.setting.book, lang)
    if as_json:
        answers.send([line(made)])
        return
    console = stdout()
    console.print(_said(made, lang))
    options = shlex.join(options_again(wanted.place, lang))
    key = "ledger_next_there" if place.startswith("postgresql") else "ledger_next"
    console.print(say(key, lang, option=f" {options}" if options else ""), style="dim")
    tell_secret(wanted.place, lang)


def line(made: Opened) -> LedgerLine:
    """What a ledger is, for machines."""
    about, setting = made.ledger.about, made.setting
    return LedgerLine(
        place=shown(made.place),
        name=about.name,
        clock=about.clock,
        live_from=None if about.live_from is None else write_moment(about.live_from),
        created_at=write_moment(about.created_at),
        frame=setting.frame.id,
        book=answers.said(setting.book.name),
        version=setting.book.version,
        orgs=len(setting.frame.orgs),
    )


def _said(made: Opened, lang: Lang) -> str:
    about, setting = made.ledger.about, made.setting
    book = setting.book
    return say(
        "ledger_made",
        lang,
        place=shown(made.place),
        name=about.name,
        clock=say("clock_live" if about.clock == "live" else "clock_event", lang),
        book=f"{book.name.in_(lang)} {book.version}",
        frame=setting.frame.id[:16],
        orgs=len(setting.frame.orgs),
        live=say("none", lang) if about.live_from is None else moments.instant(about.live_from),
    )


def upgrade(named: str | None, lang: Lang, *, as_json: bool) -> None:
    """Bring the tables of a ledger up to date.

    Raises:
        Stop: there is no ledger, or it is of a later version.
    """
    place = place_of(named)
    with telling(place, lang):
        done = upgrade_ledger(place)
    if as_json:
        answers.send([UpgradedLine(place=shown(place), was=done.found, revision=done.needed, guards=done.guards)])
        return
    console = stdout()
    console.print(say("ledger_upgraded", lang, place=shown(place), needed=done.needed))
    if done.guards:
        same = done.found == done.needed  # else an earlier program may never have had them
        said = say(
            "guards_put_back" if same else "guards_made", lang, n=len(done.guards), names=series(done.guards, lang)
        )
        console.print(said, style="yellow" if same else "")
