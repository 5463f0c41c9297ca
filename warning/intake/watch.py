"""Looks at a file as it is read: is it in order, does the clock jump, is it a file of events at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from warning.contracts.decode import Incoming, Refused
from warning.core.events.loans import LoanTakenOn
from warning.core.scalars import DAY
from warning.intake.verdicts import Notice

JUMP: Final = 366 * DAY
"""A record so much later than the one before it has a wrong ``recordedtime``, or the file has a hole."""
FURTHEST: Final = 3_653 * DAY
"""Ten years: the clock is not let run on further after the last record."""
HOPELESS: Final = 1_000
"""A file whose first lines, so many, are none of them JSON is no file of events."""
UNREAD: Final = frozenset({"not_json", "cut_short", "not_utf8", "not_object", "trailing", "bom"})
OPENERS: Final = (b"{", b"[", b"[{")
"""What the first line of a pretty-printed file is."""


class NoEvents(Exception):
    """The file is something else; ``pretty`` where it looks like JSON over many lines."""

    def __init__(self, *, pretty: bool) -> None:
        super().__init__("not a file of events")
        self.pretty = pretty


class TooFar(Exception):
    """The clock would run on for more than ten years after the last record."""

    def __init__(self, last: int) -> None:
        super().__init__(f"more than ten years after {last}")
        self.last = last


class Jumped(Exception):
    """The clock would jump: a ``recordedtime`` is wrong, or there is a hole; what it leads to is not taken back."""

    def __init__(self, incoming: Incoming, line: int, clock: int) -> None:
        super().__init__(f"line {line} lies more than 366 days after {clock}")
        self.incoming, self.line, self.clock = incoming, line, clock


class Advancing:
    """An event-driven ledger's clock as a file moves it: it does not go back, and is not let jump unseen."""

    def __init__(self, clock: int, tell: Callable[[int], None] = lambda _: None, *, leap: bool = False) -> None:
        """``clock``: where it stands, 0 for nowhere; ``tell`` hears the first record's instant if it lies behind it."""
        self._clock, self._tell, self._leap = clock, tell, leap
        self._begun = False

    def good(self, incoming: Incoming, line: int) -> None:
        """A record that could be read.

        Raises:
            Jumped: it lies more than ``JUMP`` ahead, and leaps are not allowed.
        """
        if self._clock and incoming.received > self._clock + JUMP and not self._leap:
            raise Jumped(incoming, line, self._clock)
        if not self._begun and incoming.received < self._clock:
            self._tell(incoming.received)
        self._begun = True
        self._clock = max(self._clock, incoming.received)


class Watch:
    """``tell`` hears at once of the first jump: deciding what it leads to may take long."""

    def __init__(self, *, live: bool, tell: Callable[[Notice], None] | None = None) -> None:
        self._tell = tell
        self._live = live
        self._unread: int | None = 0
        self._pretty = False
        self._found: dict[str, Notice] = {}

    def good(self, incoming: Incoming, line: int, last: int) -> None:
        """A record that could be read; ``last``: when the one before it was received, 0 for the first.

        Of one that follows within ``JUMP`` and opens no loan that was there before, there is nothing to say.
        """
        received = incoming.received
        if last and not last <= received <= last + JUMP:
            notice = self._note("out_of_order" if received < last else "clock_jump", incoming, line, last)
            if self._tell is not None and received > last and notice.count == 1:
                self._tell(notice)
        self._unread = None
        if not self._live and type(incoming.event) is LoanTakenOn:
            self._note("not_live", incoming, line, 0)

    def broken(self, raw: bytes, refused: Refused, line: int) -> None:
        """A record that could not.

        Raises:
            NoEvents: like all before it.
        """
        if self._unread is None or not any(problem.code in UNREAD for problem in refused.problems):
            self._unread = None
            return
        if self._unread == 0 and raw in OPENERS:
            self._pretty = True
            self._found["one_a_line"] = Notice(code="one_a_line", count=1, line=line)
        self._unread += 1
        if self._unread == HOPELESS:
            raise NoEvents(pretty=self._pretty)

    def notices(self, unlisted: int) -> tuple[Notice, ...]:
        """What was found, and that some refusals are only counted."""
        beyond = (Notice(code="unlisted", count=unlisted),) if unlisted else ()
        return (*self._found.values(), *beyond)

    def _note(self, code: str, incoming: Incoming, line: int, before: int) -> Notice:
        known = self._found.get(code) or Notice(
            code=code, count=0, line=line, event_id=incoming.id, at=incoming.received, before=before
        )
        self._found[code] = replace(known, count=known.count + 1)
        return self._found[code]
