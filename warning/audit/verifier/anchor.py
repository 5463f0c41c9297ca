"""An anchor: the heads of all lanes at an instant under a Merkle root, signed (Ed25519). How it is written and read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from msgspec import MsgspecError, Struct, structs

from warning.audit.verifier.chain import LANES

FORMAT: Final = "warning-anchor/1"
NONE_BEFORE: Final = "0" * 64
"""What the first anchor has in place of the digest of one before it."""
LARGEST: Final = 1 << 20
"""Bytes of the largest file that can be an anchor; one has some 6,000."""
Heads = tuple[tuple[int, int, str], ...]
"""(lane, how many rows, the link of the last in hexadecimal), in the order of the lanes."""

_canonical: Final = msgspec.json.Encoder(order="sorted")


class Anchor(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """As it is stored: JSON with its names in order and no blanks, UTF-8. Digests are hexadecimal."""

    format: Literal["warning-anchor/1"]
    ledger: str
    created_at: int
    """When the ledger was made (µs UTC): with its name it says which ledger it is."""
    number: int
    """1 for the first, and so on, without a gap."""
    previous: str
    """The SHA-256 of the anchor before it, as stored."""
    at: int
    """µs UTC, by the clock of whoever signed."""
    root: str
    lanes: Heads
    key: str
    """The SHA-256 of the 32 bytes of the public key."""
    signature: str = ""
    """Over the same JSON without this name."""


class Broken(Exception):
    """Bytes that are no anchor, or one that does not hold; ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def write(anchor: Anchor) -> bytes:
    """An anchor as it is stored; without its signature, as it is signed."""
    return _canonical.encode(anchor)


def digest(stored: bytes) -> str:
    """What the next anchor calls this one."""
    return sha256(stored).hexdigest()


def root(lanes: Heads) -> str:
    """The Merkle root: leaves are digests of 0x00 and ``lane:seq:head``, nodes those of 0x01 and their two children.

    A node without a neighbour goes up as it is.
    """
    level = [sha256(b"\0" + f"{lane}:{seq}:{head}".encode()).digest() for lane, seq, head in lanes]
    while len(level) > 1:
        level = [_node(level[n : n + 2]) for n in range(0, len(level), 2)]
    return level[0].hex() if level else ""


def path_of(lanes: Heads, lane: int) -> tuple[tuple[Literal["left", "right"], str], ...]:
    """From the leaf of a lane to the root: at each level the neighbour, and on which side it is."""
    level = [sha256(b"\0" + f"{number}:{seq}:{head}".encode()).digest() for number, seq, head in lanes]
    at, found = lane, list[tuple[Literal["left", "right"], str]]()
    while len(level) > 1:
        if at ^ 1 < len(level):
            found.append(("left" if at & 1 else "right", level[at ^ 1].hex()))
        level, at = [_node(level[n : n + 2]) for n in range(0, len(level), 2)], at >> 1
    return tuple(found)


def root_of(head: tuple[int, int, str], path: Iterable[tuple[str, str]]) -> str:
    """The root to which a path leads from the leaf of a lane.

    Raises:
        ValueError: a digest of the path is none.
    """
    node = sha256(b"\0" + ":".join(map(str, head)).encode()).digest()
    for side, other in path:
        beside = bytes.fromhex(other)
        node = _node((beside, node) if side == "left" else (node, beside))
    return node.hex()


def _node(children: Sequence[bytes]) -> bytes:
    return children[0] if len(children) == 1 else sha256(b"\1" + b"".join(children)).digest()


def key_id(key: Ed25519PublicKey) -> str:
    """What anchors call a key."""
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def public_key(pem: bytes) -> Ed25519PublicKey:
    """The key of a PEM file.

    Raises:
        ValueError: it holds no public key of Ed25519.
    """
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("no key of Ed25519")  # noqa: TRY004 - the file is wrong, not the call
    return key


def stored_in(path: Path) -> bytes:
    """What a file has; of more than an anchor can have the beginning, which is none.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def read(stored: bytes) -> Anchor:
    """An anchor, as far as its form goes.

    Raises:
        Broken: ``anchor_form``: it is none, or not written as anchors are.
    """
    try:
        anchor = msgspec.json.decode(stored[:LARGEST], type=Anchor)
    except (MsgspecError, UnicodeDecodeError):
        raise Broken("anchor_form") from None
    if write(anchor) != stored or [lane for lane, _, _ in anchor.lanes] != list(range(LANES)):
        raise Broken("anchor_form")
    return anchor


def held(stored: bytes, keys: Mapping[str, Ed25519PublicKey]) -> Anchor:
    """An anchor that one of these keys has signed, and whose root is that of its lanes.

    Raises:
        Broken: it does not hold.
    """
    anchor = read(stored)
    key = keys.get(anchor.key)
    if key is None:
        raise Broken("anchor_key")
    try:
        signature = bytes.fromhex(anchor.signature)
        key.verify(signature, write(structs.replace(anchor, signature="")))
    except (InvalidSignature, ValueError):
        raise Broken("anchor_signature") from None
    if signature.hex() != anchor.signature:  # capitals
        raise Broken("anchor_signature")
    if root(anchor.lanes) != anchor.root:
        raise Broken("anchor_root")
    return anchor
