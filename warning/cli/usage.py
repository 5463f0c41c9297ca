"""What is wrong with a command line, in the language that was asked for, and where to read how it is used."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

from typer._click.exceptions import BadParameter, MissingParameter, NoSuchOption
from typer.exceptions import TyperException

from warning import settings
from warning.cli.named import OPTIONS, listed
from warning.wording.phrases import ERRNOS, PHRASES, USAGES, say
from warning.wording.text import Lang

NAMED: Final = re.compile(r"'([^']*)'|\(([^)]*)\)$|(--\S+)")
"""What a message is about, as it writes it."""
GIVEN: Final = re.compile(r"'([^']*)' is not one of")
SURROGATE: Final = re.compile("[\ud800-\udfff]")
"""What stands for a byte that is none of a text."""
BOUNDS: Final = {int: "right_integer", float: "right_number"}


def language(arguments: Sequence[str]) -> Lang:
    """What ``--lang`` asks for, else the environment, read before the options are: what is wrong may be another one."""
    joined = " ".join(arguments)
    if "--lang en" in joined or "--lang=en" in joined:
        return "en"
    return "zh" if "--lang" in joined or settings.language() != "en" else "en"


def wrong_use(error: TyperException, words: Sequence[str], lang: Lang) -> str:
    """What is wrong, and the command that says how it is used."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "warning"
    gap = "" if lang == "zh" else " "
    return f"{_told(error, words, lang)}{gap}{say('usage_help', lang, command=path)}"


def no_text(words: Sequence[str], lang: Lang) -> str | None:
    """What to say of a word that is no text, and names no file that is there; None: there is none."""
    for before, word in zip(("", *words), words, strict=False):
        if not word.isascii() and SURROGATE.search(word) and not Path(word).exists():
            option = word.partition("=")[0] if word.startswith("--") else before
            shown = option if option.startswith("--") else word.encode("utf-8", "backslashreplace").decode()
            return say("use_no_text", lang, what=shown)
    return None


def _told(error: TyperException, words: Sequence[str], lang: Lang) -> str:
    match error:
        case MissingParameter(param=param) if param is not None:
            return _missing(error, param, words, lang)
        case BadParameter(param=param) if _of_environment(param, words):
            told = {"name": settings.LANGUAGE, "value": settings.language(), "right": _right(param, lang)}
            return say("use_environment", lang, **told)
        case NoSuchOption(option_name=name, possibilities=known):
            if not known:
                return say("use_no_option", lang, what=name)
            return say("use_no_option_but", lang, what=name, known=joined(sorted(known), lang))
        case BadParameter(param=param) if param is not None:
            given = GIVEN.search(error.message)
            told = {"what": _hint(param), "right": _right(param, lang)}
            return say("use_value_given", lang, value=given[1], **told) if given else say("use_value", lang, **told)
    message = error.format_message()
    named = NAMED.search(message)
    meant = next((text for part, text in USAGES.items() if part in message), PHRASES["use_wrong"])
    return meant.say(lang).format(what="" if named is None else named.group(named.lastindex or 0))


def _of_environment(param: Any, words: Sequence[str]) -> bool:  # noqa: ANN401 - the library's
    """Whether the value of an option was not given on the command line, but by the environment."""
    return param is not None and param.envvar == settings.LANGUAGE and not _is_given(param, words)


def _is_given(param: Any, words: Sequence[str]) -> bool:  # noqa: ANN401 - the library's
    return any(word == name or word.startswith(f"{name}=") for word in words for name in param.opts)


def _missing(error: MissingParameter, first: Any, words: Sequence[str], lang: Lang) -> str:  # noqa: ANN401
    """What a command asks for and has not been given, all of it: the library stops at the first."""
    asked = [param for param in error.ctx.command.params if param.required] if error.ctx is not None else []
    options = [param for param in asked if param.param_type_name == "option" and not _is_given(param, words)]
    missing = options if first in options else [first, *options]
    arguments = [_hint(param) for param in missing if param.param_type_name != "option"]
    gap = "" if lang == "zh" else " "
    said = [say("use_missing_argument", lang, what=joined(arguments, lang))] if arguments else []
    n, what = len(options), joined(map(_hint, options), lang)
    said += [say("use_missing_option" if n == 1 else "use_missing_options", lang, what=what)] if options else []
    return gap.join(said)


def _hint(param: Any) -> str:  # noqa: ANN401 - the library's
    """A parameter as it stands on its command's page."""
    return str(param.opts[0] if param.param_type_name == "option" else param.metavar or param.name.upper())


def joined(names: Iterable[str], lang: Lang) -> str:
    """Names in a row."""
    return ("、" if lang == "zh" else ", ").join(names)


def _right(param: Any, lang: Lang) -> str:  # noqa: ANN401 - the library's
    """What its value should be."""
    kind = param.type_descriptor.annotation
    if get_origin(kind) is Literal:
        names = OPTIONS.get(param.opts[0], ({},))[0]
        return say("right_choice", lang, known=listed(get_args(kind), names, lang))
    said = say(BOUNDS.get(kind, "right_text"), lang)
    if param.min is None:
        return said
    if param.max is None:
        return say("right_from", lang, kind=said, least=param.min)
    return say("right_within", lang, kind=said, least=param.min, most=param.max)


def why(error: OSError, lang: Lang) -> str:
    """Why the machine refused."""
    known = ERRNOS.get(errno.errorcode.get(error.errno or 0, ""))
    if known is not None:
        return known.say(lang)
    code = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return say("system_error", lang, code=code)
