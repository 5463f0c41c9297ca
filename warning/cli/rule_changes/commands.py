"""The commands about changes of the rule book, and their options; they stand below ``rules``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warning.cli.options import AsJson, Language, LedgerPlace, WithPersons

Directory = Annotated[Path, typer.Argument(metavar="DIR", help="rc_directory")]
Change = Annotated[str, typer.Argument(metavar="ID", help="rc_change")]
Org = Annotated[str, typer.Option("--org", metavar="ORG", help="rc_org")]
Post = Annotated[str, typer.Option("--post", metavar="POST", help="act_post")]
Officer = Annotated[str, typer.Option("--officer", metavar="NO", help="officer")]
At = Annotated[str | None, typer.Option("--at", metavar="INSTANT", help="act_at")]
EventId = Annotated[str | None, typer.Option("--id", metavar="ID", help="act_id")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="rc_why")]


def diff(
    directory: Directory,
    against: Annotated[Path | None, typer.Option("--against", metavar="DIR", help="rc_against")] = None,
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Compare two rule books."""
    from warning.cli.rule_changes import differing

    differing.diff(directory, against, ledger, lang, as_json=as_json)


def propose(
    directory: Directory,
    org: Org,
    post: Post,
    officer: Officer,
    in_force_at: Annotated[str, typer.Option("--from", metavar="INSTANT", help="rc_in_force")],
    reason: Why,
    backtest: Annotated[Path | None, typer.Option("--backtest", metavar="FILE", help="rc_report")] = None,
    summary: Annotated[str, typer.Option("--summary", metavar="TEXT", help="rc_summary")] = "",
    untested: Annotated[str | None, typer.Option("--without-backtest", metavar="TEXT", help="rc_untested")] = None,
    at: At = None,
    event_id: EventId = None,
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Propose another rule book."""
    from warning.cli.rule_changes import acting

    asked = acting.Proposed(
        directory=directory,
        in_force_at=in_force_at,
        reason=reason,
        report=backtest,
        summary=summary,
        untested=untested,
    )
    who = acting.Who(org=org, post=post, officer=officer, place=ledger, at=at, event_id=event_id)
    acting.propose(who, asked, lang, as_json=as_json)


def changes(
    change: Annotated[str | None, typer.Argument(metavar="ID", help="rc_change_shown")] = None,
    persons: WithPersons = False,
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """List the changes, or show one."""
    from warning.cli.rule_changes import listing

    listing.changes(ledger, change, lang, persons=persons, as_json=as_json)


def report(
    change: Change,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="rc_report_to")] = None,
    ledger: LedgerPlace = None,
    lang: Language = "zh",
) -> None:
    """Write out the report that was attached."""
    from warning.cli.rule_changes import reports

    reports.write_out(ledger, change, file, lang)


def retest(
    change: Change,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="jobs")] = 0,
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Have the backtest that was attached decided again."""
    from warning.cli.rule_changes import retesting

    retesting.retest(ledger, change, lang, jobs=jobs, as_json=as_json)


def approve(
    change: Change,
    org: Org,
    post: Post,
    officer: Officer,
    at: At = None,
    event_id: EventId = None,
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Approve a change."""
    from warning.cli.rule_changes import acting

    who = acting.Who(org=org, post=post, officer=officer, place=ledger, at=at, event_id=event_id)
    acting.approve(who, change, lang, as_json=as_json)


def withdraw(
    change: Change,
    org: Org,
    post: Post,
    officer: Officer,
    reason: Why,
    at: At = None,
    event_id: EventId = None,
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Withdraw a change, or turn it down."""
    from warning.cli.rule_changes import acting

    who = acting.Who(org=org, post=post, officer=officer, place=ledger, at=at, event_id=event_id)
    acting.withdraw(who, change, reason, lang, as_json=as_json)


def add_to(rules: typer.Typer) -> None:
    """Give them their names."""
    rules.command("diff", help="rules_diff", epilog="exit_codes")(diff)
    rules.command("propose", help="rules_propose", epilog="exit_codes")(propose)
    rules.command("changes", help="rules_changes", epilog="exit_codes")(changes)
    rules.command("report", help="rules_report", epilog="exit_codes")(report)
    rules.command("retest", help="rules_retest", epilog="exit_codes")(retest)
    rules.command("approve", help="rules_approve", epilog="exit_codes")(approve)
    rules.command("withdraw", help="rules_withdraw", epilog="exit_codes")(withdraw)
