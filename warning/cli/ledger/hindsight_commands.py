"""The commands that look back on a ledger and their options; what each does is loaded when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from warning.cli.options import ArchivePlace, AsJson, Language, LedgerPlace, Rows, WithPersons
from warning.core.rows import DutyKind

Figure = Literal[
    "due", "on_time", "late", "late_owed", "concealed", "not_scored", "fell_away", "open", "not_read"
]  # those of ``warning.ledger.punctuality``
HINDSIGHT = typer.Typer()
"""Its commands stand beside those of ``app``."""


@HINDSIGHT.command("replay", help="replay", epilog="exit_codes")
def replay(
    ledger: LedgerPlace = None,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="jobs")] = 0,
    lanes: Annotated[str | None, typer.Option("--lanes", metavar="N-N,…", help="lanes")] = None,
    borrower: Annotated[str | None, typer.Option("--borrower", metavar="NO", help="replay_borrower")] = None,
    resume: Annotated[Path | None, typer.Option("--resume", metavar="FILE", help="resume")] = None,
    archive: ArchivePlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Decide every row again."""
    from warning.cli.ledger import replaying

    asked = replaying.Asked(jobs=jobs, lanes=lanes, borrower=borrower, resume=resume, archive=archive)
    replaying.check(ledger, asked, lang, as_json=as_json)


@HINDSIGHT.command("asof", help="asof", epilog="exit_codes")
def asof(
    at: Annotated[str, typer.Argument(metavar="INSTANT", help="asof_instant")],
    ledger: LedgerPlace = None,
    borrower: Annotated[str | None, typer.Option("--borrower", metavar="NO", help="borrower_filter")] = None,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help="org_filter")] = None,
    post: Annotated[str | None, typer.Option("--post", metavar="POST", help="post_filter")] = None,
    ended: Annotated[bool, typer.Option("--all", help="asof_all")] = False,
    snapshots: Annotated[Path | None, typer.Option("--snapshots", metavar="DIR", help="snapshots_option")] = None,
    rows: Rows = 40,
    archive: ArchivePlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Say what was known at an instant."""
    from warning.cli.ledger import asof as then

    asked = then.Asked(at=at, borrower=borrower, org=org, post=post, ended=ended, snapshots=snapshots, archive=archive)
    then.ask(ledger, asked, lang, rows=rows, as_json=as_json)


@HINDSIGHT.command("dossier", help="dossier", epilog="exit_codes")
def dossier(
    borrower: Annotated[str, typer.Argument(metavar="BORROWER", help="dossier_borrower")],
    ledger: LedgerPlace = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="dossier_html")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="INSTANT", help="dossier_until")] = None,
    anchors: Annotated[list[str] | None, typer.Option("--anchors", metavar="PLACE", help="anchors")] = None,
    public_key: Annotated[list[Path] | None, typer.Option("--public-key", metavar="FILE", help="public_key")] = None,
    persons: WithPersons = False,
    archive: ArchivePlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Write all that is known of a borrower."""
    from warning.cli.dossier import command

    asked = command.Asked(
        borrower=borrower,
        place=ledger,
        html=html,
        until=until,
        anchors=tuple(anchors or ()),
        keys=tuple(public_key or ()),
        persons=persons,
        archive=archive,
    )
    command.write(asked, lang, as_json=as_json)


@HINDSIGHT.command("snapshots", help="snapshots", epilog="exit_codes")
def snapshots(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="snapshots_directory")],
    ledger: LedgerPlace = None,
    check: Annotated[bool, typer.Option("--check", help="snapshots_check")] = False,
    archive: ArchivePlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Keep a ledger's month-ends."""
    from warning.cli.ledger import month_ends

    month_ends.keep(ledger, directory, lang, check=check, archive=archive, as_json=as_json)


@HINDSIGHT.command("backtest", help="backtest", epilog="exit_codes")
def backtest(
    book: Annotated[Path, typer.Option("--book", metavar="DIR", help="backtest_book")],
    since: Annotated[str, typer.Option("--since", metavar="DAY", help="backtest_since")],
    until: Annotated[str, typer.Option("--until", metavar="DAY", help="backtest_until")],
    ledger: LedgerPlace = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="backtest_html")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="backtest_out")] = None,
    observed: Annotated[int, typer.Option("--observed", metavar="DAYS", min=1, help="backtest_observed")] = 180,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="jobs")] = 0,
    rows: Rows = 20,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Decide history under another rule book."""
    from warning.cli.ledger import backtesting

    asked = backtesting.Asked(book=book, since=since, until=until, html=html, out=out, observed=observed, jobs=jobs)
    backtesting.compare(ledger, asked, lang, rows=rows, as_json=as_json)


@HINDSIGHT.command("compliance", help="compliance", epilog="exit_codes")
def compliance(
    ledger: LedgerPlace = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="compliance_since")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="compliance_until")] = None,
    by: Annotated[Literal["org", "post", "person", "kind"], typer.Option("--by", help="compliance_by")] = "org",
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help="compliance_org")] = None,
    own: Annotated[bool, typer.Option("--own", help="compliance_own")] = False,
    post: Annotated[str | None, typer.Option("--post", metavar="POST", help="compliance_post")] = None,
    kind: Annotated[DutyKind | None, typer.Option("--kind", help="compliance_kind")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="PERSON", help="compliance_person")] = None,
    figure: Annotated[Figure | None, typer.Option("--list", help="compliance_list")] = None,
    persons: WithPersons = False,
    rows: Rows = 40,
    archive: ArchivePlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Say who was punctual in a period."""
    from warning.cli.ledger import compliance as figures

    asked = figures.Asked(
        since=since,
        until=until,
        by=by,
        org=org,
        own=own,
        post=post,
        kind=kind,
        person=person,
        figure=figure,
        persons=persons,
        archive=archive,
    )
    figures.show(ledger, asked, lang, rows=rows, as_json=as_json)
