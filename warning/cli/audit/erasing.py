"""``warning erase``: a natural person's value and salt, asked for by one person and approved by another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from warning.bootstrap import Opened, now
from warning.cli import answers
from warning.cli.ledger.opening import opened, shown, telling
from warning.cli.output import ending
from warning.cli.screen.tables import stdout
from warning.cli.stop import NOT_FOUND, OK, REFUSED, UNREADABLE, USAGE, Stop
from warning.contracts.ledgers import ErasureLine
from warning.core.scalars import write_moment
from warning.intake.erasures import (
    Approved,
    AskerErased,
    Erased,
    GroundNames,
    NoOfficer,
    NoPerson,
    NoRequest,
    OnePerson,
    Request,
    Undecided,
    approve,
    ask,
    token_of,
)
from warning.intake.ingest import Intake
from warning.ledger.sql.compact import compact
from warning.ledger.sql.proposed import Open
from warning.wording.names import series
from warning.wording.phrases import say
from warning.wording.text import Lang


class Asked(Struct, frozen=True, kw_only=True):
    """Whom to erase, or which request to approve, as the command was told."""

    person: str | None = None
    ground: str = ""
    officer: str = ""
    approve: int | None = None
    compact: bool = False
    yes: bool = False


def erase(place: str | None, asked: Asked, lang: Lang, *, as_json: bool) -> None:
    """Ask, approve, or only write the file anew.

    Raises:
        Stop: there is no such person or request, or this person may not approve it.
    """
    wanted = (asked.person is not None and bool(asked.ground.strip()), asked.approve is not None, asked.compact)
    if sum(wanted) != 1 or (asked.person is not None and asked.approve is not None):
        raise Stop(USAGE, say("erase_two", lang))
    here = opened(place, lang)
    with telling(here.place, lang), _told(here, asked, lang):
        if asked.compact:
            _compacted(here, lang)
        elif asked.approve is None:
            _ask(here, asked, lang, as_json=as_json)
        else:
            done = approve(Intake(here.ledger, here.setting.frame), asked.approve, asked.officer, now())
            _say_erased(here, done, lang, as_json=as_json)


@contextmanager
def _told(here: Opened, asked: Asked, lang: Lang) -> Iterator[None]:
    try:
        yield
    except NoPerson:
        told = {"value": asked.person or f"#{asked.approve}", "place": shown(here.place)}
        raise Stop(NOT_FOUND, say("erase_unknown", lang, **told)) from None
    except NoRequest:
        raise Stop(NOT_FOUND, say("erase_none", lang, n=asked.approve)) from None
    except Approved:
        raise Stop(REFUSED, say("erase_settled", lang, n=asked.approve)) from None
    except OnePerson:
        raise Stop(REFUSED, say("erase_same", lang)) from None
    except AskerErased:
        raise Stop(REFUSED, say("erase_asker_erased", lang, n=asked.approve)) from None
    except Undecided as undecided:
        found = series((_open(one, lang) for one in undecided.open), lang)
        raise Stop(REFUSED, say("erase_undecided", lang, n=len(undecided.open), open=found)) from None
    except GroundNames:
        raise Stop(USAGE, say("erase_ground_names", lang)) from None
    except NoOfficer:
        raise Stop(USAGE, say("erase_officer", lang, value=asked.officer)) from None


def _open(one: Open, lang: Lang) -> str:
    if one.what == "rules":
        return say("erase_open_rules", lang, id=one.id)
    key = "erase_open_waiver" if one.what == "waiver" else "erase_open_release"
    return say(key, lang, id=one.id, customer=one.customer_no)


def _ask(here: Opened, asked: Asked, lang: Lang, *, as_json: bool) -> None:
    named = asked.person or ""
    with here.ledger.engine.connect() as connection:
        token, by_value = token_of(connection, named)
    if by_value and not asked.yes:
        raise Stop(USAGE, say("erase_by_value", lang, value=named, token=token))
    request = ask(Intake(here.ledger, here.setting.frame), token, asked.ground, asked.officer, now())
    with ending(OK):
        if as_json:
            answers.send([_line(request)])
        else:
            stdout().print(say("erase_asked", lang, n=request.id, token=request.token, ground=request.ground))


def _compacted(here: Opened, lang: Lang) -> None:
    if here.ledger.engine.dialect.name != "sqlite" or not compact(here.ledger.engine):
        key = "erased_busy" if here.ledger.engine.dialect.name == "sqlite" else "erased_postgresql"
        raise Stop(UNREADABLE, say(key, lang))
    with ending(OK):
        stdout().print(say("compacted", lang, place=shown(here.place)))


def _say_erased(here: Opened, done: Erased, lang: Lang, *, as_json: bool) -> None:
    """What was erased, and what remains where."""
    sqlite = here.ledger.engine.dialect.name == "sqlite"
    anew = compact(here.ledger.engine) if sqlite else None
    with ending(OK):
        if as_json:
            answers.send([_line(done.request, done, anew)])
            return
        console, request = stdout(), done.request
        told = {"token": request.token, "n": request.id, "quarantine": len(done.quarantine), "held": len(done.held)}
        console.print(say("erased", lang, **told))
        left = "erased_postgresql" if anew is None else "erased_compacted" if anew else "erased_busy"
        console.print(say(left, lang))
        console.print(say("erased_elsewhere", lang), style="dim")


def _line(request: Request, done: Erased | None = None, anew: bool | None = None) -> ErasureLine:  # noqa: FBT001 - as the line has it
    approved = request.approved_at
    return ErasureLine(
        number=request.id,
        token=request.token,
        ground=request.ground,
        asked_by=request.asked_by,
        asked_at=write_moment(request.asked_at),
        approved_by=request.approved_by,
        approved_at=None if approved is None else write_moment(approved),
        quarantine=() if done is None else done.quarantine,
        held=() if done is None else done.held,
        compacted=anew,
    )
