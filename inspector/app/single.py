"""Judges pictures without a line: for `inspect` and `evaluate items`."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.app.judges import Judges
from inspector.domain.frame import Frame, Item, RgbImage
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.domain.policy import Evidence, ItemScores, item_scores
from inspector.domain.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """An item of one or several views, judged; `scores` are what a calibration learns from."""

    frames: tuple[Frame, ...]
    evidence: Evidence
    verdict: Verdict
    scores: ItemScores


def frame_of(image: RgbImage, *, camera: str, sequence: int = 0) -> Frame:
    """A frame that no camera took."""
    return Frame(camera=camera, sequence=sequence, image=image, captured_at_ns=0)


def judge(judges: Judges, views: Sequence[tuple[str, RgbImage]], identity: Identity) -> Judged:
    """Judge one item; `views` are (camera, image) pairs."""
    frames = tuple(frame_of(image, camera=camera, sequence=n) for n, (camera, image) in enumerate(views))
    trigger = Trigger(
        key=ItemKey(0, 1), encoder=0, until_encoder=0, deadline_ns=0, triggered_at_ns=0, identity=identity
    )
    faults = {frame.camera: judges.quality.look_once(frame) for frame in frames}
    item = Item(trigger=trigger, frames=frames, missing=())
    evidence, verdict = judges.inspection.examine(item, faults)
    scores = item_scores(evidence, judges.recipes.for_item(identity))
    return Judged(frames=frames, evidence=evidence, verdict=verdict, scores=scores)
