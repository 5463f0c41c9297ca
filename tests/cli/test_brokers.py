"""How brokers are to be spoken to, as the settings say: what does not go together is refused before anybody asks."""

from __future__ import annotations

import builtins
import json
import socket
import ssl
from pathlib import Path
from typing import Final
from unittest.mock import MagicMock

import aiokafka.errors
import kafka.errors
import pytest
import typer
from aiokafka.errors import KafkaConnectionError, SaslAuthenticationFailed, UnsupportedSaslMechanismError
from kafka.errors import (
    InvalidReplicationFactorError,
    NotLeaderForPartitionError,
    OutOfOrderSequenceNumberError,
    TopicAuthorizationFailedError,
)

from tests.cli.test_answers import validator
from warning import settings
from warning.cli.stop import OK, REFUSED, UNREADABLE, USAGE, Stop
from warning.cli.streams import publishing
from warning.cli.streams.connecting import asking, broker_for
from warning.streams.places import Broker
from warning.streams.reaching import Unreachable, why
from warning.wording.phrases.security import KAFKA_ERRORS, KAFKA_WHY
from warning.wording.text import Lang

EXAMPLE: Final = Path(__file__).parents[2] / "docs" / "examples" / "lawsuit.jsonl"
NAMES = [name for name in vars(settings).values() if isinstance(name, str) and name.startswith("WARNING_KAFKA")]


@pytest.fixture(autouse=True)
def _nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def password(tmp_path: Path) -> str:
    file = tmp_path / "password"
    file.touch(mode=0o600)
    file.write_text("s3cret\r\n")
    return str(file)


def _told(monkeypatch: pytest.MonkeyPatch, **named: str) -> None:
    for name, value in named.items():
        monkeypatch.setenv(getattr(settings, name), value)


def test_nothing_said_is_in_the_clear() -> None:
    broker = broker_for("b:1", "en")
    assert broker.security.options() == {"security_protocol": "PLAINTEXT", "ssl_context": None}


@pytest.mark.parametrize("address", ["foo", "b:0", "b:99999", "b:9092,", "http://b:9092", "b:9092;c:9092", "b:x"])
def test_what_is_no_address_is_told_before_anybody_is_asked(address: str) -> None:
    with pytest.raises(Stop, match="is not HOST:PORT") as told:
        broker_for(address, "en")
    assert told.value.code == USAGE


@pytest.mark.parametrize("address", ["b:9092", "10.0.0.1:1,b.bank.example:65535", "[::1]:9092", "b:9092, c:9092"])
def test_addresses_are_taken_as_they_are(address: str) -> None:
    assert broker_for(address, "en").servers == address


def test_a_password_is_read_from_its_file_and_never_shown(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    _told(monkeypatch, KAFKA_SECURITY="SASL_SSL", KAFKA_USER="u", KAFKA_PASSWORD_FILE=password)
    broker = broker_for("b:1", "en")
    options = broker.security.options()
    assert (options["sasl_mechanism"], options["sasl_plain_password"]) == ("SCRAM-SHA-512", "s3cret")
    context = options["ssl_context"]
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert "s3cret" not in repr(broker)


@pytest.mark.parametrize(
    ("named", "code", "words"),
    [
        ({"KAFKA_SECURITY": "TLS"}, USAGE, ("WARNING_KAFKA_SECURITY", "SASL_SSL")),
        ({"KAFKA_CA_FILE": "ca.pem"}, USAGE, ("WARNING_KAFKA_CA_FILE", "PLAINTEXT")),
        ({"KAFKA_SECURITY": "SSL", "KAFKA_USER": "u"}, USAGE, ("WARNING_KAFKA_USER", "=SSL")),
        (
            {"KAFKA_SECURITY": "SSL", "KAFKA_KEY_FILE": "k"},
            USAGE,
            ("WARNING_KAFKA_CERT_FILE", "WARNING_KAFKA_KEY_FILE"),
        ),
        ({"KAFKA_SECURITY": "SASL_SSL"}, USAGE, ("WARNING_KAFKA_USER",)),
        ({"KAFKA_SECURITY": "SASL_SSL", "KAFKA_USER": "u"}, USAGE, ("WARNING_KAFKA_PASSWORD_FILE",)),
        ({"KAFKA_SECURITY": "SASL_SSL", "KAFKA_SASL": "MD5"}, USAGE, ("MD5", "SCRAM-SHA-256")),
        ({"KAFKA_SECURITY": "SSL", "KAFKA_CA_FILE": "/absent"}, UNREADABLE, ("WARNING_KAFKA_CA_FILE", "/absent")),
        ({"KAFKA_SECURITY": "SSL", "KAFKA_CA_FILE": __file__}, UNREADABLE, ("WARNING_KAFKA_CA_FILE", "PEM")),
        ({"KAFKA_SECURITY": "SSL", "KAFKA_CERT_FILE": __file__}, UNREADABLE, ("WARNING_KAFKA_CERT_FILE", "PEM")),
        (
            {"KAFKA_SECURITY": "SASL_SSL", "KAFKA_USER": "u", "KAFKA_PASSWORD_FILE": "/absent"},
            UNREADABLE,
            ("WARNING_KAFKA_PASSWORD_FILE", "/absent"),
        ),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_cannot_be_is_told_with_setting_and_file(
    named: dict[str, str], code: int, words: tuple[str, ...], lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    _told(monkeypatch, **named)
    with pytest.raises(Stop) as stop:
        broker_for("b:1", lang)
    assert stop.value.code == code
    for word in words:
        assert word in stop.value.text


def test_an_empty_password_is_refused(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    Path(password).write_text("\n")
    _told(monkeypatch, KAFKA_SECURITY="SASL_SSL", KAFKA_USER="u", KAFKA_PASSWORD_FILE=password)
    with pytest.raises(Stop, match="it is empty"):
        broker_for("b:1", "en")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o604])
def test_a_password_that_everybody_may_read_is_warned_of(
    mode: int, monkeypatch: pytest.MonkeyPatch, password: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(password).chmod(mode)
    _told(monkeypatch, KAFKA_SECURITY="SASL_PLAINTEXT", KAFKA_USER="u", KAFKA_PASSWORD_FILE=password)
    assert broker_for("b:1", "en").security.password == "s3cret"  # noqa: S105 - the fixture's
    said = capsys.readouterr().err
    assert (f"everybody on this machine may read {password}" in said) == (mode == 0o604)
    assert "SASL_PLAINTEXT does not encrypt" in said


@pytest.mark.parametrize(
    ("failed", "said"),
    [
        (Unreachable("away", "gaierror"), "cannot be used: there is no host of that name"),
        (Unreachable("password", "SaslAuthenticationFailed"), "cannot be used: user "),
        (InvalidReplicationFactorError(), "declines: more copies are asked for"),
        (TopicAuthorizationFailedError(), "declines: this user may not do that to the topics"),
        (OutOfOrderSequenceNumberError(), "declines: OutOfOrderSequenceNumberError"),
        (NotLeaderForPartitionError(), "cannot be used: NotLeaderForPartitionError"),
        (OSError(), "cannot be used: OSError"),
    ],
)
def test_what_brokers_refuse_is_told_in_words(failed: Exception, said: str) -> None:
    with pytest.raises(Stop) as told, asking(Broker(servers="b:1"), "en"):
        raise failed
    assert told.value.code == UNREADABLE
    assert f"Kafka (b:1) {said}" in told.value.text


def test_names_of_errors_are_those_that_the_clients_have() -> None:
    for name in KAFKA_ERRORS:
        assert any(hasattr(module, name) for module in (kafka.errors, aiokafka.errors, socket, builtins)), name


def test_a_file_that_is_not_sent_whole_says_how_far_it_came(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher = MagicMock()
    publisher.send.side_effect = [None, None, KeyboardInterrupt]
    monkeypatch.setattr(publishing, "Publisher", lambda _broker: publisher)
    with pytest.raises(KeyboardInterrupt):
        publishing.publish(EXAMPLE, "b:1", "en", rate=0)
    assert "after 2 records at most" in capsys.readouterr().err
    assert publisher.close.called
    publisher.send.side_effect = [KeyboardInterrupt]
    with pytest.raises(KeyboardInterrupt):
        publishing.publish(EXAMPLE, "b:1", "en", rate=0)
    assert capsys.readouterr().err == "", "nothing was sent"


@pytest.mark.parametrize(
    ("lang", "named", "summed"),
    [
        ("zh", "第 2 行未送出：报文 5,000,000 字节，超过上限 262,144 字节。", "另有 1 行超过上限"),
        ("en", "Line 2 was not sent: the message has 5,000,000 bytes, more than 262,144.", "not sent: 1"),
    ],
)
def test_a_message_above_the_bound_is_named_and_the_rest_is_sent(
    lang: Lang,
    named: str,
    summed: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    first, *rest = EXAMPLE.read_bytes().splitlines(keepends=True)
    large = tmp_path / "large.jsonl"
    large.write_bytes(b"".join((first, b"x" * 5_000_000 + b"\n", *rest)))
    publisher = MagicMock()
    monkeypatch.setattr(publishing, "Publisher", lambda _broker: publisher)
    for as_json, code, file in ((False, REFUSED, large), (True, REFUSED, large), (True, OK, EXAMPLE)):
        publisher.reset_mock()
        with pytest.raises(typer.Exit) as ended:
            publishing.publish(file, "b:1", lang, rate=0, as_json=as_json)
        said = capsys.readouterr()
        assert (ended.value.exit_code, publisher.send.call_count) == (code, 1 + len(rest))
        assert (named in " ".join(said.err.split())) == (file == large)
        if not as_json:
            assert summed in said.out
            continue
        line = json.loads(said.out)
        assert validator().is_valid(line), line
        assert (line["records"], sum(line["topics"].values())) == (1 + len(rest),) * 2
        assert [(one["line"], one["bytes"]) for one in line["left_out"]] == ([(2, 5_000_000)] if file == large else [])
        assert all(named in one["said"][lang] for one in line["left_out"])


def _certificate(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


def test_each_reason_has_its_words() -> None:
    alert = ssl.SSLError(1, "alert")
    alert.reason = "TLSV13_ALERT_CERTIFICATE_REQUIRED"
    version = ssl.SSLError(1, "wrong version")
    version.reason = "WRONG_VERSION_NUMBER"
    found = [
        why(error)
        for error in (
            SaslAuthenticationFailed(),
            UnsupportedSaslMechanismError(),
            _certificate(19),
            _certificate(10),
            _certificate(64),
            alert,
            version,
            KafkaConnectionError(),
        )
    ]
    assert found == list(KAFKA_WHY)
    assert why(ConnectionRefusedError()) == "away"
