"""For any message: what is said is understood, the schema and the decoder agree, and no bytes hurt the decoder."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from inspector.domain.errors import BadMessage
from inspector.wire.codec import MESSAGES, decode, decode_as, encode
from inspector.wire.describe import describe
from inspector.wire.examples import examples
from inspector.wire.header import Message
from inspector.wire.schema import json_schema, name_of

Schema = dict[str, Any]
VALIDATORS = {kind: Draft202012Validator(json_schema(kind)) for kind in MESSAGES}
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


def drawn_from(schema: Schema, root: Schema) -> st.SearchStrategy[Any]:
    """Plain data that a schema of ours allows; knows the words that our schemas use and fails on others."""
    if "$ref" in schema:
        return drawn_from(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in schema:
        return st.one_of([drawn_from(option, root) for option in schema["anyOf"]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds: dict[str, Callable[[Schema, Schema], st.SearchStrategy[Any]]] = {
        "integer": lambda s, _: st.integers(s.get("minimum"), s.get("maximum")),
        "number": _number,
        "string": _text,
        "boolean": lambda _s, _r: st.booleans(),
        "null": lambda _s, _r: st.none(),
        "array": _array,
        "object": _mapping,
    }
    return kinds[schema["type"]](schema, root) if "type" in schema else JSON


def _number(schema: Schema, _root: Schema) -> st.SearchStrategy[Any]:
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    return st.floats(
        low, schema.get("maximum"), allow_nan=False, allow_infinity=False, exclude_min="exclusiveMinimum" in schema
    ) | st.just(1)


def _text(schema: Schema, _root: Schema) -> st.SearchStrategy[Any]:
    if "pattern" in schema:
        return st.from_regex(schema["pattern"].removesuffix("$") + r"\Z", alphabet=st.characters(max_codepoint=127))
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=min(schema.get("maxLength", 10), 10))


def _array(schema: Schema, root: Schema) -> st.SearchStrategy[Any]:
    if "prefixItems" in schema:
        return st.tuples(*(drawn_from(item, root) for item in schema["prefixItems"])).map(list)
    return st.lists(drawn_from(schema["items"], root), max_size=2)


def _mapping(schema: Schema, root: Schema) -> st.SearchStrategy[Any]:
    if "properties" not in schema:
        values = schema.get("additionalProperties", {})
        return st.dictionaries(st.text(max_size=5), drawn_from({} if values is True else values, root), max_size=2)
    required = set(schema.get("required", ()))
    fields = {name: drawn_from(field, root) for name, field in schema["properties"].items()}
    return st.fixed_dictionaries(
        {name: draw for name, draw in fields.items() if name in required},
        optional={name: draw for name, draw in fields.items() if name not in required},
    )


FIELDS = {kind: drawn_from(json_schema(kind), json_schema(kind)).filter(VALIDATORS[kind].is_valid) for kind in MESSAGES}
ANY_FIELDS = st.sampled_from(MESSAGES).flatmap(lambda kind: st.tuples(st.just(kind), FIELDS[kind]))
LENIENT = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def refusal_of(call: Callable[[], object]) -> str | None:
    """Why something is no message, None if it is one."""
    try:
        call()
    except BadMessage as error:
        return str(error)
    return None


@LENIENT
@given(ANY_FIELDS)
def test_what_the_schema_allows_is_understood_and_said_again(drawn: tuple[type[Message], dict[str, Any]]) -> None:
    kind, fields = drawn
    payload = json.dumps(fields).encode()
    assume(len(payload) <= 4096)
    message = decode_as(kind, payload)
    refusal = refusal_of(lambda: encode(message))
    if refusal is not None:
        assert "at most" in refusal  # labels of many characters that ASCII must escape
        return
    said = encode(message)
    assert decode_as(kind, said) == message
    assert VALIDATORS[kind].is_valid(json.loads(said))
    assert said.isascii()
    assert len(said) <= kind.limit_bytes


@LENIENT
@given(st.data())
def test_the_decoder_and_the_schema_agree(data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from(sorted(examples())))
    kind = type(examples()[suffix])
    schema = VALIDATORS[kind].schema
    name = data.draw(st.sampled_from(sorted(kind.model_fields)))
    value = data.draw(JSON | drawn_from(schema["properties"][name], schema))
    fields = json.loads(encode(examples()[suffix])) | {name: value}
    payload = json.dumps(fields).encode()
    assume(len(payload) <= 4096)
    refusal = refusal_of(lambda: decode(suffix, payload))
    # JSON Schema takes 1.0 for an integer; a controller's parser may not, so the decoder refuses it.
    if not (isinstance(value, float) and value.is_integer()):
        assert VALIDATORS[kind].is_valid(fields) == (refusal is None), f"{name_of(kind)}.{name}={value!r}: {refusal}"


@given(
    st.sampled_from(["Infinity", "-Infinity", "NaN", "1e400", "-1e999"]), st.sampled_from(["{}", "[{}]", '{{"a":{}}}'])
)
def test_a_number_that_json_does_not_have_is_refused_even_where_any_value_is_allowed(number: str, form: str) -> None:
    command = json.loads(encode(examples()["cmd/alarm.ack"]))
    payload = json.dumps(command).replace(json.dumps(command["args"]), '{"x":' + form.format(number) + "}")
    assert refusal_of(lambda: decode("cmd/alarm.ack", payload.encode())) == (
        "cmd/{name}: args: holds a number that is not finite"
    )


@given(st.sampled_from([*sorted(examples()), "no/such", ""]), st.binary(max_size=200))
@example("item/ack", b'{"v":1e400}')
@example("item/ack", b'{"a":' * 900)
@example("item/ack", b"\xed\xa0\x80")
@example("cmd/x", b'"\\ud800"')
def test_no_bytes_hurt_the_decoder_or_the_reader(suffix: str, payload: bytes) -> None:
    assert describe(suffix, payload).isprintable()
    refusal = refusal_of(lambda: decode(suffix, payload))
    assert refusal is not None, "random bytes were taken for a message"
    assert refusal.startswith(suffix.partition("/")[0])


@LENIENT
@given(st.data())
def test_a_broken_message_is_never_half_understood(data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from(sorted(examples())))
    payload = bytearray(encode(examples()[suffix]))
    position = data.draw(st.integers(0, len(payload) - 1))
    payload[position] = data.draw(st.integers(0, 255))
    try:
        message = decode(suffix, bytes(payload))
    except BadMessage:
        return
    assert VALIDATORS[type(message)].is_valid(json.loads(bytes(payload)))
    assert describe(suffix, bytes(payload)).isprintable()
