"""What is wrong with a command line, in the language that was asked for, and where to read how it is used."""

from __future__ import annotations

import errno
import re
from collections.abc import Sequence
from typing import Final

from typer.exceptions import TyperException

from warning.wording.phrases import ERRNOS, USAGES, say
from warning.wording.text import Lang

NAMED: Final = re.compile(r"'([^']*)'|\(([^)]*)\)$|(--\S+)")
"""What a message is about, as it writes it."""


def language(arguments: Sequence[str]) -> Lang:
    """What ``--lang`` asks for, read before the options are: what is wrong may be another one."""
    joined = " ".join(arguments)
    return "en" if "--lang en" in joined or "--lang=en" in joined else "zh"


def wrong_use(error: TyperException, lang: Lang) -> str:
    """What is wrong, and the command that says how it is used."""
    message = error.format_message()
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "warning"
    return f"{_told(message, lang)}{'' if lang == 'zh' else ' '}{say('usage_help', lang, command=path)}"


def _told(message: str, lang: Lang) -> str:
    if lang == "en":
        return message
    named = NAMED.search(message)
    known = next((text for part, text in USAGES.items() if part in message), None)
    return (
        message
        if known is None or named is None
        else known.say(lang).format(what=named.group(named.lastindex or 0), detail=message)
    )


def why(error: OSError, lang: Lang) -> str:
    """Why the machine refused."""
    known = ERRNOS.get(errno.errorcode.get(error.errno or 0, ""))
    if known is not None:
        return known.say(lang)
    code = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return say("system_error", lang, code=code)
