"""Proposals on which nobody has decided: releases of signals, waivers of a duty (W8, D8)."""

from __future__ import annotations

from collections.abc import Mapping

from warning.cli.explain.needed import Row
from warning.cli.explain.page import Page
from warning.cli.explain.proposals import proposals_of
from warning.cli.explain.releases import fell_by
from warning.core.frame import LEVELS
from warning.core.releases import overtaken
from warning.core.rows import Duty
from warning.core.state import Proposal
from warning.wording import moments, terms


def waiting(page: Page, row: Row) -> None:
    """Print which proposals about a row wait for approval, or can no longer be approved, if any."""
    for name, proposal in proposals_of(page.situation, row).items():
        for text in _said(page, row, name, proposal):
            page.line(text, style="yellow")


def _said(page: Page, row: Row, name: str, proposal: Proposal) -> list[str]:
    facts = {"id": name, "at": moments.instant(proposal.at), "org": page.names.org(proposal.org_no, page.lang)}
    if proposal.duties:
        return _waiver(page, row, proposal, facts)
    fell = fell_by(page, name)
    level = terms.LEVELS[LEVELS[proposal.to_level]].say(page.lang) if proposal.to_level else ""
    to = page.say("waits_lowered", level=level) if level else page.say("waits_closed")
    ground = terms.GROUNDS[proposal.ground].say(page.lang)
    if fell is not None:
        said = {"id": name, "proposed": facts["at"], "org": facts["org"], "by": fell.event_id}
        return [page.say("release_fell", at=moments.instant(fell.at), ground=ground, to=to, **said)]
    state = page.situation.borrower(row.customer_no)
    risen = [] if state is None else overtaken(state.file, proposal, page.situation.verdicts.until)
    if risen:
        ids = ", ".join(track.row.id for track in risen)
        return [page.say("release_overtaken", ids=ids, ground=ground, to=to, **facts)]
    return [page.say("waits_release", ground=ground, to=to, **facts)]


def _waiver(page: Page, row: Row, proposal: Proposal, facts: Mapping[str, str]) -> list[str]:
    """That a waiver waits for approval, or is no longer in time, of this duty or of each of the warning's (D8)."""
    about = (row.id,) if isinstance(row, Duty) else proposal.duties
    duties = [page.situation.ledger.duties[one] for one in about if one in page.situation.ledger.duties]
    until = page.situation.verdicts.until
    past = [one for one in duties if one.due is not None and one.due <= until]
    said = [] if len(past) == len(duties) else [page.say("waits_waiver", **facts)]
    dues = [{"duty": one.id, "due": moments.deadline(one.due)} for one in past if one.due is not None]
    return said + [page.say("waiver_too_late", **facts, **due) for due in dues]
