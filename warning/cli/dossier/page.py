"""A dossier as one self-contained page: no network, no script; long histories fold by month, and print unfolded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any, Final

from warning.cli.screen.markup import escape
from warning.contracts.dossiers import ChangeLine, DossierLine, EntryLine, KnownRowLine
from warning.contracts.said import Said
from warning.core.scalars import read_moment
from warning.wording import moments, terms
from warning.wording.phrases import say
from warning.wording.text import Lang

FEW: Final = 30
"""Rows of the journal that need no folding."""
SHORT: Final = 12
"""Digits of a digest that are shown in a table."""
CSS: Final = """
:root{--ink:#1d2433;--dim:#667085;--line:#d9dee7;--soft:#f5f7fa;--link:#175cd3}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1120px;padding:32px 28px 64px;color:var(--ink);background:#fff;
font:15px/1.6 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei","Source Han Sans SC",system-ui,sans-serif}
h1{font-size:26px;margin:0 0 12px}
h2{font-size:19px;margin:40px 0 10px;padding-bottom:6px;border-bottom:2px solid var(--ink)}
a{color:var(--link);text-decoration:none}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 20px;margin:0 0 16px}
dt{color:var(--dim)}dd{margin:0}
nav{background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:12px 20px}
nav ol{margin:6px 0 0;padding-left:22px;columns:2}
table{width:100%;border-collapse:collapse;margin:8px 0 12px;font-size:13.5px}
th{text-align:left;color:var(--dim);font-weight:600;border-bottom:1px solid var(--ink);padding:4px 10px 4px 0}
td{vertical-align:top;border-bottom:1px solid var(--line);padding:6px 10px 6px 0;overflow-wrap:anywhere}
td:first-child,th:first-child{width:1%;white-space:nowrap;
padding-right:22px;font-variant-numeric:tabular-nums}
.dim{color:var(--dim);font-size:12.5px}
code{font:12px/1.5 ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
details{margin:4px 0}summary{cursor:pointer;font-weight:600}
td summary{font-weight:400;color:var(--dim);font-size:12.5px}
details details summary{font-weight:400;color:var(--dim);font-size:12.5px}
ul{margin:0;padding-left:18px}li{margin:2px 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px;background:var(--soft);padding:8px;margin:4px 0}
@media print{body{max-width:none;padding:0;font-size:11pt}h2{break-after:avoid}tr{break-inside:avoid}
details::details-content{content-visibility:visible;display:block;height:auto}nav ol{columns:1}a{color:inherit}}
"""


def page(found: DossierLine, lang: Lang, options: str) -> str:
    """The page; ``options`` are those that name the ledger again, for commands that are suggested."""
    return _Page(found, lang, options).written()


class _Page:
    def __init__(self, found: DossierLine, lang: Lang, options: str) -> None:
        self._found, self._lang, self._options = found, lang, options

    def written(self) -> str:
        name = self._found.name or self._found.borrower
        title = escape(self._say("ds_title", name=name))
        sections: tuple[tuple[str, Callable[[], str]], ...] = (
            ("ds_warnings", lambda: self._known(self._found.warnings)),
            ("ds_signals", lambda: self._known(self._found.signals)),
            ("ds_duties", lambda: self._known(self._found.duties)),
            ("ds_proposals", self._proposals),
            ("ds_breaches", self._breaches),
            ("ds_balances", self._balances),
            ("ds_entries", self._entries),
            ("ds_untaken", self._untaken),
            ("ds_told", self._told),
            ("ds_neighbours", self._neighbours),
            ("ds_proof", self._proof),
            ("ds_check", self._check),
        )
        contents = "".join(f'<li><a href="#{key}">{escape(self._say(key))}</a></li>' for key, _ in sections)
        body = "".join(f'<h2 id="{key}">{escape(self._say(key))}</h2>{draw()}' for key, draw in sections)
        head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
        return (
            f'<!doctype html><html lang="{"zh-CN" if self._lang == "zh" else "en"}"><head>{head}<style>{CSS}</style>'
            f"</head><body><h1>{title}</h1>{self._basics()}<nav><b>{escape(self._say('ds_contents'))}</b>"
            f"<ol>{contents}</ol></nav>{body}</body></html>\n"
        )

    def _say(self, key: str, **values: object) -> str:
        return say(key, self._lang, **values)

    def _text(self, said: Said) -> str:
        return escape(said.zh if self._lang == "zh" else said.en)

    def _at(self, text: str) -> str:
        """To the second: the JSON has it exactly."""
        return moments.clock(read_moment(text))

    def _basics(self) -> str:
        found = self._found
        counts = ("entries", "signals", "warnings", "duties", "breaches")
        told = {name: f"{len(getattr(found, name)):,}" for name in counts}
        ledger = self._say("ds_ledger_made", name=found.ledger, at=self._at(found.created_at))
        at = self._at(found.at) + ("" if found.whole else " · " + self._say("ds_not_whole"))
        pairs = (
            ("ds_borrower", f"{found.name} {found.borrower}".strip()),
            ("ds_ledger", ledger),
            ("ds_known", at),
        )
        rows = "".join(f"<dt>{escape(self._say(key))}</dt><dd>{escape(value)}</dd>" for key, value in pairs)
        return f"<dl>{rows}</dl><p>{escape(self._say('ds_counts', **told))}</p>"

    def _table(self, keys: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        """Cells are HTML already."""
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        if not body:
            return f'<p class="dim">{escape(self._say("ds_none"))}</p>'
        head = "".join(f"<th>{escape(self._say(key))}</th>" for key in keys)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _link(self, seq: int) -> str:
        return f'<a href="#r{seq}">{seq:,}</a>'

    def _known(self, rows: Sequence[KnownRowLine]) -> str:
        return self._table(("ds_at", "ds_what", "ds_state"), map(self._known_row, rows))

    def _known_row(self, one: KnownRowLine) -> Sequence[str]:
        steps = "".join(f"<li>{self._step(change)}</li>" for change in one.history)
        folded = f"<details><summary>{escape(self._say('ds_history', n=len(one.history)))}</summary>"
        what = f'{self._text(one.what)}<br><span class="dim">{escape(str(one.row["id"]))}</span>'
        return (self._at(one.since), f"{what}{folded}<ul>{steps}</ul></details>", self._text(one.state))

    def _step(self, change: ChangeLine) -> str:
        where = f'<span class="dim">{escape(self._at(change.at))} · {self._link(change.seq)}</span>'
        return f"{self._text(change.what)} {where}<br>{self._text(change.because)}"

    def _proposals(self) -> str:
        if self._found.proposals is None:
            return f"<p>{escape(self._say('proposals_unknown'))}</p>"
        rows = (
            (
                self._at(one.at),
                f'{self._text(one.what)}<br><span class="dim">{escape(one.id)}</span>',
                self._text(one.said),
            )
            for one in self._found.proposals
        )
        return self._table(("ds_at", "ds_what", "ds_state"), rows)

    def _breaches(self) -> str:
        rows = (
            (
                self._at(one.at),
                f'{self._text(one.what)}<br><span class="dim">{one.row}</span>',
                self._text(one.because),
                self._link(one.seq),
            )
            for one in self._found.breaches
        )
        return self._table(("ds_at", "ds_what", "ds_because", "ds_row"), rows)

    def _balances(self) -> str:
        parts = []
        for loan, lines in groupby(self._found.balances, key=lambda one: one.loan_no):
            rows = [
                (self._at(one.at), self._text(one.what), self._text(one.said), self._link(one.seq)) for one in lines
            ]
            title = escape(self._say("ds_of_loan", loan=loan, n=len(rows)))
            table = self._table(("ds_at", "ds_what", "ds_said", "ds_row"), rows)
            parts.append(f"<details open><summary>{title}</summary>{table}</details>")
        return "".join(parts) or self._table((), ())

    def _entries(self) -> str:
        """By month; of many only the last are unfolded."""
        months = [(month, list(rows)) for month, rows in groupby(self._found.entries, key=lambda one: one.at[:7])]
        left = len(self._found.entries)
        parts = []
        for month, rows in months:
            parts.append(self._month(month, rows, is_open=left <= FEW or left == len(rows)))
            left -= len(rows)
        return "".join(parts)

    def _month(self, month: str, rows: Sequence[EntryLine], *, is_open: bool) -> str:
        title = escape(self._say("ds_month", month=moments.month(month, self._lang), n=len(rows)))
        table = self._table(("ds_at", "ds_row", "ds_what", "ds_became"), map(self._entry, rows))
        return f"<details{' open' if is_open else ''}><summary>{title}</summary>{table}</details>"

    def _entry(self, one: EntryLine) -> Sequence[str]:
        seq, link = int(one.row["seq"]), str(one.row["link"])
        number = f'<span id="r{seq}">{seq:,}</span><br><code title="{link}">{link[:SHORT]}</code>'
        folded = "" if one.record is None else self._folded("ds_record", _written(one.record))
        folded += self._folded("ds_kept", str(one.row["payload"]), f"{self._say('ds_link')} {link}")
        origin = f'<span class="dim">{escape(str(one.row["event_id"]))} · {escape(str(one.row["origin"]))}</span>'
        what = f"<b>{self._text(one.what)}</b> {origin}<br>{self._text(one.said)}{folded}"
        steps = "".join(f"<li>{self._text(change.what)}</li>" for change in one.changes)
        return (self._at(one.at), number, what, f"<ul>{steps}</ul>" if steps else "")

    def _folded(self, key: str, text: str, below: str = "") -> str:
        """A text that is to be copied."""
        code = f"<code>{escape(below)}</code>" if below else ""
        return f"<details><summary>{escape(self._say(key))}</summary><pre>{escape(text)}</pre>{code}</details>"

    def _untaken(self) -> str:
        rows = (
            (self._at(one.at), f'{self._text(one.what)}<br><span class="dim">{escape(one.event_id)}</span>',
             self._text(one.said) + ("" if one.dismissal is None else f"<br>{self._text(one.dismissal.said)}"))
            for one in self._found.untaken
        )  # fmt: skip
        return self._table(("ds_at", "ds_what", "ds_because"), rows)

    def _told(self) -> str:
        rows = (
            (
                self._at(one.at),
                self._text(one.to),
                f'{self._text(one.what)}<br><span class="dim">{one.of}</span>',
                escape(terms.TOLD[one.how].say(self._lang) if one.how in terms.TOLD else one.status),
            )
            for one in self._found.told
        )
        return self._table(("ds_at", "ds_to", "ds_of", "ds_how"), rows)

    def _neighbours(self) -> str:
        rows = (
            (
                self._at(one.at),
                escape(f"{one.name} {one.who}".strip() or "—"),
                escape(self._path(one.path)),
                self._text(one.said),
                self._link(one.seq),
            )
            for one in self._found.neighbours
        )
        return self._table(("ds_at", "ds_who", "ds_path", "ds_said", "ds_row"), rows)

    def _path(self, path: str) -> str:
        sort, _, name = path.partition(":")
        return f"{terms.PATHS[sort].say(self._lang)} {name}" if sort in terms.PATHS else path

    def _proof(self) -> str:
        proof = self._found.proof
        said = [escape(self._say("ds_lane", lane=proof.lane, seq=f"{proof.seq:,}", head=proof.head))]
        anchor = proof.anchor
        if anchor is None:
            said.append(escape(self._say("ds_no_anchor")))
            return "".join(f"<p>{text}</p>" for text in said)
        covered = sum(one.anchored for one in self._found.entries)
        figures = {"rows": f"{len(self._found.entries):,}", "covered": f"{covered:,}", "seq": f"{anchor.seq:,}"}
        at, signer = self._at(anchor.at), anchor.key[:16]
        told = self._say("ds_anchor", number=anchor.number, at=at, signer=signer, root=anchor.root, **figures)
        said.append(escape(told))
        leaf = self._say("ds_leaf", leaf=f"{proof.lane}:{anchor.seq}:{anchor.head}")
        sides = {"left": self._say("ds_left"), "right": self._say("ds_right")}
        steps = (self._say("ds_path_step", side=sides[side], digest=digest) for side, digest in anchor.path)
        listed = "".join(f"<li><code>{escape(text)}</code></li>" for text in (leaf, *steps))
        return "".join(f"<p>{text}</p>" for text in said) + f"<ol>{listed}</ol>"

    def _check(self) -> str:
        verify = f"warning verify --anchors … --public-key …{self._options}"
        replay = f"warning replay --borrower {self._found.borrower}{self._options}"
        texts = (
            self._say("ds_check_link"),
            self._say("ds_check_anchor"),
            self._say("ds_check_chain", command=verify),
            self._say("ds_check_again", command=replay),
        )
        return "<ol>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ol>"


def _written(record: dict[str, Any]) -> str:
    """A record as it would stand in a file."""
    return json.dumps(record, ensure_ascii=False)
