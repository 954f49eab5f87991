"""A video on the command line: its gravest frame counts, and a file that was cut off is never said to be fine."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from inspector.app.defaults import config_or_default
from inspector.app.inspect_files import FileVerdict, inspect_file
from inspector.app.judges import Judges, make_judges
from inspector.app.picture_files import PictureFile, find_pictures
from inspector.config.sections import AdapterSection
from inspector.domain.item import Identity
from inspector.domain.verdict import Disposition

FRAMES = 12
FPS = 10


@pytest.fixture
def judges(tmp_path: Path) -> Judges:
    config = config_or_default(None, tmp_path).model_copy(
        update={"detector": AdapterSection(kind="scripted"), "scorer": AdapterSection(kind="mean_colour")}
    )
    return make_judges(config)


def write_video(path: Path, *, damaged_at: int | None = None) -> Path:
    """A product on a dark belt in every frame; a red mark is what the scripted detector takes for damage."""
    writer = cv2.VideoWriter(str(path), cv2.CAP_OPENCV_MJPEG, cv2.VideoWriter.fourcc(*"MJPG"), FPS, (320, 240))
    assert writer.isOpened()
    rng = np.random.default_rng(3)
    for number in range(FRAMES):
        frame = rng.integers(8, 16, (240, 320, 3)).astype(np.uint8)
        frame[60:180, 70:230] = (70, 110, 150)
        if number == damaged_at:
            frame[90:130, 90:130] = (0, 0, 255)
        writer.write(frame)
    writer.release()
    return path


def cut_off(path: Path, *, kept: float) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    return path


def inspected(judges: Judges, path: Path) -> FileVerdict:
    (file,) = find_pictures([path])
    assert file == PictureFile(path=path, is_video=True)
    return inspect_file(judges, file, identity=Identity(), camera="cam", every_s=1 / FPS, save=None)


def test_the_gravest_frame_is_the_verdict(judges: Judges, tmp_path: Path) -> None:
    assert inspected(judges, write_video(tmp_path / "good.avi")).disposition is Disposition.PASS
    found = inspected(judges, write_video(tmp_path / "bad.avi", damaged_at=FRAMES - 1))
    assert found.disposition is Disposition.DIVERT
    assert [box.label for box in found.boxes if box.label != "item"]


def test_whole_frames_that_pass_do_not_make_a_cut_video_pass(judges: Judges, tmp_path: Path) -> None:
    found = inspected(judges, cut_off(write_video(tmp_path / "cut.avi"), kept=0.6))
    assert found.disposition is Disposition.NO_DECISION
    (why,) = found.reasons
    assert why.startswith("IMAGE_CORRUPT: ")
    assert f"of {FRAMES} is torn" in why


def test_damage_that_was_seen_stands_in_a_cut_video(judges: Judges, tmp_path: Path) -> None:
    found = inspected(judges, cut_off(write_video(tmp_path / "cut.avi", damaged_at=1), kept=0.6))
    assert found.disposition is Disposition.DIVERT
    assert "IMAGE_CORRUPT" in found.reasons[-1]
    assert "cut off" in found.reasons[-1]


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no video at all"])
def test_what_is_no_video_is_not_judged(judges: Judges, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "none.avi"
    path.write_bytes(content)
    found = inspected(judges, path)
    assert found.disposition is Disposition.NO_DECISION
    assert str(path) in found.reasons[0]
