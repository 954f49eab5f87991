"""A folder of pictures as a camera: order, item ids, two cameras of one line, broken files."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from inspector.adapters.cameras import folder
from inspector.adapters.clocks import manual
from inspector.domain.errors import CameraLost, FrameCorrupt
from inspector.domain.frame import Frame
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.ports.camera import Camera, EndOfStream
from tests.support.camera_frames import next_frame


def write(path: Path, level: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), np.full((8, 8, 3), level, np.uint8))


def camera_of(where: Path, **options: Any) -> Camera:
    config = folder.Config.model_validate({"folder": where, "fps": 0, "trigger": "hardware", **options})
    camera = folder.build(config, name="cam", clock=manual.build(manual.Config()))
    camera.open()
    return camera


def level(frame: Frame) -> int:
    return int(frame.image[0, 0, 0])


def trigger(serial: str | None = None, counter: int | None = None) -> Trigger:
    identity = Identity(serial=serial)
    key = ItemKey(1, 1)
    return Trigger(
        key=key, encoder=0, until_encoder=9, deadline_ns=1, triggered_at_ns=0, counter=counter, identity=identity
    )


def test_names_are_ordered_as_a_person_counts(tmp_path: Path) -> None:
    for number in (10, 9, 1, 100):
        write(tmp_path / f"img{number}.png", number)
    camera = camera_of(tmp_path)
    assert [level(next_frame(camera)) for _ in range(4)] == [1, 9, 10, 100]


def test_only_pictures_are_taken_without_a_pattern(tmp_path: Path) -> None:
    write(tmp_path / "b.png", 2)
    (tmp_path / "a.txt").write_text("label")
    (tmp_path / "c.png").mkdir()
    camera = camera_of(tmp_path)
    assert level(next_frame(camera)) == 2
    with pytest.raises(EndOfStream):
        camera.read(0.0)


def test_a_pattern_reaches_below(tmp_path: Path) -> None:
    write(tmp_path / "damaged" / "2.png", 2)
    write(tmp_path / "intact" / "1.png", 1)
    camera = camera_of(tmp_path, pattern="**/*.png")
    assert [level(next_frame(camera)), level(next_frame(camera))] == [2, 1]


def test_a_loop_starts_again_and_counts_on(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path / f"{number}.png", number)
    camera = camera_of(tmp_path, loop=True)
    frames = [next_frame(camera) for _ in range(5)]
    assert [level(frame) for frame in frames] == [1, 2, 1, 2, 1]
    assert [frame.counter for frame in frames] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xd8\xff\xe0\x00\x10JFIF"]
)
def test_a_file_that_is_no_picture_is_named_and_the_next_one_comes(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "1.png", 1)
    (tmp_path / "2.png").write_bytes(content)
    write(tmp_path / "3.png", 3)
    camera = camera_of(tmp_path)
    assert level(next_frame(camera)) == 1
    with pytest.raises(FrameCorrupt, match=r"2\.png: is not a picture"):
        camera.read(0.0)
    frame = next_frame(camera)
    assert (level(frame), frame.counter, frame.sequence) == (3, 2, 1)


def test_a_picture_cut_off_is_corrupt(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3)).astype(np.uint8)
    for name in ("1.png", "2.jpg"):
        assert cv2.imwrite(str(tmp_path / name), noise)
        data = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(data[: len(data) // 2])
    camera = camera_of(tmp_path)
    for name in (r"1\.png", r"2\.jpg"):
        with pytest.raises(FrameCorrupt, match=name):
            camera.read(0.0)


def test_a_file_that_went_away_is_corrupt(tmp_path: Path) -> None:
    write(tmp_path / "1.png", 1)
    camera = camera_of(tmp_path)
    (tmp_path / "1.png").unlink()
    with pytest.raises(FrameCorrupt, match="No such file"):
        camera.read(0.0)


@pytest.mark.parametrize(("name", "problem"), [("absent", "is not a folder"), ("empty", "no file matches")])
def test_nothing_to_show_is_a_loss(tmp_path: Path, name: str, problem: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CameraLost, match=problem):
        camera_of(tmp_path / name)


def test_colours_are_rgb(tmp_path: Path) -> None:
    bgr = np.zeros((8, 8, 3), np.uint8)
    bgr[:] = (10, 20, 30)
    assert cv2.imwrite(str(tmp_path / "1.png"), bgr)
    assert next_frame(camera_of(tmp_path)).image[0, 0].tolist() == [30, 20, 10]


def test_grey_pictures_become_rgb(tmp_path: Path) -> None:
    assert cv2.imwrite(str(tmp_path / "1.png"), np.full((8, 8), 77, np.uint8))
    image = next_frame(camera_of(tmp_path)).image
    assert image.shape == (8, 8, 3)
    assert image[0, 0].tolist() == [77, 77, 77]


NAMES = r"(?P<item>\d+)_"


def two_cameras(tmp_path: Path, **options: Any) -> tuple[Camera, Camera]:
    """Items 7, 30 and 200; the top view of 30 is missing."""
    for serial in (7, 30, 200):
        write(tmp_path / "side" / f"{serial}_side.png", serial)
        if serial != 30:
            write(tmp_path / "top" / f"{serial}_top.png", serial + 1)
    sides, tops = tmp_path / "side", tmp_path / "top"
    return (
        camera_of(sides, name_pattern=NAMES, siblings=[tops], **options),
        camera_of(tops, name_pattern=NAMES, siblings=[sides], **options),
    )


def test_two_cameras_line_up_by_item_though_a_picture_is_missing(tmp_path: Path) -> None:
    side, top = two_cameras(tmp_path, trigger="software")
    seen = []
    for counter in range(3):
        for camera in (side, top):
            camera.trigger(trigger(counter=counter))
        frames = [camera.read(0.5) for camera in (side, top)]
        seen.append([None if frame is None else level(frame) for frame in frames])
    assert seen == [[7, 8], [30, None], [200, 201]]


def test_hardware_counts_skip_a_missing_picture(tmp_path: Path) -> None:
    _, top = two_cameras(tmp_path)
    frames = [top.read(0.5) for _ in range(3)]
    assert [None if frame is None else frame.counter for frame in frames] == [0, None, 2]


def test_an_item_is_found_by_the_serial_that_the_plc_tells(tmp_path: Path) -> None:
    side, _ = two_cameras(tmp_path, trigger="software", by="serial")
    for serial in ("200", "7", "200"):
        side.trigger(trigger(serial=serial, counter=0))
    assert [level(next_frame(side)) for _ in range(3)] == [200, 7, 200]
    side.trigger(trigger(serial="31"))
    assert side.read(0.0) is None


def test_an_item_without_a_serial_goes_by_its_count(tmp_path: Path) -> None:
    side, _ = two_cameras(tmp_path, trigger="software", by="serial")
    side.trigger(trigger(counter=1))
    assert level(next_frame(side)) == 30


def test_two_pictures_of_one_item_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "7_a.png", 1)
    write(tmp_path / "7_b.png", 2)
    with pytest.raises(CameraLost, match=r"7_a\.png and 7_b\.png are both of item 7"):
        camera_of(tmp_path, name_pattern=NAMES)


def test_a_name_without_an_item_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "cover.png", 1)
    with pytest.raises(CameraLost, match=r"cover\.png does not match name_pattern"):
        camera_of(tmp_path, name_pattern=NAMES)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"name_pattern": r"(\d+)"}, "no group"),
        ({"name_pattern": r"(?P<item>["}, "not a regular expression"),
        ({"by": "serial"}, "need a name_pattern"),
        ({"siblings": ["."]}, "need a name_pattern"),
        ({"fps": -1}, "greater than or equal to 0"),
    ],
)
def test_options_that_can_not_work_are_refused(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        folder.Config.model_validate({"folder": ".", **options})
