"""Whether a table of ten thousand rows scrolls smoothly: time of a page that joins it, and of a step of its bar.

    python tests/bench/bench_tables.py [--rows 10000] [--steps 400]

The alarms' journal in the real window (1024x600, offscreen): pages of 100 lines come as the station gives them, each
because somebody scrolled to the end; then the bar is moved by a wheel's step over and over, and by leaps over the whole
log, each painted before the next. Times are of the processor, since the machine may be busy otherwise. Exit status 1
when 99 of 100 steps do not fit into a picture of 30 a second (33 ms).
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from inspector_gui.widgets.journal_table import JournalTable
from PySide6.QtWidgets import QApplication

from tests.support import gui_journal
from tests.support.gui_pictures import PANEL, SCENES
from tests.support.gui_stage import Stage
from tests.support.gui_surroundings import pin_surroundings

MOST_MS = 33.0


def timed_ms(table: JournalTable, value: int) -> float:
    """One step of the bar, painted."""
    start = time.process_time()
    table.verticalScrollBar().setValue(value)
    table.viewport().repaint()
    QApplication.processEvents()
    return 1000 * (time.process_time() - start)


def main() -> int:
    """Exit status 1: not smooth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=400)
    given = parser.parse_args()
    pin_surroundings()
    application = QApplication([])
    application.setStyle("Fusion")
    stage = Stage(application, theme="light", language="en", size=PANEL)
    SCENES["alarms"](stage)
    stage.window.alarms_page.turn(journal=True)
    stage.model.take_answer(gui_journal.told(given.rows))
    table = next(one for one in stage.window.findChildren(JournalTable) if one.isVisible())
    bar, joins = table.verticalScrollBar(), list[float]()
    while not stage.model.journal.complete:
        stage.journal_asked.clear()
        timed_ms(table, bar.maximum())
        stage.model.journal.more()
        ask = stage.journal_asked[-1]
        start = time.process_time()
        stage.model.take_answer(gui_journal.told(given.rows, before=ask.before, limit=ask.limit))
        application.processEvents()
        joins.append(1000 * (time.process_time() - start))
    rows = table.rows.rowCount()
    wheel = [timed_ms(table, 60 * step) for step in range(given.steps)]
    leaps = [timed_ms(table, bar.maximum() * step // given.steps) for step in range(given.steps)]
    for name, taken in (("a page joins", joins), ("a wheel's step", wheel), ("a leap", leaps)):
        p50, p99 = np.percentile(taken, (50, 99))
        print(f"{rows} rows: {name:15} median {p50:5.1f} ms, 99 of 100 within {p99:5.1f} ms, most {max(taken):5.1f} ms")
    stage.close()
    return int(max(float(np.percentile(taken, 99)) for taken in (wheel, leaps)) > MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
