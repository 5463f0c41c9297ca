"""Of what a ledger has about a borrower, the dossier: each thing in words of both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from warning.audit.asof import Known, Told
from warning.audit.dossier import Dismissed, Gathered, Item, Sent, Untaken
from warning.audit.verifier.chain import PLAIN
from warning.cli.answers import both
from warning.cli.ledger.slices import as_sent
from warning.cli.marks import scored, status
from warning.contracts.dossiers import (
    AddresseeLine,
    BalanceLine,
    ChangeLine,
    DismissalLine,
    EntryLine,
    KnownRowLine,
    NeighbourLine,
    UntakenLine,
)
from warning.contracts.lines import row_line
from warning.contracts.said import Said
from warning.core.draft import Activation, Repeated, Wake
from warning.core.events import Act, Event
from warning.core.events import Told as Fact
from warning.core.frame import LEVELS
from warning.core.rows import Duty, Signal, Warning
from warning.core.scalars import write_moment
from warning.ledger.journal import content_of
from warning.ledger.memory import Change
from warning.wording import Names, moments, render, terms
from warning.wording.clauses import clause_title
from warning.wording.names import aside
from warning.wording.phrases import say
from warning.wording.records import event_type, told
from warning.wording.text import Lang

CHANGES: Final = {
    "Signal": terms.SIGNAL_CHANGES,
    "Warning": terms.WARNING_CHANGES,
    "Duty": terms.DUTY_CHANGES,
}
BREACHES: Final = ("breached", "withdrawn", "rescored")
LINKS: Final = ("group.link.v1", "guarantee.link.v1")
FIGURES: Final = (
    "product",
    "org_no",
    "outstanding_balance",
    "notional",
    "disbursed_on",
    "matures_on",
    "extended_until",
    "previous_loan_no",
    "principal_arrears",
    "principal_arrears_since",
    "interest_arrears_on_bs",
    "interest_arrears_off_bs",
    "interest_arrears_since",
    "posting_seq",
    "corrects",
    "how",
)
"""Of what a record says of a loan, the figures."""
Row = Signal | Warning | Duty


class Drawing(Struct, frozen=True):
    """``events``: the records as they would stand in a file, by the rows' numbers; ``covered``: the anchor's rows."""

    found: Gathered
    names: Names
    events: Mapping[int, dict[str, Any]]
    covered: int
    people: Mapping[str, str] = {}
    """Token -> who that is, of those who may be shown."""

    def entries(self) -> Iterator[EntryLine]:
        """Each row of the journal."""
        for item in self.found.items:
            row = item.row
            content = content_of(row)
            what, said = self._said(item, content)
            digests = {name: getattr(row, name).hex() for name in ("payload_digest", "effects_digest", "link")}
            plain = {name: getattr(row, name) for name in PLAIN} | {"payload": row.payload.decode()} | digests
            yield EntryLine(
                at=write_moment(row.at),
                received=write_moment(row.received),
                occurred=write_moment(row.occurred),
                sort=_sort(content),
                what=what,
                said=said,
                changes=tuple(self._changed(row_id, row.seq, change) for row_id, change in item.changes),
                record=self._record(item),
                row=plain,
                before=item.before.hex(),
                anchored=row.seq <= self.covered,
            )

    def _record(self, item: Item) -> dict[str, Any] | None:
        """The message, of the source it names."""
        event = self.events.get(item.row.seq)
        return None if event is None else {**event, "source": item.row.source or item.row.origin}

    def rows(self, kind: type[Row]) -> tuple[KnownRowLine, ...]:
        """The signals, warnings or duties as they were known, in the order in which they came up."""
        known = sorted(self.found.past.of(kind), key=lambda one: (one.since, one.row.id))
        return tuple(map(self._known, known))

    def balances(self) -> Iterator[BalanceLine]:
        """What records said of loans, loan by loan."""
        found = []
        for item in self.found.items:
            event = self.events.get(item.row.seq)
            if event is None or "loan_no" not in event["data"]:
                continue
            figures = {name: value for name, value in event["data"].items() if name in FIGURES}
            if not figures:
                continue
            line = BalanceLine(
                loan_no=event["data"]["loan_no"],
                at=write_moment(item.row.at),
                seq=item.row.seq,
                what=both(lambda lang, kind=item.row.kind: event_type(kind, lang)),  # type: ignore[misc]
                said=self._told(figures),
            )
            found.append(line)
        yield from sorted(found, key=lambda one: (one.loan_no, one.seq))

    def breaches(self) -> Iterator[ChangeLine]:
        """Duties breached, breaches withdrawn or scored again."""
        for item in self.found.items:
            for row_id, change in item.changes:
                if change.effect.change in BREACHES and row_id.startswith("D-"):
                    yield self._changed(row_id, item.row.seq, change)

    def untaken(self) -> Iterator[UntakenLine]:
        """Records that wait, or did not count."""
        for one in self.found.untaken:
            yield UntakenLine(
                number=one.number or None,
                at=write_moment(one.at),
                event_id=one.event_id,
                type=one.type,
                outcome=one.outcome,
                status=one.status,
                what=both(lambda lang, one=one: _outcome(one, lang)),  # type: ignore[misc]
                reasons=one.reasons,
                said=both(lambda lang, one=one: self._why(one, lang)),  # type: ignore[misc]
                dismissal=None if one.dismissal is None else self._dismissal(one.dismissal),
            )

    def told(self) -> Iterator[AddresseeLine]:
        """Who was told, and what went out, in order."""
        lines = [(one.at, self._addressee(one)) for one in self.found.past.told]
        lines += [(one.at, self._message(one)) for one in self.found.sent]
        yield from (line for _, line in sorted(lines, key=lambda pair: (pair[0], pair[1].of, pair[1].how)))

    def neighbours(self) -> Iterator[NeighbourLine]:
        """Links of the borrower, and what came over them."""
        for entry, item in zip(self.entries(), self.found.items, strict=True):
            content = content_of(item.row)
            if isinstance(content, Fact):
                who, path = content.origin, content.path
            elif item.row.kind in LINKS:
                data = self.events[item.row.seq]["data"]
                ends = [str(data.get(name, "")) for name in ("guarantor_no", "customer_no")]
                who = next((one for one in ends if one and one != item.row.key[2:]), "")
                path = str(data.get("group_no") or data.get("guarantee_contract_no") or "")
            else:
                continue
            name = self.names.borrowers.get(who, "")
            yield NeighbourLine(at=entry.at, seq=item.row.seq, who=who, name=name, path=path, said=entry.said)

    def _said(self, item: Item, content: object) -> tuple[Said, Said]:
        match content:
            case Wake(due=due):
                return both(lambda lang: say("ds_wake", lang)), both(
                    lambda lang: say("ds_wake_said", lang, at=moments.deadline(due))
                )
            case Activation(frame_id=frame):
                return both(lambda lang: say("ds_activation", lang)), Said(frame[:16], frame[:16])
            case Repeated():
                return both(lambda lang: say("ds_repeated", lang)), both(lambda lang: say("ds_repeated_said", lang))
            case Fact():
                return both(lambda lang: say("ds_heard", lang)), both(lambda lang: self._heard(content, lang))
            case _:
                kind = item.row.kind
                return both(lambda lang: event_type(kind, lang)), self._told(self.events[item.row.seq]["data"])

    def _told(self, data: Mapping[str, Any]) -> Said:
        return both(lambda lang: told(data, self.names, lang))

    def _heard(self, fact: Fact, lang: Lang) -> str:
        sort, _, name = fact.path.partition(":")
        path = f"{terms.PATHS[sort].say(lang)} {name}" if sort in terms.PATHS else fact.path
        value = terms.LEVEL_MARKS[LEVELS[fact.value]].say(lang) if sort in terms.PATHS else str(fact.value)
        return say("ds_heard_said", lang, origin=self.names.borrower(fact.origin, lang), path=path, value=value)

    def _changed(self, row_id: str, seq: int, change: Change) -> ChangeLine:
        effect = change.effect
        row = next(getattr(effect, name) for name in ("signal", "warning", "duty") if hasattr(effect, name))
        table = CHANGES[type(row).__name__]
        colon = {"zh": "：", "en": ": "}
        return ChangeLine(
            row=row_id,
            object=type(row).__name__.lower(),
            change=effect.change,
            code=effect.why.code,
            clause=effect.why.clause,
            what=both(lambda lang: f"{self._titled(row, lang)}{colon[lang]}{table[effect.change].say(lang)}"),
            because=both(lambda lang: render.reason(effect.why, self.names, lang)),
            seq=seq,
            at=write_moment(change.at),
            event_id=change.record_id,
        )

    def _titled(self, row: Row, lang: Lang) -> str:
        match row:
            case Signal():
                return aside(clause_title(row.clause, lang), terms.GROUPS[row.group].say(lang), lang)
            case Warning():
                return f"{terms.DOMAINS[row.domain].say(lang)} {row.number}"
            case Duty():
                owner = self.names.owner(row.org_no, row.post, lang)
                return say("ds_owed", lang, kind=terms.DUTY_KINDS[row.kind].say(lang), owner=owner)

    def _known(self, known: Known) -> KnownRowLine:
        row = known.row
        history = [
            self._changed(row_id, item.row.seq, change)
            for item in self.found.items
            for row_id, change in item.changes
            if row_id == row.id
        ]
        return KnownRowLine(
            object=type(row).__name__.lower(),
            what=both(lambda lang: self._titled(row, lang)),
            state=both(lambda lang: _state(row, lang)),
            since=write_moment(known.since),
            row=row_line(row),
            history=tuple(history),
        )

    def _why(self, one: Untaken, lang: Lang) -> str:
        if one.refusal is None:
            return say("ds_held", lang, loan=one.loan_no, at=moments.instant(one.until))
        said = [f"{path}：{zh}" if lang == "zh" else f"{path}: {en}" for _, path, _, zh, en in one.refusal.problems]
        said += [render.reason(one.refusal.why, self.names, lang)] if one.refusal.why is not None else []
        return ("；" if lang == "zh" else "; ").join(said)

    def _dismissal(self, one: Dismissed) -> DismissalLine:
        asked_by, approved_by = (self.people.get(token, token) for token in (one.asked_by, one.approved_by))
        key = "ds_dismissed" if approved_by else "ds_dismissal"
        told = {"ground": one.ground, "asked_by": asked_by, "approved_by": approved_by}
        return DismissalLine(
            ground=one.ground,
            asked_by=asked_by,
            approved_by=approved_by or None,
            approved_at=write_moment(one.approved_at) if approved_by else None,
            said=both(lambda lang: say(key, lang, at=moments.instant(one.approved_at), **told)),
        )

    def _addressee(self, one: Told) -> AddresseeLine:
        return AddresseeLine(
            at=write_moment(one.at),
            how=one.how,
            to=both(lambda lang: self.names.owner(one.org_no, one.post, lang)),
            of=one.duty.id,
            what=both(terms.DUTY_KINDS[one.duty.kind].say),
            status="",
        )

    def _message(self, one: Sent) -> AddresseeLine:
        row = self.found.past.rows[one.row_id].row
        to = both(lambda lang: say("ds_sent", lang, topic=one.topic))
        what = both(lambda lang: self._titled(row, lang))
        return AddresseeLine(at=write_moment(one.at), how="sent", to=to, of=one.row_id, what=what, status=one.status)


def events_of(items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """The records among the rows, as they would stand in a file; persons are tokens."""
    contents = ((item.row, content_of(item.row)) for item in items)
    return {row.seq: as_sent(row, content) for row, content in contents if isinstance(content, Event)}


def _sort(content: object) -> str:
    match content:
        case Wake():
            return "wake"
        case Activation():
            return "activation"
        case Fact():
            return "told"
        case _:
            return "act" if isinstance(content, Act) else "record"


def _state(row: Row, lang: Lang) -> str:
    match row:
        case Signal():
            return f"{terms.LEVEL_MARKS[LEVELS[row.level]].say(lang)} · {status(row, lang)}"
        case Warning():
            ended = terms.STATUSES["live" if row.closed_at is None else "closed"].say(lang)
            return f"{terms.LEVEL_MARKS[LEVELS[row.level]].say(lang)} · {ended}"
        case Duty():
            state = " · ".join((terms.DUTY_STATES[row.state].say(lang), *scored(row, lang)))
            return state if row.due is None else say("ds_due", lang, state=state, due=moments.deadline(row.due))


def _outcome(one: Untaken, lang: Lang) -> str:
    kind = event_type(one.type, lang)
    outcome = terms.OUTCOMES[one.outcome].say(lang) if one.outcome in terms.OUTCOMES else ""
    status = terms.QUARANTINE_STATES[one.status].say(lang) if one.status else ""
    return " · ".join(filter(None, (kind, outcome, status)))
