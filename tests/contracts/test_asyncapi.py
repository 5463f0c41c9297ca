"""The AsyncAPI document: as AsyncAPI's own parser reads it, and true to the tables; what is sent is as its schemas."""

from __future__ import annotations

import json
import shutil
from typing import Any, Final, NamedTuple

import pytest
from jsonschema_rs import Draft202012Validator
from sqlalchemy import URL, and_, select

from tests.checkers import DEPLOY, DIRECTORY, ran
from tests.ledger import bank
from warning.bootstrap import setting
from warning.contracts.export import HOME
from warning.contracts.outgoing import OUTGOING, SENT_KEY, sent_schema
from warning.contracts.topics import ROUTES, TOPICS
from warning.intake.ingest import Intake
from warning.ledger.sql.tables import CHANGE, OUTBOX
from warning.streams import outbox
from warning.streams.topics import OUT
from warning.wording import terms

DOCUMENT = json.loads((HOME / "asyncapi.json").read_text("utf-8"))


BROKEN: Final = (
    ('"action": "send"', '"action": "sent"', "operations/send.warning.alert/action"),
    ("events/loan.moved.v1.schema.json", "events/loan.moved.v2.schema.json", "invalid-ref"),
    ("#/channels/command/messages/meeting.held.v1", "#/channels/repayment/messages/loan.moved.v1", "not belong"),
)
"""What is replaced in the document, by what, and what is then said."""


class Parsed(NamedTuple):
    """What the parser says of a document: its errors, and its channels with the ids of their messages."""

    errors: list[str]
    channels: dict[str, list[str]]


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> list[Parsed]:
    """Of ours, and of each that is broken; by one process: it takes longer to begin than to read them."""
    files = [HOME / "asyncapi.json"]
    for there, instead, _ in BROKEN:
        schemas = tmp_path_factory.mktemp("broken") / "schemas"
        shutil.copytree(HOME, schemas)
        files.append(schemas / "asyncapi.json")
        text = files[-1].read_text("utf-8")
        assert there in text
        files[-1].write_text(text.replace(there, instead), "utf-8")
    done = ran("node", DEPLOY / "checkers" / "asyncapi.mjs", DIRECTORY, *files)
    assert done.returncode == 1, done.stdout
    return [Parsed(one["errors"], one["channels"]) for one in map(json.loads, done.stdout.splitlines())]


@pytest.mark.checkers
def test_the_parser_of_asyncapi_reads_every_channel_and_message(parsed: list[Parsed]) -> None:
    sent = {topic: (each.type,) for topic, each in OUTGOING.items()}
    assert parsed[0] == ([], {topic: list(names) for topic, names in (TOPICS | sent).items()})


@pytest.mark.checkers
@pytest.mark.parametrize("which", range(len(BROKEN)))
def test_the_parser_of_asyncapi_finds_what_is_wrong(parsed: list[Parsed], which: int) -> None:
    assert any(BROKEN[which][2] in error for error in parsed[1 + which].errors)


def test_every_message_says_its_schema_and_its_key() -> None:
    messages = DOCUMENT["components"]["messages"]
    keys = {name: route.key for name, route in ROUTES.items()} | {each.type: SENT_KEY for each in OUTGOING.values()}
    assert {name: each["bindings"]["kafka"]["key"]["x-field"] for name, each in messages.items()} == keys
    for name, each in messages.items():
        schema = json.loads((HOME / each["payload"]["schema"]["$ref"]).read_text("utf-8"))
        assert schema["properties"]["type"]["const"] == name
        assert schema["x-key"] == keys[name]


def test_the_application_receives_what_is_routed_and_sends_what_the_outbox_sends() -> None:
    operations = {(each["action"], each["channel"]["$ref"]) for each in DOCUMENT["operations"].values()}
    assert operations == {("receive", f"#/channels/{topic}") for topic in TOPICS} | {
        ("send", f"#/channels/{topic}") for topic in OUT
    }
    assert {topic: each.type for topic, each in OUTGOING.items()} == outbox.TYPES


def test_all_changes_that_can_be_said_can_be_sent() -> None:
    assert set(OUTGOING["warning.alert"].changes) == set(terms.WARNING_CHANGES)
    assert set(OUTGOING["warning.duty"].changes) == set(terms.DUTY_CHANGES)


def test_what_the_outbox_sends_is_as_its_schemas_say(database_url: URL) -> None:
    ledger = bank.create(database_url, clock="live")
    bank.take_in(Intake(ledger, bank.frame()), bank.wire())
    names = setting().names
    same = [CHANGE.c[name] == OUTBOX.c[name] for name in ("lane", "seq", "n")]
    query = select(CHANGE, OUTBOX.c.topic).join(OUTBOX, and_(*same))
    with ledger.engine.connect() as connection:
        sent = [outbox.message(row, "loan-warning/bank", names) for row in connection.execute(query)]
    ledger.engine.dispose()
    told: dict[str, set[str]] = {topic: set() for topic in OUTGOING}
    for topic, key, value, headers in sent:
        content = json.loads(value)
        Draft202012Validator(sent_schema(topic)).validate(content)
        assert key.decode() == content["data"][SENT_KEY]
        assert headers["content-type"].startswith(DOCUMENT["defaultContentType"])
        assert content["subject"] == content["data"]["id"]
        told[topic].add(content["data"]["change"])
    assert told["warning.alert"] >= {"raised", "rose"}
    assert told["warning.duty"] >= {"opened", "met"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "warning.duty.changed.v1"},
        {"id": "1-2"},
        {"subject": "D-0011223344556677"},
        {"time": "2026-10-01"},
        {"extra": "1"},
    ],
    ids=str,
)
def test_a_schema_of_what_is_sent_refuses_another_message(wrong: dict[str, Any]) -> None:
    at = "2026-11-01T09:00:00+08:00"
    row = {
        "id": "W-0011223344556677",
        "customer_no": "C1",
        "domain": "business",
        "number": 1,
        "level": "red",
        "tier": 2,
    }
    row |= {"raised_at": at, "levels": [{"at": at, "level": "red"}], "tiers": [{"at": at, "tier": 2}]}
    good: dict[str, Any] = {
        "specversion": "1.0",
        "id": "3-7-0",
        "source": "loan-warning/bank",
        "type": "warning.alert.changed.v1",
    }
    good |= {"subject": row["id"], "time": at, "datacontenttype": "application/json"}
    good["data"] = {"change": "raised", "object": "warning", **row, "closed_at": None, "because": []}
    check = Draft202012Validator(sent_schema("warning.alert"))
    check.validate(good)
    assert not check.is_valid(good | wrong)
    assert not check.is_valid(good | {"data": good["data"] | {"change": "opened"}})
