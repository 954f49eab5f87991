"""Rules about one decision: its copies, its deadline, and what ends its sending (rules 2, 3, 4 and 6)."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from inspector.domain.decision import AckStatus
from inspector.domain.encoder import distance
from inspector.domain.item import ItemKey
from inspector.plc.conformance.bench import CONFIRM_AFTER_MS, Bench
from inspector.plc.conformance.check import Check
from inspector.plc.conformance.finding import Finding, NoAnswer, broken, holds, judged, untested
from inspector.plc.conformance.observed import COUNTS_PER_S, Copy, Probe, always, behind_ms, withhold

RESEND_MS = (25.0, 200.0)
QUIET_MS = 500.0
ENDING_MS = 150.0  # the edge books the answer; what it sends meanwhile is a duplicate and does no harm
AFTER_COMMIT_MS = 350.0


def plain_item(bench: Bench) -> Mapping[str, Finding]:
    """One ordinary item."""
    try:
        copy = bench.ordinary_item()
    except NoAnswer as reason:
        return {"answers": broken(str(reason))}
    after_ms = (copy.at_ns - bench.probes[ItemKey(copy.decision.epoch, copy.decision.track)].sent_ns) / 1e6
    return {"answers": holds(f"{copy.decision.disp} for lane {copy.decision.lane} after {after_ms:.0f} ms")}


def withheld_ack(bench: Bench) -> Mapping[str, Finding]:
    """An item whose decision is never answered: watch until well after its commit point."""
    bench.ordinary_item()
    probe = bench.item(withhold)
    bench.watch_until(probe.commit_ns + round(AFTER_COMMIT_MS * 1e6))
    copies = bench.copies(probe.key)
    if not copies:
        silence = broken("no decision came at all")
        return {"R2-same-id": silence, "resend": silence, "R3-until": silence}
    confirmed_ns = probe.commit_ns + CONFIRM_AFTER_MS * 1_000_000
    after = [copy for copy in copies if copy.at_ns > confirmed_ns]
    return {
        "R2-same-id": _same_decision(copies),
        "resend": _resent(copies),
        "R3-until": _until(probe, copies),
        "R4-default": judged(not after, f"{len(after)} copies came after the item was confirmed DEFAULTED"),
    }


def _same_decision(copies: Sequence[Copy]) -> Finding:
    if len(copies) < 2:
        return untested("only one copy was sent, so copies could not be compared")
    ids = sorted({copy.decision.did for copy in copies})
    said = {(copy.decision.disp, copy.decision.lane, copy.decision.until_enc) for copy in copies}
    attempts = [copy.decision.att for copy in copies]
    rising = all(b == a + 1 or a == b == 255 for a, b in pairwise(attempts)) and attempts[0] == 1
    return judged(
        len(ids) == 1 and len(said) == 1 and rising,
        f"{len(copies)} copies with {len(ids)} ids ({', '.join(ids[:3])})",
        f"{len(said)} different contents, attempts {attempts[:8]}",
    )


def _resent(copies: Sequence[Copy]) -> Finding:
    if len(copies) < 2:
        return broken("the decision was sent once and never again")
    gap = median((b.at_ns - a.at_ns) / 1e6 for a, b in pairwise(copies))
    return judged(RESEND_MS[0] <= gap <= RESEND_MS[1], f"{len(copies)} copies, every {gap:.0f} ms in the middle")


def _until(probe: Probe, copies: Sequence[Copy]) -> Finding:
    until = copies[0].decision.until_enc
    room = distance(probe.encoder, until), distance(until, probe.commit_encoder)
    return judged(
        room[0] > 0 and room[1] >= 0,
        f"until_enc lies {room[0]} counts behind the photo-eye and {room[1]} before the commit point",
    )


def dead_on_arrival(bench: Bench) -> Mapping[str, Finding]:
    """An item that passed its commit point before the edge hears of it."""
    bench.ordinary_item()
    probe = bench.item(deadline_ms=-250.0)
    bench.watch(600)
    copies = bench.copies(probe.key)
    bench.ordinary_item()
    return {"R3-dead": judged(not copies, f"{len(copies)} decisions for an item 250 ms behind its commit point")}


_FINAL: tuple[AckStatus, ...] = (
    AckStatus.ACCEPTED,
    AckStatus.DUPLICATE,
    AckStatus.LATE,
    AckStatus.UNKNOWN_TRACK,
    AckStatus.BAD_SCHEMA,
    AckStatus.OVERRIDDEN,
    AckStatus.NOT_READY,
)


_ANSWER_RULES = {
    "ack-ends": "ACCEPTED ends the sending",
    "R2-duplicate": "DUPLICATE is no error and ends the sending",
    "refusal-ends": "LATE, UNKNOWN_TRACK, BAD_SCHEMA, OVERRIDDEN and NOT_READY end the sending",
}


def every_answer_ends_it(bench: Bench) -> Mapping[str, Finding]:
    """One item per ack status, all at once; each is answered so from the first copy on."""
    bench.ordinary_item()
    probes = {status: bench.item(always(status)) for status in _FINAL}
    for probe in probes.values():
        bench.answered(probe)
    bench.watch(QUIET_MS)
    told = {status: _after_ack(bench, probe) for status, probe in probes.items()}
    if not bench.still_answers():
        return {rule: broken("afterwards no item was answered any more") for rule in _ANSWER_RULES}
    return {
        "ack-ends": _ended(told, AckStatus.ACCEPTED),
        "R2-duplicate": _ended(told, AckStatus.DUPLICATE),
        "refusal-ends": _ended(told, *(s for s in _FINAL if s not in {AckStatus.ACCEPTED, AckStatus.DUPLICATE})),
    }


def _after_ack(bench: Bench, probe: Probe) -> int | None:
    """Copies that came well after the first one had been answered; None if there was no first one."""
    copies = bench.copies(probe.key)
    if not copies:
        return None
    ended_ns = copies[0].at_ns + round((ENDING_MS + bench.config.transit_ms) * 1e6)
    return sum(copy.at_ns > ended_ns for copy in copies)


def _ended(told: Mapping[AckStatus, int | None], *statuses: AckStatus) -> Finding:
    extra = {status: told[status] for status in statuses}
    missing = sum(copies is None for copies in extra.values())
    if missing:
        return broken(f"no decision came for {missing} of {len(extra)} items")
    return judged(not any(extra.values()), *(f"{n} further copies after {status}" for status, n in extra.items()))


def foreign_ack(bench: Bench) -> Mapping[str, Finding]:
    """Answers for decisions that this edge never took, about an item that waits for its own answer."""
    bench.ordinary_item()
    probe = bench.item(withhold)
    if not bench.answered(probe):
        return {"ack-other": untested("no decision came, so no wrong answer could be given")}
    bench.voice.ack(probe.key, "NOBODYS-ID", attempt=1, status=AckStatus.ACCEPTED)
    since_ns = bench.now_ns() + round(bench.config.transit_ms * 1e6)
    enough = bench.wait(lambda: len(bench.copies(probe.key, since_ns=since_ns)) > 0, 500 + bench.config.transit_ms)
    bench.watch_until(probe.commit_ns)
    return {"ack-other": judged(enough, "it went on sending" if enough else "it took a strange id for its own")}


def lane_full(bench: Bench) -> Mapping[str, Finding]:
    """The lane that the edge asks for is full."""
    bench.ordinary_item()
    probe = bench.item(always(AckStatus.LANE_FULL))
    if not bench.answered(probe):
        return {"R6-lane-full": untested("no decision came, so none could be refused")}
    bench.watch(QUIET_MS)
    copies = bench.copies(probe.key)
    asked = {(copy.decision.did, copy.decision.lane) for copy in copies}
    late = _after_ack(bench, probe)
    return {
        "R6-lane-full": judged(
            len(asked) == 1 and not late, f"{len(copies)} copies, {len(asked)} different (id, lane), {late} afterwards"
        )
    }


def deadline_audit(bench: Bench) -> Finding:
    """Every decision of the whole run against its own `until_enc`."""
    copies = bench.copies()
    if not copies:
        return untested("no decision came in the whole run")
    worst = max(copies, key=behind_ms)
    late = [copy for copy in copies if behind_ms(copy) > bench.config.transit_ms]
    return judged(
        not late,
        f"{len(late)} of {len(copies)} decisions came after their deadline",
        f"the latest {behind_ms(worst):+.0f} ms from it ({COUNTS_PER_S:.0f} counts a second)",
    )


ANSWERS = Check(rules={"answers": "an announced item is answered before its commit point"}, run=plain_item)

DELIVERY = (
    Check(
        rules={
            "R2-same-id": "every copy of a decision carries the same id and content, att rising by one",
            "resend": "a decision that is not answered is sent again every 50 to 100 ms",
            "R3-until": "until_enc lies between the photo-eye and the commit point",
            "R4-default": "nothing is sent for an item that the controller has defaulted",
        },
        run=withheld_ack,
    ),
    Check(rules={"R3-dead": "an item already past its commit point draws no decision"}, run=dead_on_arrival),
    Check(
        rules=_ANSWER_RULES,
        run=every_answer_ends_it,
    ),
    Check(rules={"ack-other": "an answer with another id is not taken for its own"}, run=foreign_ack),
    Check(rules={"R6-lane-full": "LANE_FULL ends the sending; the edge does not re-route"}, run=lane_full),
)
