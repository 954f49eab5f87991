"""Joins what the conveyor saw with what the station's ledger says and what was really on the belt."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from inspector.app import registry
from inspector.app.demo.summary import Latency, Summary
from inspector.app.demo.truth import Confusion, Got
from inspector.app.line_run import LineResult
from inspector.app.machine_clock import make_clock
from inspector.app.versions import versions
from inspector.config.sections import AdapterSection
from inspector.domain.decision import ConfirmResult
from inspector.domain.item import ItemKey
from inspector.domain.ledger import Delivery, LedgerCounts
from inspector.domain.verdict import Disposition
from inspector.plc.report import ItemRecord, PlcReport
from inspector.ports.ledger import Ledger


def summarise(data_dir: Path, result: LineResult, truth: Callable[[Sequence[Got]], Confusion]) -> Summary:
    """The run's summary; the daemon must have stopped. `truth` compares what items got with what was so."""
    report = result.report
    ledger: Ledger = registry.build(
        "stores", AdapterSection(kind="sqlite_ledger"), data_dir=data_dir, clock=make_clock()
    )
    try:
        counts = ledger.counts()
        unknown, ack_ms = _compare(ledger, report)
    finally:
        ledger.close()
    trigger_ms = [i.trigger_to_decision_ms for i in report.items if i.trigger_to_decision_ms is not None]
    return Summary(
        triggers=report.triggers,
        outcomes={d.value: counts.outcomes.get(d, 0) for d in Disposition},
        open=counts.open,
        lost=unknown + counts.open,
        doubled=report.doubled + report.conflicts,
        late=_late(report, counts),
        defaulted=report.defaulted,
        trigger_to_decision_ms=latency(trigger_ms),
        decision_to_ack_ms=latency(ack_ms),
        truth=truth([found for item in report.items if (found := _what_it_got(item)) is not None]),
        seconds=result.seconds,
        first_decision_s=result.first_decision_s,
        versions=versions(),
    )


def latency(values_ms: Sequence[float]) -> Latency:
    """Median and 99th percentile."""
    if not values_ms:
        return Latency(p50=None, p99=None)
    p50, p99 = np.percentile(np.asarray(values_ms, np.float64), (50, 99))
    return Latency(p50=round(float(p50), 3), p99=round(float(p99), 3))


def _what_it_got(item: ItemRecord) -> Got | None:
    """None for an item that was on the belt, undecided, when the line was stopped. A late decision moved nothing."""
    if item.disposition is None or item.result is ConfirmResult.DEFAULTED:
        return (item.index, None) if item.finished else None
    return (item.index, item.disposition.value)


def _compare(ledger: Ledger, report: PlcReport) -> tuple[int, list[float]]:
    """Items announced by the conveyor that the ledger does not know, and the ms from decision to ack of the others."""
    unknown, waits = 0, []
    for item in report.items:
        row = ledger.row(ItemKey(item.epoch, item.track))
        if row is None:
            unknown += item.announced
        elif row.decided_at_ns is not None and row.acked_at_ns is not None:
            waits.append((row.acked_at_ns - row.decided_at_ns) / 1e6)
    return unknown, waits


def _late(report: PlcReport, counts: LedgerCounts) -> int:
    """Whichever side saw more: answers LATE and items routed by default, or decisions that expired here."""
    return max(report.late + report.defaulted, counts.deliveries.get(Delivery.EXPIRED, 0))
