"""``warning proposals withdraw``: the organisation that proposed a release or a waiver takes it back (R77)."""

from __future__ import annotations

import secrets
from functools import partial

from msgspec import Struct

from warning.bootstrap import Opened
from warning.cli import answers
from warning.cli.ledger.acting import BYTES
from warning.cli.ledger.alerts import known_post
from warning.cli.ledger.checking import instant_of
from warning.cli.ledger.message import enveloped
from warning.cli.ledger.opening import opened, options_text, shown, telling
from warning.cli.output import ending
from warning.cli.refused import reason_of
from warning.cli.rows import because_of
from warning.cli.screen.tables import stdout
from warning.cli.stop import NOT_FOUND, OK, REFUSED, USAGE, Stop
from warning.cli.usage import joined
from warning.contracts.decode import Refused
from warning.contracts.ledgers import ActedLine
from warning.core.blank import blank
from warning.core.effects import Filed
from warning.core.events import EventRetracted
from warning.core.scalars import write_moment
from warning.intake.approved import became
from warning.intake.commands import Answer, ClockBehind
from warning.intake.ingest import Intake
from warning.intake.withdrawals import NotTheProposer, NotWaiting
from warning.intake.withdrawals import withdraw as take_back
from warning.ledger.sql.approvals import waiting_proposals
from warning.ledger.sql.queries import knows_borrower
from warning.wording import moments
from warning.wording.phrases import say
from warning.wording.render import reason
from warning.wording.text import Lang


class Asked(Struct, frozen=True, kw_only=True):
    """Which proposal is taken back, for which organisation, by which post, why and when, as the command was told."""

    name: str
    org: str
    post: str
    reason: str
    borrower: str | None = None
    at: str | None = None
    event_id: str | None = None
    place: str | None = None


def withdraw(asked: Asked, lang: Lang, *, as_json: bool) -> None:
    """Take it back, and say so.

    Raises:
        Stop: no reason is given, no such proposal waits, it is another organisation's, or the ledger cannot be used.
    """
    if blank(asked.reason):
        raise Stop(USAGE, say("pp_no_reason", lang))
    here = opened(asked.place, lang)
    with telling(here.place, lang):
        borrower, post = _borrower(here, asked, lang), known_post(asked.post, here.setting.names.posts, lang)
        if asked.org not in here.setting.frame.orgs:
            known = ", ".join(here.setting.names.org(number, lang) for number in here.setting.frame.orgs)
            raise Stop(NOT_FOUND, say("org_absent", lang, value=asked.org, known=known))
        answer = _taken(here, asked, borrower, post, lang)
    with ending(OK if answer.outcome == "applied" else REFUSED):
        if as_json:
            answers.send([_line(here, answer)])
            return
        if answer.outcome != "applied":
            told = "" if answer.refusal is None else reason_of(answer.refusal, here.setting.names, lang)
            stdout().print(say("pp_not_taken_back", lang, id=asked.name, by=answer.event_id, why=told))
            return
        at = moments.instant(answer.at)
        stdout().print(say("pp_taken_back", lang, id=asked.name, by=answer.event_id, at=at))


def _borrower(here: Opened, asked: Asked, lang: Lang) -> str:
    """Whose it is: a proposal is named by its id among those of its borrower alone (R55).

    Raises:
        Stop: there is no such borrower; or none of the id waits, or several do.
    """
    with here.ledger.engine.connect() as connection:
        if asked.borrower is not None:
            if not knows_borrower(connection, asked.borrower):
                raise Stop(NOT_FOUND, say("borrower_absent", lang, value=asked.borrower, place=shown(here.place)))
            return asked.borrower
        waits = waiting_proposals(connection, every=True)
        found = sorted({one.customer_no for one in waits if one.id == asked.name})
    if not found:
        raise _absent(asked, lang)
    if len(found) > 1:
        raise Stop(USAGE, say("pp_several", lang, id=asked.name, known=joined(found, lang)))
    return found[0]


def _absent(asked: Asked, lang: Lang) -> Stop:
    options = options_text(asked.place, lang)
    return Stop(NOT_FOUND, say("pp_absent", lang, id=asked.name, options=options))


def _taken(here: Opened, asked: Asked, borrower: str, post: str, lang: Lang) -> Answer:
    """What came of it; all that is wrong is told in words.

    Raises:
        Stop: it cannot be taken back.
    """
    event_id = asked.event_id or f"A-{secrets.token_hex(BYTES)}"
    content = {"customer_no": borrower, "recorded_by": asked.org, "retracts": asked.name, "reason": asked.reason}
    at = instant_of(here, asked.at, lang)
    intake, origin = Intake(here.ledger, here.setting.frame), f"cli:{post}@{asked.org}"
    try:
        stamped = partial(enveloped, content, EventRetracted.TYPE, event_id)
        return take_back(intake, stamped(at), origin, stamped if asked.at is None else None)
    except Refused as refused:
        told = [problem.zh if lang == "zh" else problem.en for problem in refused.problems]
        raise Stop(USAGE, "\n".join(told)) from None
    except ClockBehind as behind:
        value, clock = moments.instant(at), moments.instant(behind.clock)
        raise Stop(USAGE, say("act_back", lang, value=value, clock=clock)) from None
    except NotTheProposer as other:
        org = here.setting.names.org(other.org_no, lang)
        raise Stop(USAGE, say("pp_not_the_proposer", lang, id=asked.name, org=org)) from None
    except NotWaiting:
        with here.ledger.engine.connect() as connection:
            ended = became(connection, borrower, asked.name)
        if ended is None:
            raise _absent(asked, lang) from None
        became_of = reason(ended, here.setting.names, lang)
        raise Stop(NOT_FOUND, say("pp_gone", lang, id=asked.name, told=became_of)) from None


def _line(here: Opened, answer: Answer) -> ActedLine:
    said = [because_of(one.why, here.setting.names) for one in answer.effects if isinstance(one, Filed)]
    return ActedLine(
        event_id=answer.event_id,
        type=EventRetracted.TYPE,
        at=write_moment(answer.at),
        outcome=answer.outcome,
        changes=(),
        field="",
        because=tuple(said),
    )
