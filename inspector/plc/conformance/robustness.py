"""Rules about what a sound edge survives: rubbish, too much at once."""

import json
from collections.abc import Mapping

from inspector.plc.conformance.bench import Bench
from inspector.plc.conformance.check import Check
from inspector.plc.conformance.finding import Finding, judged
from inspector.wire.line import HbEdge, Status

BURST = 8
BURST_GAP_MS = 25.0
OVERSIZED_BYTES = 60_000


def _rubbish() -> tuple[bytes, ...]:
    good = {
        "v": 1,
        "msg": "item.arrived",
        "seq": 1,
        "boot": 1,
        "ts": "2026-01-01T00:00:00.000Z",
        "station": "x",
        "epoch": 1,
        "track": 1,
        "enc": 1,
        "commit_enc": 2,
    }
    broken: tuple[dict[str, object], ...] = (
        {"v": 2},
        {"track": 0},
        {"track": 2**31},
        {"enc": -1},
        {"enc": "many"},
        {"enc_hz": 0},
        {"commit_enc": None},
        {"sku": "x" * OVERSIZED_BYTES},
    )
    payloads = [json.dumps(good | change).encode() for change in broken]
    return (b"\x00\xff\xfe", b"{", b"[]", b'"arrived"', b"[" * 4000, b"{" + b'"a":' * 900, *payloads)


def rubbish(bench: Bench) -> Mapping[str, Finding]:
    """Payloads that are no messages, on every topic that a controller writes."""
    bench.ordinary_item()
    boots = _boots(bench)
    since_ns = bench.now_ns()
    payloads = _rubbish()
    for payload in payloads:
        bench.voice.raw("item/arrived", payload)
    for suffix in ("item/ack", "item/confirm", "hb/plc"):
        for payload in payloads[:4]:
            bench.voice.raw(suffix, payload)
    probe = bench.item()
    answered = bench.answered(probe)
    strange = [c for c in bench.copies(since_ns=since_ns) if (c.decision.epoch, c.decision.track) == (1, 1)]
    gone = [s for s in bench.seen("status", since_ns=since_ns) if _gone(s.message)]
    held = answered and not strange and not gone and _boots(bench) == boots
    return {
        "rubbish": judged(
            held,
            f"{len(payloads) + 12} bad payloads up to {max(map(len, payloads))} bytes",
            f"the next item was {'answered' if answered else 'not answered'}, "
            f"{len(strange)} decisions for bad items, went offline {len(gone)} times",
        )
    }


def _gone(message: object) -> bool:
    return isinstance(message, Status) and message.state != "ONLINE"


def _boots(bench: Bench) -> set[int]:
    return {s.message.boot for s in bench.seen("hb/edge") if isinstance(s.message, HbEdge)}


def burst(bench: Bench) -> Mapping[str, Finding]:
    """Items much closer than they should be; each must be answered, with a verdict or with the lack of one."""
    bench.ordinary_item()
    probes = []
    for _ in range(BURST):
        probes.append(bench.item())
        bench.watch(BURST_GAP_MS)
    answered = [bench.answered(probe) for probe in probes]
    missing = [str(p.key.track) for p, came in zip(probes, answered, strict=True) if not came]
    said = f"{BURST} items every {BURST_GAP_MS:.0f} ms, {len(missing)} not answered"
    return {"burst": judged(not missing, said, *([f"tracks {', '.join(missing)}"] if missing else []))}


ROBUSTNESS = (
    Check(rules={"rubbish": "malformed and oversized messages are dropped without harm"}, run=rubbish),
    Check(rules={"burst": "every item of a burst is answered before its commit point"}, run=burst),
)
