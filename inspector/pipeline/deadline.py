"""From a photo-eye's message to a trigger with a deadline, in belt counts and in our own time.

The PLC's encoder decides; our monotonic deadline is derived from the belt's speed, and from where the belt is now: a
message that was long under way does not get its travel time twice.
"""

from dataclasses import dataclass

from inspector.domain.encoder import distance, wrap
from inspector.domain.item import Arrival, Trigger
from inspector.domain.station import PlcHeartbeat

NS_PER_S = 1_000_000_000


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
    return Trigger(
        key=arrival.key,
        encoder=arrival.encoder,
        until_encoder=until,
        deadline_ns=arrival.received_at_ns + round(behind / speed * NS_PER_S),
        triggered_at_ns=arrival.received_at_ns,
        counter=arrival.counter,
        identity=arrival.identity,
        simulated=arrival.simulated,
    )


def _speed(arrival: Arrival, beat: PlcHeartbeat | None, rule: DeadlineRule) -> float:
    """Counts per second; a standing belt (0) counts as nominal, so that a restart can not outrun the deadline."""
    if arrival.counts_per_s is not None and arrival.counts_per_s > 0:
        return arrival.counts_per_s
    if beat is not None and beat.counts_per_s > 0:
        return beat.counts_per_s
    return rule.nominal_counts_per_s
