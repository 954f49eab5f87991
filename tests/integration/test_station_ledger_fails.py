"""The ledger fails in the middle of a run: nothing is decided meanwhile, nothing crashes, nothing is lost after it."""

from pathlib import Path
from typing import Any

from inspector.app.daemon import Daemon
from inspector.domain.item import ItemKey
from inspector.domain.ledger import Delivery
from inspector.domain.packml import PackState
from inspector.domain.verdict import Disposition
from inspector.plc.simulator_config import PlcEventKind
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import line, long_belt


def test_a_ledger_that_fails_and_heals(tmp_path: Path, mosquitto: Mosquitto) -> None:
    held: list[Any] = []
    states: set[PackState] = set()
    alarms: set[str] = set()

    def look(daemon: Daemon) -> None:
        held.append(daemon)

    def on_event(event: Any) -> None:
        """Break it while item 2 is on its way, mend it when item 4 has left."""
        if event.record is None:
            return
        ledger = held[0].parts.ledger
        if event.kind is PlcEventKind.DECIDED and event.record.index == 1:
            ledger.failing = True
        if event.kind is PlcEventKind.LEFT and event.record.index == 3:
            states.add(held[0].station.health.state().pack)
            alarms.update(alarm.kind.id for alarm in held[0].station.alarms.active())
        if event.kind is PlcEventKind.LEFT and event.record.index == 4:
            ledger.failing = False

    plc = {"belt": long_belt(pitch_mm=1200.0)}  # a second apart: the last ones come when it is mended
    failing: dict[str, Any] = {"before": look, "on_event": on_event, "ledger": {"kind": "memory_ledger"}}
    with line(tmp_path, mosquitto, 13, plc=plc, **failing) as running:
        report = running.finish()
        station = running.daemon.station
        station.sender.step()  # what is still owed is written now, not a second later
        counts = running.daemon.parts.ledger.counts()
        left = {alarm.kind.id for alarm in station.alarms.active()}
        stuck = station.progress.stuck()
        owed = len(station.arrears)
        rows = {row.trigger.key: row for row in running.daemon.parts.ledger.recent(100)}
    assert PackState.ABORTED in states
    assert "ledger-failed" in alarms
    assert "ledger-failed" not in left, "the alarm goes when the ledger works"
    assert stuck == ()
    assert owed == 0
    assert counts.balanced
    assert counts.open == 0, "what could not be booked was booked later"
    assert report.doubled == 0
    assert report.late == 0
    assert report.items[12].disposition is not None, "the line decides again"
    assert set(rows) == {ItemKey(item.epoch, item.track) for item in report.items}, "every item that came is booked"
    for item in report.items:
        if item.disposition is not None and item.copies > 0:
            row = rows[ItemKey(item.epoch, item.track)]
            assert row.decision is not None, "only what was durable was sent"
            assert row.delivery is not Delivery.OPEN
    came_meanwhile = [
        row
        for row in rows.values()
        if row.verdict is not None and "when the item came" in row.verdict.reasons[0].detail
    ]
    assert came_meanwhile
    assert {row.decision.disposition for row in came_meanwhile if row.decision} == {Disposition.NO_DECISION}
    assert any(item.disposition is None for item in report.items), "while it failed the controller got nothing"
