"""Rules about the line around the item: heartbeat loss, frames that do not come, faults, simulation (5, 7 to 10)."""

from collections.abc import Mapping

from inspector.domain.alarm import AlarmState
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.packml import PackState
from inspector.domain.verdict import Disposition
from inspector.plc.conformance.bench import BEAT_MS, CONFIRM_AFTER_MS, Bench
from inspector.plc.conformance.check import Check
from inspector.plc.conformance.finding import Finding, broken, judged, untested
from inspector.plc.conformance.observed import Pulse, always
from inspector.wire.line import AlarmMessage, State

LOSS_MS = 600.0
NOTICE_MS = 700.0
RECOVER_MS = 3000.0
FAR_TRIGGER = 1_000_000
COULD_NOT_JUDGE = range(100, 200)


def plc_silent(bench: Bench) -> Mapping[str, Finding]:
    """The controller's heartbeat stops, and comes back."""
    silence, suspended = _without_pulse(bench, Pulse.ABSENT)
    return {"R5-silent": silence, "R5-suspended": suspended}


def plc_frozen(bench: Bench) -> Mapping[str, Finding]:
    """The controller's heartbeat goes on with a count that does not change: a stuck program behind a live network."""
    return {"R5-frozen": _without_pulse(bench, Pulse.FROZEN)[0]}


def _without_pulse(bench: Bench, pulse: Pulse) -> tuple[Finding, Finding]:
    bench.ordinary_item()
    lost_ns = bench.now_ns()
    bench.pulse = pulse
    suspended = bench.wait(lambda: _now(bench) == PackState.SUSPENDED.name, LOSS_MS + NOTICE_MS)
    after_ms = (bench.now_ns() - lost_ns) / 1e6
    bench.watch_until(lost_ns + round((LOSS_MS + NOTICE_MS) * 1e6))
    probe = bench.item(deadline_ms=600.0)
    bench.watch_until(probe.commit_ns + 100_000_000)
    copies = bench.copies(probe.key)
    bench.pulse = Pulse.ALIVE
    back = bench.wait(lambda: _now(bench) == PackState.EXECUTE.name, RECOVER_MS)
    bench.watch(2 * BEAT_MS)
    bench.wait(lambda: _ready(bench), RECOVER_MS)
    late = bench.copies(probe.key)
    alive = bench.still_answers()
    silence = judged(
        not late,
        f"{len(copies)} decisions without the controller's heartbeat, {len(late) - len(copies)} when it was back",
    )
    state = judged(
        suspended and back and alive,
        f"SUSPENDED {f'after {after_ms:.0f} ms' if suspended else 'was not said'}",
        f"EXECUTE {'again' if back else 'did not come back'} with the heartbeat",
        f"the next item was {'answered' if alive else 'not answered'}",
    )
    return silence, state


def _now(bench: Bench) -> str:
    said = [s.message.pack for s in bench.seen("state") if isinstance(s.message, State)]
    return said[-1] if said else ""


def _ready(bench: Bench) -> bool:
    beats = bench.seen("hb/edge", since_ns=bench.now_ns() - round(LOSS_MS * 1e6))
    return bool(beats) and getattr(beats[-1].message, "ready", False) is True


def no_frame(trigger: int | None) -> Check:
    """An item for which no camera can have a picture."""

    def run(bench: Bench) -> Mapping[str, Finding]:
        bench.ordinary_item()
        counter = bench.next_trigger + FAR_TRIGGER if trigger is None else trigger
        probe = bench.item(trigger=counter)
        if not bench.answered(probe):
            return {"R7-no-frame": broken(f"trigger {counter}, of which there is no frame, got no answer")}
        decision = bench.copies(probe.key)[0].decision
        said = f"trigger {counter}: {decision.disp} with why {decision.why}"
        if decision.disp is Disposition.NO_DECISION:
            return {"R7-no-frame": judged(decision.why in COULD_NOT_JUDGE, said)}
        if trigger is None:
            return {"R7-no-frame": untested(f"{said}: its cameras have a picture for every announcement")}
        return {"R7-no-frame": broken(said)}

    return Check(rules={"R7-no-frame": "an item without a frame is answered NO_DECISION, and why"}, run=run)


def belt_trouble(bench: Bench) -> Mapping[str, Finding]:
    """The controller tells of a jam, a lost, a missed and a recirculated item; the edge only takes note."""
    bench.ordinary_item()
    results = (ConfirmResult.JAM, ConfirmResult.LOST, ConfirmResult.MISSED, ConfirmResult.RECIRC)
    probes = [bench.item(result=result) for result in results]
    answered = [bench.answered(probe) for probe in probes]
    bench.watch_until(probes[-1].commit_ns + 200_000_000)
    alive = bench.still_answers()
    said = f"told of {', '.join(results)}; the next item was {'answered' if alive else 'not answered'}"
    return {"R8-trouble": judged(all(answered) and alive, said)}


def simulated_item(bench: Bench) -> Mapping[str, Finding]:
    """A simulated item while the controller's simulate bit is on, and a real one before it."""
    real = bench.ordinary_item()
    bench.simulate = True
    bench.watch(BEAT_MS)
    probe = bench.item(always(AckStatus.ACCEPTED), simulated=True)
    came = bench.answered(probe)
    bench.simulate = False
    if not came:
        return {"R10-sim": broken("a simulated item got no decision")}
    marked = bench.copies(probe.key)[0].decision.sim
    evidence = f"sim is {real.decision.sim} for a real item, {marked} for a simulated one"
    return {"R10-sim": judged(marked and not real.decision.sim, evidence)}


def interlock(after: int) -> Check:
    """`after` items are refused and default one after the other; when their confirms come, an alarm is due."""

    def run(bench: Bench) -> Mapping[str, Finding]:
        bench.ordinary_item()
        bench.settle()
        probes = [bench.item(always(AckStatus.NOT_READY), deadline_ms=400.0) for _ in range(after)]
        confirmed_ns = probes[0].commit_ns + CONFIRM_AFTER_MS * 1_000_000
        bench.watch_until(confirmed_ns)

        def alarms() -> set[str]:
            said = [s.message for s in bench.seen(since_ns=confirmed_ns)]
            active = {AlarmState.UNACK_ACTIVE, AlarmState.ACK_ACTIVE}
            return {m.id for m in said if isinstance(m, AlarmMessage) and m.state in active}

        came = bench.wait(lambda: bool(alarms()), 1500)
        names = ", ".join(sorted(alarms())) or "none"
        return {"R9-interlock": judged(came, f"alarms after {after} items defaulted in a row: {names}")}

    return Check(rules={"R9-interlock": "an alarm is raised when item after item is defaulted"}, run=run)


LINE = (
    Check(
        rules={
            "R5-silent": "without the controller's heartbeat nothing is sent, and nothing later",
            "R5-suspended": "without the controller's heartbeat the state is SUSPENDED, and EXECUTE when it is back",
        },
        run=plc_silent,
    ),
    Check(rules={"R5-frozen": "a heartbeat whose count does not change is none"}, run=plc_frozen),
    Check(rules={"R8-trouble": "jams and lost items are news for the edge and stop nothing"}, run=belt_trouble),
    Check(
        rules={"R10-sim": "decisions are marked simulated for simulated items, and only for these"}, run=simulated_item
    ),
)
