"""The commands of auditors and their options; what each does stands in its own module, loaded when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warning.cli.options import ArchivePlace, AsJson, Language, LedgerPlace

AUDITING = typer.Typer()
"""Its commands stand beside those of ``app``."""
AUDIT = typer.Typer(help="audit", no_args_is_help=True)
AUDITING.add_typer(AUDIT, name="audit")


@AUDIT.command("export", help="audit_export", epilog="exit_codes")
def audit_export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="bundle_directory")],
    ledger: LedgerPlace = None,
    anchors: Annotated[str | None, typer.Option("--anchors", metavar="PLACE", help="anchors_too")] = None,
    archive: ArchivePlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Export a ledger as a bundle."""
    from warning.cli.audit import exporting

    exporting.write(directory, ledger, anchors, lang, archive=archive, as_json=as_json)


@AUDIT.command("keygen", help="audit_keygen", epilog="exit_codes")
def audit_keygen(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="key_file")],
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Make a key that signs anchors."""
    from warning.cli.audit import signing

    signing.make_key(file, lang, as_json=as_json)


@AUDITING.command("anchor", help="anchor", epilog="exit_codes")
def anchor(
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="anchor_key")],
    to: Annotated[list[str], typer.Option("--to", metavar="PLACE", help="anchor_to")],
    ledger: LedgerPlace = None,
    every: Annotated[str, typer.Option("--every", metavar="INTERVAL", help="anchor_every")] = "5m",
    once: Annotated[bool, typer.Option("--once", help="anchor_once")] = False,
    rotate: Annotated[bool, typer.Option("--rotate", help="anchor_rotate")] = False,
    first: Annotated[bool, typer.Option("--first", help="anchor_first")] = False,
    archive: ArchivePlace = None,
    textfile: Annotated[Path | None, typer.Option("--textfile", metavar="FILE", help="anchor_textfile")] = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Sign anchors."""
    from warning.cli.audit import signing

    asked = signing.Asked(
        key=key,
        to=tuple(to),
        place=ledger,
        every=every,
        once=once,
        rotate=rotate,
        first=first,
        archive=archive,
        textfile=textfile,
    )
    signing.sign(asked, lang, as_json=as_json)


@AUDITING.command("archive", help="archive", epilog="exit_codes")
def archive(
    until: Annotated[str, typer.Option("--until", metavar="MONTH", help="archive_until")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="archive_to")],
    ledger: LedgerPlace = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="dry_run")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="archive_drop")] = False,
    grace: Annotated[int, typer.Option("--grace", metavar="DAYS", min=0, max=36_500, help="archive_grace")] = 31,
    anchors: Annotated[list[str] | None, typer.Option("--anchors", metavar="PLACE", help="archive_anchors")] = None,
    public_key: Annotated[list[Path] | None, typer.Option("--public-key", metavar="FILE", help="public_key")] = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Archive closed months."""
    from warning.cli.audit import archiving

    asked = archiving.Asked(
        until=until,
        to=to,
        place=ledger,
        dry_run=dry_run,
        drop=drop,
        grace=grace,
        anchors=tuple(anchors or ()),
        keys=tuple(public_key or ()),
    )
    archiving.archive(asked, lang, as_json=as_json)


@AUDITING.command("erase", help="erase", epilog="exit_codes")
def erase(
    person: Annotated[str | None, typer.Argument(metavar="PERSON", help="erase_person")] = None,
    ground: Annotated[str, typer.Option("--ground", metavar="TEXT", help="erase_ground")] = "",
    officer: Annotated[str, typer.Option("--officer", metavar="NO", help="erase_officer")] = "",
    approve: Annotated[
        int | None, typer.Option("--approve", metavar="N", min=1, max=(1 << 63) - 1, help="erase_approve")
    ] = None,
    compact: Annotated[bool, typer.Option("--compact", help="erase_compact")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="erase_yes")] = False,
    ledger: LedgerPlace = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Erase a person."""
    from warning.cli.audit import erasing

    asked = erasing.Asked(person=person, ground=ground, officer=officer, approve=approve, compact=compact, yes=yes)
    erasing.erase(ledger, asked, lang, as_json=as_json)
