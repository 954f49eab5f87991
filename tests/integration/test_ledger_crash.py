"""The ledger's process is killed at random moments: what it had reported as written is there, and the book balances."""

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from inspector.adapters.clocks import manual
from inspector.adapters.stores import sqlite_ledger
from inspector.adapters.stores.sqlite_ledger import SqliteLedger
from inspector.domain.item import ItemKey
from inspector.domain.ledger import Delivery, LedgerRow
from inspector.domain.verdict import Disposition

ROOT = Path(__file__).resolve().parents[2]
KILLS = 4
STEPS = ("opened", "closed", "sent", "acked", "confirmed", "done")

# Reports each step to its parent only after the ledger's call has returned.
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from inspector.adapters.clocks import manual
from inspector.adapters.stores import sqlite_ledger
from inspector.domain.item import ItemKey
from inspector.domain.ledger import Delivery
from inspector.domain.verdict import Disposition
from tests.support.line_values import ack, confirm, decision, trigger, verdict
book = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=Path(sys.argv[1]), clock=manual.build(manual.Config()))
def say(*words):
    print(*words, flush=True)
track = book.counts().triggers
say("started", track)
while True:
    track += 1
    did = f"decision-{track}"
    disposition = list(Disposition)[track % 4]
    book.open_trigger(trigger(track)); say("opened", track)
    book.close_trigger(verdict(disposition), decision(track, did=did, disposition=disposition), decided_at_ns=track,
                       delivery=Delivery.READY, body=b"x" * 2000); say("closed", track)
    book.mark_sent(ItemKey(5, track), attempt=1); say("sent", track)
    book.acknowledge(ack(track, did=did)); say("acked", track)
    book.confirm(confirm(track)); say("confirmed", track)
    book.record_done(f"record-{did}"); say("done", track)
"""


@contextmanager
def writer(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(ROOT)], stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def heard_until_killed(process: "subprocess.Popen[str]", lines: int) -> dict[int, str]:
    """The last step reported of each track; the kill falls somewhere in the work that goes on meanwhile."""
    stream: IO[str] | None = process.stdout
    assert stream is not None
    heard = [stream.readline() for _ in range(lines)]
    process.kill()
    heard += [line for line in stream if line.endswith("\n")]
    said = [line.split() for line in heard]
    return {int(track): step for step, track in said if step != "started"}


def reopened(folder: Path) -> SqliteLedger:
    return sqlite_ledger.build(sqlite_ledger.Config(), data_dir=folder, clock=manual.build(manual.Config()))


def steps_of(row: LedgerRow | None, waiting: set[str]) -> set[str]:
    """What the book says was done for one trigger."""
    if row is None:
        return set()
    found = {"opened"}
    if row.decision is not None:
        found |= {"closed"}
        if row.attempts > 0:
            found |= {"sent"}
        if row.delivery is Delivery.ACCEPTED:
            found |= {"acked"}
        if row.confirm is not None:
            found |= {"confirmed"}
        if row.decision.record_id not in waiting:
            found |= {"done"}
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_was_reported_written_survives_every_kill(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    told: dict[int, str] = {}
    for _ in range(KILLS):
        with writer(tmp_path) as process:
            told |= heard_until_killed(process, chance.randint(2, 80))
        book = reopened(tmp_path)
        counts = book.counts()
        assert counts.balanced
        waiting = {record_id for record_id, _ in book.records(10_000)}
        for track, step in told.items():
            expected = set(STEPS[: STEPS.index(step) + 1])
            assert expected <= steps_of(book.row(ItemKey(5, track)), waiting), (track, step)
        rows = book.recent(10_000)
        outcomes = [row.decision for row in rows if row.decision is not None]
        assert len(outcomes) == sum(counts.outcomes.values())
        assert len({chosen.decision_id for chosen in outcomes}) == len(outcomes)
        assert all(chosen.disposition is list(Disposition)[chosen.key.track % 4] for chosen in outcomes)
        assert len(rows) == counts.triggers
        assert len(waiting) == book.record_backlog()[0]
        assert waiting <= {chosen.record_id for chosen in outcomes}
        book.close()
    assert len(told) > KILLS


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    with writer(tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("started")
    reopened(tmp_path).close()
