"""A picture that can not be decoded is told to one item: the oldest that was there and got none."""

from dataclasses import replace

from inspector.domain.frame import Item
from inspector.pipeline.torn_frames import TornFrames
from tests.support.line_values import trigger


def item(track: int, *, at_ns: int, missing: tuple[str, ...] = ("top",)) -> Item:
    return Item(trigger=replace(trigger(track), triggered_at_ns=at_ns), frames=(), missing=missing)


def test_each_is_told_once_and_only_to_an_item_that_was_there() -> None:
    torn = TornFrames()
    torn.note("top", "before it came", 5)
    torn.note("top", "is not a picture", 12)
    torn.note("side", "cut off", 13)
    assert torn.of(item(1, at_ns=10, missing=("top",))) == (("top", "is not a picture"),)
    assert torn.of(item(2, at_ns=11, missing=("top", "side", "end"))) == (("side", "cut off"),)
    assert torn.of(item(3, at_ns=12, missing=("top", "side"))) == ()
    assert torn.of(item(4, at_ns=4)) == (("top", "before it came"),), "an earlier item may be judged later"
