"""Whether brokers can be reached, and if not, why: the clients only say that they could not.

Beside ``clients`` and ``anchored`` this is the only module that touches a Kafka client.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Any, Final, Literal

from aiokafka.conn import create_conn
from aiokafka.errors import (
    AuthenticationFailedError,
    AuthenticationMethodNotSupported,
    IllegalSaslStateError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)
from aiokafka.protocol.metadata import MetadataRequest

from warning.streams.places import Broker

PATIENCE_MS: Final = 5_000
EXPIRED: Final = 10
MISNAMED: Final = (62, 64)
"""OpenSSL's numbers of what is wrong with a certificate: it is out of date, it is of another name or address."""
Why = Literal[
    "password", "mechanism", "certificate", "expired", "misnamed", "client_certificate", "not_tls", "hung_up", "away"
]


DOUBTFUL: Final = frozenset[Why](("hung_up", "not_tls"))
"""What a port of another protocol says for good, and a broker that is being stopped for a moment."""
TRIES: Final = 3
PAUSE_S: Final = 1.0
"""So often, and after so long, it is asked again which of the two it is."""


class Unreachable(Exception):
    """No broker can be used: the most telling reason of all that were tried, and the error's own name."""

    def __init__(self, why: Why, error: str) -> None:
        super().__init__(f"{why}: {error}")
        self.why, self.error = why, error


def reach(broker: Broker) -> None:
    """Connect to the first broker that lets us. For threads without a loop of their own.

    Raises:
        Unreachable: none does.
    """
    asyncio.run(_reach(broker))


def reason(broker: Broker, failed: Exception) -> str:
    """Why brokers were lost: what they say when they are asked anew, or else the error's name. For threads, too."""
    try:
        reach(broker)
    except Unreachable as refused:
        return refused.error if refused.why == "away" else refused.why
    return type(failed).__name__


async def _reach(broker: Broker) -> None:
    for left in reversed(range(TRIES)):
        try:
            await _reach_now(broker)
        except Unreachable as found:
            if found.why not in DOUBTFUL or not left:
                raise
            await asyncio.sleep(PAUSE_S)
        else:
            return


async def _reach_now(broker: Broker) -> None:
    found: list[Unreachable] = []
    for server in broker.servers.split(","):
        host, _, port = server.strip().rpartition(":")
        try:
            number = int(port)
            await _connect(host.strip("[]"), number, broker.security.options())
        except (KafkaError, OSError, ValueError) as failed:
            found.append(Unreachable(why(failed), type(failed).__name__))
        else:
            return
    raise next((one for one in found if one.why != "away"), found[0])


async def _connect(host: str, port: int, options: dict[str, Any]) -> None:
    connection: Any = await create_conn(host, port, request_timeout_ms=PATIENCE_MS, **options)
    try:
        await connection.send(MetadataRequest([]))  # a broker may ask only now who we are
    finally:
        await connection.close()


def why(failed: Exception) -> Why:
    """What an error of a first connection means."""
    match failed:
        case SaslAuthenticationFailed() | AuthenticationFailedError():
            return "password"
        case UnsupportedSaslMechanismError() | AuthenticationMethodNotSupported() | IllegalSaslStateError():
            return "mechanism"
        case ssl.SSLCertVerificationError(verify_code=code):
            return "expired" if code == EXPIRED else "misnamed" if code in MISNAMED else "certificate"
        case ssl.SSLError(reason=reason):
            return "client_certificate" if "ALERT" in (reason or "") else "not_tls"
        case KafkaError() | ConnectionResetError():
            return "hung_up"
        case _:
            return "away"
