"""`inspector plc conform`: plays a controller to any edge device and says which rules of the handshake it keeps."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inspector.domain.errors import StartupError
from inspector.domain.item import Identity
from inspector.plc.clock import PlcClock
from inspector.plc.conformance.audit import AUDIT
from inspector.plc.conformance.bench import BEAT_MS, Bench
from inspector.plc.conformance.check import Check
from inspector.plc.conformance.delivery import ANSWERS, DELIVERY
from inspector.plc.conformance.finding import Finding, NoAnswer, RuleResult, untested
from inspector.plc.conformance.line import LINE, interlock, no_frame
from inspector.plc.conformance.observed import BenchConfig, Pulse
from inspector.plc.conformance.presence import PRESENCE, last_will
from inspector.plc.conformance.robustness import ROBUSTNESS
from inspector.plc.conformance.tracking import TRACKING
from inspector.plc.station_access import StationAccess
from inspector.wire.line import HbEdge, HbPlc

OTHERS_MS = 500.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformConfig(StationAccess):
    """An edge device to be checked, and how.

    `deadline_ms`: from photo-eye to commit point of the items played; above what the edge needs for one item.
    `transit_ms`: what the broker may take; a decision so much behind its deadline is still in time.
    `first_trigger`: camera trigger count of the first item. `frameless_trigger`: a count of which the cameras surely
    have no frame; None: a count far ahead is tried. `identity`: what is said of every item.
    `interlock_after`: how many defaulted items in a row the edge is configured to bear.
    `interrupt` cuts the edge off, as a crash would; without it the last will is not tested. The will is due
    `will_within_s` later: one and a half of the edge's keep-alive.
    `only`: ids of the rules to test, empty: all. `edge_wait_s`: how long to wait for the edge to be ready.
    """

    deadline_ms: float = 1200.0
    transit_ms: float = 50.0
    first_trigger: int = 0
    frameless_trigger: int | None = None
    identity: Identity = field(default_factory=Identity)
    interlock_after: int = 5
    interrupt: Callable[[], None] | None = None
    will_within_s: float = 12.0
    only: frozenset[str] = frozenset()
    edge_wait_s: float = 15.0

    def bench(self, client_id: str) -> BenchConfig:
        """The part that the bench needs."""
        return BenchConfig(
            address=self.address,
            link=self.link(client_id),
            deadline_ms=self.deadline_ms,
            transit_ms=self.transit_ms,
            first_trigger=self.first_trigger,
            identity=self.identity,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformStep:
    """Progress: `done` of `total` scenes are over, their `results` are new, `doing` comes next (empty: nothing)."""

    done: int
    total: int
    doing: str
    results: tuple[RuleResult, ...]


def checks(config: ConformConfig) -> tuple[Check, ...]:
    """Every scene, in the order in which it is played; the last ones leave marks on the edge."""
    return (
        PRESENCE,
        ANSWERS,
        *TRACKING,
        *DELIVERY,
        *LINE,
        no_frame(config.frameless_trigger),
        *ROBUSTNESS,
        interlock(config.interlock_after),
        AUDIT,
        last_will(config.interrupt, config.will_within_s * 1000),
    )


def rule_titles() -> dict[str, str]:
    """Every rule's id and title."""
    return {rule: title for check in checks(ConformConfig()) for rule, title in check.rules.items()}


def run_conformance(
    config: ConformConfig,
    progress: Callable[[ConformStep], None] | None = None,
    clock: PlcClock | None = None,
) -> tuple[RuleResult, ...]:
    """Play all scenes; one result per rule. Takes under a minute.

    Raises ValueError for a rule that does not exist, and `StartupError`, before the first scene, when there is no
    broker, no edge that gets ready, or a second controller.
    """
    unknown = config.only - rule_titles().keys()
    if unknown:
        raise ValueError(f"no such rule: {', '.join(sorted(unknown))}; there are {', '.join(rule_titles())}")
    wanted = [c for c in checks(config) if not config.only or config.only & c.rules.keys()]
    clock = clock or PlcClock()
    bench = Bench(config.bench(f"conform-{config.station}-{clock.monotonic_ns() // 1_000_000 % 100_000}"), clock)
    tell = progress or (lambda _step: None)
    results: list[RuleResult] = []
    bench.start()
    try:
        _require_edge(bench, config.edge_wait_s)
        for done, found in enumerate(_play(bench, wanted)):
            mine = tuple(result for result in found if not config.only or result.rule in config.only)
            results += mine
            doing = next(iter(wanted[done].rules.values())) if done < len(wanted) else ""
            tell(ConformStep(done=done, total=len(wanted), doing=doing, results=mine))
    finally:
        bench.stop()
    return tuple(results)


def _play(bench: Bench, wanted: Sequence[Check]) -> Iterator[list[RuleResult]]:
    """Nothing first, then the results of one scene after the other."""
    yield []
    for check in wanted:
        try:
            yield _results(check, check.run(bench), "the scene could not be played so far")
        except NoAnswer as reason:
            yield _results(check, {}, str(reason))


def _results(check: Check, found: Mapping[str, Finding], otherwise: str) -> list[RuleResult]:
    results = []
    for rule, title in check.rules.items():
        finding = found.get(rule, untested(otherwise))
        results.append(RuleResult(rule=rule, title=title, held=finding.held, evidence=finding.evidence))
    return results


def _require_edge(bench: Bench, edge_wait_s: float) -> None:
    """Begins the controller's heartbeat. Raises `StartupError` when nothing can be tested."""
    if not bench.link.wait_up(edge_wait_s):
        raise _obstacle(bench, f"no broker: {bench.link.problem}")
    bench.watch(OTHERS_MS)
    if any(isinstance(seen.message, HbPlc) for seen in bench.seen("hb/plc")):
        raise _obstacle(bench, "another controller beats on this station; stop it first")
    bench.pulse = Pulse.ALIVE
    bench.watch(2 * BEAT_MS)  # so that it has heard us when it says that it is ready

    def ready() -> bool:
        beats = [seen.message for seen in bench.seen("hb/edge")]
        return bool(beats) and isinstance(beats[-1], HbEdge) and beats[-1].ready

    if not bench.wait(ready, edge_wait_s * 1000):
        heard = len(bench.seen("hb/edge"))
        found = f"the edge does not get ready: {heard} heartbeats in {edge_wait_s:g} s"
        raise _obstacle(bench, found + (", the last one not ready" if heard else "; is its name right?"))


def _obstacle(bench: Bench, problem: str) -> StartupError:
    address = bench.config.address
    return StartupError(f"{address.site}/{address.line}/{address.station}: nothing can be tested", [problem])
