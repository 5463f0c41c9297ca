"""Lanes: the 64 locks of a ledger. Whoever holds a lane's row may append to its aggregates, and nobody else can.

The lane of a key is Kafka's own hash (murmur2 of the UTF-8 bytes), so that a topic with as many partitions keeps an
aggregate's records on one worker. That is speed only: the lock is what counts.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

LANES: Final = 64
"""Fixed when a ledger is made."""

_SEED: Final = 0x9747B28C
_MIX: Final = 0x5BD1E995
_WORD: Final = 0xFFFFFFFF
_SIGN: Final = 0x7FFFFFFF
_STEP: Final = 4


def murmur2(data: bytes) -> int:
    """Kafka's 32-bit murmur2 (``org.apache.kafka.common.utils.Utils.murmur2``), as an unsigned integer."""
    h = (_SEED ^ len(data)) & _WORD
    whole = len(data) - len(data) % _STEP
    for at in range(0, whole, _STEP):
        k = int.from_bytes(data[at : at + _STEP], "little") * _MIX & _WORD
        h = (h * _MIX & _WORD) ^ ((k ^ k >> 24) * _MIX & _WORD)
    if whole < len(data):
        h = (h ^ int.from_bytes(data[whole:], "little")) * _MIX & _WORD
    h = (h ^ h >> 13) * _MIX & _WORD
    return h ^ h >> 15


@lru_cache(maxsize=1 << 20)
def lane_of(key: str) -> int:
    """The lane of an aggregate: 0 to 63."""
    return (murmur2(key.encode()) & _SIGN) % LANES
