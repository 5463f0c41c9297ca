"""An act before it goes to the ledger: what it is about is looked up, and what cannot be is noted, all of it.

Whether a post may act, and whether the act counts, the core decides; that is on file. What names nothing is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from warning.bootstrap import Opened, now
from warning.cli.explain.command import SHOWN, the_one
from warning.cli.ledger.message import GIVES, Given, content_of
from warning.cli.ledger.opening import options_text, shown
from warning.cli.ledger.wrong import Wrong
from warning.cli.named import code_of, listed
from warning.cli.reading import moment_option
from warning.cli.stop import NOT_FOUND, USAGE, Stop
from warning.contracts.topics import ROUTES
from warning.core.rows import Duty, Warning
from warning.intake.watch import JUMP
from warning.ledger.sql.queries import borrowers_named, knows_borrower, named
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.records import POST_FIELDS, event_type
from warning.wording.terms import Table
from warning.wording.text import Lang

STAND_IN: Final = {"customer_no": "C", "domain": "business"}
"""For a warning that was not found, so that it is not told as missing fields, too."""
OPTIONS: Final = {"--warning": "customer_no", "--borrower": "customer_no", "--domain": "domain"}
OPTIONS_OF: Final = OPTIONS | {"--attendee": "attendees"}
"""Options that not every act takes -> the field they give."""


class Asked(Struct, frozen=True, kw_only=True):
    """An act with where and when, as the command was told."""

    given: Given
    place: str | None = None
    warning: str | None = None
    """The warning it is about: gives borrower and domain."""
    at: str | None = None
    event_id: str | None = None


def untaken(name: str) -> list[str]:
    """The options that a type of act has no use for."""
    has = ROUTES[name].event.__struct_fields__
    return [option for option, field in OPTIONS_OF.items() if field not in has]


def checked(here: Opened, asked: Asked, name: str, wrong: Wrong, lang: Lang) -> tuple[dict[str, Any], int]:
    """The fields of the act with what its options name, and when it is recorded; faults are noted.

    Raises:
        Stop: the file cannot be read.
    """
    at = now() if here.ledger.about.clock == "live" else here.ledger.clock()
    with wrong.noting():
        at = instant_of(here, asked.at, lang)
    given = _given_for(asked, name, wrong, lang)
    content = content_of(given, name, wrong, lang)
    _coded(content, here.setting.names.posts)
    told = {"place": shown(here.place), "options": options_text(asked.place, lang)}
    wrong.by_options(_by_options(given, content))
    with here.ledger.engine.connect() as connection:
        if asked.warning is not None and "--warning" not in untaken(name):
            content |= STAND_IN
            with wrong.noting():
                content |= _about(connection, here, asked, lang)
        elif isinstance(number := content.get("customer_no"), str) and not knows_borrower(connection, number):
            place = shown(here.place)
            wrong.add(NOT_FOUND, "borrower_absent", path="data.customer_no", value=number, place=place)
        about = [str(content.get("customer_no"))]
        here.setting.names.borrowers.update(borrowers_named(connection, about))
        with wrong.noting():
            content |= _duties(connection, told, content, wrong, lang)
    _known(here, content, wrong, lang)
    return content, at


def _by_options(given: Given, content: Mapping[str, Any]) -> dict[str, str]:
    """The paths of the fields that options gave, or would give, and these; not what a file or ``--set`` gave."""
    values = {"customer_no": given.borrower, "domain": given.domain, "attendees": given.attendees or None}
    from_elsewhere = {field for field, value in values.items() if field in content and value is None}
    return {f"data.{field}": option for field, option in GIVES.items() if field not in from_elsewhere}


def instant_of(here: Opened, at: str | None, lang: Lang) -> int:
    """When it is recorded: now, or on an event-driven clock where that stands, or later (``--at``).

    Raises:
        Stop: it is no instant, or one at which nothing can be recorded.
    """
    given = moment_option("--at", at, lang)
    if here.ledger.about.clock == "live":
        if given is not None:
            raise Stop(USAGE, say("act_live", lang))
        return now()
    clock = here.ledger.clock()
    if given is None:
        return clock
    if clock and not clock <= given <= clock + JUMP:
        key = "act_far" if given > clock else "act_back"
        raise Stop(USAGE, say(key, lang, value=moments.instant(given), clock=moments.instant(clock)))
    return given


def _given_for(asked: Asked, name: str, wrong: Wrong, lang: Lang) -> Given:
    """The act without the options that its type has no use for, which are noted."""
    given = asked.given
    values = {"--warning": asked.warning, "--borrower": given.borrower, "--domain": given.domain}
    values["--attendee"] = " ".join(given.attendees)
    idle = [option for option in untaken(name) if values[option]]
    if idle:
        wrong.add(USAGE, "act_takes_no", what=event_type(name, lang), options=", ".join(idle))
    if "--warning" in untaken(name):
        given = msgspec.structs.replace(given, borrower=None, domain=None)
    return msgspec.structs.replace(given, attendees=()) if "--attendee" in idle else given


def _about(connection: Connection, here: Opened, asked: Asked, lang: Lang) -> dict[str, str]:
    """Borrower and domain of the warning it names."""
    name, given = asked.warning or "", asked.given
    found = [row for row in named(connection, name, SHOWN + 1) if isinstance(row, Warning)]
    if not found:
        told = {"id": name, "place": shown(here.place), "options": options_text(asked.place, lang)}
        raise Stop(NOT_FOUND, say("warning_unknown", lang, **told))
    row = the_one(found, name, lang)
    if not isinstance(row, Warning):
        raise TypeError(row)
    if given.borrower not in (None, row.customer_no) or given.domain not in (None, row.domain):
        told = {"id": row.id, "borrower": row.customer_no, "domain": row.domain}
        raise Stop(USAGE, say("act_another", lang, **told))
    return {"customer_no": row.customer_no, "domain": row.domain}


def _duties(
    connection: Connection, told: Mapping[str, str], content: Mapping[str, Any], wrong: Wrong, lang: Lang
) -> dict[str, list[str]]:
    """The duties it names, by their whole ids; an id that is shortened means one of the borrower's before others.

    ``told``: what an id is told with that is none.
    """
    names = content.get("duty_ids")
    if not isinstance(names, list):
        return {}
    ids: list[str] = []
    for name in map(str, names):
        found = [row for row in named(connection, name, SHOWN + 1) if isinstance(row, Duty)]
        if not found:
            wrong.add(NOT_FOUND, "duty_unknown", path="data.duty_ids", id=name, **told)
            continue
        own = [row for row in found if row.customer_no == content.get("customer_no")]
        with wrong.noting():
            ids.append(the_one(own or found, name, lang).id)
    return {"duty_ids": list(dict.fromkeys(ids))} if ids else {}


def _coded(content: dict[str, Any], posts: Table) -> None:
    """Posts by their codes, where they were named."""
    attendees = content.get("attendees")
    for who in (content, *(attendees if isinstance(attendees, list) else ())):
        for field in POST_FIELDS:
            if isinstance(who, dict) and isinstance(value := who.get(field), str):
                who[field] = code_of(value, posts)


def _known(here: Opened, content: Mapping[str, Any], wrong: Wrong, lang: Lang) -> None:
    """Posts and organisations that the rule book has not got."""
    names, orgs = here.setting.names, here.setting.frame.orgs
    for path, value in _parties(content):
        if path.endswith("org_no") and value not in orgs:
            known = ", ".join(names.org(number, lang) for number in orgs)
            wrong.add(NOT_FOUND, "org_absent", path=path, value=value, known=known)
        elif not path.endswith("org_no") and value not in names.posts:
            wrong.add(
                NOT_FOUND, "post_absent", path=path, value=value, known=listed(sorted(names.posts), names.posts, lang)
            )


def _parties(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every organisation and post that an act names, with its path."""
    for name in ("org_no", "post", "led_by", "reporting_org_no"):
        if isinstance(value := content.get(name), str):
            yield f"data.{name}", value
    attendees = content.get("attendees")
    for n, who in enumerate(attendees if isinstance(attendees, list) else []):
        if isinstance(who, dict):
            yield from ((f"data.attendees[{n}].{name}", str(who[name])) for name in ("org_no", "post") if name in who)
