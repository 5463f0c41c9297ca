"""Where a duty's post comes from, where its breach can be seen, on what its score rests (D9, D10, D11, article 18)."""

from __future__ import annotations

from typing import Final

from warning.cli.explain.page import Page
from warning.core.rows import Duty
from warning.wording.clauses import said_in

POSTS: Final = {
    ("assessment", "account_manager"): ("post_assessment", ()),
    ("team", "sub_branch_president"): ("post_team", ("14.1",)),
    ("monthly_update", "account_manager"): ("post_sub_branch", ("14.1",)),
    ("report", "sub_branch_president"): ("post_sub_branch", ("14.1",)),
    ("first_notice", "sub_branch_president"): ("post_sub_branch", ("14.1",)),
    ("report", "branch_monitor"): ("post_monitor", ("14.2.1",)),
    ("first_notice", "branch_monitor"): ("post_monitor", ("14.2.1",)),
    ("meeting", "branch_principal_leader"): ("post_meeting", ()),
}
"""Kind of duty and post -> the phrase for where that comes from, and what the policy says that bears on it."""
NOTICES: Final = ("notice", "rectification_notice")
"""Kinds of duty that are met by issuing something."""
LEDGER: Final = "warning alerts explain"
"""The command whose pages are about a ledger, which other commands can be asked about."""


def post_clauses(duty: Duty) -> tuple[str, ...]:
    """What the policy says of who does what, where it bears on a duty's post; and D11 where that is ours."""
    return POSTS.get((duty.kind, duty.post), ("", ()))[1]


def post_line(page: Page, duty: Duty) -> str:
    """Whether a duty's post is the policy's word or our default."""
    key, _ = POSTS.get((duty.kind, duty.post), ("post_default", ()))
    key = "post_meeting_red" if key == "post_meeting" and duty.red else key
    return page.say(key, post=page.names.post(duty.post, page.lang))


def breach_lines(page: Page, duty: Duty) -> list[str]:
    """On what the score of a breach rests, and where the breach can be looked up: nothing is sent (D9, D10)."""
    scored = [page.say("scored_by")] if duty.scored else []
    if not duty.escalated_to:
        return [*scored, page.say("no_superior")]
    org_no, _, post = duty.escalated_to.partition("/")
    owner = f"{page.names.org(org_no, page.lang)} · {page.names.post(post, page.lang)}"
    which = "--overdue" if duty.state == "breached" else f"--state {duty.state}"
    how = page.say("look_up", command=f"warning duties list {which} --org {org_no}") if page.command == LEDGER else ""
    return [*scored, page.say("escalated_line", owner=owner, how=how)]


def owing_clauses(page: Page, duty: Duty) -> tuple[str, ...]:
    """The clauses and defaults of all that."""
    said = (post_line(page, duty), *(breach_lines(page, duty) if duty.breached_at is not None else ()))
    return (*post_clauses(duty), *(("18",) if duty.scored else ()), *said_in(said))
