"""Which brokers a command means, and how to speak to them: as the settings say, checked before anybody is asked."""

from __future__ import annotations

import re
import ssl
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from warning import settings
from warning.streams.places import Broker
from warning.streams.security import DEFAULT_MECHANISM, MECHANISMS, PROTOCOLS, Security

TLS: Final = {
    "ca_file": settings.KAFKA_CA_FILE,
    "cert_file": settings.KAFKA_CERT_FILE,
    "key_file": settings.KAFKA_KEY_FILE,
}
SASL: Final = {
    "mechanism": settings.KAFKA_SASL,
    "user": settings.KAFKA_USER,
    "password": settings.KAFKA_PASSWORD_FILE,
}


ADDRESS: Final = re.compile(r"(?:[^\s:/,]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")
"""A host by its name or number, and a port."""
LAST_PORT: Final = 65_535


class WrongSetting(Exception):
    """A setting says what cannot be, or not what another one needs: ``unknown``, ``missing``, ``unused``."""

    def __init__(self, setting: str, why: str, **values: str) -> None:
        super().__init__(f"{setting}: {why}")
        self.setting, self.why, self.values = setting, why, values


def broker_of(servers: str | None) -> Broker:
    """The brokers a command means: those it names, or the environment's; how to speak to them is in the environment.

    Raises:
        WrongSetting: the settings do not go together.
        settings.Unusable: a file that one names cannot be used.
    """
    named = servers or settings.kafka()
    for address in named.split(","):
        found = ADDRESS.fullmatch(address.strip())
        if found is None or not 0 < int(found[1]) <= LAST_PORT:
            raise WrongSetting(settings.KAFKA, "address", value=address.strip())
    return Broker(servers=named, prefix=settings.kafka_prefix(), security=_security())


def _security() -> Security:
    protocol = settings.given(settings.KAFKA_SECURITY) or PROTOCOLS[0]
    if protocol not in PROTOCOLS:
        raise WrongSetting(settings.KAFKA_SECURITY, "unknown", value=protocol, known=", ".join(PROTOCOLS))
    asked = Security(protocol=protocol)
    tls, sasl = TLS if asked.encrypted else {}, SASL if asked.named else {}
    _used_all(protocol, {*tls.values(), *sasl.values()})
    told = {field: settings.given(name) for field, name in tls.items()}
    if told.get("key_file") and not told["cert_file"]:
        raise WrongSetting(settings.KAFKA_CERT_FILE, "missing", value=settings.KAFKA_KEY_FILE)
    found = Security(protocol=protocol, **told, **(_user(protocol) if sasl else {}))
    _check_files(found)
    return found


def _user(protocol: str) -> dict[str, str]:
    mechanism = settings.given(settings.KAFKA_SASL) or DEFAULT_MECHANISM
    if mechanism not in MECHANISMS:
        raise WrongSetting(settings.KAFKA_SASL, "unknown", value=mechanism, known=", ".join(MECHANISMS))
    for name in (settings.KAFKA_USER, settings.KAFKA_PASSWORD_FILE):
        if not settings.given(name):
            raise WrongSetting(name, "missing", value=f"{settings.KAFKA_SECURITY}={protocol}")
    password = settings.secret(settings.KAFKA_PASSWORD_FILE)
    return {"mechanism": mechanism, "user": settings.given(settings.KAFKA_USER), "password": password}


def _used_all(protocol: str, used: set[str]) -> None:
    """Whoever names a certificate or a password means to be safe, and is not to go in the clear unawares."""
    for name in (*TLS.values(), *SASL.values()):
        if settings.given(name) and name not in used:
            raise WrongSetting(name, "unused", value=f"{settings.KAFKA_SECURITY}={protocol}")


def _check_files(found: Security) -> None:
    """All that is named can be read, and is what it should be."""
    files = {name: getattr(found, field) for field, name in TLS.items()}
    for name, path in files.items():
        if path and not Path(path).is_file():
            raise settings.Unusable(name, path, "absent")
    for name, part in (
        (settings.KAFKA_CA_FILE, replace(found, cert_file="", key_file="")),
        (settings.KAFKA_CERT_FILE, found),
    ):
        try:
            part.context()
        except OSError as wrong:
            wrong_kind = isinstance(wrong, ssl.SSLError)
            raise settings.Unusable(name, files[name], "not_pem" if wrong_kind else "unreadable") from None
