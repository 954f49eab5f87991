"""The picture in the README: the operator's window while `inspector demo` runs, at the first damaged item it diverts.

python -m tests.support.demo_picture docs/pictures/demo.png
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from inspector_gui.app import Options, Program
from inspector_gui.viewmodels.items import STRIP_LENGTH
from inspector_gui.viewmodels.picture import Caption
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QApplication

from inspector.app.config_file import read_station
from inspector.app.demo.plan import DemoPlan
from inspector.domain.detection import ITEM_CLASS
from inspector.domain.verdict import Disposition
from inspector.scene.line import item_at
from inspector.wire.topics import Address

LINE = DemoPlan(items=None, data_dir=Path(), broker_port=1, http_port=1).line_spec()
PATIENCE_S = 300.0
LOOK_EVERY_MS = 20
SIZE = (1024, 600)


@contextmanager
def running_demo(folder: Path) -> Iterator[Options]:
    """The demonstration, and how its window is to be started. Its belt is slow: a picture shall stay for a second."""
    command = [sys.executable, "-m", "inspector", "demo", "--headless", "--no-teach", "--belt-mm-s", "500"]
    demo = subprocess.Popen(
        [*command, "--data-dir", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        said = cast("IO[str]", demo.stdout)
        next((line for line in said if line.startswith("pictures:")), None)  # its station file is written by then
        threading.Thread(target=said.read, daemon=True).start()  # so that it can go on speaking
        config = read_station(folder / "station.toml")
        place = config.station
        address = Address(site=place.site, line=place.line, station=place.name)
        yield Options(address=address, host="127.0.0.1", port=int(str(config.bus.options["port"])), operator="Ana")
    finally:
        demo.terminate()
        demo.wait()


def worth_a_picture(program: Program) -> bool:
    """The strip is full, and the newest item is damaged, is diverted, and its own picture says why."""
    item, view = program.model.items.selected, program.model.picture.view
    if item is None or len(program.model.items.items) < STRIP_LENGTH:
        return False
    shown = view.caption is Caption.STORED and any(box.label != ITEM_CLASS for box in view.boxes)
    return shown and item.disposition is Disposition.DIVERT and item_at(LINE, item.track - 1).damaged


def grabbed(application: QApplication, options: Options) -> QImage:
    """What is on screen at the first item that is worth it. Raises `TimeoutError`."""
    program = Program(application, options)
    program.window.resize(*SIZE)
    until, images = time.monotonic() + PATIENCE_S, list[QImage]()

    def look() -> None:
        if worth_a_picture(program):
            application.processEvents()
            images.append(program.window.grab().toImage())
        if images or time.monotonic() > until:
            application.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(LOOK_EVERY_MS)
    program.start()
    try:
        application.exec()
    finally:
        timer.stop()
        program.window.close()
        program.stop()
    if not images:
        raise TimeoutError("no damaged item was diverted")
    return images[0]


def main() -> int:
    """Write the picture and name it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(prog="python -m tests.support.demo_picture", description=__doc__)
    parser.add_argument("file", type=Path)
    file: Path = parser.parse_args().file
    application = QApplication([])
    application.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as options:
        image = grabbed(application, options)
    writer = QImageWriter(str(file))
    writer.setCompression(100)  # the smallest file; a PNG loses nothing
    if not writer.write(image):
        raise OSError(f"{file}: {writer.errorString()}")
    print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
