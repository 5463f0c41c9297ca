"""Opens what auditors name: a ledger to be read only, without the ledger's own code; a place for anchors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import make_url

from warning import settings
from warning.audit.anchors.directory import Directory
from warning.audit.anchors.http import Address
from warning.audit.verifier.databases import Database, PostgreSQL, SQLite
from warning.bootstrap import file_of, with_password
from warning.contracts.anchoring import Place
from warning.ledger.sql.ledger import NoLedger
from warning.streams.places import Broker


def read_only(place: str) -> Database:
    """A ledger as the independent verifier reads it; nothing can be written.

    Raises:
        NoLedger: none is there.
        Unreadable, Failed: the database cannot be used.
        ValueError: the place is of no kind of database we know.
        settings.Unusable: nor the file with its password.
    """
    file = file_of(place)
    if file is not None:
        if not file.is_file():
            raise NoLedger
        return SQLite(file)
    url = make_url(with_password(place))
    if url.get_backend_name() != "postgresql":
        raise ValueError(url.get_backend_name())
    return PostgreSQL(url.set(drivername="postgresql").render_as_string(hide_password=False))


def anchor_place(named: str, broker: Callable[[], Broker]) -> Place:
    """A place for anchors: ``kafka:TOPIC``, a URL, or the path of a directory.

    Raises:
        ValueError: it is none of them.
        settings.Unusable: the file with the token for an address cannot be used.
    """
    if named.startswith("kafka:"):
        from warning.streams.anchored import Topic  # noqa: PLC0415 - few anchors go to Kafka

        if not named.removeprefix("kafka:"):
            raise ValueError(named)
        return Topic(broker(), named.removeprefix("kafka:"))
    if "://" in named:
        token = settings.ANCHOR_TOKEN_FILE
        return Address(named, settings.secret(token) if settings.given(token) else "")
    return Directory(Path(named))
