"""Rules that every message of the whole run must keep."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise

from inspector.domain.item import ItemKey
from inspector.plc.conformance.bench import Bench
from inspector.plc.conformance.check import Check
from inspector.plc.conformance.delivery import deadline_audit
from inspector.plc.conformance.finding import Finding, judged, untested
from inspector.plc.conformance.observed import Seen
from inspector.plc.conformance.presence import excerpt, retained_messages
from inspector.wire.header import MAX_CONTROL_BYTES
from inspector.wire.item import ItemAck, ItemArrived, ItemConfirm, ItemDecision
from inspector.wire.line import HbPlc

CONTROLLERS_TOPICS = (ItemArrived.suffix, ItemAck.suffix, ItemConfirm.suffix, HbPlc.suffix)
MAX_EXAMPLES = 3
ITEMS = 3


def audit(bench: Bench) -> Mapping[str, Finding]:
    """Look at everything that was heard, and at what a newcomer would be given."""
    for _ in range(ITEMS):
        bench.ordinary_item()
    sent = [s for s in bench.seen(ItemDecision.suffix) if not s.retained]
    stale = sorted(s for s in retained_messages(bench, frozenset()) if s.split("/")[0] in {"item", "hb", "cmd"})
    return {
        "payload": _payload(sent),
        "R1-key": _keys(bench),
        "one-decision": _one_each(bench),
        "R3-deadline": deadline_audit(bench),
        "qos": _qos(sent, stale),
        "seq": _seq(sent),
        "R8-topics": _topics(bench),
    }


AUDIT = Check(
    rules={
        "payload": f"decisions are valid, flat, ASCII, 32-bit, at most {MAX_CONTROL_BYTES} bytes",
        "R1-key": "every decision is about an item that was announced",
        "one-decision": "no item gets two different decisions",
        "R3-deadline": "no decision comes after its deadline",
        "qos": "decisions are sent at QoS 1 and never retained",
        "seq": "seq counts the decisions, boot stays the same",
        "R8-topics": "the edge writes to none of the controller's topics",
    },
    run=audit,
)


def _payload(sent: Sequence[Seen]) -> Finding:
    wrong = [problem for seen in sent for problem in _problems(seen)]
    longest = max((len(seen.payload) for seen in sent), default=0)
    return judged(not wrong, f"{len(sent)} decisions, the longest {longest} bytes", *sorted(set(wrong))[:MAX_EXAMPLES])


def _problems(seen: Seen) -> list[str]:
    if seen.message is None:
        return [seen.problem or "empty payload", excerpt(seen.payload)]
    problems = []
    if len(seen.payload) > MAX_CONTROL_BYTES:
        problems.append(f"{len(seen.payload)} bytes: {excerpt(seen.payload)}")
    if not seen.payload.isascii():
        problems.append(f"not ASCII: {excerpt(seen.payload)}")
    for name, value in json.loads(seen.payload).items():
        if isinstance(value, dict | list):
            problems.append(f"{name} is not flat")
        if isinstance(value, int) and not -(2**31) <= value < 2**32:
            problems.append(f"{name} does not fit 32 bits")
    return problems


def _keys(bench: Bench) -> Finding:
    keys = [ItemKey(copy.decision.epoch, copy.decision.track) for copy in bench.copies()]
    strange = sorted({str(key) for key in keys if key not in bench.probes})
    return judged(
        not strange, f"{len(keys)} decisions, {len(strange)} for items never announced", *strange[:MAX_EXAMPLES]
    )


def _one_each(bench: Bench) -> Finding:
    ids: dict[ItemKey, set[str]] = {}
    for copy in bench.copies():
        key = ItemKey(copy.decision.epoch, copy.decision.track)
        ids.setdefault(key, set()).add(copy.decision.did)
    doubled = sorted(str(key) for key, dids in ids.items() if len(dids) > 1)
    return judged(
        not doubled, f"{len(ids)} items, {len(doubled)} of them with different decisions", *doubled[:MAX_EXAMPLES]
    )


def _qos(sent: Sequence[Seen], stale: Sequence[str]) -> Finding:
    weak = sum(seen.qos != 1 for seen in sent)
    return judged(
        not weak and not stale,
        f"{weak} of {len(sent)} decisions not at QoS 1",
        f"retained where nothing may be: {', '.join(stale) or 'nothing'}",
    )


def _seq(sent: Sequence[Seen]) -> Finding:
    heads = [(s.message.seq, s.message.boot) for s in sent if s.message is not None]
    if len(heads) < 2:
        return untested("fewer than two decisions came")
    gaps = [f"{a} → {b}" for (a, _), (b, _) in pairwise(heads) if (b - a) % 2**32 != 1]
    boots = {boot for _, boot in heads}
    return judged(
        not gaps and len(boots) == 1,
        f"{len(heads)} decisions, {len(gaps)} gaps in seq, {len(boots)} boot numbers",
        *gaps[:MAX_EXAMPLES],
    )


def _topics(bench: Bench) -> Finding:
    foreign = [seen for suffix in CONTROLLERS_TOPICS for seen in bench.seen(suffix) if seen.message is not None]
    examples = [f"{seen.suffix}: {excerpt(seen.payload)}" for seen in foreign[:MAX_EXAMPLES]]
    return judged(not foreign, f"{len(foreign)} messages on the controller's topics that are not its own", *examples)
