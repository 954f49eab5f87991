"""Rules about the item's key: epochs, track numbers, doubled announcements, the encoder's roll-over (rule 1, 2)."""

from collections.abc import Mapping

from inspector.domain.encoder import distance, wrap
from inspector.domain.item import MAX_TRACK
from inspector.plc.conformance.bench import Bench
from inspector.plc.conformance.check import Check
from inspector.plc.conformance.delivery import QUIET_MS
from inspector.plc.conformance.finding import Finding, broken, judged, untested
from inspector.plc.conformance.observed import COUNTS_PER_S, withhold

NOTICE_MS = 70.0  # for the edge to take note of the new epoch, besides what is in flight


def epoch_change(bench: Bench) -> Mapping[str, Finding]:
    """The controller restarts while the edge still waits for an answer; its track numbers begin anew."""
    bench.new_epoch()
    bench.ordinary_item()
    old = bench.item(withhold)
    if not bench.answered(old, copies=2):
        reason = "the edge did not wait for an answer when the epoch changed"
        return {"R1-epoch": untested(reason), "R1-reuse": _reused(bench, old.key.track)}
    bench.new_epoch()
    changed_ns = bench.now_ns()
    reuse = _reused(bench, old.key.track)
    bench.watch_until(old.commit_ns)
    stale = bench.copies(old.key, since_ns=changed_ns + round((bench.config.transit_ms + NOTICE_MS) * 1e6))
    return {
        "R1-epoch": judged(not stale, f"{len(stale)} copies for the old epoch after the controller's restart"),
        "R1-reuse": reuse,
    }


def _reused(bench: Bench, track: int) -> Finding:
    probe = bench.item(track=track)
    came = bench.answered(probe)
    return judged(came, f"track {track} of epoch {probe.key.epoch} {'was' if came else 'was not'} answered")


def track_wrap(bench: Bench) -> Mapping[str, Finding]:
    """Track numbers run over."""
    bench.ordinary_item()
    bench.new_epoch()
    probes = [bench.item(track=MAX_TRACK), bench.item(track=1)]
    answered = [bench.answered(probe) for probe in probes]
    tracks = ", ".join(f"{p.key.track}: {'yes' if a else 'no'}" for p, a in zip(probes, answered, strict=True))
    return {"R1-wrap": judged(all(answered), f"answered {tracks}")}


def roll_over(bench: Bench) -> Mapping[str, Finding]:
    """The encoder passes 2^32 between photo-eye and commit point."""
    bench.ordinary_item()
    half = round(bench.config.deadline_ms * COUNTS_PER_S / 2000)
    bench.new_epoch(encoder_start=wrap(-half))
    probe = bench.item(withhold)
    bench.watch_until(probe.commit_ns + 100_000_000)
    copies = bench.copies(probe.key)
    right = bool(copies) and all(
        distance(probe.encoder, c.decision.until_enc) > 0 and distance(c.decision.until_enc, probe.commit_encoder) >= 0
        for c in copies
    )
    return {
        "R1-roll-over": judged(
            right, f"{len(copies)} copies for an item from {probe.encoder} to {probe.commit_encoder} counts"
        )
    }


def announced_twice(bench: Bench) -> Mapping[str, Finding]:
    """The same `item/arrived` before the decision, after it, and after the answer."""
    bench.ordinary_item()
    probe = bench.item()
    bench.announce(probe)
    if not bench.answered(probe):
        return {"R2-twice": broken("an item announced twice got no decision")}
    bench.announce(probe)
    bench.watch(QUIET_MS)
    since_ns = bench.now_ns()
    bench.announce(probe)
    bench.watch(QUIET_MS)
    copies, later = bench.copies(probe.key), bench.copies(probe.key, since_ns=since_ns)
    ids = {copy.decision.did for copy in copies}
    return {
        "R2-twice": judged(
            len(ids) == 1 and not later,
            f"announced 4 times: {len(copies)} copies with {len(ids)} ids, {len(later)} after the answer",
        )
    }


TRACKING = (
    Check(
        rules={
            "R1-epoch": "a new epoch ends everything of the old one",
            "R1-reuse": "a track number of the old epoch is a new item in the new one",
        },
        run=epoch_change,
    ),
    Check(rules={"R1-wrap": "tracks up to 2147483647 are answered, and 1 after it"}, run=track_wrap),
    Check(rules={"R1-roll-over": "the encoder may roll over between photo-eye and commit point"}, run=roll_over),
    Check(rules={"R2-twice": "an item announced twice is answered once"}, run=announced_twice),
)
