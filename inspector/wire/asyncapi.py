"""The whole bus as one AsyncAPI 3.0 document, generated from the message types and seen from the edge."""

import json
import re
from typing import Any

from inspector.wire.codec import MESSAGES, encode
from inspector.wire.examples import examples
from inspector.wire.header import MAX_MESSAGE_BYTES, Message
from inspector.wire.schema import file_name, name_of

BINDING = "0.2.0"
ADDRESS = "fc/v1/{site}/{line}/{station}"
SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12"
KEEPALIVE_S = 5
SESSION_EXPIRY_S = 120

_PARAMETERS = {
    "site": "The fulfillment center.",
    "line": "The conveyor line.",
    "station": "The inspection station.",
    "id": "The alarm's name, or the hold's id.",
    "name": "The command's name.",
}


def asyncapi() -> dict[str, Any]:
    """The document as plain data; payloads refer to the schema files beside it."""
    return {
        "asyncapi": "3.0.0",
        "id": "urn:edge-inspector:v1",
        "info": {
            "title": "Edge inspection station",
            "version": "1.0.0",
            "description": (
                "What an inspection station says and hears on MQTT. `send` is what the station sends, `receive` what "
                "it listens to. The controller owns motion, position, safety and the default lane: no decision, a "
                "late one, an invalid one and a second one for the same track all mean its default lane."
            ),
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {"line": _server()},
        "channels": {_channel_id(kind): _channel(kind) for kind in MESSAGES},
        "operations": {_operation_id(kind): _operation(kind) for kind in MESSAGES},
        "components": {
            "messages": {name_of(kind): _message(kind) for kind in MESSAGES},
            "parameters": {name: {"description": text} for name, text in _PARAMETERS.items()},
        },
    }


def _server() -> dict[str, Any]:
    return {
        "host": "broker.example:8883",
        "protocol": "secure-mqtt",
        "description": "MQTT 5 where the broker speaks it, else 3.1.1: no message needs a property of MQTT 5.",
        "bindings": {
            "mqtt": {
                "clientId": "fc-{site}-{line}-{station}",
                "cleanSession": False,
                "keepAlive": KEEPALIVE_S,
                "sessionExpiryInterval": SESSION_EXPIRY_S,
                "maximumPacketSize": 4 * MAX_MESSAGE_BYTES,
                "lastWill": {
                    "topic": f"{ADDRESS}/status",
                    "qos": 1,
                    "retain": True,
                    "message": "a `status` message whose state is CONNECTION_BROKEN",
                },
                "bindingVersion": BINDING,
            }
        },
        "x-will-delay-s": 0,
    }


def _channel(kind: type[Message]) -> dict[str, Any]:
    address = f"{ADDRESS}/{kind.suffix}"
    return {
        "address": address,
        "description": _sentence(kind),
        "messages": {_key(name_of(kind)): {"$ref": f"#/components/messages/{name_of(kind)}"}},
        "parameters": {name: {"$ref": f"#/components/parameters/{name}"} for name in re.findall(r"\{(\w+)\}", address)},
        "x-largest-payload-bytes": kind.limit_bytes,
    }


def _operation(kind: type[Message]) -> dict[str, Any]:
    binding: dict[str, Any] = {"qos": kind.qos, "retain": kind.retain}
    if kind.expiry_s is not None:
        binding["messageExpiryInterval"] = kind.expiry_s
    if name_of(kind) == "item.decision":
        binding["x-message-expiry"] = "seconds left until the deadline, rounded up"
    binding["bindingVersion"] = BINDING
    operation: dict[str, Any] = {
        "action": "send" if kind.sender == "edge" else "receive",
        "channel": {"$ref": f"#/channels/{_channel_id(kind)}"},
        "summary": _sentence(kind),
        "messages": [{"$ref": f"#/channels/{_channel_id(kind)}/messages/{_key(name_of(kind))}"}],
        "bindings": {"mqtt": binding},
    }
    if kind.note:
        operation["description"] = kind.note
    if name_of(kind) == "cmd":
        operation["reply"] = {"channel": {"$ref": "#/channels/rspName"}}
    return operation


def _message(kind: type[Message]) -> dict[str, Any]:
    message: dict[str, Any] = {
        "name": name_of(kind),
        "title": name_of(kind),
        "summary": _sentence(kind),
        "contentType": "application/json",
        "payload": {"schemaFormat": SCHEMA_FORMAT, "schema": {"$ref": f"./{file_name(kind)}"}},
        "examples": [
            {"name": suffix, "payload": json.loads(encode(sample))}
            for suffix, sample in examples().items()
            if type(sample) is kind
        ],
    }
    if name_of(kind) in {"cmd", "rsp"}:
        message["correlationId"] = {
            "location": "$message.payload#/req_id",
            "description": "Comes back unchanged; MQTT 5's correlation data does as well.",
        }
    return message


def _sentence(kind: type[Message]) -> str:
    return (kind.__doc__ or "").split("\n\n", 1)[0].strip()


def _channel_id(kind: type[Message]) -> str:
    return _key(kind.suffix)


def _operation_id(kind: type[Message]) -> str:
    key = _channel_id(kind)
    return f"{'send' if kind.sender == 'edge' else 'receive'}{key[0].upper()}{key[1:]}"


def _key(name: str) -> str:
    words: list[str] = re.findall(r"[a-z]+", name)
    first, *rest = words
    return first + "".join(word.capitalize() for word in rest)
