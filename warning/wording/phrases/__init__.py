"""Headings and sentences of the command line: key -> text. ``say`` writes one."""

from __future__ import annotations

from typing import Final

from warning.wording.counted import formatted
from warning.wording.phrases.after import AFTER
from warning.wording.phrases.archive import ARCHIVE
from warning.wording.phrases.audit import AUDIT
from warning.wording.phrases.backtest import BACKTEST
from warning.wording.phrases.beside import BESIDE
from warning.wording.phrases.changes import CHANGES
from warning.wording.phrases.compliance import COMPLIANCE
from warning.wording.phrases.dated import DATED
from warning.wording.phrases.decide import DECIDE
from warning.wording.phrases.demo import DEMO
from warning.wording.phrases.dossier import DOSSIER
from warning.wording.phrases.dues import DUES
from warning.wording.phrases.errors import ERRNOS, ERRORS, USAGES
from warning.wording.phrases.explain import EXPLAIN
from warning.wording.phrases.help import PAGE
from warning.wording.phrases.judged import JUDGED
from warning.wording.phrases.ledger import LEDGER
from warning.wording.phrases.owed import OWED
from warning.wording.phrases.owing import OWING
from warning.wording.phrases.proposals import PROPOSALS
from warning.wording.phrases.quarantine import QUARANTINE
from warning.wording.phrases.remarks import REMARKS
from warning.wording.phrases.replay import REPLAY
from warning.wording.phrases.rules import RULES
from warning.wording.phrases.security import SECURITY
from warning.wording.phrases.streams import STREAMS
from warning.wording.phrases.tested import TESTED
from warning.wording.terms import Table
from warning.wording.text import Lang

PHRASES: Final[Table] = {
    **ARCHIVE,
    **AUDIT,
    **BACKTEST,
    **DUES,
    **EXPLAIN,
    **OWED,
    **OWING,
    **REMARKS,
    **REPLAY,
    **BESIDE,
    **DATED,
    **AFTER,
    **JUDGED,
    **DECIDE,
    **RULES,
    **CHANGES,
    **COMPLIANCE,
    **TESTED,
    **DEMO,
    **DOSSIER,
    **ERRORS,
    **LEDGER,
    **PROPOSALS,
    **QUARANTINE,
    **STREAMS,
    **SECURITY,
    **PAGE,
}


def say(key: str, lang: Lang, **values: object) -> str:
    """A phrase, with its values.

    Raises:
        KeyError: no such phrase, or a value it asks for was not given.
    """
    return formatted(PHRASES[key].say(lang), lang, values)


__all__ = [
    "AFTER",
    "ARCHIVE",
    "AUDIT",
    "BACKTEST",
    "BESIDE",
    "CHANGES",
    "COMPLIANCE",
    "DATED",
    "DECIDE",
    "DEMO",
    "DOSSIER",
    "DUES",
    "ERRNOS",
    "ERRORS",
    "EXPLAIN",
    "JUDGED",
    "LEDGER",
    "OWED",
    "OWING",
    "PAGE",
    "PHRASES",
    "PROPOSALS",
    "QUARANTINE",
    "REMARKS",
    "REPLAY",
    "RULES",
    "SECURITY",
    "STREAMS",
    "TESTED",
    "USAGES",
    "say",
]
