"""``warning topics``: the topics as a file says they should be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from warning.cli.output import ending
from warning.cli.screen.tables import grid, stdout
from warning.cli.stop import OK, REFUSED, UNREADABLE, Stop
from warning.cli.streams.connecting import administrator, broker_for
from warning.resources import topics_file
from warning.streams.topics import BadFile, Change, Wanted, apply, differing, read_topics
from warning.wording.phrases import say
from warning.wording.phrases.streams import KINDS
from warning.wording.text import Lang


def diff(servers: str | None, path: Path | None, lang: Lang) -> None:
    """Say what differs; exit code 1 if anything does.

    Raises:
        Stop: the file is wrong, or brokers are away.
    """
    broker, wanted = broker_for(servers, lang), _wanted(path, lang)
    with administrator(broker, lang) as admin:
        changes = differing(admin, wanted)
    with ending(REFUSED if changes else OK):
        _print(changes, say("topics_same", lang, n=len(wanted)), lang)


def apply_file(servers: str | None, path: Path | None, lang: Lang) -> None:
    """Make it so; exit code 1 if something cannot be done to a topic that is there.

    Raises:
        Stop: the file is wrong, or brokers are away.
    """
    broker, wanted = broker_for(servers, lang), _wanted(path, lang)
    with administrator(broker, lang) as admin:
        changes = apply(admin, wanted)
    with ending(OK if all(change.possible for change in changes) else REFUSED):
        _print(changes, say("topics_same", lang, n=len(wanted)), lang)
        done = sum(change.possible for change in changes)
        if changes:
            stdout().print(say("topics_applied", lang, n=done, left=len(changes) - done))


def _wanted(path: Path | None, lang: Lang) -> tuple[Wanted, ...]:
    file = path or topics_file()
    try:
        return read_topics(file)
    except BadFile as wrong:
        raise Stop(UNREADABLE, say("topics_bad", lang, path=file, why=wrong)) from None


def _print(changes: Sequence[Change], none: str, lang: Lang) -> None:
    if not changes:
        stdout().print(none)
        return
    table = grid(*(say(key, lang) for key in ("tp_topic", "tp_change", "tp_what", "tp_found", "tp_wanted")))
    for change in changes:
        table.add_row(change.topic, KINDS[change.kind].say(lang), change.what, change.found or "—", change.wanted)
    stdout().print(table)
