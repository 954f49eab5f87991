"""Frames find their items by key or counter, whatever the order they come in."""

import numpy as np

from inspector.domain.frame import Frame, freeze
from inspector.domain.item import ItemKey, Trigger
from inspector.pipeline.assembly import Assembly, AssemblyRule

MS = 1_000_000


def trigger(track: int, *, counter: int | None = None, at_ms: int = 0) -> Trigger:
    return Trigger(
        key=ItemKey(1, track),
        encoder=0,
        until_encoder=1000,
        deadline_ns=(at_ms + 1000) * MS,
        triggered_at_ns=at_ms * MS,
        counter=counter,
    )


def frame(camera: str, sequence: int, *, counter: int | None = None, key: ItemKey | None = None) -> Frame:
    image = freeze(np.zeros((2, 2, 3), np.uint8))
    return Frame(camera=camera, sequence=sequence, image=image, captured_at_ns=0, counter=counter, key=key)


def assembly(*cameras: str) -> Assembly:
    return Assembly(AssemblyRule(cameras=cameras, frame_wait_ms=300, early_frames=2))


def test_views_of_two_cameras_make_one_item() -> None:
    line = assembly("top", "side")
    line.expect(trigger(1, counter=10))
    assert line.offer(frame("side", 0, counter=10))
    assert line.take_ready(0) == []
    assert line.offer(frame("top", 0, counter=10))
    (item,) = line.take_ready(0)
    assert [f.camera for f in item.frames] == ["top", "side"]
    assert item.missing == ()
    assert len(line) == 0


def test_a_frame_before_its_trigger_waits_for_it() -> None:
    line = assembly("top")
    assert not line.offer(frame("top", 0, counter=10))
    line.expect(trigger(1, counter=10))
    (item,) = line.take_ready(0)
    assert item.frames[0].counter == 10
    assert line.untracked == {"top": 0}


def test_a_frame_that_nobody_asks_for_is_counted() -> None:
    line = assembly("top")
    for counter in range(4):
        line.offer(frame("top", counter, counter=counter))
    assert line.untracked == {"top": 2}


def test_time_up_gives_the_item_with_what_is_missing() -> None:
    line = assembly("top", "side")
    line.expect(trigger(1, counter=1))
    line.offer(frame("top", 0, counter=1))
    assert line.next_timeout_ns() == 300 * MS
    assert line.take_ready(300 * MS - 1) == []
    (item,) = line.take_ready(300 * MS)
    assert item.missing == ("side",)


def test_the_wait_never_outlasts_the_deadline() -> None:
    line = Assembly(AssemblyRule(cameras=("top",), frame_wait_ms=5000))
    line.expect(trigger(1))
    assert line.next_timeout_ns() == 1000 * MS


def test_a_software_triggered_frame_is_matched_by_key_only() -> None:
    line = assembly("top")
    line.expect(trigger(1, counter=7))
    line.expect(trigger(2, counter=8))
    line.offer(frame("top", 0, key=ItemKey(1, 2)))
    (item,) = line.take_ready(0)
    assert item.trigger.key == ItemKey(1, 2)


def test_a_frame_of_another_epoch_is_nobodys() -> None:
    line = assembly("top")
    line.expect(trigger(1))
    assert not line.offer(frame("top", 0, key=ItemKey(2, 1)))
    assert line.untracked == {"top": 1}


def test_a_second_frame_for_the_same_item_changes_nothing() -> None:
    line = assembly("top", "side")
    line.expect(trigger(1, counter=1))
    line.offer(frame("top", 0, counter=1))
    line.offer(frame("top", 1, key=ItemKey(1, 1)))
    (item,) = line.take_ready(300 * MS)
    assert [f.sequence for f in item.frames] == [0]


def test_a_camera_that_restarts_its_counter_is_resynchronised_by_a_single_waiting_item() -> None:
    line = assembly("top")
    line.expect(trigger(1, counter=100))
    line.offer(frame("top", 0, counter=100))
    assert len(line.take_ready(0)) == 1
    line.expect(trigger(2, counter=101))
    line.offer(frame("top", 1, counter=0))  # the camera rebooted
    (item,) = line.take_ready(0)
    assert item.trigger.key.track == 2
    assert line.slips == {"top": 1}
    line.expect(trigger(3, counter=102))
    line.offer(frame("top", 2, counter=1))
    assert [i.trigger.key.track for i in line.take_ready(0)] == [3]


def test_with_two_waiting_items_a_restarted_counter_matches_neither() -> None:
    line = assembly("top")
    line.offer(frame("top", 0, counter=50))
    line.expect(trigger(1, counter=100))
    line.expect(trigger(2, counter=101))
    assert not line.offer(frame("top", 1, counter=0))
    assert [item.missing for item in line.take_ready(300 * MS)] == [("top",), ("top",)]


def test_items_come_out_in_the_order_of_their_triggers() -> None:
    line = assembly("top")
    line.expect(trigger(1, counter=1))
    line.expect(trigger(2, counter=2))
    line.offer(frame("top", 0, counter=1))
    line.offer(frame("top", 1, counter=2))
    assert [item.trigger.key.track for item in line.take_ready(0)] == [1, 2]
