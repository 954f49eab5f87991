"""Whether a line that is too fast makes the operator's window grow, or a person wait.

    python tests/bench/bench_window.py [--minutes 10] [--results-hz 60] [--inputs-hz 10] [--pictures-hz 30] [--json]
    python tests/bench/bench_window.py --compare --minutes 1

Runs the real program (links, models, window; offscreen) against a real broker and an HTTP service of pictures in
another process: 60 results a second, each with pictures of its own, and 10 inputs a second (keys, clicks, pages).
Prints the resident memory each minute, paints of the large picture per second, and how long inputs waited: from the
moment at which one was made in the other process until the window had done what it asks for. Beside it how late the
other process was woken at the worst, which no window can better.

`--compare` does it twice, with every picture decoded that is wished for and with as many as the window takes by itself,
and prints both beside each other with their ratio: what the limit is worth, whatever the machine.

Exit status 1 over a bar: memory grew by more than 10 MB after the third minute (in a shorter run: from the start), 31
paints in a second, an input that waited more than 50 ms.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from socket import socketpair

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from inspector_gui.app import Options, Program, let_inputs_first, use_few_heaps
from inspector_gui.link.pictures import MOST_HZ
from inspector_gui.viewmodels.pages import Page
from inspector_gui.widgets.picture_view import PictureCanvas
from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support import gui_line
from tests.support.gui_fast_line import STAMP, FastLine, Given, Pace
from tests.support.gui_surroundings import pin_surroundings
from tests.support.mosquitto import Mosquitto

SIZE = (1280, 720)
WARM_UP_MINUTES = 3  # until Qt's and Python's heaps are as large as what the strip, the trends and the pages need
EVERY_HZ = 1e6
MAX_GROWTH_MB, MAX_PAINTS, MAX_WAIT_MS = 10.0, 30, 50.0
KEYS = (Qt.Key.Key_O, Qt.Key.Key_C, Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Space)


def resident_mb() -> float:
    """Of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Paints(QObject):
    """Counts the paints of what it is installed on, by second."""

    def __init__(self) -> None:
        super().__init__()
        self.by_second: dict[int, int] = {}

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See Qt."""
        if event.type() == QEvent.Type.Paint:
            second = int(time.monotonic())
            self.by_second[second] = self.by_second.get(second, 0) + 1
        return False


@dataclass(slots=True)
class Measured:
    """What came of it. Waits in ms, memory in MB by minute; of how many cores this process had the whole time."""

    waits: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    cores: float = 0.0


class Hands:
    """Does what each stamp in the pipe stands for: mostly keys of the live page, now and then another page."""

    def __init__(self, program: Program, measured: Measured) -> None:
        self._window, self._waits = program.window, measured.waits
        self._ours, self.theirs = socketpair()
        self._ours.setblocking(False)  # noqa: FBT003 - the socket module's
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._read)
        self._count = 0

    def _read(self) -> None:
        (made_ns,) = STAMP.unpack(self._ours.recv(STAMP.size))
        self._act()
        self._waits.append((time.monotonic_ns() - made_ns) / 1e6)

    def _act(self) -> None:
        turn, self._count = self._count, self._count + 1
        rail = self._window.rail.buttons
        if turn % 40 == 36:
            QTest.mouseClick(rail[list(Page)[1 + turn // 40 % (len(Page) - 1)]], Qt.MouseButton.LeftButton)
        elif turn % 40 == 39:
            QTest.mouseClick(rail[Page.LIVE], Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(self._window, KEYS[turn % len(KEYS)])

    def close(self) -> None:
        """No more."""
        self._notifier.setEnabled(False)
        self._ours.close()


def measured(
    minutes: float, pace: Pace, folder: Path, pictures_hz: float = MOST_HZ
) -> tuple[Measured, Paints, Given, Program]:
    """The run."""
    use_few_heaps()  # as in `main`
    pin_surroundings()
    application = QApplication([])
    application.setStyle("Fusion")
    broker = Mosquitto(folder).start()
    program = Program(
        application, Options(address=gui_line.ADDRESS, host=broker.host, port=broker.port, exports=folder)
    )
    program.pictures.most_hz = pictures_hz
    program.window.resize(*SIZE)
    result, paints = Measured(), Paints()
    hands = Hands(program, result)
    line = FastLine(broker.port, pace, hands.theirs)
    line.ready()
    program.start()
    let_inputs_first()  # as in `main`
    canvas = program.window.live.findChild(PictureCanvas)
    assert canvas is not None
    canvas.installEventFilter(paints)
    clock, end = QTimer(), QTimer()
    clock.timeout.connect(lambda: note(result))
    clock.start(round(1000 * min(60.0, 60.0 * minutes)))
    end.setSingleShot(True)
    end.timeout.connect(lambda: application.exit(0))
    end.start(round(60_000 * minutes) + 500)
    line.go()
    note(result)
    spent, began = time.process_time(), time.monotonic()
    application.exec()
    result.cores = (time.process_time() - spent) / (time.monotonic() - began)
    clock.stop()
    given = line.stop()
    program.stop()
    hands.close()
    program.window.close()
    broker.stop()
    return result, paints, given, program


def note(result: Measured) -> None:
    """Memory of now, said at once."""
    result.memory.append(resident_mb())
    print(f"minute {len(result.memory) - 1}: {result.memory[-1]:.1f} MB", file=sys.stderr, flush=True)


def figures(result: Measured, paints: Paints, given: Given, program: Program) -> dict[str, float]:
    """What is printed. The first and the last second of paints are no whole ones."""
    whole = [paints.by_second[second] for second in sorted(paints.by_second)[1:-1]]
    warm = result.memory[WARM_UP_MINUTES:] if len(result.memory) > WARM_UP_MINUTES + 1 else result.memory
    return {
        "results_given": given.results,
        "results_counted": program.model.counters.view.inspected,
        "pictures_fetched": given.pictures,
        "memory_start_mb": round(result.memory[0], 1),
        "memory_after_warm_up_mb": round(warm[0], 1),
        "memory_end_mb": round(warm[-1], 1),
        "memory_growth_mb": round(warm[-1] - warm[0], 1),
        "paints_a_second_mean": round(float(np.mean(whole)), 1),
        "paints_a_second_max": max(whole),
        "cores_used": round(result.cores, 2),
        "inputs": len(result.waits),
        "input_wait_p50_ms": round(float(np.percentile(result.waits, 50)), 1),
        "input_wait_p99_ms": round(float(np.percentile(result.waits, 99)), 1),
        "input_wait_max_ms": round(max(result.waits), 1),
        "inputs_over_50_ms": sum(wait > MAX_WAIT_MS for wait in result.waits),
        "machine_woke_late_max_ms": round(given.latest_wake_ms, 1),
    }


def over(told: dict[str, float]) -> list[str]:
    """The bars that were not held, in words."""
    bars = (
        ("memory_growth_mb", MAX_GROWTH_MB),
        ("paints_a_second_max", MAX_PAINTS),
        ("input_wait_max_ms", MAX_WAIT_MS),
    )
    return [f"{name} is {told[name]}, at most {most}" for name, most in bars if told[name] > most]


def compared(given: argparse.Namespace) -> int:
    """Both ways, each in a process of its own; 1 where the window as it is was over a bar."""
    told = []
    for hertz in (EVERY_HZ, given.pictures_hz):
        flags = {"minutes": given.minutes, "results-hz": given.results_hz, "inputs-hz": given.inputs_hz}
        command = [f"--{name}={value}" for name, value in {**flags, "pictures-hz": hertz}.items()]
        done = subprocess.run(
            [sys.executable, __file__, "--json", *command], stdout=subprocess.PIPE, text=True, check=False
        )
        told.append(json.loads(done.stdout))
    every, limited = told
    print(f"{'':28} {'every picture':>14} {f'{given.pictures_hz:g} a second':>14} {'ratio':>8}")
    for name in (*every,):
        if name != "over":
            ratio = f"{every[name] / limited[name]:8.2f}" if limited[name] else f"{'-':>8}"
            print(f"{name:28} {every[name]:14} {limited[name]:14} {ratio}")
    print("\n".join(f"OVER: {fault}" for fault in limited["over"]) or "within all bars")
    return int(bool(limited["over"]))


def main() -> int:
    """Exit status 1: over a bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--results-hz", type=float, default=60.0)
    parser.add_argument("--inputs-hz", type=float, default=10.0)
    parser.add_argument("--pictures-hz", type=float, default=MOST_HZ)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.compare:
        return compared(given)
    with tempfile.TemporaryDirectory() as folder:
        pace = Pace(results_hz=given.results_hz, inputs_hz=given.inputs_hz)
        told = figures(*measured(given.minutes, pace, Path(folder), given.pictures_hz))
    faults = over(told)
    if given.json:
        print(json.dumps(told | {"over": faults}, indent=2))
    else:
        print("\n".join(f"{name:28} {value}" for name, value in told.items()))
        print("\n".join(f"OVER: {fault}" for fault in faults) or "within all bars")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
