"""Brokers and a database that are spoken to over TLS only, with passwords from files: what works, and what is said."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

import pytest
from sqlalchemy import URL

from tests import kafka, postgresql
from tests.integration.pipeline import Pipeline, made, month
from tests.ledger import bank
from warning import settings
from warning.demo.bank import synthesise
from warning.streams.security import Security

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]

LINES = tuple(month(bank.in_order(synthesise(loans=20, months=1, start=bank.OPENS))))


class Secured(NamedTuple):
    """Where both are, and the files of each."""

    servers: str
    secrets: Path
    server: URL


@pytest.fixture(scope="module")
def secured() -> Secured:
    """A broker and a server of PostgreSQL; they end with the run, as those of other workers of it may use them, too."""
    cluster, server = kafka.Cluster("kafka-secured", secure=True), postgresql.Server("postgresql-secured", secure=True)
    try:
        return Secured(cluster.start(), cluster.secrets, server.start())
    except (kafka.NoBroker, postgresql.NoServer) as why:
        pytest.fail(str(why), pytrace=False)


@pytest.fixture
def password(tmp_path: Path) -> Path:
    """A file for a password, as it should be."""
    file = tmp_path / "password"
    file.touch(mode=0o600)
    return file


@pytest.fixture
def pipeline(secured: Secured, tmp_path: Path, password: Path) -> Iterator[Pipeline]:
    """All is spoken to over TLS; no password stands in the environment."""
    words = (secured.secrets / "password").read_text().strip()
    ca = str(secured.secrets / "ca.pem")
    security = Security(protocol="SASL_SSL", ca_file=ca, mechanism="SCRAM-SHA-512", user="warning", password=words)
    named = {
        settings.KAFKA_SECURITY: "SASL_SSL",
        settings.KAFKA_CA_FILE: ca,
        settings.KAFKA_USER: "warning",
        settings.KAFKA_PASSWORD_FILE: str(secured.secrets / "password"),
        settings.LEDGER_PASSWORD_FILE: str(password),
    }
    with postgresql.database(secured.server) as url:
        made(url)
        assert url.password
        password.write_text(f"{url.password}\n")
        yield Pipeline(
            secured.servers, f"{token_hex(4)}.", url._replace(password=None), tmp_path, security=security, named=named
        )


@pytest.mark.parametrize("mechanism", ["", "PLAIN"])
def test_a_file_goes_through_topics_into_the_ledger(
    pipeline: Pipeline, tmp_path: Path, mechanism: str, secured: Secured
) -> None:
    file = tmp_path / "events.jsonl"
    file.write_bytes(b"".join(line + b"\n" for line in LINES))
    own = {settings.KAFKA_CERT_FILE: str(secured.secrets / "client.pem")}
    own[settings.KAFKA_KEY_FILE] = str(secured.secrets / "client.key")
    told = {settings.KAFKA_SASL: mechanism, **(own if mechanism else {})}
    # Each of several brokers hears of new topics in its own time.
    pipeline.wait(lambda: pipeline.warning("topics", "diff", named=told).returncode == 0)
    published = pipeline.warning("publish", str(file), named=told)
    assert published.returncode == 0, published.stderr
    with pipeline.worker(named=told) as worker:
        pipeline.wait(lambda: pipeline.warning("lag", named=told).returncode == 0)
    assert worker.process.returncode == 0
    assert f"Stopped; {len(LINES):,} records were taken" in worker.said()
    assert "Mind:" not in worker.said()


COMMANDS = (["topics", "diff"], ["lag"], ["worker"])


def _refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 3, done.stderr
    for word in words:
        assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_a_wrong_password_is_told_by_every_command(pipeline: Pipeline, password: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.touch(mode=0o600)
    other.write_text("not it")
    file = tmp_path / "events.jsonl"
    file.write_bytes(LINES[0] + b"\n")
    wrong = {settings.KAFKA_PASSWORD_FILE: str(other)}
    for command in (*COMMANDS, ["publish", str(file)]):
        told = "user warning or the password is wrong", settings.KAFKA_USER, str(other), settings.KAFKA_PASSWORD_FILE
        _refused(pipeline.warning(*command, named=wrong), *told)
    password.write_text("not it")
    for command in (["worker"], ["status"]):
        done = pipeline.warning(*command)
        _refused(done, "the user or the password is wrong", settings.LEDGER_PASSWORD_FILE)


def test_whom_nobody_trusts_is_told_by_every_command(pipeline: Pipeline, tmp_path: Path) -> None:
    secure = kafka.SCRIPT.with_name("secure.py")
    subprocess.run([secure, "make", tmp_path], check=True)
    foreign = str(tmp_path / "secrets" / "ca.pem")
    file = tmp_path / "events.jsonl"
    file.write_bytes(LINES[0] + b"\n")
    for command in (*COMMANDS, ["publish", str(file)]):
        wrong = {settings.KAFKA_CA_FILE: foreign}
        _refused(pipeline.warning(*command, named=wrong), "its certificate is not trusted", settings.KAFKA_CA_FILE)
    url = pipeline.url.update_query_dict({"sslrootcert": foreign}).render_as_string()
    for command in (["worker"], ["status"]):
        _refused(pipeline.warning(*command, "--ledger", url), "its certificate is not trusted", "sslrootcert")


def test_who_speaks_in_the_clear_is_told_what_to_check(pipeline: Pipeline) -> None:
    clear = dict.fromkeys((settings.KAFKA_CA_FILE, settings.KAFKA_USER, settings.KAFKA_PASSWORD_FILE), "")
    _refused(pipeline.warning("topics", "diff", named={settings.KAFKA_SECURITY: "", **clear}), settings.KAFKA_SECURITY)
    url = pipeline.url.set(query={"sslmode": "disable"}).render_as_string()
    _refused(pipeline.warning("status", "--ledger", url), "encrypted connections only", "sslmode=verify-full")


def test_a_password_that_everybody_may_read_is_told(pipeline: Pipeline, password: Path) -> None:
    password.chmod(0o644)
    done = pipeline.warning("status")
    assert done.returncode == 0
    assert f"everybody on this machine may read {password}" in done.stderr
    password.chmod(0o600)
    assert pipeline.warning("status").stderr == ""
