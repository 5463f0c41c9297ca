"""AsyncAPI 3.0 of the topics, from the same tables as the schemas it points to. Servers are the operator's."""

from __future__ import annotations

from typing import Final

from warning.contracts.dialect import DIALECT, Schema
from warning.contracts.outgoing import OUTGOING, SENT_KEY
from warning.contracts.topics import ROUTES, TOPICS

ASYNCAPI: Final = "3.0.0"
BINDING: Final = "0.5.0"
"""The version of AsyncAPI's Kafka binding."""
CONTENT_TYPE: Final = "application/cloudevents+json"
FORMAT: Final = f"application/schema+json;version={DIALECT.removeprefix('https://json-schema.org/').split('/')[1]}"
TITLES: Final = {
    "repayment": "放款、还款、展期、结清 / loans and their postings",
    "interest-arrears": "欠息 / interest in arrears",
    "borrower-event": "借款人、集团、担保、信号 / borrowers, groups, guarantees, signals",
    "command": "其他系统登记的人工处理 / acts of people that another system has recorded",
    "warning.alert": "预警变化 / changes of warnings",
    "warning.duty": "职责变化 / changes of duties",
}


def asyncapi() -> Schema:
    """The document: the application receives what the bank's systems send, and sends what it has decided."""
    received = {topic: {name: _received(name) for name in names} for topic, names in TOPICS.items()}
    sent = {topic: {each.type: _sent(topic)} for topic, each in OUTGOING.items()}
    minor = max(route.minor for route in ROUTES.values())
    return {
        "asyncapi": ASYNCAPI,
        "info": {
            "title": "对公贷款风险预警 / early warning of corporate-loan risk",
            "version": f"1.{minor}.0",
            "description": "CloudEvents 1.0, 结构化 JSON / structured JSON. "
            "Topics may have a prefix on the brokers (WARNING_KAFKA_PREFIX); deploy/topics.yaml has their settings.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {topic: _channel(topic, messages) for topic, messages in (received | sent).items()},
        "operations": {
            **{f"receive.{topic}": _operation("receive", topic, messages) for topic, messages in received.items()},
            **{f"send.{topic}": _operation("send", topic, messages) for topic, messages in sent.items()},
        },
        "components": {"messages": {name: each for of in (received | sent).values() for name, each in of.items()}},
    }


def _received(name: str) -> Schema:
    event = ROUTES[name].event
    summary = (event.__doc__ or "").strip().splitlines()[0]
    return _message(name, summary, f"events/{name}.schema.json", ROUTES[name].key)


def _sent(topic: str) -> Schema:
    sent = OUTGOING[topic]
    return _message(sent.type, sent.title, f"sent/{sent.type}.schema.json", SENT_KEY)


def _message(name: str, summary: str, schema: str, key: str) -> Schema:
    keyed = {"type": "string", "description": f"data.{key}", "x-field": key}
    return {
        "name": name,
        "title": name,
        "summary": summary,
        "contentType": CONTENT_TYPE,
        "payload": {"schemaFormat": FORMAT, "schema": {"$ref": schema}},
        "bindings": {"kafka": {"key": keyed, "bindingVersion": BINDING}},
    }


def _channel(topic: str, messages: Schema) -> Schema:
    return {
        "address": topic,
        "title": TITLES[topic],
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
    }


def _operation(action: str, topic: str, messages: Schema) -> Schema:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{topic}"},
        "messages": [{"$ref": f"#/channels/{topic}/messages/{name}"} for name in messages],
    }
