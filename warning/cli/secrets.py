"""Files that the settings name: those that cannot be used, and those that everybody may read."""

from __future__ import annotations

from warning import settings
from warning.cli.screen.tables import stderr
from warning.cli.stop import UNREADABLE, Stop
from warning.wording.phrases import say
from warning.wording.phrases.security import FILES
from warning.wording.text import Lang


def unusable(wrong: settings.Unusable, lang: Lang) -> Stop:
    """The end of a command for which a file cannot be used."""
    why = FILES[wrong.why].say(lang)
    return Stop(UNREADABLE, say("secret_unusable", lang, setting=wrong.setting, path=wrong.path, why=why))


def tell_exposed(lang: Lang, *names: str) -> None:
    """Which of the files that some settings name everybody may read; each holds a secret."""
    for path in settings.exposed(*names):
        stderr().print(say("secret_exposed", lang, path=path), style="yellow")
