"""A message as it stands in a file."""

from __future__ import annotations

from codecs import BOM_UTF8


def bare(raw: bytes) -> bytes:
    """What a line says; a mark of the encoding is no part of it: files that were joined have one in their midst."""
    return raw.removeprefix(BOM_UTF8).strip()
