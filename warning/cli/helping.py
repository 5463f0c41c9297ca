"""``--help``: one page a command, in one language, on a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal, get_args, get_origin

from msgspec import Struct
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from typer.core import TyperCommand, TyperGroup

from warning.cli.screen.prose import Prose
from warning.wording.help import HELP
from warning.wording.phrases import say
from warning.wording.records import event_type
from warning.wording.text import Lang

ASKED: Final = "--help"
LANGUAGE: Final = "--lang"
Command = TyperCommand | TyperGroup


ACT: Final = "warning act"


class Asked(Struct, frozen=True):
    """A command whose page is asked for, how it is called, and of which type of act, if of one."""

    command: Command
    path: str
    act: str = ""


def page_asked(root: object, words: Sequence[str], lang: Lang) -> Asked | None:
    """The command whose page is asked for, with how it is called; None where words are a command to be run.

    Who names a group of commands alone asks for its page, too.

    Raises:
        Stop: the page of an act is asked for that there is not.
    """
    command, path, rest = _ours(root), ["warning"], _without_language(words)
    while rest and isinstance(command, TyperGroup) and rest[0] in command.commands:
        command, path = _ours(command.commands[rest[0]]), [*path, rest[0]]
        rest = rest[1:]
    alone = isinstance(command, TyperGroup) and not rest
    if ASKED not in rest and not alone:
        return None
    called = " ".join(path)
    if called != ACT:
        return Asked(command, called)
    from warning.cli.ledger import act_help  # noqa: PLC0415 - the contracts are loaded for this page alone

    kind, act = act_help.act_named(rest, _options_of(command), lang)
    return Asked(command, f"{called} {kind}".rstrip(), act)


def _ours(found: object) -> Command:
    """The library speaks of what commands and groups have in common."""
    if not isinstance(found, TyperCommand | TyperGroup):
        raise TypeError(f"{found}: no command")
    return found


def _without_language(words: Sequence[str]) -> list[str]:
    """The words without ``--lang``, which a page may be asked for with wherever it stands."""
    at = range(len(words))
    skipped = {n for n in at if words[n].startswith(f"{LANGUAGE}=") or words[n] == LANGUAGE}
    skipped |= {n + 1 for n in skipped if words[n] == LANGUAGE}
    return [words[n] for n in at if n not in skipped]


def show(asked: Asked, console: Console, lang: Lang) -> None:
    """Print a page: how it is called, what it does, its arguments, options, fields, commands, and the exit codes."""
    command, path = asked.command, asked.path
    arguments = [param for param in command.params if param.param_type_name == "argument" and not asked.act]
    options = _taken(command, asked.act)
    usage = [path, *(_argument(param) for param in arguments), say("help_options", lang)]
    groups = isinstance(command, TyperGroup)
    console.print(say("help_usage", lang, usage=" ".join([*usage, *([say("help_command", lang)] if groups else [])])))
    console.print()
    console.print(HELP[command.help or ""].say(lang))
    _section(console, say("help_arguments", lang), [(_argument(param), _said(param, lang)) for param in arguments])
    _section(console, say("help_options_all", lang), [*_options(options, lang), (ASKED, HELP["help"].say(lang))])
    if path.startswith(ACT):
        for title, rows in _act_sections(asked.act, lang):
            _section(console, title, rows)
    if isinstance(command, TyperGroup):
        below = [(name, HELP[one.help or ""].say(lang)) for name, one in command.commands.items()]
        _section(console, say("help_commands", lang), below)
    if command.epilog:
        console.print()
        console.print(HELP[command.epilog].say(lang))


def _options_of(command: Command) -> list[Any]:
    return [param for param in command.params if param.param_type_name == "option"]


def _taken(command: Command, act: str) -> list[Any]:
    """The options of a command: for a type of act those that it takes."""
    options = _options_of(command)
    if not act:
        return options
    from warning.cli.ledger import act_help  # noqa: PLC0415 - as above

    return [param for param in options if param.opts[0] not in act_help.left_out(act)]


def _act_sections(act: str, lang: Lang) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The fields of a type of act, or all kinds of act and all posts."""
    from warning.cli.ledger import act_help  # noqa: PLC0415 - as above

    if act:
        yield f"{event_type(act, lang)} · {say('help_fields', lang)}", act_help.fields_of(act, lang)
        return
    yield say("help_kinds", lang), act_help.kinds(lang)
    yield say("help_posts", lang), act_help.posts(lang)


def _section(console: Console, title: str, rows: Sequence[tuple[str, str]]) -> None:
    if not rows:
        return
    table = Table.grid(padding=(0, 2))
    longest = max(len(name) for name, _ in rows)
    table.add_column(width=min(longest, console.width // 3), overflow="fold")
    table.add_column(overflow="fold")
    for name, said in rows:
        table.add_row(Prose(name), Prose(said))
    console.print()
    console.print(Prose(title, style="bold"))
    console.print(Padding(table, (0, 0, 0, 2), expand=False))


def _options(options: Sequence[Any], lang: Lang) -> Iterator[tuple[str, str]]:
    for param in options:
        if param.name != ASKED.removeprefix("--"):
            value = "" if param.type_descriptor.annotation is bool else f" {_metavar(param)}"
            yield f"{param.opts[0]}{value}", _said(param, lang)


def _argument(param: Any) -> str:  # noqa: ANN401 - the library's
    """What stands for it: in brackets where it may be left out."""
    return _metavar(param) if param.required else f"[{_metavar(param)}]"


def _metavar(param: Any) -> str:  # noqa: ANN401 - the library's
    """What stands for its value."""
    kind = param.type_descriptor.annotation
    if param.metavar:
        return str(param.metavar)
    if get_origin(kind) is Literal:
        return "|".join(get_args(kind))
    return "N" if kind in (int, float) else str(param.name).upper()


def _said(param: Any, lang: Lang) -> str:  # noqa: ANN401 - the library's
    """What it means, whether it must be given, and what holds where it is not."""
    said = HELP[param.help].say(lang)
    if param.required and param.param_type_name == "option":
        return said + say("help_required", lang)
    if param.default in (None, False, "") or param.type_descriptor.annotation is bool:
        return said
    return said + say("help_default", lang, value=str(param.default))
