"""The conformance kit over a real broker: a sound edge keeps every rule, and each rule can be seen to break.

Every flawed edge has its own station; they are all played at once, because most of it is waiting.
"""

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import pytest
from typer.testing import CliRunner

from inspector.app.cli.main import app
from inspector.domain.errors import StartupError
from inspector.plc.conform import ConformConfig, ConformStep, rule_titles, run_conformance
from inspector.plc.conformance.finding import RuleResult
from inspector.plc.simulator import PlcSimulator
from inspector.plc.simulator_config import PlcConfig
from inspector.wire.item import ItemArrived
from inspector.wire.topics import Address
from tests.support.conform_parts import joined, parts
from tests.support.edge_flaws import Flaw
from tests.support.edge_stub import EdgeStub
from tests.support.mosquitto import Mosquitto, free_port

pytestmark = [pytest.mark.mosquitto, pytest.mark.xdist_group("plc-conform")]

# Many edges share two cores here. On a machine with more to do, what a flawed edge sends may miss the moment in which
# it is looked for, and a sound one may be too slow: then the same scene is played again on a slower line.
DEADLINES_MS = (500.0, 1000.0, 2000.0)
TRANSIT_MS = 120.0
AT_ONCE = 16
NO_FRAME_FROM = 500_000


@dataclass(frozen=True, slots=True)
class Case:
    """An edge with one flaw, the rule that must be seen to break, and the rules whose scenes it needs besides."""

    flaw: Flaw
    rule: str
    scenes: tuple[str, ...] = ()


CASES = (
    Case(Flaw.STATUS_NOT_RETAINED, "status"),
    Case(Flaw.STRANGE_STATE, "state"),
    Case(Flaw.NO_INFO, "info"),
    Case(Flaw.SLOW_HEARTBEAT, "heartbeat"),
    Case(Flaw.STUCK_HEARTBEAT, "heartbeat"),
    Case(Flaw.DEAF, "answers"),
    Case(Flaw.KEEPS_OLD_EPOCH, "R1-epoch"),
    Case(Flaw.TRACK_ALONE_IS_KEY, "R1-reuse"),
    Case(Flaw.NO_WRAP, "R1-wrap"),
    Case(Flaw.PLAIN_SUBTRACTION, "R1-roll-over"),
    Case(Flaw.WRONG_TRACK, "R1-key", scenes=("R2-same-id",)),
    Case(Flaw.ANSWERS_TWICE, "R2-twice"),
    Case(Flaw.NEW_ID_PER_COPY, "R2-same-id"),
    Case(Flaw.STUCK_ATTEMPT, "R2-same-id"),
    Case(Flaw.SENDS_ONCE, "resend"),
    Case(Flaw.RESENDS_SELDOM, "resend"),
    Case(Flaw.UNTIL_AFTER_COMMIT, "R3-until"),
    Case(Flaw.SENDS_AFTER_DEADLINE, "R3-deadline", scenes=("R3-until",)),
    Case(Flaw.ANSWERS_THE_DEAD, "R3-dead"),
    Case(Flaw.DECIDES_AFTER_CONFIRM, "R4-default"),
    Case(Flaw.IGNORES_ACKS, "ack-ends"),
    Case(Flaw.ONLY_ACCEPTED_ENDS, "R2-duplicate"),
    Case(Flaw.ONLY_ACCEPTED_ENDS, "refusal-ends"),
    Case(Flaw.ANY_ACK_ENDS, "ack-other"),
    Case(Flaw.REROUTES, "R6-lane-full"),
    Case(Flaw.REROUTES, "one-decision", scenes=("R6-lane-full",)),
    Case(Flaw.IGNORES_PLC_SILENCE, "R5-silent"),
    Case(Flaw.NEVER_SUSPENDS, "R5-suspended"),
    Case(Flaw.FROZEN_BEAT_IS_LIFE, "R5-frozen"),
    Case(Flaw.SILENT_WITHOUT_FRAME, "R7-no-frame"),
    Case(Flaw.PASSES_WITHOUT_FRAME, "R7-no-frame"),
    Case(Flaw.DIES_OF_CONFIRM, "R8-trouble"),
    Case(Flaw.CONFIRMS_ITSELF, "R8-topics", scenes=("R8-trouble",)),
    Case(Flaw.NO_INTERLOCK, "R9-interlock"),
    Case(Flaw.NEVER_SIMULATES, "R10-sim"),
    Case(Flaw.LONG_PAYLOAD, "payload"),
    Case(Flaw.NESTED_PAYLOAD, "payload"),
    Case(Flaw.RETAINS_DECISIONS, "qos"),
    Case(Flaw.QOS_0, "qos"),
    Case(Flaw.STUCK_SEQ, "seq"),
    Case(Flaw.DIES_OF_RUBBISH, "rubbish"),
    Case(Flaw.DROPS_IN_BURST, "burst"),
    Case(Flaw.NO_WILL, "will"),
)


def _has_frame(arrived: ItemArrived) -> bool:
    return arrived.trig is None or arrived.trig < NO_FRAME_FROM


def _play(broker: Mosquitto, station: str, case: Case | None, only: frozenset[str]) -> dict[str, RuleResult]:
    """Play until the case's rule is seen to break (a sound edge: until every rule of `only` is kept), or to the end."""
    results: dict[str, RuleResult] = {}
    for number, deadline_ms in enumerate(DEADLINES_MS):
        results = _played(broker, f"{station}x{number}", case, only, deadline_ms)
        if case is not None and results[case.rule].held is False:
            break
        if case is None and all(result.held for result in results.values()):
            break
    return results


def _played(
    broker: Mosquitto, station: str, case: Case | None, only: frozenset[str], deadline_ms: float
) -> dict[str, RuleResult]:
    flaws = frozenset() if case is None else frozenset({case.flaw})
    address = Address(site="lab", line="conform", station=station)
    edge = EdgeStub(host=broker.host, port=broker.port, address=address, flaws=flaws, has_frame=_has_frame)
    edge.start()
    config = ConformConfig(
        host=broker.host,
        port=broker.port,
        site=address.site,
        line=address.line,
        station=station,
        deadline_ms=deadline_ms,
        transit_ms=TRANSIT_MS * deadline_ms / DEADLINES_MS[0],
        frameless_trigger=NO_FRAME_FROM,
        interrupt=edge.kill,
        will_within_s=2.0,
        only=only,
    )
    try:
        return {result.rule: result for result in run_conformance(config)}
    finally:
        edge.stop()


@dataclass(frozen=True, slots=True)
class Played:
    """Runs by case, and those of sound edges, which keep all rules between them."""

    flawed: dict[Case, "Future[dict[str, RuleResult]]"]
    sound: list["Future[dict[str, RuleResult]]"]


@pytest.fixture(scope="module")
def played(shared_mosquitto: Mosquitto) -> Iterator[Played]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        play = partial(_play, shared_mosquitto)
        sound = [pool.submit(play, f"sound{number}", None, rules) for number, rules in enumerate(parts())]
        flawed = {
            case: pool.submit(play, f"flawed{number}", case, frozenset({case.rule, *case.scenes}))
            for number, case in enumerate(CASES)
        }
        yield Played(flawed, sound)
        for run in (*flawed.values(), *sound):
            run.cancel()


def test_every_rule_has_a_case_that_breaks_it() -> None:
    assert {case.rule for case in CASES} == set(rule_titles())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.flaw.name}-{case.rule}")
def test_a_broken_rule_is_found(case: Case, played: Played) -> None:
    result = played.flawed[case].result(200)[case.rule]
    assert result.held is False, f"{case.flaw.name}: {result}"
    assert result.evidence


def test_a_sound_edge_keeps_every_rule(played: Played) -> None:
    results = joined(run.result(200) for run in played.sound)
    assert results.keys() == rule_titles().keys()
    assert {rule: result for rule, result in results.items() if result.held is not True} == {}


def test_what_can_not_be_tested_is_said_with_the_reason(shared_mosquitto: Mosquitto) -> None:
    """Nobody may cut this edge off, so nothing is proved, and the command does not say that all is well."""
    steps: list[ConformStep] = []
    port, address = shared_mosquitto.port, Address(site="lab", line="conform", station="uncut")
    edge = EdgeStub(port=port, address=address)
    edge.start()
    try:
        config = ConformConfig(
            port=port, site="lab", line="conform", station="uncut", only=frozenset({"will"}), edge_wait_s=60
        )
        results = run_conformance(config, steps.append)
        called = CliRunner().invoke(
            app, ["plc", "conform", "--port", str(port), "--station", "lab/conform/uncut", "--only", "will", "--json"]
        )
    finally:
        edge.stop()
    assert [(r.rule, r.held) for r in results] == [("will", None)]
    assert "nobody here may cut the edge off" in results[0].evidence[0]
    assert [(step.done, step.total) for step in steps] == [(0, 1), (1, 1)]
    assert [step.doing for step in steps] == [rule_titles()["will"], ""]
    assert called.exit_code == 1
    assert [(rule["rule"], rule["held"]) for rule in json.loads(called.stdout)] == [("will", None)]


@pytest.mark.parametrize("there", [False, True], ids=["no broker", "no such station"])
def test_without_a_broker_or_an_edge_nothing_is_called_kept(shared_mosquitto: Mosquitto, there: bool) -> None:
    port = shared_mosquitto.port if there else free_port()
    words = ["--port", str(port), "--station", "lab/conform/nobody", "--wait-s", "0.3", "--json"]
    called = CliRunner().invoke(app, ["plc", "conform", *words])
    assert called.exit_code == 3
    assert called.stdout == ""
    assert called.stderr.startswith("lab/conform/nobody: nothing can be tested:\n")
    assert ("0 heartbeats in 0.3 s" if there else "no broker: ") in called.stderr


def test_a_second_controller_on_the_station_is_refused(shared_mosquitto: Mosquitto) -> None:
    address = Address(site="lab", line="conform", station="crowded")
    edge = EdgeStub(port=shared_mosquitto.port, address=address)
    edge.start()
    place = ConformConfig(port=shared_mosquitto.port, site="lab", line="conform", station="crowded")
    other = PlcSimulator(PlcConfig(port=place.port, site=place.site, line=place.line, station=place.station))
    other.start()
    try:
        with pytest.raises(StartupError, match="another controller"):
            run_conformance(ConformConfig(port=place.port, site="lab", line="conform", station="crowded"))
    finally:
        other.stop()
        edge.stop()


def test_a_rule_that_does_not_exist_is_refused_with_the_list() -> None:
    with pytest.raises(ValueError, match=r"no such rule: R99; there are .*R1-epoch"):
        run_conformance(ConformConfig(only=frozenset({"R99"})))
