"""A 4K screen, as it is and where the system draws everything twice as large: no text is cut off, pictures are as fine.

Qt reads the scale once per process: a process of its own shows one screen of each page.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCENES = (
    *("running", "queue_reasons", "alarms", "holds", "shift", "came_back_kinds"),
    *("setup_effect", "teach_learnt", "diagnostics"),
)
ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = """
import os
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from tests.support.gui_fit import cut_off, settled
from tests.support.gui_pictures import DESK, LARGE, SCENES
from tests.support.gui_stage import Stage
from tests.support.gui_surroundings import pin_surroundings
pin_surroundings()
os.environ["QT_SCALE_FACTOR"] = {factor!r}
application = QApplication([])
application.setStyle("Fusion")
stage = Stage(application, theme="dark", language="es", size={size})
for scene in {scenes!r}:
    SCENES[scene](stage)
    image = settled(stage).window.grab().toImage()
    print(scene, image.width(), image.height(), stage.window.live.picture.devicePixelRatioF(), cut_off(stage))
stage.close()
"""


@pytest.mark.parametrize(("factor", "size"), [("1", "LARGE"), ("2", "DESK")])
def test_no_text_is_cut_off_on_a_4k_screen(factor: str, size: str) -> None:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "gui")))
    environment = os.environ | {"PYTHONPATH": paths}
    command = [sys.executable, "-c", SCRIPT.format(factor=factor, size=size, scenes=SCENES)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(SCENES)
    assert [line for line in lines if not line.endswith(f" 3840 2160 {factor}.0 []")] == []
