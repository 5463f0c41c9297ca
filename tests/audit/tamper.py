"""What somebody does to a ledger or a bundle who may write all of it, and knows how links are made."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import structs

from tests.ledger.tamper import Mutation, Row, Tamperer, key_of
from warning.audit.verifier.anchor import Anchor, digest, key_id, read, root, write
from warning.ledger.journal import GENESIS, JournalRow, link
from warning.ledger.sql.tables import CHANGE, JOURNAL, LANE

DIGESTS: Final = ("payload_digest", "effects_digest", "link")
Plot = tuple[Mutation, ...]
"""Mutations that are made together."""
Anchors = dict[str, bytes]
"""What a place has: by name."""


class Bundled:
    """A bundle whose lines are known, changed with everything that only its manifest says made to fit."""

    def __init__(self, directory: Path, rows: dict[str, list[Row]]) -> None:
        """``rows``: those of the ledger it was made of."""
        self._directory, self._rows = directory, rows
        self._manifest: dict[str, Any] = json.loads((directory / "manifest.json").read_bytes())
        self._lines = {
            (kind, lane): self._read(f"{kind}/{lane:02}.jsonl.gz")
            for kind in ("journal", "effects")
            for lane in range(64)
        }
        self._effects = {
            (lane, line["seq"]): line["effects"]
            for (kind, lane), lines in self._lines.items()
            if kind == "journal"
            for line in lines
        }

    def _read(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in gzip.decompress((self._directory / name).read_bytes()).splitlines()]

    @contextmanager
    def made(self, plot: Plot) -> Iterator[None]:
        """The bundle with it; as it was afterwards."""
        files = {name: text for mutation in plot for name, text in self._files(mutation).items()}
        heads = {mutation.after[0]["id"]: mutation.after[0] for mutation in plot if mutation.table is LANE}
        files["manifest.json"] = self._listing(files, heads)
        before = {name: (self._directory / name).read_bytes() for name in files}
        for name, text in files.items():
            (self._directory / name).write_bytes(text)
        try:
            yield
        finally:
            for name, text in before.items():
                (self._directory / name).write_bytes(text)

    def _files(self, mutation: Mutation) -> dict[str, bytes]:
        """By name, what is in the files that change; of a row whose lane there is not, nothing."""
        if mutation.table is LANE:
            return {}
        kind = "journal" if mutation.table is JOURNAL else "effects"
        off = {key_of(mutation.table, row) for row in mutation.before}
        files = {}
        for lane in {row["lane"] for row in (*mutation.before, *mutation.after)} & set(range(64)):
            rows = [row for row in self._rows[mutation.table.name] if key_of(mutation.table, row) not in off]
            rows = [row for row in (*rows, *mutation.after) if row["lane"] == lane]
            lines = [self._journal(row) for row in rows] if kind == "journal" else self._beside(lane, rows)
            lines.sort(key=lambda line: (line["seq"], line.get("n", 0)))
            text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            files[f"{kind}/{lane:02}.jsonl.gz"] = gzip.compress(text.encode(errors="replace"), 1)
        return files

    def _journal(self, row: Row) -> dict[str, Any]:
        digests = {name: row[name].hex() for name in DIGESTS}
        effects = self._effects.get((row["lane"], row["seq"]), 0)
        return {**row, "payload": row["payload"].decode(errors="replace"), **digests, "effects": effects}

    def _beside(self, lane: int, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Changes as they are now, and the effects that changed nothing people see as they were."""
        others = [line for line in self._lines["effects", lane] if line["row_id"] is None]
        changes = [{**row, "effect": row["effect"].decode(errors="replace")} for row in rows]
        return [{name: value for name, value in line.items() if name != "lane"} for line in (*others, *changes)]

    def _listing(self, files: dict[str, bytes], heads: dict[int, Row]) -> bytes:
        manifest = {**self._manifest}
        manifest["files"] = [
            {"path": file["path"], "bytes": len(text), "sha256": sha256(text).hexdigest()}
            if (text := files.get(file["path"])) is not None
            else file
            for file in manifest["files"]
        ]
        manifest["lanes"] = [
            {"lane": head["lane"], "seq": row["seq"], "head": row["head"].hex()}
            if (row := heads.get(head["lane"])) is not None
            else head
            for head in manifest["lanes"]
        ]
        return json.dumps(manifest, ensure_ascii=False).encode()


@contextmanager
def in_database(tamperer: Tamperer, plot: Plot) -> Iterator[None]:
    """The database with all of it; as it was afterwards."""
    with ExitStack() as stack:
        for mutation in plot:
            stack.enter_context(tamperer.made(mutation))
        yield


class Forger:
    """Rewrites what has happened so that links, numbers and the ends of lanes fit: only anchors can tell."""

    def __init__(self, rows: dict[str, list[Row]], seed: int) -> None:
        """``rows``: those of the ledger."""
        self._rows, self._rng = rows, Random(seed)
        self._lanes = sorted({row["lane"] for row in rows[JOURNAL.name]})

    def next(self) -> tuple[int, Plot]:
        """The lane, and what is done to it."""
        while True:
            lane = self._rng.choice(self._lanes)
            before = [row for row in self._rows[JOURNAL.name] if row["lane"] == lane]
            after = self._rng.choice((self._edited, self._edited, self._cut, self._without, self._more))(before)
            if after is not None:
                return lane, self._plot(lane, before, _linked(after))

    def _plot(self, lane: int, before: list[Row], after: list[Row]) -> Plot:
        head = after[-1]["link"] if after else GENESIS
        stands = next(row for row in self._rows[LANE.name] if row["id"] == lane)
        changes = [row for row in self._rows[CHANGE.name] if row["lane"] == lane and row["seq"] > len(after)]
        return (
            Mutation("rewritten", JOURNAL, tuple(before), tuple(after)),
            Mutation("rewritten", LANE, (stands,), (stands | {"seq": len(after), "head": head},)),
            *((Mutation("cut", CHANGE, tuple(changes), ()),) if changes else ()),
        )

    def _edited(self, rows: list[Row]) -> list[Row]:
        """An instant, a source or what was paid becomes another."""
        n = self._rng.randrange(len(rows))
        more: dict[str, Any] = self._rng.choice(
            (
                {"received": rows[n]["received"] - self._rng.randrange(1, 10**9)},
                {"origin": rows[n]["origin"] + "0"},
                {"source": "urn:elsewhere"},
                {"payload_digest": self._rng.randbytes(32)} if rows[n]["kind"] not in {"wake", "told"} else {},
                {"occurred": rows[n]["occurred"] + 1},
            )
        )
        return [*rows[:n], rows[n] | more, *rows[n + 1 :]] if more else []

    def _cut(self, rows: list[Row]) -> list[Row]:
        """The last rows never were."""
        return rows[: self._rng.randrange(len(rows))]

    def _without(self, rows: list[Row]) -> list[Row] | None:
        """A row in the middle never was."""
        n = self._rng.randrange(len(rows))
        return _renumbered([*rows[:n], *rows[n + 1 :]]) if len(rows) > 1 else None

    def _more(self, rows: list[Row]) -> list[Row] | None:
        """A row more, much like another, and not behind the last: that one no anchor knows."""
        if len(rows) == 1:
            return None
        n = self._rng.randrange(len(rows) - 1)
        return _renumbered([*rows[: n + 1], rows[n] | {"event_id": "invented"}, *rows[n + 1 :]])


def _renumbered(rows: list[Row]) -> list[Row]:
    """Numbers without a gap."""
    numbers: dict[str, int] = {}
    found = []
    for seq, row in enumerate(rows, 1):
        numbers[row["key"]] = numbers.get(row["key"], 0) + 1
        found.append(row | {"seq": seq, "key_seq": numbers[row["key"]]})
    return found


def _linked(rows: list[Row]) -> list[Row]:
    """Links anew, as the ledger makes them."""
    before, found = GENESIS, []
    for row in rows:
        before = link(before, JournalRow(**row))
        found.append(row | {"link": before})
    return found


class AnchorForger:
    """Does to anchors what somebody may who can write their place, but has not got the key."""

    def __init__(self, kept: Anchors, other: Ed25519PrivateKey, seed: int) -> None:
        """``kept``: as they are; ``other``: a key of their own."""
        self._kept, self._other, self._rng = kept, other, Random(seed)

    def next(self) -> tuple[frozenset[str], Anchors]:
        """The codes of which one must be told, and what the place then has."""
        names = sorted(self._kept)
        how: Callable[[list[str]], tuple[str, Anchors]] = self._rng.choice(
            (self._byte, self._field, self._missing, self._swapped, self._own, self._again, self._all_own)
        )
        told, found = how(names)
        return frozenset(told.split()), found

    def _byte(self, names: list[str]) -> tuple[str, Anchors]:
        """A byte of one is another."""
        name = self._rng.choice(names)
        raw = bytearray(self._kept[name])
        raw[self._rng.randrange(len(raw))] ^= 1 << self._rng.randrange(8)
        return "anchor_form anchor_signature anchor_key", self._kept | {name: bytes(raw)}

    def _field(self, names: list[str]) -> tuple[str, Anchors]:
        """A value of one is another, in the right form."""
        name = self._rng.choice(names)
        anchor = read(self._kept[name])
        lane, seq, head = anchor.lanes[self._rng.randrange(64)]
        lanes = (*anchor.lanes[:lane], (lane, seq + 1, head[::-1]), *anchor.lanes[lane + 1 :])
        changed: dict[str, Any] = self._rng.choice(
            (
                {"at": anchor.at - 1},
                {"number": anchor.number + 1},
                {"ledger": "other"},
                {"lanes": lanes, "root": root(lanes)},
                {"previous": "0" * 64} if anchor.number > 1 else {"previous": "1" * 64},
            )
        )
        return "anchor_signature", self._kept | {name: write(structs.replace(anchor, **changed))}

    def _missing(self, names: list[str]) -> tuple[str, Anchors]:
        """One is gone, but not the last (of which another place knows)."""
        gone = self._rng.choice(names[:-1])
        return "anchor_missing", {name: raw for name, raw in self._kept.items() if name != gone}

    def _swapped(self, names: list[str]) -> tuple[str, Anchors]:
        """Two have each other's place."""
        one, other = self._rng.sample(names, 2)
        return "anchor_missing anchor_order", self._kept | {one: self._kept[other], other: self._kept[one]}

    def _own(self, names: list[str]) -> tuple[str, Anchors]:
        """One is another's, signed with another key; maybe it says to be ours."""
        name = self._rng.choice(names)
        anchor = structs.replace(read(self._kept[name]), at=read(self._kept[name]).at + 1)
        ours = self._rng.random() < 1 / 2
        return "anchor_signature" if ours else "anchor_key", self._kept | {name: self._signed(anchor, ours=ours)}

    def _again(self, names: list[str]) -> tuple[str, Anchors]:
        """An old one takes the place of a later one."""
        old, new = sorted(self._rng.sample(names, 2))
        return "anchor_missing anchor_order", self._kept | {new: self._kept[old]}

    def _all_own(self, names: list[str]) -> tuple[str, Anchors]:
        """All from one on are another's, chained as they should be."""
        first, found = self._rng.randrange(len(names)), dict(self._kept)
        before = digest(found[names[first - 1]]) if first else "0" * 64
        for name in names[first:]:
            found[name] = self._signed(structs.replace(read(found[name]), previous=before), ours=False)
            before = digest(found[name])
        return "anchor_key", found

    def _signed(self, anchor: Anchor, *, ours: bool) -> bytes:
        named = anchor.key if ours else key_id(self._other.public_key())
        unsigned = structs.replace(anchor, key=named, signature="")
        return write(structs.replace(unsigned, signature=self._other.sign(write(unsigned)).hex()))
