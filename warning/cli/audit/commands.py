"""The commands of auditors and their options; what each does stands in its own module, loaded when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warning.cli.options import AsJson, Language, LedgerPlace

AUDITING = typer.Typer()
"""Its commands stand beside those of ``app``."""
AUDIT = typer.Typer(help="audit", no_args_is_help=True)
AUDITING.add_typer(AUDIT, name="audit")


@AUDIT.command("export", help="audit_export", epilog="exit_codes")
def audit_export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="bundle_directory")],
    ledger: LedgerPlace = None,
    anchors: Annotated[str | None, typer.Option("--anchors", metavar="PLACE", help="anchors_too")] = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Export a ledger as a bundle."""
    from warning.cli.audit import exporting

    exporting.write(directory, ledger, anchors, lang, as_json=as_json)


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
    textfile: Annotated[Path | None, typer.Option("--textfile", metavar="FILE", help="anchor_textfile")] = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """Sign anchors."""
    from warning.cli.audit import signing

    asked = signing.Asked(key=key, to=tuple(to), place=ledger, every=every, once=once, rotate=rotate, textfile=textfile)
    signing.sign(asked, lang, as_json=as_json)
