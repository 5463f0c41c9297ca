"""Stand-in."""

from sqlalchemy import Engine

from warning.ledger.sql.tables import METADATA


def create(engine: Engine) -> None:
    METADATA.create_all(engine)


def check(engine: Engine) -> None:
    pass
