"""The whole daemon is killed again and again while items pass: nothing is lost, nothing is doubled.

`DAEMON_KILLS=40` kills it more often than the check has time for.
"""

import os
import random
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from inspector.adapters.clocks import system
from inspector.adapters.stores import sqlite_ledger
from inspector.domain.item import ItemKey
from inspector.domain.ledger import LedgerCounts, LedgerRow
from inspector.plc.simulator import PlcSimulator
from inspector.wire.item import ItemArrived, ItemDecision
from inspector.wire.result import Result
from inspector.wire.topics import Address
from tests.support.bus_ends import MqttEnd
from tests.support.mosquitto import Mosquitto
from tests.support.scripted_station import toml_file
from tests.support.station_kit import content, long_belt, plc_config

KILLS = int(os.environ.get("DAEMON_KILLS", "3"))
KILLED_AFTER = ("", "status", "item/arrived", "item/decision", "item/", "result")  # some messages on these topics
MOST_MESSAGES = 10
WAY_S = 30.0  # to the commit point: a busy test machine must not make items late
PATIENT = {"frame_wait_ms": 5000, "margin_ms": 100, "guard_ms": 1000, "plc_timeout_ms": 20_000, "stuck_s": 60}
ALL = 1_000_000
STARTER = """
import os, sys
from pathlib import Path
from inspector.app.config_file import read_station
from inspector.app.daemon import run_daemon
from inspector.app.sections import adapter_problems
config = read_station(Path(sys.argv[1]))
assert not adapter_problems(config)
for _ in sys.stdin:
    process = os.fork()
    if not process:
        os._exit(run_daemon(config))
    print(process, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
"""
PATIENCE_S = 120.0


class Starter:
    """Starts the daemon, each time in a process of its own, and without reading all libraries each time."""

    def __init__(self, file: Path) -> None:
        self._log = (file.parent / "daemon.log").open("ab")
        command = [sys.executable, "-c", STARTER, str(file)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True
        )
        self._pid: int | None = None

    def start(self) -> None:
        self._ask()
        self._pid = int(self._hear())

    def end(self, number: signal.Signals) -> int:
        """Its exit code, below 0 for a signal."""
        assert self._pid is not None
        os.kill(self._pid, number)
        self._pid = None
        return int(self._hear())

    def close(self) -> None:
        if self._pid is not None:
            self.end(signal.SIGKILL)
        self._process.communicate()
        self._log.close()

    def _ask(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@dataclass(frozen=True)
class Book:
    """What a dead daemon left."""

    counts: LedgerCounts
    rows: dict[ItemKey, LedgerRow]
    waiting: dict[str, bytes]


def left_in(folder: Path) -> Book:
    clock = system.build(system.Config())
    ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=folder, clock=clock)
    try:
        rows = ledger.recent(ALL)
        assert len({row.trigger.key for row in rows}) == len(rows)
        return Book(ledger.counts(), {row.trigger.key: row for row in rows}, dict(ledger.records(ALL)))
    finally:
        ledger.close()


@dataclass
class Heard:
    """What went over the bus so far."""

    end: MqttEnd
    arrived: set[ItemKey] = field(default_factory=set)
    decisions: dict[ItemKey, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    records: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    _read: int = 0

    def until(self, met: Callable[[], bool]) -> None:
        deadline = monotonic() + PATIENCE_S
        while not met():
            self.end.wait_more(1, deadline - monotonic())

    def read(self) -> "Heard":
        seen = self.end.seen[self._read :]
        self._read += len(seen)
        for one in seen:
            if not one.suffix.startswith(("item/", "result")):
                continue
            match one.message:
                case ItemArrived(epoch=epoch, track=track):
                    self.arrived.add(ItemKey(epoch, track))
                case ItemDecision(epoch=epoch, track=track, did=did, disp=disposition):
                    self.decisions[ItemKey(epoch, track)].add((did, disposition.value))
                case Result(rid=rid):
                    self.records[rid].add(one.payload)
        return self


def check(book: Book, heard: Heard) -> None:
    """At any moment at which the power may go."""
    assert book.counts.balanced
    assert book.counts.triggers == len(book.rows)
    assert book.counts.records_dropped == 0
    for key, said in heard.read().decisions.items():
        row = book.rows[key]
        assert row.decision is not None, "a decision is durable before it is sent"
        assert said == {(row.decision.decision_id, row.decision.disposition.value)}
    told = {row.decision.record_id for row in book.rows.values() if row.decision is not None}
    assert set(book.waiting) <= told
    heard.until(lambda: told <= heard.read().records.keys() | book.waiting.keys())  # what the broker has is under way
    assert heard.records.keys() <= told, "a record is durable before it is sent"
    assert all(len(copies) == 1 for copies in heard.records.values()), "two records of one name"


def test_a_daemon_that_is_killed_again_and_again_loses_and_doubles_nothing(
    tmp_path: Path, mosquitto: Mosquitto
) -> None:
    rng = random.Random(KILLS)
    data, file = tmp_path / "data", tmp_path / "station.toml"
    file.write_text(toml_file(content(data, mosquitto, decision=PATIENT)), encoding="utf-8")
    heard = Heard(MqttEnd(Address(site="t", line="l1", station="st01"), host=mosquitto.host, port=mosquitto.port))
    belt = long_belt(speed_mm_s=600.0, way_s=WAY_S)
    plc = PlcSimulator(plc_config(mosquitto, ALL, belt=belt, edge_timeout_ms=WAY_S * 1000))
    plc.start()
    starter = Starter(file)
    states = []
    try:
        for _ in range(KILLS):
            starter.start()
            topics = rng.choice(KILLED_AFTER)
            count = 1 if topics == "status" else rng.randint(1, MOST_MESSAGES)
            heard.end.wait_more(count, PATIENCE_S, topics=topics)
            assert starter.end(signal.SIGKILL) == -signal.SIGKILL, "it died before"
            if (data / "ledger.sqlite").exists():
                book = left_in(data)
                check(book, heard)
                states.append((len(book.rows), book.counts.open, len(book.waiting)))
        starter.start()
        before = len(heard.read().decisions)
        heard.until(lambda: len(heard.read().decisions) >= before + 3)
        plc.stop()
        heard.end.wait_more(1, PATIENCE_S)
        heard.until(lambda: len(heard.read().records) >= len(heard.arrived))
        assert starter.end(signal.SIGTERM) == 0
    finally:
        starter.close()
        plc.stop()
        heard.end.close()
    book = left_in(data)
    check(book, heard)
    assert book.rows.keys() == heard.arrived, states
    assert (book.counts.open, book.waiting) == (0, {})
    print(f"{KILLS} kills; items, open and waiting after each: {states}")
