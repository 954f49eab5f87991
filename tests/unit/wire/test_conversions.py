"""Between domain values and messages: nothing is lost, and what does not fit is cut or refused."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from inspector.domain.alarm import ALARMS, Alarm, AlarmState
from inspector.domain.errors import BadMessage
from inspector.domain.packml import PackMode, PackState
from inspector.domain.station import Command, Response, StationInfo, StationState
from inspector.domain.utc import iso_ms
from inspector.domain.verdict import Disposition
from inspector.wire.codec import encode
from inspector.wire.describe import describe
from inspector.wire.examples import examples
from inspector.wire.from_domain import (
    alarm_message,
    decision_message,
    info_message,
    response_message,
    state_message,
)
from inspector.wire.stamp import Header, Stamp
from inspector.wire.topics import Address
from tests.support.bus_samples import a_decision

NOW = datetime(2030, 1, 1, 12, 0, 0, 999_999, tzinfo=UTC)
HEADER = Header(seq=1, boot=2, ts="2030-01-01T12:00:00.999Z", station="st1")


def test_time_is_utc_with_milliseconds() -> None:
    assert iso_ms(NOW) == "2030-01-01T12:00:00.999Z"
    assert iso_ms(NOW.astimezone(timezone(timedelta(hours=-7)))) == "2030-01-01T12:00:00.999Z"
    with pytest.raises(ValueError, match="zone"):
        iso_ms(datetime(2030, 1, 1))  # noqa: DTZ001 - that is the point


def test_each_topic_is_counted_on_its_own_and_wraps() -> None:
    stamp = Stamp(station="st1", boot=2**32 + 5, utc=lambda: NOW)
    first = stamp.header("item/ack")
    assert first == Header(seq=0, boot=5, ts=iso_ms(NOW), station="st1")
    assert stamp.header("item/ack")["seq"] == 1
    assert stamp.header("hb/plc")["seq"] == 0
    assert stamp.ahead("hb/plc")["seq"] == 2
    assert stamp.header("hb/plc")["seq"] == 1
    stamp._next["hb/plc"] = 2**32 - 1
    assert [stamp.header("hb/plc")["seq"] for _ in range(2)] == [2**32 - 1, 0]


@pytest.mark.parametrize("level", ["", "a/b", "ü", "x" * 33, "a b", "+", "#"])
def test_an_address_holds_only_what_a_topic_level_may(level: str) -> None:
    with pytest.raises(ValueError, match="station"):
        Address(site="a", line="b", station=level)


def test_only_our_own_topics_have_a_suffix() -> None:
    address = Address(site="a", line="b", station="c")
    assert address.suffix("fc/v1/a/b/c/item/ack") == "item/ack"
    for foreign in ("fc/v1/a/b/cc/item/ack", "fc/v1/a/b/c", "fc/v2/a/b/c/item/ack", "item/ack", ""):
        assert address.suffix(foreign) is None


def test_a_decision_with_what_the_wire_has_no_room_for_is_refused() -> None:
    decision = a_decision(1, deadline_ns=1)
    assert decision_message(decision, attempt=255, until=NOW, header=HEADER).att == 255
    with pytest.raises(BadMessage, match=r"decision-1.*att"):
        decision_message(decision, attempt=256, until=NOW, header=HEADER)
    with pytest.raises(BadMessage, match="zone"):
        decision_message(decision, attempt=1, until=datetime(2030, 1, 1), header=HEADER)  # noqa: DTZ001


def test_the_longest_decision_fits() -> None:
    header = Header(seq=2**32 - 1, boot=2**32 - 1, ts=iso_ms(NOW), station="s" * 32)
    longest = examples()["item/decision"].model_copy(
        update={
            **header,
            "epoch": 2**32 - 1,
            "track": 2**31 - 1,
            "did": "d" * 36,
            "rid": "r" * 36,
            "att": 255,
            "disp": Disposition.NO_DECISION,
            "lane": 65535,
            "why": 65535,
            "score": 0.1234,
            "until_enc": 2**32 - 1,
        }
    )
    assert len(encode(longest)) <= 512


def test_long_sentences_are_cut_and_never_keep_a_message_back() -> None:
    state = StationState(
        pack=PackState.ABORTED, mode=PackMode.PRODUCTION, reasons=tuple("x" * 5000 for _ in range(50)), recipe="r" * 99
    )
    said = state_message(state, header=HEADER)
    assert len(said.reasons) == 8
    assert all(reason.endswith("…") for reason in said.reasons)
    assert len(encode(said)) <= 4096
    worst = "\N{GRINNING FACE}" * 5000
    for kind in ALARMS.values():
        alarm = Alarm(kind=kind, state=AlarmState.RTN_UNACK, detail=worst, changed_at="2030-01-01T00:00:00+02:00")
        told = alarm_message(alarm, header=HEADER)
        assert told.changed == "2029-12-31T22:00:00.000Z"
        assert len(encode(told)) <= 4096
    with pytest.raises(BadMessage, match="camera-lost"):
        alarm_message(
            Alarm(kind=ALARMS["camera-lost"], state=AlarmState.NORMAL, detail="", changed_at="yesterday"), header=HEADER
        )


def test_an_answer_holds_only_what_json_can() -> None:
    command = Command(name="x", request_id="r1", arguments={})
    data = {"a": [1, None, {"b": "c"}], "d": 1.5}
    assert response_message(Response(command=command, ok=True, data=data), header=HEADER).data == data
    with pytest.raises(BadMessage, match="response to x"):
        response_message(Response(command=command, ok=True, data={"a": {1, 2}}), header=HEADER)


def test_the_fact_sheet_is_copied() -> None:
    info = StationInfo(versions={"a": "1"}, cameras=("top", "side"), lanes={"PASS": 1}, limits={"items_per_s": 3.0})
    said = info_message(info, header=HEADER)
    assert (said.cameras, said.lanes, said.limits, said.http) == (
        ["top", "side"],
        {"PASS": 1},
        {"items_per_s": 3},
        None,
    )


@pytest.mark.parametrize(
    ("suffix", "words"),
    [
        ("item/arrived", ["1789000001/51873", "3948210", "1250 counts/s", "SKU B07XJ8C8F5"]),
        ("item/decision", ["1789000001/51873", "DIVERT", "lane 4", "203 DEFECT_ACTUATION", "0.973", "attempt 1"]),
        ("item/ack", ["ACCEPTED", "01K5Q2W8E7"]),
        ("item/confirm", ["DIVERTED", "lane 4"]),
        ("hb/edge", ["4711", "ready"]),
        ("hb/plc", ["18233", "1250 counts/s"]),
        ("status", ["ONLINE", "1789000123"]),
        ("state", ["EXECUTE", "PRODUCTION"]),
        ("info", ["edge-inspector 0.1.0", "top, side"]),
        ("alarm/camera-lost", ["P1", "UNACK_ACTIVE", "top: no frame", "Check the camera"]),
        ("cmd/alarm.ack", ["alarm.ack(id=camera-lost)", "hmi-2-0007"]),
        ("rsp/alarm.ack", ["done", "acknowledged"]),
        ("result", ["DIVERT 0.973", "DEFECT_ACTUATION 0.96", "151 ms"]),
        ("metrics", ["triggers_total=90412", "divert_total=204", "decision_p99_ms=163", "ready=1"]),
    ],
)
def test_a_person_reads_one_line(suffix: str, words: list[str]) -> None:
    line = describe(suffix, encode(examples()[suffix]))
    positions = [line.index(word) for word in [f"{suffix}: ", *words]]
    assert all(a < b for a, b in pairwise(positions))
    assert "\n" not in line


def test_what_can_not_be_read_is_shown_harmlessly() -> None:
    assert describe("alarm/camera-lost", b"") == "alarm/camera-lost: cleared"
    line = describe("item/ack", b"\x1b[2Jhello\n" * 50)
    assert line.startswith("item/ack: NOT VALID")
    assert "hello" in line
    assert line.isprintable()
    assert len(line) < 300
    assert describe("no/such", b"x").startswith("no/such: NOT VALID: no/such: no such message")
