"""Of a damaged file we say one line; the libraries that met it say nothing beside it."""

import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np

READ = """
import sys
from pathlib import Path
from inspector.adapters.cameras._picture_file import read_picture
from inspector.adapters.cameras._video_file import USUAL_FPS, rate_of
from inspector.domain.errors import FrameCorrupt
for name in sys.argv[1:3]:
    try:
        read_picture(Path(name))
    except FrameCorrupt as error:
        print(error)
print(rate_of(Path(sys.argv[3])) == USUAL_FPS)
"""


def test_opencv_and_ffmpeg_do_not_write_beside_us(tmp_path: Path) -> None:
    picture = np.random.default_rng(1).integers(0, 255, (300, 400, 3), np.uint8)
    cut = [tmp_path / "cut.tiff", tmp_path / "cut.webp", tmp_path / "cut.mp4"]
    for path in cut[:2]:
        content = cv2.imencode(path.suffix, picture)[1].tobytes()
        path.write_bytes(content[: len(content) // 2])
    writer = cv2.VideoWriter(str(cut[2]), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"mp4v"), 25, (400, 300))
    for _ in range(5):
        writer.write(picture)
    writer.release()
    cut[2].write_bytes(cut[2].read_bytes()[:-500])
    own = {name: value for name, value in os.environ.items() if not name.startswith("OPENCV_")}
    done = subprocess.run(
        [sys.executable, "-c", READ, *map(str, cut)], env=own, capture_output=True, text=True, check=True, timeout=100
    )
    assert done.stdout.count("is not a picture that can be decoded") == 2
    assert done.stdout.splitlines()[-1] == "True"
    assert done.stderr == ""
