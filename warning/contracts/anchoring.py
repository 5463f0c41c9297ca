"""What a place for anchors has to do: outside the ledger's database, and never changing what it was given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

NAME: Final = "{number:09}.json"
"""What an anchor is called in a place that has names."""

EVERYTHING: Final = "away_everything"
LARGE: Final = "away_large"
LOST: Final = "away_lost"
REDIRECTS: Final = "away_redirects"
NO_TOPIC: Final = "away_no_topic"
PARTITIONS: Final = "away_partitions"
NO_RECORDS: Final = "away_no_records"
"""Why a place is away where nobody else has a word for it (``Away.why``); ``REDIRECTS`` with where it leads behind it,
``PARTITIONS`` with how many there are."""


class Away(Exception):
    """A place does not answer, or refuses; ``why`` is its own word for it, ``errno`` the system's, if it is one."""

    def __init__(self, place: str, why: str, errno: int = 0) -> None:
        super().__init__(f"{place}: {why}")
        self.place, self.why, self.errno = place, why, errno


class Taken(Exception):
    """A place has another anchor under a number."""

    def __init__(self, place: str, number: int) -> None:
        super().__init__(f"{place}: {number}")
        self.place, self.number = place, number


class Place(Protocol):
    """A directory, a topic, an address. All of it may raise ``Away``."""

    @property
    def name(self) -> str:
        """What people call it."""

    def newest(self) -> tuple[int, bytes] | None:
        """The anchor of the highest number; None: there is none yet."""

    def read(self, number: int) -> bytes | None:
        """The anchor of a number."""

    def put(self, number: int, stored: bytes) -> None:
        """Keep an anchor, so that it is there when the power fails. The same once more changes nothing.

        Raises:
            Taken: another one has this number.
        """

    def stored(self) -> Iterator[tuple[str, bytes]]:
        """All anchors in their order, each with what it is called there."""

    def close(self) -> None:
        """Give back what was opened."""
