"""The controller's answers: the first accepted decision wins, and doubt is the default lane."""

import json

import pytest

from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.item import ItemKey
from inspector.plc.belt_events import Fate
from inspector.plc.handshake import Answer, HandshakeRules, PlcHandshake
from inspector.wire.codec import encode
from tests.support.plc_decisions import edge_decision

MS = 1_000_000
EPOCH = 500
RULES = HandshakeRules(lanes=frozenset({1, 2, 3}), through_lane=1, default_lane=3)


def payload(
    *,
    epoch: int = EPOCH,
    track: int = 7,
    did: str = "first-id",
    att: int = 1,
    lane: int = 2,
    until: int = 5000,
    sim: bool = False,
) -> bytes:
    said = {"epoch": epoch, "track": track, "did": did, "att": att, "lane": lane, "until_enc": until, "sim": sim}
    return encode(edge_decision(seq=1, boot=1, why=201, rid="record-id", **said))


def altered(message: bytes, **change: object) -> bytes:
    """The message with some fields set without being checked."""
    return json.dumps(json.loads(message) | change).encode()


@pytest.fixture
def plc() -> PlcHandshake:
    """A controller with a living edge and track 7 open."""
    return opened(RULES)


def opened(rules: HandshakeRules) -> PlcHandshake:
    plc = PlcHandshake(rules, epoch=EPOCH)
    plc.edge_beat(boot=1, count=1, now_ns=0)
    assert plc.open_track(7) == ItemKey(EPOCH, 7)
    return plc


def answer(plc: PlcHandshake, message: bytes, *, encoder: int = 1000, now_ms: float = 100) -> Answer:
    given = plc.decide(message, encoder=encoder, now_ns=round(now_ms * MS))
    assert given is not None
    return given


def test_the_first_decision_is_accepted_and_followed(plc: PlcHandshake) -> None:
    given = answer(plc, payload(att=3))
    assert (given.status, given.key, given.did, given.att) == (AckStatus.ACCEPTED, ItemKey(EPOCH, 7), "first-id", 3)
    assert plc.commit(7) == 2
    outcome = plc.confirm(7, 2, Fate.ENTERED)
    assert (outcome.did, outcome.lane, outcome.result) == ("first-id", 2, ConfirmResult.DIVERTED)


def test_the_same_decision_again_is_a_duplicate_even_after_the_commit_point(plc: PlcHandshake) -> None:
    assert answer(plc, payload()).status is AckStatus.ACCEPTED
    assert answer(plc, payload(att=2)).status is AckStatus.DUPLICATE
    plc.commit(7)
    late = answer(plc, payload(att=3), encoder=9000, now_ms=99_000)
    assert (late.status, late.conflict) == (AckStatus.DUPLICATE, False)


def test_another_decision_for_a_decided_track_is_refused_as_a_conflict(plc: PlcHandshake) -> None:
    answer(plc, payload())
    other = answer(plc, payload(did="second-id", lane=1))
    assert (other.status, other.conflict) == (AckStatus.OVERRIDDEN, True)
    assert plc.commit(7) == 2


def test_a_decision_may_replace_the_one_it_names_until_the_commit_point(plc: PlcHandshake) -> None:
    answer(plc, payload())
    wrong = answer(plc, altered(payload(did="second-id", lane=1), sup="other-id"))
    assert (wrong.status, wrong.conflict) == (AckStatus.OVERRIDDEN, True)
    right = answer(plc, altered(payload(did="second-id", lane=1), sup="first-id"))
    assert (right.status, right.conflict, right.replaces) == (AckStatus.ACCEPTED, False, True)
    assert plc.commit(7) == 1
    assert answer(plc, altered(payload(did="third-id"), sup="second-id")).status is AckStatus.LATE
    assert plc.confirm(7, 1, Fate.ENTERED).did == "second-id"


def test_after_the_commit_point_every_new_decision_is_late(plc: PlcHandshake) -> None:
    assert plc.commit(7) == 3
    assert answer(plc, payload()).status is AckStatus.LATE
    outcome = plc.confirm(7, 3, Fate.ENTERED)
    assert (outcome.did, outcome.result) == (None, ConfirmResult.DEFAULTED)


@pytest.mark.parametrize(
    ("until", "encoder", "status"),
    [
        (5000, 5000, AckStatus.ACCEPTED),
        (5000, 5001, AckStatus.LATE),
        (100, 2**32 - 100, AckStatus.ACCEPTED),
        (2**32 - 100, 100, AckStatus.LATE),
    ],
)
def test_a_decision_is_void_after_its_own_limit(plc: PlcHandshake, until: int, encoder: int, status: AckStatus) -> None:
    assert answer(plc, payload(until=until), encoder=encoder).status is status


@pytest.mark.parametrize("message", [payload(track=8), payload(epoch=EPOCH - 1), payload(epoch=EPOCH + 1)])
def test_a_track_that_is_not_here_is_unknown(plc: PlcHandshake, message: bytes) -> None:
    assert answer(plc, message).status is AckStatus.UNKNOWN_TRACK


def test_a_restart_makes_the_old_tracks_unknown(plc: PlcHandshake) -> None:
    plc.restart(EPOCH + 1)
    assert plc.epoch == EPOCH + 1
    assert answer(plc, payload()).status is AckStatus.UNKNOWN_TRACK
    plc.open_track(7)
    assert answer(plc, payload(epoch=EPOCH + 1)).status is AckStatus.ACCEPTED


def test_a_ring_of_256_tracks_is_remembered() -> None:
    plc = opened(RULES)
    for track in range(8, 8 + 255):
        plc.open_track(track)
    assert answer(plc, payload()).status is AckStatus.ACCEPTED
    plc.open_track(300)
    assert answer(plc, payload(att=2)).status is AckStatus.UNKNOWN_TRACK
    assert plc.commit(7) == 3


def test_a_smaller_ring_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 256"):
        HandshakeRules(lanes=frozenset({1}), through_lane=1, default_lane=1, ring=255)


def test_default_and_through_are_lanes() -> None:
    with pytest.raises(ValueError, match="are lanes"):
        HandshakeRules(lanes=frozenset({1}), through_lane=1, default_lane=3)


def test_without_the_edges_heartbeat_nothing_is_accepted() -> None:
    plc = PlcHandshake(RULES, epoch=EPOCH)
    plc.open_track(7)
    assert answer(plc, payload()).status is AckStatus.NOT_READY
    plc.edge_beat(boot=1, count=5, now_ns=100 * MS)
    assert answer(plc, payload(), now_ms=700).status is AckStatus.ACCEPTED
    assert plc.edge_alive(700 * MS)
    assert not plc.edge_alive(701 * MS)


def test_a_heartbeat_that_does_not_change_is_none(plc: PlcHandshake) -> None:
    plc.edge_beat(boot=1, count=1, now_ns=500 * MS)
    assert answer(plc, payload(), now_ms=601).status is AckStatus.NOT_READY
    plc.edge_beat(boot=2, count=1, now_ns=700 * MS)
    assert answer(plc, payload(), now_ms=701).status is AckStatus.ACCEPTED


def test_an_accepted_decision_outlives_the_edge(plc: PlcHandshake) -> None:
    answer(plc, payload())
    assert not plc.edge_alive(10_000 * MS)
    assert plc.commit(7) == 2


def test_a_controller_that_is_not_ready_says_so(plc: PlcHandshake) -> None:
    plc.ready = False
    assert answer(plc, payload()).status is AckStatus.NOT_READY


@pytest.mark.parametrize(
    ("simulate", "sim", "status"),
    [
        (False, True, AckStatus.NOT_READY),
        (True, True, AckStatus.ACCEPTED),
        (True, False, AckStatus.ACCEPTED),
    ],
)
def test_simulated_decisions_need_the_simulate_bit(simulate: bool, sim: bool, status: AckStatus) -> None:
    rules = HandshakeRules(lanes=RULES.lanes, through_lane=1, default_lane=3, simulate=simulate)
    assert answer(opened(rules), payload(sim=sim)).status is status


def test_a_full_lane_is_refused_until_it_is_free(plc: PlcHandshake) -> None:
    plc.set_lane_full(2, full=True)
    assert answer(plc, payload()).status is AckStatus.LANE_FULL
    assert plc.accepted(7) is None
    plc.set_lane_full(2, full=False)
    assert answer(plc, payload(att=2)).status is AckStatus.ACCEPTED


def test_a_lane_that_is_none_is_a_bad_decision(plc: PlcHandshake) -> None:
    assert answer(plc, payload(lane=4)).status is AckStatus.BAD_SCHEMA


def test_an_operator_overrides(plc: PlcHandshake) -> None:
    answer(plc, payload())
    plc.override(7)
    refused = answer(plc, payload(did="second-id"))
    assert (refused.status, refused.conflict) == (AckStatus.OVERRIDDEN, False)
    assert plc.commit(7) == 3
    assert plc.confirm(7, 3, Fate.ENTERED).result is ConfirmResult.DEFAULTED


@pytest.mark.parametrize("change", [{"v": 2}, {"disp": "MAYBE"}, {"until_enc": -1}, {"why": 0}, {"note": "x" * 300}])
def test_a_bad_decision_is_answered_if_one_can_tell_whose_it_is(plc: PlcHandshake, change: dict[str, object]) -> None:
    refused = answer(plc, altered(payload(), **change))
    assert (refused.status, refused.did, refused.decision) == (AckStatus.BAD_SCHEMA, "first-id", None)
    assert refused.problem
    assert plc.commit(7) == 3


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"epoch":1,"track":0,"did":"first-id"}',
        payload(did="first-id")[:40],
        b"[" * 2000,
    ],
)
def test_rubbish_is_not_answered(plc: PlcHandshake, message: bytes) -> None:
    assert plc.decide(message, encoder=0, now_ns=0) is None


def test_a_field_of_a_newer_version_is_tolerated(plc: PlcHandshake) -> None:
    assert answer(plc, altered(payload(), newer="field")).status is AckStatus.ACCEPTED


@pytest.mark.parametrize(
    ("fate", "result"),
    [
        (Fate.MISSED, ConfirmResult.MISSED),
        (Fate.JAMMED, ConfirmResult.JAM),
        (Fate.RECIRCULATED, ConfirmResult.RECIRC),
        (Fate.LOST, ConfirmResult.LOST),
        (Fate.ENTERED, ConfirmResult.DIVERTED),
    ],
)
def test_the_confirm_tells_what_really_happened(plc: PlcHandshake, fate: Fate, result: ConfirmResult) -> None:
    answer(plc, payload())
    assert plc.confirm(7, 2, fate).result is result


def test_an_item_that_ran_through_is_passed(plc: PlcHandshake) -> None:
    answer(plc, payload(lane=1))
    assert plc.confirm(7, 1, Fate.ENTERED).result is ConfirmResult.PASSED
