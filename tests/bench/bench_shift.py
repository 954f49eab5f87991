"""How long a shift's sums take in a long ledger, and what they cost the line meanwhile.

    python tests/bench/bench_shift.py [--rows 100000] [--older 400000]

Fills a ledger with ROWS items of one day and OLDER ones of before, asks for the day, and opens triggers one after the
other, alone and while sums are made without a pause. Beside it what Python would take to sum the same rows up.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector.adapters.clocks import manual
from inspector.adapters.stores import sqlite_ledger
from inspector.adapters.stores._ledger_file import LedgerFile
from inspector.adapters.stores._ledger_rows import row_of
from inspector.adapters.stores._ledger_rows import verdict_text as text_of
from inspector.domain.reason import Reason, ReasonCode
from inspector.domain.shift import Span, shift_of_rows
from inspector.domain.utc import iso_ms
from inspector.domain.verdict import Disposition, Verdict
from tests.support.line_values import trigger

DAY = datetime(2030, 1, 10, tzinfo=UTC)
SPAN = Span(since=DAY, until=DAY + timedelta(days=1))
PRODUCTS = 5000
CODES = (ReasonCode.DEFECT_DEFORMATION, ReasonCode.DEFECT_LABEL, ReasonCode.NOVEL, ReasonCode.EXPIRED)


def rows(count: int, start: datetime, step: timedelta, first: int) -> list[tuple[object, ...]]:
    chance = random.Random(7)
    made: list[tuple[object, ...]] = []
    for number in range(count):
        diverted = chance.random() < 0.03
        code = chance.choice(CODES) if diverted else ReasonCode.INTACT
        disposition = Disposition.DIVERT if diverted else Disposition.PASS
        reasons = (Reason(code=code, detail="x" * 40),)
        verdict = Verdict(disposition=disposition, score=0.5, reasons=reasons, recipe="default")
        sku = f"SKU-{int(chance.triangular(0, PRODUCTS, 0)):05d}"
        track = first + number
        identity = json.dumps({"sku": sku, "lpn": f"LPN{track}", "lot": None, "vendor": "V-1"})
        came = (1, track, "ACCEPTED", "boot", iso_ms(start + number * step), 0, 0, 0, 0, identity, 0)
        said = (
            disposition.value,
            f"d-{track}",
            f"record-{track}",
            1,
            int(code),
            0.5,
            text_of(verdict),
            5,
            1,
            "ACCEPTED",
        )
        made.append((*came, *said))
    return made


def fill(file: Path, newest: int, older: int) -> None:
    book = LedgerFile(file, reserve_bytes=0, max_pages=0)
    columns = (
        "epoch, track, delivery, boot_id, opened_utc, encoder, until_encoder, deadline_ns, triggered_at_ns, identity,"
        " simulated, disposition, did, record_id, lane, why, score, verdict, decided_at_ns, attempts, ack"
    )
    statement = f"INSERT INTO trigger ({columns}) VALUES ({','.join('?' * 21)})"  # noqa: S608 - constants
    before = rows(older, DAY - timedelta(days=5), timedelta(days=5) / max(older, 1), 1)
    book.write(lambda db: db.executemany(statement, before))
    day = rows(newest, DAY, timedelta(days=1) / newest, older + 1)
    book.write(lambda db: db.executemany(statement, day))
    book.close()


def opened_ms(ledger: sqlite_ledger.SqliteLedger, tracks: Sequence[int]) -> list[float]:
    took = []
    for track in tracks:
        started = time.perf_counter()
        ledger.open_trigger(trigger(track, epoch=2))
        took.append((time.perf_counter() - started) * 1000)
    return took


def said(name: str, took: Sequence[float]) -> str:
    ordered = sorted(took)
    return f"{name:46} median {statistics.median(ordered):8.2f} ms, most {ordered[-1]:8.2f} ms, {len(ordered)} times"


def main() -> None:
    """Parse, fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--older", type=int, default=400_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "ledger.sqlite", given.rows, given.older)
        ledger = sqlite_ledger.build(sqlite_ledger.Config(), data_dir=Path(folder), clock=manual.build(manual.Config()))
        print(f"{given.rows} items of the day, {given.older} before, {PRODUCTS} products")
        took = []
        for _ in range(5):
            started = time.perf_counter()
            found = ledger.shifts.sums(SPAN, acknowledged=True)
            took.append((time.perf_counter() - started) * 1000)
        assert found.total.items == given.rows
        print(said("the day's sums", took))
        with ledger._file.read() as db:  # what is compared with, in the same file
            started = time.perf_counter()
            asked = (SPAN.since_text, SPAN.until_text)
            plain = db.execute("SELECT * FROM trigger WHERE opened_utc >= ? AND opened_utc < ?", asked).fetchall()
            again = shift_of_rows(SPAN, map(row_of, plain), {}, acknowledged=True)
        print(said("the same, row by row in Python", [(time.perf_counter() - started) * 1000]))
        assert again == found
        print(said("a trigger opened, alone", opened_ms(ledger, range(1, 301))))
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                ledger.shifts.sums(SPAN, acknowledged=True)

        asking = threading.Thread(target=ask)
        asking.start()
        print(said("a trigger opened, sums without a pause beside", opened_ms(ledger, range(301, 601))))
        stop.set()
        asking.join()
        ledger.close()


if __name__ == "__main__":
    main()
