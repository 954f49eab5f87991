"""Whatever an edge sends, in whatever order: one decision is followed, and the belt goes by it or by the default."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.verdict import Disposition
from inspector.plc.belt_events import Fate
from inspector.plc.handshake import HandshakeRules, PlcHandshake
from inspector.wire.codec import encode
from tests.support.plc_decisions import edge_decision

RULES = HandshakeRules(lanes=frozenset({1, 2, 3}), through_lane=1, default_lane=3)
DIDS = ("id-one-1", "id-two-2", "id-three")

decisions = st.tuples(
    st.sampled_from(DIDS),
    st.integers(1, 4),
    st.booleans(),
    st.sampled_from((None, *DIDS)),
    st.sampled_from((900, 2000)),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), decisions),
        st.tuples(st.just("full"), st.booleans()),
        st.tuples(st.just("beat"), st.booleans()),
        st.tuples(st.just("commit"), st.none()),
        st.tuples(st.just("rubbish"), st.binary(max_size=200)),
    ),
    max_size=30,
)


def _payload(did: str, lane: int, sim: bool, sup: str | None, until: int) -> bytes:
    decision = edge_decision(did=did, disp=Disposition.PASS, lane=lane, until_enc=until, sim=sim)
    return json.dumps(json.loads(encode(decision)) | ({"sup": sup} if sup else {})).encode()


class _Line:
    """One track, and an account of it that is kept apart from the handshake's."""

    def __init__(self) -> None:
        self.plc = PlcHandshake(RULES, epoch=1)
        self.plc.edge_beat(boot=1, count=0, now_ns=0)
        self.plc.open_track(1)
        self.accepted: tuple[str, int] | None = None
        self.lane: int | None = None
        self.beats, self.alive, self.full = 0, True, False
        self.now_ns = 1

    def do(self, step: str, what: object) -> None:
        self.now_ns += 1
        if step == "decide" and isinstance(what, tuple):
            self.decide(*what)
        elif step == "full":
            self.full = what is True
            self.plc.set_lane_full(2, full=self.full)
        elif step == "beat":
            self.beat(alive=what is True)
        elif step == "commit" and self.lane is None:
            self.lane = self.plc.commit(1)
            assert self.lane == (self.accepted[1] if self.accepted else RULES.default_lane)
        elif step == "rubbish" and isinstance(what, bytes):
            assert self.plc.decide(what, encoder=1000, now_ns=self.now_ns) is None

    def beat(self, *, alive: bool) -> None:
        self.alive = alive
        if alive:
            self.beats += 1
            self.plc.edge_beat(boot=1, count=self.beats, now_ns=self.now_ns)
        else:
            self.now_ns += 700_000_000

    def decide(self, did: str, lane: int, sim: bool, sup: str | None, until: int) -> None:
        answer = self.plc.decide(_payload(did, lane, sim, sup, until), encoder=1000, now_ns=self.now_ns)
        assert answer is not None
        assert (answer.status is AckStatus.DUPLICATE) == (self.accepted is not None and self.accepted[0] == did)
        if answer.status is AckStatus.ACCEPTED:
            assert self.lane is None, "accepted after the commit point"
            assert self.alive
            assert not sim
            assert lane in RULES.lanes
            assert not (lane == 2 and self.full)
            assert until >= 1000
            assert self.accepted is None or (sup == self.accepted[0] and answer.replaces)
            self.accepted = (did, lane)


@given(plan=steps)
@settings(max_examples=250, deadline=None)
def test_one_decision_is_followed_or_none(plan: list[tuple[str, object]]) -> None:
    line = _Line()
    for step, what in plan:
        line.do(step, what)
    if line.lane is None:
        line.do("commit", None)
    assert line.lane is not None
    outcome = line.plc.confirm(1, line.lane, Fate.ENTERED)
    assert outcome.did == (line.accepted[0] if line.accepted else None)
    assert (outcome.result is ConfirmResult.DEFAULTED) == (line.accepted is None)
