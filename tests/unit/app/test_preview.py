"""The live picture's hand-over (LATEST): the newest frame of each camera, and no more than that."""

import gc
import threading
import weakref
from dataclasses import replace

from inspector.app.preview import Preview
from tests.support.line_values import frame


def test_the_newest_frame_of_each_camera_stands_and_older_ones_are_let_go() -> None:
    preview = Preview()
    assert preview.latest_frame("top") is None
    older = frame("top", level=10)
    kept = weakref.ref(older.image)
    newest, side = frame("top", level=90), frame("side")
    for one in (older, side, newest):
        preview.frame(one)
    del older, one
    gc.collect()
    assert kept() is None, "nothing piles up behind one who does not look"
    assert preview.latest_frame("top") is newest
    assert preview.latest_frame("top") is newest, "looking takes nothing away"
    assert preview.latest_frame("side") is side
    assert preview.latest_frame("none") is None


def test_who_looks_while_frames_come_never_goes_back_to_an_older_one() -> None:
    preview, first = Preview(), frame("top")
    frames = [replace(first, sequence=number) for number in range(2000)]
    preview.frame(frames[0])

    def write() -> None:
        for one in frames:
            preview.frame(one)

    writer = threading.Thread(target=write)
    seen: list[int] = []
    writer.start()
    while writer.is_alive() or not seen:
        found = preview.latest_frame("top")
        assert found is not None
        seen.append(found.sequence)
    writer.join()
    newest = preview.latest_frame("top")
    assert seen == sorted(seen)
    assert newest is frames[-1]
