"""Frames find their items by key or by place on the belt, whatever the order they come in; counts must agree."""

import numpy as np

from inspector.domain.frame import Frame, freeze
from inspector.domain.item import ItemKey, Trigger
from inspector.pipeline.assembly import Assembly, AssemblyRule

MS = 1_000_000
PITCH = 1000


def trigger(track: int, *, counter: int | None = None, encoder: int | None = None, at_ms: int = 0) -> Trigger:
    """Item number `track` lies `PITCH` counts behind the one before, if nothing else is said."""
    return Trigger(
        key=ItemKey(1, track),
        encoder=track * PITCH if encoder is None else encoder,
        until_encoder=1000,
        deadline_ns=(at_ms + 1000) * MS,
        triggered_at_ns=at_ms * MS,
        counter=counter,
    )


def frame(camera: str, sequence: int, *, counter: int | None = None, key: ItemKey | None = None) -> Frame:
    image = freeze(np.zeros((2, 2, 3), np.uint8))
    return Frame(camera=camera, sequence=sequence, image=image, captured_at_ns=0, counter=counter, key=key)


def assembly(*cameras: str, **offsets: int) -> Assembly:
    return Assembly(
        AssemblyRule(
            cameras=cameras, frame_wait_ms=300, early_frames=2, window_counts=PITCH // 4, offset_counts=offsets
        )
    )


def settled() -> Assembly:
    """A line on which item 1 was matched: both counts are the same from here on."""
    line = assembly("top")
    line.expect(trigger(1, counter=1))
    line.offer(frame("top", 0, counter=1), PITCH)
    assert [item.doubted for item in line.take_ready(0)] == [()]
    return line


def test_views_of_two_cameras_make_one_item() -> None:
    line = assembly("top", "side")
    line.expect(trigger(1, counter=10))
    assert line.offer(frame("side", 0, counter=10), PITCH + 20)
    assert line.take_ready(0) == []
    assert line.offer(frame("top", 0, counter=10), PITCH - 5)
    (item,) = line.take_ready(0)
    assert [f.camera for f in item.frames] == ["top", "side"]
    assert (item.missing, item.doubted) == ((), ())
    assert len(line) == 0


def test_a_frame_before_its_trigger_waits_for_it() -> None:
    line = assembly("top")
    assert not line.offer(frame("top", 0, counter=1), PITCH)
    line.expect(trigger(1, counter=1))
    (item,) = line.take_ready(0)
    assert item.frames[0].counter == 1
    assert line.untracked == {"top": 0}


def test_a_frame_that_nobody_asks_for_is_counted() -> None:
    line = assembly("top")
    for counter in range(4):
        line.offer(frame("top", counter, counter=counter), counter * PITCH)
    assert line.untracked == {"top": 2}


def test_a_frame_without_key_counter_or_place_belongs_to_nobody() -> None:
    line = assembly("top")
    line.expect(trigger(1, counter=1))
    assert not line.offer(frame("top", 0), PITCH)
    assert not line.offer(frame("top", 1, counter=1), None)
    assert not line.offer(frame("attic", 0, counter=1), PITCH)
    assert line.untracked == {"top": 2}


def test_time_up_gives_the_item_with_what_is_missing() -> None:
    line = assembly("top", "side")
    line.expect(trigger(1, counter=1))
    line.offer(frame("top", 0, counter=1), PITCH)
    assert line.next_timeout_ns() == 300 * MS
    assert line.take_ready(300 * MS - 1) == []
    (item,) = line.take_ready(300 * MS)
    assert item.missing == ("side",)


def test_the_wait_never_outlasts_the_deadline() -> None:
    line = Assembly(AssemblyRule(cameras=("top",), frame_wait_ms=5000, window_counts=1))
    line.expect(trigger(1))
    assert line.next_timeout_ns() == 1000 * MS


def test_a_software_triggered_frame_is_matched_by_key_only() -> None:
    line = assembly("top")
    line.expect(trigger(1, counter=7))
    line.expect(trigger(2, counter=8))
    line.offer(frame("top", 0, key=ItemKey(1, 2)), None)
    (item,) = line.take_ready(0)
    assert item.trigger.key == ItemKey(1, 2)


def test_a_frame_of_another_epoch_is_nobodys() -> None:
    line = assembly("top")
    line.expect(trigger(1))
    assert not line.offer(frame("top", 0, key=ItemKey(2, 1)), None)
    assert line.untracked == {"top": 1}


def test_items_come_out_in_the_order_of_their_triggers() -> None:
    line = assembly("top")
    line.expect(trigger(1, counter=1))
    line.expect(trigger(2, counter=2))
    line.offer(frame("top", 0, counter=1), PITCH)
    line.offer(frame("top", 1, counter=2), 2 * PITCH)
    assert [item.trigger.key.track for item in line.take_ready(0)] == [1, 2]


def test_the_encoder_may_roll_over_between_item_and_frame() -> None:
    line = assembly("top")
    line.expect(trigger(1, counter=0, encoder=2**32 - 10))
    assert line.offer(frame("top", 0, counter=0), 15)


def test_the_window_grows_with_the_highest_speed_and_a_slower_belt_keeps_it() -> None:
    line = assembly("top")  # 250 counts at 1000 per second
    line.belt_runs(1600.0)
    line.belt_runs(0.0)
    line.expect(trigger(1, counter=1))
    assert not line.offer(frame("top", 0, counter=0), PITCH + 401)
    assert line.offer(frame("top", 1, counter=1), PITCH + 400)
    line.new_epoch()
    line.expect(trigger(9, counter=2))
    assert not line.offer(frame("top", 2, counter=2), 9 * PITCH + 251)


def test_the_window_of_a_slow_belt_is_smaller() -> None:
    line = assembly("top")
    line.belt_runs(500.0)
    line.expect(trigger(1, counter=0))
    assert not line.offer(frame("top", 0, counter=0), PITCH + 126)


def test_a_camera_farther_down_the_belt_takes_the_item_later() -> None:
    line = assembly("top", top=2500)
    line.expect(trigger(1, counter=1))
    line.expect(trigger(2, counter=2))
    line.expect(trigger(3, counter=3))
    assert line.offer(frame("top", 0, counter=1), PITCH + 2500)
    assert [item.trigger.key.track for item in line.take_ready(0)] == [1]


def test_without_a_count_from_the_controller_the_order_of_its_triggers_serves() -> None:
    line = assembly("top")
    for track in (1, 2, 3):
        line.expect(trigger(track))
        assert line.offer(frame("top", track, counter=track - 1), track * PITCH)
    assert line.slips == {"top": 0}


def test_a_pulse_that_the_camera_missed_costs_two_items_and_then_all_is_right() -> None:
    line = settled()
    line.expect(trigger(2, counter=2))  # no frame, and the camera did not count it
    line.expect(trigger(3, counter=3, at_ms=100))
    assert not line.offer(frame("top", 1, counter=2), 3 * PITCH)  # counts as item 2, and is not given to it
    assert line.doubts == {"top": "at item 1/3 its count is -1 off"}
    second, third = line.take_ready(300 * MS)
    assert (second.missing, third.doubted) == (("top",), ("top",))
    line.expect(trigger(4, counter=4))
    assert line.offer(frame("top", 2, counter=3), 4 * PITCH)
    (fourth,) = line.take_ready(0)
    assert [f.counter for f in fourth.frames] == [3]
    assert (line.doubts, line.slips, line.doubted) == ({}, {"top": 1}, {"top": 1})


def test_a_frame_too_many_is_noticed_at_the_next_item() -> None:
    line = settled()
    assert not line.offer(frame("top", 1, counter=2), PITCH + PITCH // 2)  # from nowhere
    line.expect(trigger(2, counter=2))
    assert not line.offer(frame("top", 2, counter=3), 2 * PITCH)
    (second,) = line.take_ready(0)
    assert second.doubted == ("top",)
    line.expect(trigger(3, counter=3))
    assert line.offer(frame("top", 3, counter=4), 3 * PITCH)


def test_an_item_that_the_controller_did_not_announce_is_noticed_at_the_next_one() -> None:
    line = settled()
    line.offer(frame("top", 1, counter=2), 2 * PITCH)  # untracked
    line.expect(trigger(3, counter=2))  # its count did not go on either
    assert not line.offer(frame("top", 2, counter=3), 3 * PITCH)
    assert line.slips == {"top": 1}


def test_an_item_that_is_not_there_is_noticed_at_the_next_one() -> None:
    line = settled()
    line.expect(trigger(2, counter=2, encoder=PITCH + PITCH // 2 + PITCH // 8))
    line.expect(trigger(3, counter=3, encoder=2 * PITCH + PITCH // 2))
    assert not line.offer(frame("top", 1, counter=2), 2 * PITCH + PITCH // 2)
    assert line.slips == {"top": 1}


def test_two_triggers_too_close_to_be_told_apart_get_no_picture() -> None:
    line = settled()
    line.expect(trigger(2, counter=2, encoder=2 * PITCH))
    line.expect(trigger(3, counter=3, encoder=2 * PITCH + PITCH // 5))
    assert not line.offer(frame("top", 1, counter=2), 2 * PITCH + PITCH // 10)
    assert [item.doubted for item in line.take_ready(0)] == [("top",), ("top",)]
    assert "closer" in line.doubts["top"]


def test_a_picture_already_given_is_taken_back_when_a_close_neighbour_is_announced() -> None:
    line = assembly("top", "side")
    line.expect(trigger(1, counter=0))
    assert line.offer(frame("top", 0, counter=0), PITCH)
    line.offer(frame("side", 0, key=ItemKey(1, 1)), None)
    assert len(line.take_ready(0)) == 1  # judged: nobody knew of a neighbour
    line.expect(trigger(2, counter=1))
    assert line.offer(frame("top", 1, counter=1), 2 * PITCH)
    line.expect(trigger(3, counter=2, encoder=2 * PITCH + PITCH // 3))
    second, third = line.take_ready(300 * MS)
    assert (second.doubted, second.missing) == (("top",), ("side",))
    assert third.missing == ("top", "side")


def test_a_second_frame_of_an_item_puts_it_in_doubt() -> None:
    line = assembly("top", "side")
    for camera in ("top", "side"):
        line.offer(frame(camera, 0, counter=1), PITCH)
    line.expect(trigger(1, counter=1))
    line.take_ready(0)
    line.expect(trigger(2, counter=2))
    assert line.offer(frame("top", 1, counter=2), 2 * PITCH)
    assert not line.offer(frame("top", 2, counter=3), 2 * PITCH + 5)
    (item,) = line.take_ready(300 * MS)
    assert (item.frames, item.doubted, item.missing) == ((), ("top",), ("side",))


def test_a_camera_that_restarts_its_counter_is_matched_again_by_two_items() -> None:
    line = assembly("top")
    line.expect(trigger(1, counter=1))
    line.offer(frame("top", 0, counter=1), PITCH)
    line.offer(frame("top", 1, counter=0), 2 * PITCH)
    assert line.slips == {"top": 1}
    for track, doubted in ((2, ("top",)), (3, ())):
        line.expect(trigger(track, counter=track))
        line.offer(frame("top", track, counter=track - 2), track * PITCH)
        assert [i.doubted for i in line.take_ready(300 * MS) if i.trigger.key.track == track] == [doubted]


def test_a_station_that_starts_beside_a_running_line_joins_without_an_alarm() -> None:
    line = assembly("top")
    for track, doubted in ((51, ("top",)), (52, ())):
        line.expect(trigger(track, counter=track))
        line.offer(frame("top", track, counter=track - 51), track * PITCH)
        assert [item.doubted for item in line.take_ready(0)] == [doubted]
    assert (line.slips, line.doubts) == ({"top": 0}, {})


def test_a_new_epoch_forgets_places_but_not_the_counts() -> None:
    line = settled()
    line.offer(frame("top", 1, counter=2), 7 * PITCH)
    line.new_epoch()
    assert line.untracked == {"top": 1}
    line.expect(trigger(7, counter=3))  # at the place of the forgotten frame
    assert line.offer(frame("top", 2, counter=3), 7 * PITCH)


def test_an_item_answered_at_once_keeps_its_frame_from_the_others() -> None:
    line = settled()
    line.announce(trigger(2, counter=2))
    assert not line.offer(frame("top", 1, counter=2), 2 * PITCH)
    line.expect(trigger(3, counter=3))
    assert line.take_ready(0) == []
    assert line.offer(frame("top", 2, counter=3), 3 * PITCH)
    assert line.slips == {"top": 0}
