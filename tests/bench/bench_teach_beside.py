"""What teaching a product in the window costs the line: decisions' latency without, and while lessons go on.

    nice -n -5 python tests/bench/bench_teach_beside.py [--items 150] [--pitch-mm 1200]

A real daemon with the shipped models, a real broker and the conveyor's simulator; the first half of the items runs
alone, during the second a product is learnt and tried again and again. Prints JSON; exit status 1 when a decision was
later than its deadline while a product was taught. `busy` is how many programs wanted to run: with more than there are
cores the milliseconds are worth little, the ratio somewhat more.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from inspector.domain.item import Identity
from inspector.domain.ledger import LedgerRow
from inspector.domain.lesson import TeachState
from inspector.domain.station import Command
from inspector.domain.verdict import Disposition
from tests.support.mosquitto import Mosquitto
from tests.support.station_kit import Running, line, long_belt

SKU = "CT-1001"
PICTURES = 20


def main() -> int:
    """Run the line, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=150, help="in each half")
    parser.add_argument("--pitch-mm", type=float, default=1200.0, help="between items; the belt makes 1200 mm/s")
    given = parser.parse_args()
    cameras = [
        {"name": view, "kind": "synthetic", "view": view, "trigger": "software", "skus": [SKU], "damage_rate": 0.1}
        for view in ("top", "side")
    ]
    plc: dict[str, Any] = {
        "identity": lambda _index: Identity(sku=SKU),
        "belt": long_belt(pitch_mm=given.pitch_mm),
    }
    with tempfile.TemporaryDirectory() as folder:
        broker = Mosquitto(Path(folder)).start()
        try:
            with line(
                Path(folder) / "data",
                broker,
                2 * given.items,
                plc=plc,
                cameras=cameras,
                detector={"kind": "two_stage"},
                scorer={"kind": "patch_memory"},
                catalogue={"kind": "rendered_catalogue"},
            ) as running:
                lessons = taught_beside(running, given.items)
                running.finish()
                rows = sorted(running.daemon.parts.ledger.recent(2 * given.items), key=lambda row: row.number)
        finally:
            broker.stop()
    alone, beside = summed(rows[: given.items]), summed(rows[given.items :])
    answer = {
        "cores": len(os.sched_getaffinity(0)),
        "busy": round(os.getloadavg()[0], 1),
        "lessons": lessons,
        "alone": alone,
        "beside": beside,
        "ratio": {name: round(beside[name] / alone[name], 2) for name in ("p50_ms", "p99_ms")},
    }
    sys.stdout.write(json.dumps(answer, indent=1) + "\n")
    return int(beside["late"] > 0)


def taught_beside(running: Running, alone: int) -> int:
    """Learn and try until all items have been decided; how often both were done."""
    ledger, done = running.daemon.parts.ledger, 0
    pause = threading.Event()
    while ledger.counts().triggers < alone:
        pause.wait(0.2)
    session = str(ask(running, "teach.begin", sku=SKU, camera="top", operator="bench")["session"]["session_id"])
    while ledger.counts().triggers < 2 * alone:
        items = ask(running, "teach.items", session_id=session, limit=PICTURES)["items"]
        if len(items) < PICTURES:
            pause.wait(0.5)
            continue
        ask(running, "teach.learn", session_id=session, records=[one["record_id"] for one in items], operator="bench")
        if not settled(running, session, pause).draft:
            continue
        ask(running, "teach.try", session_id=session, items=PICTURES)
        done += settled(running, session, pause).trial is not None
    ask(running, "teach.end", session_id=session)
    return done


def settled(running: Running, session: str, pause: threading.Event) -> TeachState:
    """When nothing goes on any more."""
    teaching = running.daemon.parts.teaching
    while (state := teaching.state(session)).work is not None:
        pause.wait(0.5)  # as the window asks
    return state


def ask(running: Running, name: str, **arguments: object) -> Any:
    """A command as it comes over the bus."""
    command = Command(name=name, request_id="bench", arguments=arguments)
    response = running.daemon.station.reception.answer(command)
    if not response.ok:
        raise SystemExit(f"{name}: {response.detail}")
    return response.data


def summed(rows: list[LedgerRow]) -> dict[str, float]:
    """Milliseconds from the trigger's receipt to the decision."""
    decided = [row for row in rows if row.decided_at_ns is not None]
    took = np.array([(row.decided_at_ns - row.trigger.triggered_at_ns) / 1e6 for row in decided if row.decided_at_ns])
    late = [row for row in decided if row.decided_at_ns and row.decided_at_ns > row.trigger.deadline_ns]
    unjudged = [row for row in decided if row.decision and row.decision.disposition is Disposition.NO_DECISION]
    return {
        "items": len(rows),
        "p50_ms": round(float(np.percentile(took, 50)), 1),
        "p99_ms": round(float(np.percentile(took, 99)), 1),
        "most_ms": round(float(took.max()), 1),
        "deadline_ms": round(float(np.median([_within_ms(row) for row in rows]))),
        "late": len(late) + len(rows) - len(decided),
        "no_decision": len(unjudged),
    }


def _within_ms(row: LedgerRow) -> float:
    return (row.trigger.deadline_ns - row.trigger.triggered_at_ns) / 1e6


if __name__ == "__main__":
    raise SystemExit(main())
