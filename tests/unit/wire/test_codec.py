"""What goes on the wire and what is taken from it."""

import json
from typing import Any

import pytest

from inspector.domain.decision import AckStatus
from inspector.domain.errors import BadMessage
from inspector.domain.verdict import Disposition
from inspector.wire.codec import MESSAGES, decode, decode_as, encode, type_of
from inspector.wire.examples import examples
from inspector.wire.header import MAX_CONTROL_BYTES
from inspector.wire.item import ItemAck, ItemConfirm, ItemDecision
from inspector.wire.line import AlarmMessage, CommandMessage, HbPlc, Info

NORMATIVE = (
    b'{"v":1,"msg":"item.decision","seq":90412,"boot":1789000123,"ts":"2026-09-21T14:03:07.412Z","station":"st07",'
    b'"epoch":1789000001,"track":51873,"did":"01K5Q2W8E7","att":1,"disp":"DIVERT","lane":4,"why":210,"score":0.973,'
    b'"until_enc":3948210,"until_ts":"2026-09-21T14:03:08.050Z","sim":false,"rid":"01K5Q2W8E7ZX4M"}'
)


def changed(**changes: Any) -> bytes:
    """The normative decision with fields changed; None takes a field away."""
    fields = json.loads(NORMATIVE) | changes
    return json.dumps({name: value for name, value in fields.items() if value is not None}).encode()


def test_the_normative_decision_is_understood_and_said_the_same_way() -> None:
    message = decode("item/decision", NORMATIVE)
    assert isinstance(message, ItemDecision)
    assert (message.disp, message.lane, message.why, message.score) == (Disposition.DIVERT, 4, 210, 0.973)
    assert json.loads(encode(message)) == json.loads(NORMATIVE)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"v": None}, "v"),
        ({"msg": None}, "msg"),
        ({"v": 2}, "v"),
        ({"v": "1"}, "v"),
        ({"v": True}, "v"),
        ({"v": 1.0}, "v"),
        ({"msg": "item.ack"}, "msg"),
        ({"seq": None}, "seq"),
        ({"seq": -1}, "seq"),
        ({"seq": 2**32}, "seq"),
        ({"boot": 1.5}, "boot"),
        ({"ts": "2026-09-21 14:03:07"}, "ts"),
        ({"station": "st 07"}, "station"),
        ({"station": "s" * 33}, "station"),
        ({"epoch": True}, "epoch"),
        ({"track": 0}, "track"),
        ({"track": 2**31}, "track"),
        ({"did": "short"}, "did"),
        ({"did": "d" * 37}, "did"),
        ({"att": 0}, "att"),
        ({"att": 256}, "att"),
        ({"disp": "MAYBE"}, "disp"),
        ({"disp": None}, "disp"),
        ({"lane": 65536}, "lane"),
        ({"score": 1.01}, "score"),
        ({"until_enc": None}, "until_enc"),
        ({"why": 0}, "DIVERT needs why and rid"),
        ({"rid": None}, "DIVERT needs why and rid"),
    ],
)
def test_every_rule_of_a_decision_is_kept(change: dict[str, Any], names: str) -> None:
    with pytest.raises(BadMessage, match=names):
        decode("item/decision", changed(**change))


def test_all_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(BadMessage) as caught:
        decode("item/decision", changed(track=0, disp="MAYBE", seq="1"))
    for field in ("track", "disp", "seq"):
        assert field in str(caught.value)
    assert "MAYBE" not in str(caught.value)


def test_only_a_divert_must_say_why() -> None:
    message = decode("item/decision", changed(disp="PASS", why=None, rid=None, score=None))
    assert isinstance(message, ItemDecision)
    assert (message.disp, message.why, message.rid, message.score) == (Disposition.PASS, 0, None, None)


def test_fields_of_a_newer_sender_are_tolerated() -> None:
    message = decode("item/decision", changed(colour="red", weights={"a": [1]}))
    assert isinstance(message, ItemDecision)
    assert b"colour" not in encode(message)


def test_what_may_be_absent_is_left_out_and_what_must_be_null_is_said() -> None:
    arrived = json.loads(encode(examples()["item/arrived"]))
    assert "lot" not in arrived
    assert arrived["sim"] is False
    confirm = examples()["item/confirm"].model_copy(update={"did": None})
    assert json.loads(encode(confirm))["did"] is None
    assert decode("item/confirm", encode(confirm)) == confirm
    silent = json.loads(encode(confirm))
    del silent["did"]
    with pytest.raises(BadMessage, match="did"):
        decode("item/confirm", json.dumps(silent).encode())


@pytest.mark.parametrize("suffix", ["item/arrived", "item/decision", "item/ack", "item/confirm", "hb/edge", "hb/plc"])
def test_a_controller_can_read_it_with_little(suffix: str) -> None:
    payload = encode(examples()[suffix])
    assert len(payload) <= MAX_CONTROL_BYTES
    assert payload.isascii()
    values = json.loads(payload).values()
    assert all(not isinstance(value, dict | list) for value in values), "not flat"
    assert all(0 <= value < 2**32 for value in values if isinstance(value, int))


def test_a_message_that_is_too_long_is_not_sent() -> None:
    decision = examples()["item/decision"]
    assert isinstance(decision, ItemDecision)
    with pytest.raises(BadMessage, match="at most 512"):
        encode(decision.model_copy(update={"rid": "r" * 400}))
    with pytest.raises(BadMessage, match="JSON"):
        encode(decision.model_copy(update={"score": float("nan")}))


@pytest.mark.parametrize(
    "payload",
    [b"", b"null", b"[]", b'"x"', b"{", b"\xff\xfe", b"{}" + b" " * 5000, b"[" * 4000, b'{"v":1}', NORMATIVE[:-1]],
)
def test_what_is_no_message_is_one_error(payload: bytes) -> None:
    with pytest.raises(BadMessage, match=r"^item/decision: "):
        decode("item/decision", payload)


@pytest.mark.parametrize("priority", ["true", '"1"', "1.0", "null", "5"])
def test_a_priority_is_a_whole_number_and_nothing_that_python_takes_for_one(priority: str) -> None:
    payload = encode(examples()["alarm/camera-lost"])
    assert payload.count(b'"priority":1') == 1
    with pytest.raises(BadMessage, match="priority"):
        decode("alarm/camera-lost", payload.replace(b'"priority":1', f'"priority":{priority}'.encode()))


def test_numbers_that_json_does_not_know_are_refused() -> None:
    for bad in (b"NaN", b"Infinity", b"-Infinity", b"1e999"):
        with pytest.raises(BadMessage):
            decode("item/decision", NORMATIVE.replace(b"0.973", bad))


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        ("item/ack", ItemAck),
        ("item/confirm", ItemConfirm),
        ("hb/plc", HbPlc),
        ("alarm/camera-lost", AlarmMessage),
        ("cmd/alarm.ack", CommandMessage),
        ("info", Info),
        ("cmd", None),
        ("cmd/a/b", None),
        ("item", None),
        ("item/acks", None),
        ("", None),
        ("alarm", None),
    ],
)
def test_the_topic_tells_the_type(suffix: str, kind: type | None) -> None:
    assert type_of(suffix) is kind
    if kind is None:
        with pytest.raises(BadMessage, match="no such message"):
            decode(suffix, b"{}")


def test_a_known_type_can_be_asked_for() -> None:
    ack = decode_as(ItemAck, encode(examples()["item/ack"]))
    assert ack.status is AckStatus.ACCEPTED


def test_there_is_one_example_per_message() -> None:
    assert {type(message) for message in examples().values()} == set(MESSAGES)
    for suffix, message in examples().items():
        assert type_of(suffix) is type(message)
