"""One verdict per picture file, with the pictures that show why."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspector.app.judges import Judges
from inspector.app.picture_files import PictureFile, read_image, read_video, write_image
from inspector.app.single import Judged, judge
from inspector.domain.detection import Detection
from inspector.domain.errors import FrameCorrupt
from inspector.domain.item import Identity
from inspector.domain.policy import ItemScores
from inspector.domain.reason import ReasonCode
from inspector.domain.verdict import Disposition, no_decision
from inspector.vision.overlay import draw_overlay

_GRAVITY = (Disposition.PASS, Disposition.NO_DECISION, Disposition.REVIEW, Disposition.DIVERT)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVerdict:
    """What became of one file; `picture` is where its overlay was written, `scores` is None if it was not judged."""

    path: Path
    disposition: Disposition
    score: float
    reasons: tuple[str, ...]
    boxes: tuple[Detection, ...]
    anomaly: dict[str, object] | None
    picture: str | None
    scores: ItemScores | None = None

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "path": str(self.path),
            "disposition": self.disposition.value,
            "score": self.score,
            "reasons": list(self.reasons),
            "boxes": [
                {"label": b.label, "score": b.score, "probability": b.probability, "xyxy": list(b.xyxy)}
                for b in self.boxes
            ],
            "anomaly": self.anomaly,
            "picture": self.picture,
            "detector": None if self.scores is None else self.scores.detector,
            "p_value": None if self.scores is None else self.scores.p_value,
        }


def picture_stems(files: Sequence[PictureFile], folder: Path) -> Mapping[Path, Path]:
    """Where to save each file's picture, without verdict and suffix: named by folder and file.

    Files that would share a name have a digest of their path in it, the same whenever the same path is given.
    """
    names = {file.path: f"{file.path.parent.name}_{file.path.stem}" for file in files}
    shared = Counter(names.values())
    return {
        path: folder / (name if shared[name] == 1 else f"{name}_{hashlib.sha256(bytes(path)).hexdigest()[:8]}")
        for path, name in names.items()
    }


def inspect_file(
    judges: Judges, file: PictureFile, *, identity: Identity, camera: str, every_s: float, save: Path | None
) -> FileVerdict:
    """Judge one image, or a video by its gravest frame.

    With `save` the picture with boxes and heat map is written to `{save}_{verdict}.jpg`.
    A file that can not be read is NO_DECISION, with the reason. So is a video that was cut off after frames that
    pass: what is missing may show the damage. What its whole frames showed beyond that stands.
    """
    gravest: Judged | None = None
    try:
        for image in read_video(file.path, every_s) if file.is_video else iter([read_image(file.path)]):
            judged = judge(judges, [(camera, image)], identity)
            if gravest is None or _rank(judged) > _rank(gravest):
                gravest = judged
    except FrameCorrupt as error:
        return _corrupt(file.path, error, gravest, save)
    assert gravest is not None  # noqa: S101 - both readers give at least one image or raise
    return _verdict_of(gravest, file.path, save)


def _corrupt(path: Path, error: FrameCorrupt, gravest: Judged | None, save: Path | None) -> FileVerdict:
    verdict = no_decision(ReasonCode.IMAGE_CORRUPT, recipe="", detail=str(error))
    why = f"{verdict.why.name}: {error}"
    if gravest is not None and gravest.verdict.disposition is not Disposition.PASS:
        found = _verdict_of(gravest, path, save)
        return replace(found, reasons=(*found.reasons, why))
    return FileVerdict(
        path=path,
        disposition=verdict.disposition,
        score=0.0,
        reasons=(why,),
        boxes=(),
        anomaly=None,
        picture=None,
    )


def _rank(judged: Judged) -> tuple[int, float]:
    return _GRAVITY.index(judged.verdict.disposition), judged.verdict.score


def _verdict_of(judged: Judged, path: Path, save: Path | None) -> FileVerdict:
    evidence = judged.evidence
    anomaly = evidence.anomalies[0] if evidence.anomalies else None
    picture = None
    if save is not None:
        target = save.with_name(f"{save.name}_{judged.verdict.disposition.value}.jpg")
        detections = evidence.detections[0] if evidence.detections else None
        write_image(target, draw_overlay(judged.frames[0].image, detections, anomaly))
        picture = str(target)
    return FileVerdict(
        path=path,
        disposition=judged.verdict.disposition,
        score=judged.verdict.score,
        reasons=tuple(f"{r.code.name} {r.score:.2f} {r.detail}".strip() for r in judged.verdict.reasons),
        boxes=tuple(box for view in evidence.detections for box in view.found),
        anomaly=None
        if anomaly is None
        else {
            "reference": anomaly.reference,
            "raw": anomaly.raw,
            "p_value": anomaly.p_value,
            "n": anomaly.n,
            "region": list(anomaly.region),
        },
        picture=picture,
        scores=judged.scores,
    )
