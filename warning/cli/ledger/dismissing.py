"""``warning quarantine dismiss``, and its approval where it is of many."""

from __future__ import annotations

from msgspec import Struct

from warning.bootstrap import now
from warning.cli import answers
from warning.cli.ledger.opening import opened, options_text, tell_secret, telling
from warning.cli.ledger.quarantine import told_in_words
from warning.cli.ledger.retaking import no_reason
from warning.cli.output import ending
from warning.cli.screen.prose import Prose
from warning.cli.screen.tables import stdout
from warning.cli.stop import OK, REFUSED, USAGE, Stop
from warning.contracts.ledgers import RetakenLine
from warning.intake import dismissals
from warning.intake.corrections import DISMISSED, waiting
from warning.intake.ingest import Intake
from warning.wording.phrases import say
from warning.wording.text import Lang


class Asked(Struct, frozen=True, kw_only=True):
    """What is to be dismissed, why and by whom: one, or all that are open for a reason."""

    number: int | None
    reason: str | None
    ground: str
    officer: str
    replacing: bool


def ask(asked: Asked, place: str | None, lang: Lang) -> None:
    """Propose it.

    Raises:
        Stop: it is not said which, or it cannot be.
    """
    number, reason = asked.number, asked.reason
    if (number is None) == (reason is None):
        raise Stop(USAGE, say("q_which_dismissed", lang))
    here = opened(place, lang)
    intake = Intake(here.ledger, here.setting.frame)
    options = options_text(place, lang)
    with telling(here.place, lang), told_in_words(number or 0, place, lang):
        if number is not None:
            former = dismissals.ask(intake, number, asked.ground, asked.officer, replacing=asked.replacing)
            if former:
                stdout().print(say("q_again", lang, n=number, who=former))
            stdout().print(say("q_dismissal", lang, n=number, options=options))
        else:
            done = dismissals.ask_all(intake, reason or "", asked.ground, asked.officer)
            if not done:
                raise no_reason(waiting(intake), reason or "", lang)
            stdout().print(say("q_dismissals", lang, n=len(done), options=options))
    tell_secret(place, lang)


def approve_all(officer: str, place: str | None, lang: Lang, *, every: bool, as_json: bool) -> None:
    """Approve all that are to be dismissed; exit code 1 while some of them still wait.

    Raises:
        Stop: it is not said that all are meant.
    """
    if not every:
        raise Stop(USAGE, say("q_which_approved", lang))
    here = opened(place, lang)
    intake = Intake(here.ledger, here.setting.frame)
    with telling(here.place, lang), told_in_words(0, place, lang):
        found = list(dismissals.approve_all(intake, officer, now()))
    done = [one.number for one in found if one.done]
    with ending(OK if len(done) == len(found) else REFUSED):
        if as_json:
            answers.send(RetakenLine(number=one, outcome=DISMISSED, refusal=None) for one in done)
            return
        for one in found:
            if one.done:
                stdout().print(Prose(f"{one.number}  {one.ground} ({one.asked_by})"))
        stdout().print(say("q_all_dismissed", lang, n=len(done), left=len(found) - len(done)))
