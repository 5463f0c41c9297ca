"""Proposals on which nobody had decided, for people and machines: in ``asof`` and in the dossier."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from rich.table import Table

from warning.audit.proposals import Undecided
from warning.cli.answers import both
from warning.cli.screen.tables import grid, two_lines
from warning.contracts.replays import ProposalLine
from warning.core.frame import LEVELS
from warning.core.scalars import write_moment
from warning.wording import Names, moments, terms
from warning.wording.phrases import say
from warning.wording.text import Lang

STATES: Final = {
    "waits": "proposal_waits",
    "overtaken": "proposal_overtaken",
    "past_due": "proposal_past_due",
    "idle": "proposal_idle",
}


def undecided_table(found: Sequence[Undecided], names: Names, lang: Lang, title: str) -> Table:
    """A row each: which it is, by whom, about what, and whether it can still be approved."""
    table = grid(*(say(key, lang) for key in ("k_proposal", "k_proposed_by", "c_state")), title=title, fixed=(0,))
    for one in found:
        proposal = one.proposal
        by = two_lines(names.org_short(proposal.org_no, lang), moments.clock(proposal.at))
        table.add_row(two_lines(one.id, _what(one, lang)), by, said(one, lang))
    return table


def undecided_line(one: Undecided) -> ProposalLine:
    """The same, with words in both languages."""
    proposal = one.proposal
    return ProposalLine(
        id=one.id,
        at=write_moment(proposal.at),
        org_no=proposal.org_no,
        domain=proposal.domain,
        to_level=None if proposal.duties else LEVELS[proposal.to_level],
        ground=proposal.ground,
        signals=tuple(row_id for _, row_id, _ in proposal.signals),
        duties=proposal.duties,
        new_due=write_moment(proposal.new_due) if proposal.new_due else None,
        state=one.state,
        risen=one.risen,
        what=both(partial(_what, one)),
        said=both(partial(said, one)),
    )


def _what(one: Undecided, lang: Lang) -> str:
    proposal, ids = one.proposal, [row_id for _, row_id, _ in one.proposal.signals]
    if proposal.new_due:
        due = moments.deadline(proposal.new_due)
        return say("proposal_extension", lang, ids=", ".join(proposal.duties), due=due)
    if proposal.duties:
        return say("proposal_waiver", lang, ids=", ".join(proposal.duties))
    level = terms.LEVELS[LEVELS[proposal.to_level]].say(lang)
    to = say("waits_lowered", lang, level=level) if proposal.to_level else say("waits_closed", lang)
    return say("proposal_release", lang, ids=", ".join(ids), to=to, ground=terms.GROUNDS[proposal.ground].say(lang))


def said(one: Undecided, lang: Lang) -> str:
    """How one stands."""
    return say(STATES[one.state], lang, ids=", ".join(one.risen))
