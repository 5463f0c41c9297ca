"""Proposals that wait for another person: releases of signals, waivers of a duty (W8, D8)."""

from __future__ import annotations

from warning.cli.explain.needed import Row
from warning.cli.explain.page import Page
from warning.cli.explain.proposals import proposals_of
from warning.core.frame import LEVELS
from warning.core.state import Proposal
from warning.wording import moments, terms


def waiting(page: Page, row: Row) -> None:
    """Print which proposals about a row wait for approval, if any."""
    for name, proposal in proposals_of(page.situation, row).items():
        page.line(_said(page, name, proposal), style="yellow")


def _said(page: Page, name: str, proposal: Proposal) -> str:
    facts = {"id": name, "at": moments.instant(proposal.at), "org": page.names.org(proposal.org_no, page.lang)}
    if proposal.duties:
        return page.say("waits_waiver", **facts)
    level = terms.LEVELS[LEVELS[proposal.to_level]].say(page.lang) if proposal.to_level else ""
    to = page.say("waits_lowered", level=level) if level else page.say("waits_closed")
    return page.say("waits_release", ground=terms.GROUNDS[proposal.ground].say(page.lang), to=to, **facts)
