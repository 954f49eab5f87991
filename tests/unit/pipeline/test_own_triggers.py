"""Triggers that the station makes itself: own epoch, own tracks, own milliseconds."""

import numpy as np
import pytest

from inspector.domain.frame import Frame, freeze
from inspector.domain.item import MAX_TRACK, ItemKey, Trigger
from inspector.pipeline.own_triggers import OwnTriggerRule, OwnTriggers, next_epoch

MS = 1_000_000
RULE = OwnTriggerRule(camera="top", decide_ms=800, acknowledged=True)


def frame(camera: str, at_ms: int) -> Frame:
    image = freeze(np.zeros((2, 2, 3), np.uint8))
    return Frame(camera=camera, sequence=0, image=image, captured_at_ns=at_ms * MS, counter=4)


class Opened(list[Trigger]):
    """What was opened."""

    def __call__(self, trigger: Trigger) -> None:
        self.append(trigger)


def test_a_frame_of_the_trigger_camera_opens_a_trigger_and_gets_its_key() -> None:
    opened = Opened()
    own = OwnTriggers(RULE, epoch=9, now_ns=1000 * MS, open_trigger=opened)
    keys = [own.frame(frame("top", at_ms)).key for at_ms in (1500, 2500)]
    assert keys == [ItemKey(9, 1), ItemKey(9, 2)]
    first, second = opened
    assert (first.encoder, first.until_encoder) == (500, 1300)
    assert (first.triggered_at_ns, first.deadline_ns) == (1500 * MS, 2300 * MS)
    assert first.counter is None
    assert second.key == ItemKey(9, 2)


def test_frames_of_other_cameras_make_none() -> None:
    opened = Opened()
    own = OwnTriggers(RULE, epoch=9, now_ns=0, open_trigger=opened)
    assert own.frame(frame("side", 5)).key is None
    assert opened == []


def test_tracks_wrap_to_one() -> None:
    own = OwnTriggers(RULE, epoch=9, now_ns=0, open_trigger=Opened())
    own._track = MAX_TRACK - 1
    assert [own.frame(frame("top", 1)).key for _ in range(2)] == [ItemKey(9, MAX_TRACK), ItemKey(9, 1)]


@pytest.mark.parametrize(
    ("now_s", "last", "expected"),
    [
        (100, None, 100),
        (100, 99, 100),
        (100, 100, 101),
        (100, 3700, 3701),  # the clock was set back an hour
        (2**32 + 5, None, 5),
        (5, 2**32 - 1, 5),
        (2**32 - 1, 2**32 - 1, 0),
    ],
)
def test_an_epoch_is_never_used_twice(now_s: int, last: int | None, expected: int) -> None:
    assert next_epoch(now_s, last) == expected
