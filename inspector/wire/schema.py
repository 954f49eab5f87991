"""JSON Schema 2020-12 of every message, generated from its type."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from inspector.wire.header import PROTOCOL_VERSION, Message

DIALECT = GenerateJsonSchema.schema_dialect


def name_of(kind: type[Message]) -> str:
    """The message's name, which is its `msg` field: `item.decision`."""
    return str(kind.model_fields["msg"].default)


def file_name(kind: type[Message]) -> str:
    """Where its schema is written."""
    return f"{name_of(kind)}.schema.json"


def json_schema(kind: type[Message]) -> dict[str, Any]:
    """What a receiver may count on, and what it must tolerate: fields that it does not know."""
    schema = kind.model_json_schema()
    _without_titles(schema)
    schema["properties"]["msg"]["description"] = "Names the message."
    required = ["v", "msg", *schema.get("required", ())]
    head: dict[str, Any] = {
        "$schema": DIALECT,
        "$id": f"urn:edge-inspector:v{PROTOCOL_VERSION}:{name_of(kind)}",
        "title": name_of(kind),
        "description": schema.pop("description", ""),
        "type": "object",
        "additionalProperties": True,
        "required": required,
    }
    return head | {key: value for key, value in schema.items() if key not in head}


def _without_titles(node: object) -> None:
    """Drop pydantic's titles, which repeat the field's name; a property called `title` would stay."""
    if isinstance(node, dict):
        if isinstance(node.get("title"), str):
            del node["title"]
        for value in node.values():
            _without_titles(value)
    elif isinstance(node, list):
        for value in node:
            _without_titles(value)
