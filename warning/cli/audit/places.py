"""Places for anchors, and keys, as commands name them: what may be wrong with them, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from warning import settings
from warning.audit.anchors.anchorer import Late
from warning.audit.anchors.keys import UnusableKey
from warning.audit.verifier.anchor import key_id, public_key
from warning.audit.verifier.archives import Joined
from warning.audit.verifier.databases import Database
from warning.cli.audit.stores import anchor_place, read_only
from warning.cli.ledger.opening import archive_there, reached
from warning.cli.secrets import tell_exposed, unusable
from warning.cli.stop import UNREADABLE, USAGE, Stop
from warning.cli.usage import why
from warning.contracts.anchoring import (
    EVERYTHING,
    LARGE,
    LOST,
    NO_RECORDS,
    NO_TOPIC,
    PARTITIONS,
    REDIRECTS,
    Away,
    Place,
)
from warning.streams.places import Broker
from warning.wording.phrases import say
from warning.wording.phrases.audit import KEYS
from warning.wording.text import Lang

OURS: Final = (EVERYTHING, LARGE, LOST, REDIRECTS, NO_TOPIC, PARTITIONS, NO_RECORDS)
"""Words of ours for why a place is away."""


@contextmanager
def reaching(lang: Lang) -> Iterator[None]:
    """What goes wrong with a place, told in words.

    Raises:
        Stop: in place of that.
    """
    try:
        yield
    except Away as away:
        raise Stop(UNREADABLE, say("place_away", lang, place=away.place, why=why_away(away, lang))) from None


def why_away(away: Away | Late, lang: Lang) -> str:
    """Why a place cannot be used: in our words where the system has a number for it, else in its own."""
    if away.errno:
        return why(OSError(away.errno, away.why), lang)
    ours, _, where = away.why.partition(" ")
    return say(ours, lang, where=where) if ours in OURS else away.why


def places(named: Sequence[str], lang: Lang) -> list[Place]:
    """Those a command names.

    Raises:
        Stop: one of them is no place.
    """

    def broker() -> Broker:
        from warning.cli.streams.connecting import broker_for  # noqa: PLC0415 - few anchors go to Kafka

        return broker_for(None, lang)

    tell_exposed(lang, settings.ANCHOR_TOKEN_FILE)
    found = []
    for name in named:
        try:
            found.append(anchor_place(name, broker))
        except ValueError:
            raise Stop(USAGE, say("place_wrong", lang, place=name)) from None
        except settings.Unusable as wrong:
            raise unusable(wrong, lang) from None
    return found


def trusted(files: Sequence[Path], lang: Lang) -> dict[str, Ed25519PublicKey]:
    """Public keys, by their fingerprints.

    Raises:
        Stop: a file cannot be used.
    """
    found = {}
    for file in files:
        try:
            key = public_key(file.read_bytes())
        except FileNotFoundError:
            raise refused(UnusableKey(file, "absent"), lang) from None
        except OSError:
            raise refused(UnusableKey(file, "unreadable"), lang) from None
        except ValueError:
            raise refused(UnusableKey(file, "no_key"), lang) from None
        found[key_id(key)] = key
    return found


def refused(wrong: UnusableKey, lang: Lang) -> Stop:
    """The end of a command for which the file of a key cannot be used."""
    return Stop(UNREADABLE, say("key_unusable", lang, path=wrong.path, why=KEYS[wrong.why].say(lang)))


def reading(place: str | None, lang: Lang) -> Database:
    """The ledger a command means, opened to be read only, without the ledger's own code.

    Raises:
        Stop: there is none, or it cannot be used.
    """
    return reached(place, lang, read_only)


def whole(place: str | None, lang: Lang, archive: Path | None) -> Joined:
    """The same together with what it has archived: where it says, or in ``archive``.

    Raises:
        Stop: there is no ledger, or it cannot be used; or no such directory.
    """
    named = archive_there(archive, lang)
    return Joined(reading(place, lang), named or settings.archive())
