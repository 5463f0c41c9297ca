"""``warning anchor`` and ``warning audit keygen``: who signs, on a host that is not the database's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from warning.audit.anchors import keys
from warning.audit.anchors.anchorer import Anchorer, Made, Mismatch, NoneYet, NotFirst, OtherKey
from warning.audit.anchors.keys import UnusableKey
from warning.audit.anchors.metrics import AnchorMetrics
from warning.audit.verifier.anchor import key_id
from warning.audit.verifier.archives import Joined
from warning.audit.verifier.databases import Failed
from warning.audit.verifier.source import Unreadable
from warning.bootstrap import now, place_of
from warning.cli import answers
from warning.cli.audit.places import places, refused, whole, why_away
from warning.cli.ending import Ending
from warning.cli.ledger.living import told_to_stop
from warning.cli.ledger.opening import shown
from warning.cli.output import ending
from warning.cli.screen.tables import stderr, stdout
from warning.cli.stop import OK, REFUSED, UNREADABLE, USAGE, Stop
from warning.cli.usage import why
from warning.contracts.anchoring import Away, Place
from warning.contracts.ledgers import AnchoredLine, KeyLine
from warning.core.scalars import SECOND, write_moment
from warning.wording import moments
from warning.wording.differences import DIFFERENCES
from warning.wording.phrases import say
from warning.wording.text import Lang

INTERVAL: Final = re.compile(r"([1-9][0-9]{0,5})([smh])", re.ASCII)
SECONDS: Final = {"s": 1, "m": 60, "h": 3600}


class Asked(Struct, frozen=True, kw_only=True):
    """What to sign with, and where to, as the command was told."""

    key: Path
    to: tuple[str, ...]
    place: str | None
    every: str
    once: bool
    rotate: bool
    first: bool = False
    archive: Path | None = None
    textfile: Path | None = None


def make_key(path: Path, lang: Lang, *, as_json: bool) -> None:
    """Make a key, and its public one beside it.

    Raises:
        Stop: there is one, or it cannot be written.
    """
    try:
        key = key_id(keys.generate(path).public_key())
    except UnusableKey as wrong:
        raise refused(wrong, lang) from None
    except OSError as error:
        raise Stop(UNREADABLE, say("audit_unwritable", lang, path=path, why=why(error, lang))) from None
    public = f"{path.as_posix()}{keys.PUBLIC}"
    with ending(OK):
        if as_json:
            answers.send([KeyLine(path=path.as_posix(), public=public, key=key)])
        else:
            stdout().print(say("key_made", lang, path=path.as_posix(), public=public, signer=key))


def sign(asked: Asked, lang: Lang, *, as_json: bool) -> None:
    """Sign one, or one after the other until told to stop.

    Raises:
        Stop: key, ledger or places cannot be used (at the beginning; later it is tried again), or they contradict
            each other.
    """
    every = interval_of(asked.every)
    if not every:
        raise Stop(USAGE, say("every_wrong", lang, value=asked.every))
    try:
        key = keys.load(asked.key)
    except UnusableKey as wrong:
        raise refused(wrong, lang) from None
    source, kept = whole(asked.place, lang, asked.archive), places(asked.to, lang)
    try:
        with told_to_stop() as stop:
            signing = _Signing(asked, source, kept, _anchorer(asked, source, key, kept), lang, as_json=as_json)
            if not asked.once:
                said = {"every": asked.every, "signer": key_id(key.public_key())[:16]}
                stderr().print(say("anchoring", lang, place=signing.place, **said), style="dim")
            signing.go_on(stop, every)
    finally:
        source.close()
        for one in kept:
            one.close()
    if not asked.once:
        stderr().print(say("anchoring_ended", lang, n=signing.number), style="dim")


def interval_of(text: str) -> int:
    """The seconds of ``5m``; 0: it is no interval."""
    interval = INTERVAL.fullmatch(text)
    return 0 if interval is None else int(interval[1]) * SECONDS[interval[2]]


def _anchorer(asked: Asked, source: Joined, key: Ed25519PrivateKey, kept: list[Place]) -> Anchorer:
    return Anchorer(source, key, kept, now, rotate=asked.rotate, first=asked.first)


class _Signing:
    """One anchor after the other."""

    def __init__(
        self, asked: Asked, source: Joined, kept: list[Place], anchorer: Anchorer, lang: Lang, *, as_json: bool
    ) -> None:
        self.place = shown(place_of(asked.place))
        self.number = 0
        self._asked, self._source, self._kept, self._anchorer = asked, source, kept, anchorer
        self._lang, self._as_json = lang, as_json
        self.metrics = AnchorMetrics(interval_of(asked.every), lang)

    def go_on(self, stop: Ending, every: float) -> None:
        """Until told to stop, or once."""
        while not stop.is_set():
            try:
                made = self._anchorer.make()
            except Mismatch as wrong:
                self.metrics.mismatch.set(1)
                self._show()
                raise Stop(REFUSED, self._mismatch(wrong)) from None
            except OtherKey as other:
                raise Stop(UNREADABLE, self._other_key(other)) from None
            except NoneYet:
                where = ", ".join(one.name for one in self._kept)
                raise Stop(UNREADABLE, say("anchor_none_yet", self._lang, places=where)) from None
            except NotFirst as there:
                raise Stop(USAGE, say("anchor_not_first", self._lang, number=there.number)) from None
            except (Away, Failed, Unreadable) as failed:
                self._failed(failed)
            else:
                self.number += 1
                self._tell(made)
                self._signed(made)
                if self._asked.once:
                    if made.late:
                        raise Stop(UNREADABLE, self._late(made, "anchor_late_once")[0])
                    return
            stop.wait(every)

    def _signed(self, made: Made) -> None:
        self.metrics.at.set(made.anchor.at / SECOND)
        self.metrics.number.set(made.anchor.number)
        self.metrics.rows.set(made.rows)
        self.metrics.late.set(len(made.late))
        self._show()

    def _show(self) -> None:
        """Write the file of metrics, if one was named; that it cannot be written ends nothing: its age alarms."""
        path = self._asked.textfile
        if path is None:
            return
        try:
            self.metrics.write(path)
        except OSError as error:
            words = say("audit_unwritable", self._lang, path=path, why=why(error, self._lang))
            stderr().print(words, style="yellow")

    def _failed(self, failed: Away | Failed | Unreadable) -> None:
        self.metrics.failures.inc()
        self._show()
        if isinstance(failed, Away):
            words = say("place_away", self._lang, place=failed.place, why=why_away(failed, self._lang))
        else:
            words = say("ledger_failed", self._lang, place=self.place, why=" ".join(str(failed).split()))
        if self._asked.once:
            raise Stop(UNREADABLE, words)
        at = moments.clock(now())
        stderr().print(say("anchor_failed", self._lang, at=at, why=words), style="yellow")

    def _tell(self, made: Made) -> None:
        anchor = made.anchor
        if self._as_json:
            answers.send([_line(made)])
        else:
            figures = {"rows": f"{made.rows:,}", "new": f"{made.new:,}", "root": anchor.root[:16]}
            at = moments.clock(anchor.at)
            stdout().print(say("anchored", self._lang, at=at, number=anchor.number, **figures))
        if not self._asked.once:
            for text in self._late(made):
                stderr().print(text, style="yellow")

    def _late(self, made: Made, phrase: str = "anchor_late") -> list[str]:
        said = {"at": moments.clock(made.anchor.at), "number": str(made.anchor.number)}
        return [say(phrase, self._lang, place=one.place, why=why_away(one, self._lang), **said) for one in made.late]

    def _other_key(self, other: OtherKey) -> str:
        return say("anchor_other_key", self._lang, path=self._asked.key, number=other.number, signer=other.key[:16])

    def _mismatch(self, wrong: Mismatch) -> str:
        one = wrong.finding
        if one.code == "replaced":
            return say("anchor_replaced", self._lang, place=self.place)
        name = say("v_anchor", self._lang, number=one.name)
        if one.lane >= 0:
            where = say("where_row", self._lang, lane=one.lane, seq=f"{one.seq:,}", name=name)
        else:
            where = f"{one.key} {name}".strip()
        return say("anchor_mismatch", self._lang, what=DIFFERENCES[one.code].say(self._lang), where=where)


def _line(made: Made) -> AnchoredLine:
    anchor = made.anchor
    return AnchoredLine(
        number=anchor.number,
        at=write_moment(anchor.at),
        root=anchor.root,
        key=anchor.key,
        rows=made.rows,
        new=made.new,
        late={one.place: one.why for one in made.late},
    )
