"""The key that signs anchors: PEM in a file that its owner alone may read, on a host that is not the database's."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final, Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
PUBLIC: Final = ".pub"
"""What the name of the public key's file ends with, after that of the key's own."""


class UnusableKey(Exception):
    """The file of a key; ``why``: ``exposed`` is that others than its owner may read it, ``there`` that it is there."""

    def __init__(self, path: Path, why: Literal["absent", "unreadable", "exposed", "no_key", "there"]) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, why


def generate(path: Path) -> Ed25519PrivateKey:
    """A new key in a new file (0600), its public one beside it.

    Raises:
        UnusableKey: one of the files is there.
        OSError: they cannot be written.
    """
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    beside = path.with_name(path.name + PUBLIC)
    for one in (path, beside):
        if one.exists():
            raise UnusableKey(one, "there")
    for one, text, mode in ((path, private, 0o600), (beside, public, 0o644)):
        with os.fdopen(os.open(one, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
            file.write(text)
            os.fsync(file.fileno())
    return key


def load(path: Path) -> Ed25519PrivateKey:
    """The key of a file.

    Raises:
        UnusableKey: there is none, it is no key of Ed25519, or others may read or write the file.
    """
    try:
        with path.open("rb") as file:
            mode, text = os.fstat(file.fileno()).st_mode, file.read()
    except FileNotFoundError:
        raise UnusableKey(path, "absent") from None
    except OSError:
        raise UnusableKey(path, "unreadable") from None
    if mode & OTHERS:
        raise UnusableKey(path, "exposed")
    try:
        key = load_pem_private_key(text, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UnusableKey(path, "no_key") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableKey(path, "no_key")
    return key
