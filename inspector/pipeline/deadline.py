"""From a photo-eye's message to a trigger with a deadline, in belt counts and in our own time.

The PLC's encoder decides; our monotonic deadline is derived from the belt's speed, and from where the belt is now: a
message that was long under way does not get its travel time twice.
"""

from dataclasses import dataclass

from inspector.domain.encoder import distance, wrap
from inspector.domain.item import Arrival, Trigger
from inspector.domain.station import PlcHeartbeat

NS_PER_S = 1_000_000_000
STANDING = 1e-3  # of the nominal speed: a controller's filtered speed of a belt that stands falls, and never ends at 0
LONGEST_S = 86_400.0  # no controller tracks an item for a day: its counts are wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """`margin_ms` is kept for the bus and the PLC's scan; `nominal_counts_per_s` serves when nobody tells the speed.

    We stop sending a whole margin before the commit point, and tell the PLC that the decision holds until half a margin
    before it: what is sent in our last millisecond still arrives in time.
    """

    margin_ms: float
    nominal_counts_per_s: float


def trigger_of(arrival: Arrival, beat: PlcHeartbeat | None, rule: DeadlineRule) -> Trigger:
    """The trigger that `arrival` opens. Its deadline may have passed already: then it is answered, not sent."""
    speed = _speed(arrival, beat, rule)
    margin_counts = round(speed * rule.margin_ms / 1000)
    until = wrap(arrival.commit_encoder - margin_counts // 2)
    last_sending = wrap(arrival.commit_encoder - margin_counts)
    behind = distance(arrival.encoder, last_sending)
    if beat is not None and beat.epoch == arrival.key.epoch:
        elapsed_s = max(0, arrival.received_at_ns - beat.received_at_ns) / NS_PER_S
        belt_now = wrap(beat.encoder + round(beat.counts_per_s * elapsed_s))
        behind = min(behind, distance(belt_now, last_sending))
    left_s = max(-LONGEST_S, min(behind / speed, LONGEST_S))
    return Trigger(
        key=arrival.key,
        encoder=arrival.encoder,
        until_encoder=until,
        deadline_ns=arrival.received_at_ns + round(left_s * NS_PER_S),
        triggered_at_ns=arrival.received_at_ns,
        counter=arrival.counter,
        identity=arrival.identity,
        simulated=arrival.simulated,
    )


def _speed(arrival: Arrival, beat: PlcHeartbeat | None, rule: DeadlineRule) -> float:
    """Counts per second; a standing belt counts as nominal, so that a restart can not outrun the deadline."""
    standing = rule.nominal_counts_per_s * STANDING
    if arrival.counts_per_s is not None and arrival.counts_per_s > standing:
        return arrival.counts_per_s
    if beat is not None and beat.counts_per_s > standing:
        return beat.counts_per_s
    return rule.nominal_counts_per_s
