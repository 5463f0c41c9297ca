"""How brokers are spoken to: in the clear or over TLS, and as whom."""

from __future__ import annotations

import ssl
from typing import Any, Final

from msgspec import Struct

PROTOCOLS: Final = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
"""Kafka's own names: in the clear or over TLS (``SSL``), with a user (``SASL``) or without."""
MECHANISMS: Final = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")
DEFAULT_MECHANISM: Final = "SCRAM-SHA-512"
"""The one that never sends the password itself."""


class Security(Struct, frozen=True, kw_only=True):
    """What a client needs, empty where it does not; files are paths of PEM."""

    protocol: str = PROTOCOLS[0]
    ca_file: str = ""
    """Who signs the brokers' certificates; empty: whom this machine trusts."""
    cert_file: str = ""
    key_file: str = ""
    """Empty: the key is in ``cert_file``, too."""
    mechanism: str = ""
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        """Not the password: a traceback may show it."""
        return f"Security({self.protocol}, {self.mechanism or '-'}, user={self.user!r})"

    @property
    def encrypted(self) -> bool:
        """Whether TLS is spoken."""
        return self.protocol.endswith("SSL")

    @property
    def named(self) -> bool:
        """Whether we say who we are by user and password."""
        return self.protocol.startswith("SASL")

    def context(self) -> ssl.SSLContext | None:
        """What TLS goes by, read from the files; None: in the clear.

        Raises:
            OSError: a file cannot be read; ``ssl.SSLError`` is one, too: it is no certificate, or no key to it.
        """
        if not self.encrypted:
            return None
        context = ssl.create_default_context(cafile=self.ca_file or None)
        if self.cert_file:
            context.load_cert_chain(self.cert_file, self.key_file or None)
        return context

    def options(self) -> dict[str, Any]:
        """What both Kafka clients are told, under the names that they share.

        Raises:
            OSError: as ``context``.
        """
        told: dict[str, Any] = {"security_protocol": self.protocol, "ssl_context": self.context()}
        if self.named:
            told |= {"sasl_plain_username": self.user, "sasl_plain_password": self.password}
            told["sasl_mechanism"] = self.mechanism
        return told
