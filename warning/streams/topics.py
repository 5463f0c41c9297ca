"""The topics as a file says they should be, how they are found, and what is to be done about the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

import yaml
from msgspec import Meta, Struct, ValidationError, convert

from warning.contracts.topics import TOPICS
from warning.streams.administration import Admin, Topic

OUT: Final = ("warning.alert", "warning.duty")


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A topic as it should be. ``copies`` -1: as many as the cluster makes by itself."""

    name: str
    role: Literal["in", "out"]
    partitions: Annotated[int, Meta(ge=1, le=1_000)]
    copies: Annotated[int, Meta(ge=-1, le=10)] = -1
    settings: dict[str, str] = {}


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    topics: tuple[Wanted, ...]


class BadFile(Exception):
    """The file of topics says something it may not; the message says what."""


class Change(Struct, frozen=True):
    """What is to be done: ``create``, ``grow`` (partitions), ``set`` (a setting); or cannot be: ``shrink``, ``copies``.

    ``what`` is the setting; ``found`` and ``wanted`` as people read them, empty where there is none.
    """

    topic: str
    kind: Literal["create", "grow", "set", "shrink", "copies"]
    what: str
    found: str
    wanted: str

    @property
    def possible(self) -> bool:
        """Whether it can be done to a topic that is there."""
        return self.kind not in ("shrink", "copies")


def read_topics(path: Path) -> tuple[Wanted, ...]:
    """The topics of a file.

    Raises:
        BadFile: it is not as it should be.
        OSError: it cannot be read.
    """
    text = path.read_text(encoding="utf-8")
    try:
        found = convert(yaml.safe_load(text), _File).topics
    except (yaml.YAMLError, ValidationError) as wrong:
        raise BadFile(" ".join(str(wrong).split())) from None
    for role, names in (("in", set(TOPICS)), ("out", set(OUT))):
        listed = [each.name for each in found if each.role == role]
        if sorted(listed) != sorted(names):
            raise BadFile(f"{role}: {', '.join(sorted(listed))} ≠ {', '.join(sorted(names))}")
    return found


def plan(wanted: Sequence[Wanted], found: Mapping[str, Topic]) -> list[Change]:
    """What differs, in the order of the file."""
    return [change for each in wanted for change in _of(each, found.get(each.name))]


def _of(wanted: Wanted, found: Topic | None) -> list[Change]:
    name = wanted.name
    if found is None:
        return [Change(name, "create", "partitions", "", str(wanted.partitions))]
    changes = []
    if found.partitions != wanted.partitions:
        kind: Literal["grow", "shrink"] = "grow" if found.partitions < wanted.partitions else "shrink"
        changes.append(Change(name, kind, "partitions", str(found.partitions), str(wanted.partitions)))
    if wanted.copies not in (-1, found.copies):
        changes.append(Change(name, "copies", "copies", str(found.copies), str(wanted.copies)))
    for key, value in sorted(wanted.settings.items()):
        if found.settings.get(key) != value:
            changes.append(Change(name, "set", key, found.settings.get(key, ""), value))
    return changes


def differing(admin: Admin, wanted: Sequence[Wanted]) -> list[Change]:
    """What differs on the broker."""
    return plan(wanted, admin.topics([each.name for each in wanted]))


def apply(admin: Admin, wanted: Sequence[Wanted]) -> list[Change]:
    """Make it so, as far as it can be, and wait for topics that are new; what differed.

    Raises:
        FAULTS: brokers are away, or refuse.
    """
    changes = differing(admin, wanted)
    by_name = {each.name: each for each in wanted}
    for change in changes:
        topic = by_name[change.topic]
        if change.kind == "create":
            admin.create(topic.name, topic.partitions, topic.copies, topic.settings)
        elif change.kind == "grow":
            admin.grow(topic.name, topic.partitions)
        elif change.kind == "set":
            admin.set(topic.name, {change.what: change.wanted})
    admin.ready([change.topic for change in changes if change.kind == "create"])
    return changes
