"""The published contract is the code's, and each message keeps to it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from inspector.adapters.bus._inbox import FILTERS
from inspector.wire.asyncapi import asyncapi
from inspector.wire.codec import MESSAGES, encode
from inspector.wire.documents import COMMAND, documents, write_documents
from inspector.wire.examples import examples
from inspector.wire.schema import file_name, json_schema, name_of
from inspector.wire.yaml_text import to_yaml

ROOT = Path(__file__).resolve().parents[3]
PUBLISHED = ROOT / "docs/reference/messages"
GOLDEN = ROOT / "tests/golden/messages"
SUFFIXES = sorted(examples())


def test_the_published_documents_are_not_stale() -> None:
    expected = documents()
    found = {path.name: path.read_text(encoding="utf-8") for path in PUBLISHED.iterdir()}
    assert set(found) == set(expected), f"run: {COMMAND}"
    stale = [name for name, text in expected.items() if found[name] != text]
    assert stale == [], f"run: {COMMAND}"


def test_a_message_that_is_gone_takes_its_schema_with_it(tmp_path: Path) -> None:
    (tmp_path / "old.schema.json").write_text("{}")
    (tmp_path / "notes.txt").write_text("mine")
    written = write_documents(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in written} | {"notes.txt"}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_message_looks_as_it_always_did(suffix: str) -> None:
    """A change here is a change of the protocol: set UPDATE_GOLDEN=1 only when that is meant."""
    golden = GOLDEN / f"{name_of(type(examples()[suffix]))}.json"
    payload = encode(examples()[suffix])
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.write_bytes(payload + b"\n")
    assert golden.read_bytes() == payload + b"\n"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_message_keeps_to_its_schema(suffix: str) -> None:
    message = examples()[suffix]
    schema = json_schema(type(message))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    fields = json.loads(encode(message))
    assert validator.is_valid(fields)
    assert validator.is_valid(fields | {"field_of_tomorrow": 1})
    for name in ("v", "msg", "seq", "boot", "ts", "station"):
        assert not validator.is_valid({key: value for key, value in fields.items() if key != name}), name
    assert not validator.is_valid(fields | {"v": 2})


def test_the_schema_of_a_divert_wants_its_reason() -> None:
    validator = Draft202012Validator(json_schema(type(examples()["item/decision"])))
    fields = json.loads(encode(examples()["item/decision"]))
    assert not validator.is_valid(fields | {"why": 0})
    assert not validator.is_valid(fields | {"rid": None})
    assert not validator.is_valid({key: value for key, value in fields.items() if key != "rid"})
    assert validator.is_valid({key: value for key, value in fields.items() if key != "rid"} | {"disp": "PASS"})


@pytest.mark.parametrize("kind", MESSAGES, ids=name_of)
def test_every_field_says_what_it_means(kind: Any) -> None:
    for name, field in json_schema(kind)["properties"].items():
        assert field.get("description"), f"{name_of(kind)}.{name}"


def test_the_published_yaml_is_the_document() -> None:
    text = (PUBLISHED / "asyncapi.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text) == asyncapi()


@pytest.mark.parametrize("kind", MESSAGES, ids=name_of)
def test_the_bindings_are_those_of_the_type(kind: Any) -> None:
    operations = [
        operation
        for operation in asyncapi()["operations"].values()
        if _resolve(asyncapi(), operation["channel"]["$ref"])["address"].endswith(f"/{{station}}/{kind.suffix}")
    ]
    assert len(operations) == 1
    binding = operations[0]["bindings"]["mqtt"]
    assert (binding["qos"], binding["retain"]) == (kind.qos, kind.retain)
    assert binding.get("messageExpiryInterval") == kind.expiry_s
    assert operations[0]["action"] == ("send" if kind.sender == "edge" else "receive")
    channel = _resolve(asyncapi(), operations[0]["channel"]["$ref"])
    (message,) = [_resolve(asyncapi(), entry["$ref"]) for entry in channel["messages"].values()]
    assert message["payload"]["schema"] == {"$ref": f"./{file_name(kind)}"}


def test_what_the_station_hears_is_documented_at_the_qos_that_it_listens_at() -> None:
    assert {suffix.replace("+", "{name}"): qos for suffix, qos in FILTERS} == {
        kind.suffix: kind.qos for kind in MESSAGES if kind.sender != "edge"
    }


def test_yaml_text_is_read_back_as_it_was() -> None:
    data: dict[str, Any] = {
        "text": "a: b # c\n'd' \"e\" ü \x07",
        "yes": "yes",
        "number like": "1e3",
        "numbers": [1, 2.5, -3],
        "empty": {"list": [], "map": {}},
        "nothing": None,
        "truth": [True, False],
        "nested": [{"a": 1, "b": [{"c": 2}]}, [3, [4]], "x"],
        "null": "null",
        "": "no key",
    }
    assert yaml.safe_load(to_yaml(data)) == data


def _resolve(document: Any, target: str) -> Any:
    node = document
    for part in target.removeprefix("#/").split("/"):
        node = node[part]
    return node if "$ref" not in node else _resolve(document, node["$ref"])
