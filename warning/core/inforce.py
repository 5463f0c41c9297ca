"""Which frame is in force at an instant: a pure function of the list of activations (design, "Frame")."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from warning.core.frame import Frame

ENDLESS: Final = 1 << 62
"""An instant that does not come."""


class Frames(Mapping[str, Frame]):
    """The frames of a ledger: the one it began with and those that took or will take force, by id, and by instant.

    A frame may be in force more than once. Instants are µs UTC; one is in force from its instant on, inclusive; but a
    clock check that is due at that instant establishes what was until then, and goes by the frame before (T2).
    """

    def __init__(self, first: Frame, later: Sequence[tuple[int, Frame]] = ()) -> None:
        """``later``: with the instants at which they take force."""
        self.first = first
        self.later = tuple((at, replace(frame, in_force_at=at)) for at, frame in sorted(later, key=lambda one: one[0]))
        self._instants = [at for at, _ in self.later]
        self._frames = (first, *(frame for _, frame in self.later))
        self._by_id = {frame.id: frame for frame in self._frames}

    def __getitem__(self, frame_id: str) -> Frame:
        return self._by_id[frame_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def at(self, instant: int) -> Frame:
        """The frame in force at an instant."""
        return self._frames[bisect_right(self._instants, instant)]

    def judging(self, before: int, received: int, *, wake: bool) -> Frame:
        """The frame by which a record is judged, after an aggregate's last row was judged at ``before``."""
        return self.at(max(before, received - wake))

    def since(self, instant: int) -> int:
        """Since when the frame of an instant is in force; 0: from the beginning."""
        n = bisect_right(self._instants, instant)
        return self._instants[n - 1] if n else 0

    def until(self, instant: int) -> int:
        """When the frame of an instant is replaced; ``ENDLESS``: by none that is known."""
        n = bisect_right(self._instants, instant)
        return self._instants[n] if n < len(self._instants) else ENDLESS

    def between(self, after: int, until: int) -> list[int]:
        """The instants after one, up to and including another, at which a frame takes force."""
        return self._instants[bisect_right(self._instants, after) : bisect_right(self._instants, until)]
