"""The AsyncAPI document keeps to the 3.0 specification as far as this house uses it, and to the code in full.

The shapes below are this project's own reading of the specification: the objects that the document has, with the
fields that each may have. An `x-` field is allowed everywhere, as the specification says.
"""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from inspector.wire import header, hold, item, line, result
from inspector.wire.asyncapi import ADDRESS
from inspector.wire.codec import MESSAGES, decode, type_of
from inspector.wire.header import Message
from inspector.wire.schema import file_name, name_of

PUBLISHED = Path(__file__).resolve().parents[3] / "docs/reference/messages"
TEXT = {"type": "string", "minLength": 1}
KEY = "^[A-Za-z0-9_.-]+$"
REFERENCE = {
    "type": "object",
    "required": ["$ref"],
    "additionalProperties": False,
    "properties": {"$ref": {"type": "string", "pattern": r"^(#/|\./)"}},
}
QOS = {"enum": [0, 1, 2]}
NATURAL = {"type": "integer", "minimum": 0, "maximum": 2**32 - 1}
BINDING = {"const": "0.2.0"}


def shape(required: list[str], **fields: Any) -> dict[str, Any]:
    """An object with these fields, and extensions."""
    return {
        "type": "object",
        "required": required,
        "properties": fields,
        "patternProperties": {"^x-": True},
        "additionalProperties": False,
    }


def table(of: dict[str, Any]) -> dict[str, Any]:
    """A map whose keys are names."""
    return {"type": "object", "patternProperties": {KEY: of}, "additionalProperties": False}


WILL = shape(["topic", "qos", "message", "retain"], topic=TEXT, qos=QOS, message=TEXT, retain={"type": "boolean"})
SERVER_BINDING = shape(
    ["clientId", "cleanSession", "keepAlive"],
    clientId=TEXT,
    cleanSession={"type": "boolean"},
    lastWill=WILL,
    keepAlive=NATURAL,
    sessionExpiryInterval=NATURAL,
    maximumPacketSize=NATURAL,
    bindingVersion=BINDING,
)
OPERATION_BINDING = shape(
    ["qos", "retain"], qos=QOS, retain={"type": "boolean"}, messageExpiryInterval=NATURAL, bindingVersion=BINDING
)
SERVER = shape(
    ["host", "protocol"],
    host={"type": "string", "pattern": r"^[^/\s]+$"},
    protocol={"enum": ["mqtt", "secure-mqtt", "mqtt5"]},
    description=TEXT,
    bindings=shape(["mqtt"], mqtt=SERVER_BINDING),
)
CHANNEL = shape(
    ["address", "messages"],
    address={"type": "string", "pattern": r"^[^#+?\s]+$"},
    description=TEXT,
    messages=table(REFERENCE) | {"minProperties": 1},
    parameters=table(REFERENCE),
)
OPERATION = shape(
    ["action", "channel"],
    action={"enum": ["send", "receive"]},
    channel=REFERENCE,
    summary=TEXT,
    description=TEXT,
    messages={"type": "array", "items": REFERENCE, "minItems": 1, "uniqueItems": True},
    bindings=shape(["mqtt"], mqtt=OPERATION_BINDING),
    reply=shape(["channel"], channel=REFERENCE),
)
MESSAGE = shape(
    ["name", "payload", "contentType", "examples"],
    name=TEXT,
    title=TEXT,
    summary=TEXT,
    contentType={"const": "application/json"},
    payload=shape(
        ["schemaFormat", "schema"],
        schemaFormat={"const": "application/schema+json;version=draft-2020-12"},
        schema=REFERENCE,
    ),
    correlationId=shape(
        ["location"], location={"type": "string", "pattern": r"^\$message\.(header|payload)#/"}, description=TEXT
    ),
    examples={
        "type": "array",
        "minItems": 1,
        "items": shape(["payload"], name=TEXT, summary=TEXT, payload={"type": "object"}),
    },
)
DOCUMENT = shape(
    ["asyncapi", "info", "servers", "channels", "operations", "components"],
    asyncapi={"const": "3.0.0"},
    id={"type": "string", "pattern": r"^urn:[a-z0-9][a-z0-9-]{0,31}:.+$"},
    info=shape(
        ["title", "version"],
        title=TEXT,
        version={"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
        description=TEXT,
        license=shape(["name"], name=TEXT, url=TEXT),
    ),
    defaultContentType={"const": "application/json"},
    servers=table(SERVER) | {"minProperties": 1},
    channels=table(CHANNEL),
    operations=table(OPERATION),
    components=shape(
        [],
        messages=table(MESSAGE),
        parameters=table(shape([], description=TEXT, enum={"type": "array"}, default=TEXT, location=TEXT)),
    ),
)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """As others read it: from the published file."""
    found: dict[str, Any] = yaml.safe_load((PUBLISHED / "asyncapi.yaml").read_text(encoding="utf-8"))
    return found


def load(target: str) -> Any:
    return json.loads((PUBLISHED / target).read_text(encoding="utf-8"))


def resolve(document: Any, target: str) -> Any:
    """What a `$ref` leads to, one step. Raises `KeyError` for one that leads nowhere."""
    node = document
    for part in target.removeprefix("#/").split("/"):
        node = node[part.replace("~1", "/").replace("~0", "~")]
    return node


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [target for value in node.values() for target in references(value)]
    if isinstance(node, list):
        return [target for value in node for target in references(value)]
    return []


def test_it_has_the_shape_that_the_specification_asks_for(document: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(DOCUMENT)
    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(DOCUMENT).iter_errors(document)]
    assert errors == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("asyncapi",), "2.6.0"),
        (("info", "version"), None),
        (("publish",), {}),
        (("operations", "sendStatus", "action"), "publish"),
        (("operations", "sendStatus", "bindings", "mqtt", "qos"), 3),
        (("channels", "status", "address"), "fc/v1/+/status"),
        (("channels", "status", "messages"), {}),
        (("components", "messages", "status", "payload"), {"$ref": "./status.schema.json"}),
        (("servers", "line", "host"), "mqtt://broker.example"),
    ],
)
def test_the_shape_is_not_satisfied_by_just_anything(
    document: dict[str, Any], place: tuple[str, ...], value: Any
) -> None:
    changed = deepcopy(document)
    node = changed
    for part in place[:-1]:
        node = node[part]
    node[place[-1]] = value
    assert not Draft202012Validator(DOCUMENT).is_valid(changed)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    found = references(document)
    assert len(found) > 4 * len(MESSAGES)
    for target in found:
        if target.startswith("#/"):
            assert resolve(document, target)
        else:
            schema = load(target)
            for inner in references(schema):
                assert inner.startswith("#/"), f"{target}: {inner}"
                assert isinstance(resolve(schema, inner), dict)  # {} is JSON's "anything"


def test_every_schema_file_is_used(document: dict[str, Any]) -> None:
    named = {target.removeprefix("./") for target in references(document) if target.startswith("./")}
    assert named == {path.name for path in PUBLISHED.glob("*.schema.json")} == {file_name(kind) for kind in MESSAGES}


def test_every_message_type_of_the_wire_is_in_it() -> None:
    """A type that is written but not listed in `MESSAGES` would be on no topic."""
    written = {
        found
        for module in (header, hold, item, line, result)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Message) and found is not Message
    }
    assert written == set(MESSAGES)
    assert len({kind.suffix for kind in MESSAGES}) == len({name_of(kind) for kind in MESSAGES}) == len(MESSAGES)


@pytest.mark.parametrize("kind", MESSAGES, ids=name_of)
def test_every_message_has_one_channel_and_one_operation(document: dict[str, Any], kind: type[Message]) -> None:
    address = f"{ADDRESS}/{kind.suffix}"
    channels = {name: channel for name, channel in document["channels"].items() if channel["address"] == address}
    ((name, channel),) = channels.items()
    ((key, entry),) = channel["messages"].items()
    assert resolve(document, entry["$ref"])["name"] == name_of(kind)
    assert set(channel["parameters"]) == set(re.findall(r"\{(\w+)\}", address))
    (operation,) = [one for one in document["operations"].values() if one["channel"]["$ref"] == f"#/channels/{name}"]
    # The specification: an operation names its channel's own entry, never the component itself.
    assert operation["messages"] == [{"$ref": f"#/channels/{name}/messages/{key}"}]
    assert operation["action"] == ("send" if kind.sender == "edge" else "receive")


@pytest.mark.parametrize("kind", MESSAGES, ids=name_of)
def test_every_example_is_valid_and_can_be_read(document: dict[str, Any], kind: type[Message]) -> None:
    message = document["components"]["messages"][name_of(kind)]
    validator = Draft202012Validator(load(message["payload"]["schema"]["$ref"]))
    for example in message["examples"]:
        assert [error.message for error in validator.iter_errors(example["payload"])] == []
        assert type_of(example["name"]) is kind
        assert isinstance(decode(example["name"], json.dumps(example["payload"]).encode()), kind)


def test_a_command_names_where_its_answer_comes(document: dict[str, Any]) -> None:
    reply = document["operations"]["receiveCmdName"]["reply"]["channel"]["$ref"]
    assert resolve(document, reply)["address"].endswith("/rsp/{name}")
    for name in ("cmd", "rsp"):
        location = document["components"]["messages"][name]["correlationId"]["location"]
        assert resolve(load(f"{name}.schema.json")["properties"], location.split("#/")[1])["type"] == "string"


def test_the_last_will_is_on_a_topic_of_the_document(document: dict[str, Any]) -> None:
    will = document["servers"]["line"]["bindings"]["mqtt"]["lastWill"]
    addresses = {channel["address"] for channel in document["channels"].values()}
    assert will["topic"] in addresses
    assert (will["qos"], will["retain"]) == (1, True)
