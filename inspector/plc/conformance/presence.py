"""Rules about what the edge says of itself: status, state, fact sheet, heartbeat, last will."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from inspector.domain.errors import BadMessage
from inspector.domain.packml import PackState
from inspector.plc.conformance.bench import Bench
from inspector.plc.conformance.check import Check
from inspector.plc.conformance.finding import Finding, broken, judged, untested
from inspector.plc.link import PlcLink, Received
from inspector.wire.codec import decode
from inspector.wire.header import Message
from inspector.wire.line import HbEdge, Info, State, Status

CONNECT_WITHIN_S = 3.0
RETAINED_WITHIN_S = 0.6
LISTEN_MS = 2200
BEAT_MS = (120.0, 280.0)
LONGEST_GAP_MS = 600.0
EXCERPT = 120


def presence(bench: Bench) -> Mapping[str, Finding]:
    """Come as a new subscriber, then listen for two seconds."""
    since_ns = bench.now_ns()
    retained = retained_messages(bench, frozenset({"status", "state", "info"}))
    bench.watch_until(since_ns + LISTEN_MS * 1_000_000)
    beats = [(s.at_ns, s.message) for s in bench.seen("hb/edge", since_ns=since_ns) if isinstance(s.message, HbEdge)]
    said = [s.message for s in bench.seen("state") if isinstance(s.message, State)]
    return {
        "status": _status(retained),
        "state": _state(retained, said),
        "info": _info(retained),
        "heartbeat": _heartbeat(beats),
    }


def retained_messages(bench: Bench, wanted: frozenset[str]) -> dict[str, Received]:
    """What a client that comes now is given: retained messages by suffix. Ends early once `wanted` are there."""
    link_config = replace(bench.config.link, client_id=f"{bench.config.link.client_id}-look")
    link = PlcLink(link_config, topics=((bench.config.address.topic("#"), 1),), monotonic_ns=bench.now_ns)
    found: dict[str, Received] = {}
    link.start()
    link.wait_up(CONNECT_WITHIN_S)
    until_ns = bench.now_ns() + round(RETAINED_WITHIN_S * 1e9)
    while (left_s := (until_ns - bench.now_ns()) / 1e9) > 0 and not (wanted and wanted <= found.keys()):
        news = link.take(left_s)
        if isinstance(news, Received) and news.retained:
            found[bench.config.address.suffix(news.topic) or ""] = news
    link.stop()
    return found


def _status(retained: Mapping[str, Received]) -> Finding:
    message, evidence = _read(retained, "status")
    return judged(isinstance(message, Status) and message.state == "ONLINE", evidence)


def _info(retained: Mapping[str, Received]) -> Finding:
    message, evidence = _read(retained, "info")
    return judged(isinstance(message, Info), evidence)


def _state(retained: Mapping[str, Received], said: Sequence[State]) -> Finding:
    message, evidence = _read(retained, "state")
    if not isinstance(message, State):
        return broken(evidence)
    wrong = [
        f"pack {state.pack!r} with number {state.pack_code} is no PackML state"
        for state in (message, *said)
        if state.pack not in PackState.__members__ or PackState[state.pack] != state.pack_code
    ]
    return judged(not wrong, evidence, *sorted(set(wrong)))


def _read(retained: Mapping[str, Received], suffix: str) -> tuple[Message | None, str]:
    if suffix not in retained:
        return None, f"who subscribes to {suffix} is given no retained message"
    try:
        return decode(suffix, retained[suffix].payload), f"retained: {excerpt(retained[suffix].payload)}"
    except BadMessage as error:
        return None, str(error)


def excerpt(payload: bytes) -> str:
    """The beginning of a payload, for people."""
    text = payload[:EXCERPT].decode("utf-8", "replace")
    return text if len(payload) <= EXCERPT else f"{text}… ({len(payload)} bytes)"


def _heartbeat(beats: Sequence[tuple[int, HbEdge]]) -> Finding:
    if len(beats) < 3:
        return broken(f"{len(beats)} heartbeats in {LISTEN_MS} ms, 5 a second are due")
    gaps_ms = [(b - a) / 1e6 for (a, _), (b, _) in pairwise(beats)]
    steps = {(b.n - a.n) % 2**32 for (_, a), (_, b) in pairwise(beats)}
    period, longest = median(gaps_ms), max(gaps_ms)
    return judged(
        BEAT_MS[0] <= period <= BEAT_MS[1] and longest <= LONGEST_GAP_MS and steps == {1},
        f"{len(beats)} beats, every {period:.0f} ms in the middle, longest pause {longest:.0f} ms",
        f"n rises by {', '.join(str(step) for step in sorted(steps))}",
    )


PRESENCE = Check(
    rules={
        "status": "status is retained and says ONLINE",
        "state": "state is retained and names a PackML state",
        "info": "the fact sheet is retained",
        "heartbeat": "hb/edge beats 5 times a second, n rising by one",
    },
    run=presence,
)


def last_will(interrupt: Callable[[], None] | None, within_ms: float) -> Check:
    """The edge is cut off by `interrupt`; what it leaves behind. Without `interrupt` it can not be tested."""

    def run(bench: Bench) -> Mapping[str, Finding]:
        if interrupt is None:
            return {"will": untested("nobody here may cut the edge off; run this where the edge can be killed")}
        since_ns = bench.now_ns()
        interrupt()

        def broken() -> bool:
            said = [s.message for s in bench.seen("status", since_ns=since_ns)]
            return any(isinstance(m, Status) and m.state == "CONNECTION_BROKEN" for m in said)

        came = bench.wait(broken, within_ms)
        took = f"after {(bench.now_ns() - since_ns) / 1e6:.0f} ms"
        message, evidence = _read(retained_messages(bench, frozenset({"status"})), "status")
        stays = isinstance(message, Status) and message.state == "CONNECTION_BROKEN"
        return {"will": judged(came and stays, f"CONNECTION_BROKEN {took if came else 'did not come'}", evidence)}

    return Check(rules={"will": "an edge that vanishes leaves status CONNECTION_BROKEN, retained"}, run=run)
