"""An item's views below each other, with all that was found on them drawn in: for reports."""

from collections.abc import Sequence
from pathlib import Path

from inspector.app.judges import Judges
from inspector.app.picture_files import read_image
from inspector.app.single import judge
from inspector.domain.frame import RgbImage
from inspector.domain.item import Identity
from inspector.training.evaluate.report.gallery import together
from inspector.vision.overlay import draw_overlay


def item_picture(judges: Judges, views: Sequence[tuple[str, Path]], identity: Identity) -> RgbImage:
    """(H, W, 3) uint8 RGB. `views` are (camera, file). Judges once more. Raises `FrameCorrupt` for a file."""
    judged = judge(judges, [(camera, read_image(path)) for camera, path in views], identity)
    pictures = []
    for frame in judged.frames:
        boxes = next((one for one in judged.evidence.detections if one.camera == frame.camera), None)
        heat = next((one for one in judged.evidence.anomalies if one.camera == frame.camera), None)
        pictures.append(draw_overlay(frame.image, boxes, heat))
    return together(pictures)
