"""A 4K screen whose system draws everything twice as large: no text is cut off, and pictures are as fine as the screen.

Qt reads the scale once per process: a process of its own shows one screen of each page.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = """
import os
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from tests.support.gui_fit import cut_off, settled
from tests.support.gui_pictures import DESK, SCENES
from tests.support.gui_stage import Stage
from tests.support.gui_surroundings import pin_surroundings
pin_surroundings()
os.environ["QT_SCALE_FACTOR"] = "2"
application = QApplication([])
application.setStyle("Fusion")
stage = Stage(application, theme="dark", language="es", size=DESK)
for scene in ("running", "queue_reasons", "alarms", "holds", "shift", "diagnostics"):
    SCENES[scene](stage)
    image = settled(stage).window.grab().toImage()
    print(scene, image.width(), image.height(), stage.window.live.picture.devicePixelRatioF(), cut_off(stage))
stage.close()
"""


def test_no_text_is_cut_off_on_a_4k_screen_at_twice_the_scale() -> None:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "gui")))
    environment = os.environ | {"PYTHONPATH": paths}
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 6
    assert [line for line in lines if not line.endswith(" 3840 2160 2.0 []")] == []
