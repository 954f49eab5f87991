"""What all scorers that remember good pictures have in common: teaching, leave-one-out, scoring, the shelf.

A kind says how a picture is looked at, what is kept of several, and how far a new one is from that.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Annotated, Generic, TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import Field

from inspector.adapters.scorers._fading import Fading, Golden
from inspector.adapters.scorers._kinds import second_kind
from inspector.adapters.scorers._memory import Memory, odd_ones, p_value
from inspector.adapters.scorers._memory_files import Entry
from inspector.adapters.scorers._method import F32, Method
from inspector.adapters.scorers._pictures import check_lesson
from inspector.adapters.scorers._resembling import centre_of, resembling
from inspector.adapters.scorers._shelf import Ready, Shelf
from inspector.domain.anomaly import AnomalyScore, Look
from inspector.domain.detection import Xyxy
from inspector.domain.errors import InferenceError
from inspector.domain.fading import Heard
from inspector.domain.frame import Frame, RgbImage
from inspector.domain.golden import digest_of
from inspector.domain.item import Identity
from inspector.ports.fading import Faded
from inspector.ports.scorer import TeachReport
from inspector.vision.anomaly_map import heat_map, pooled
from inspector.vision.crop import crop

T = TypeVar("T")

AT_ONCE = 2  # folds: a lesson may be given beside a running line
FOLDS = 20  # more images than this are left out in groups, so that teaching stays a matter of seconds

MostImages = Annotated[
    int, Field(ge=1, le=2000, title="Images", description="At most so many images are learnt at once.")
]
FarthestShare = Annotated[
    float,
    Field(gt=0, le=1, title="Share", description="Farthest share of an item's patches that makes its score."),
]


class TaughtScorer(Generic[T]):
    """Thread-safe; scoring goes on while another thread teaches, by the former memory until the new one is durable."""

    def __init__(
        self,
        method: Method[T],
        folder: Path,
        *,
        share: float,
        keep: int,
        most_images: int,
        fading: Fading | None = None,
    ) -> None:
        """`share`: of an item's patches, the farthest, makes its score; `keep`: memories in the RAM at once.

        `fading` is for methods whose distances are Euclidean in the space of the vectors.
        """
        self._method = method
        self._fading = fading
        self._share = share
        self._most = most_images
        self._shelf: Shelf[T] = Shelf(
            folder, model=method.model, keep=keep, prepare=lambda memory: method.ready(memory.patches)
        )
        self._teaching = threading.Lock()
        # What was seen of a lesson that was not kept: it is mostly given again, without a few of its pictures.
        self._refused: dict[str, F32] = {}

    @property
    def model(self) -> str:
        """See Scorer."""
        return self._method.model

    def features(self, image: RgbImage) -> F32:
        """(patches, channels) float32 of a picture."""
        return self._method.look(image)

    @property
    def method(self) -> Method[T]:
        """How it looks, learns and compares."""
        return self._method

    def score_of(self, distances: F32) -> float:
        """One number of (down, across) distances."""
        return pooled(distances, share=self._share)

    def score(self, frame: Frame, region: Xyxy, identity: Identity) -> AnomalyScore:
        """Score the pixels of `region`; one score of the farthest patches, one heat map of all."""
        memory = self._shelf.find(identity, frame.camera)
        try:
            pixels = crop(frame.image, region)
        except ValueError as error:
            raise InferenceError(f"camera {frame.camera!r}: {error}") from error
        grid = self._method.look(pixels)
        drift = None if self._fading is None else self._fading.drift(_golden(memory, frame.camera))
        moved = 0.0 if drift is None else float(np.linalg.norm(drift))
        distances = self._method.distances(grid if drift is None else grid - drift, memory.content)
        raw = self.score_of(distances)
        look = None
        if self._fading is not None:  # by the triangle inequality no patch is farther from what was taught
            look = Look(mean=grid.mean(0, dtype=np.float32), farthest=float(distances.max()) + moved)
        return AnomalyScore(
            camera=frame.camera,
            model=self.model,
            reference=memory.reference,
            raw=raw,
            p_value=p_value(raw, memory.calibration),
            n=len(memory.calibration),
            region=region,
            heat=heat_map(distances),
            drift=moved,
            memory=memory.sha256,
            look=look,
        )

    def teach(
        self,
        reference: str,
        camera: str,
        images: Sequence[RgbImage],
        accept: Callable[[TeachReport], bool] | None = None,
    ) -> TeachReport:
        """Learn from crops of good items; one teaching at a time. Raises `InferenceError` or `StoreError`."""
        started = time.perf_counter()
        check_lesson(reference, camera, images, most=self._most)
        with self._teaching:
            digests = [digest_of([image]) for image in images]
            known, self._refused = self._refused, {}
            grids = [
                known[digest] if digest in known else self._method.look(image)
                for digest, image in zip(digests, images, strict=True)
            ]
            kept = self._method.learn(grids, 1.0)
            calibration, everywhere = self._left_out(grids)
            others, apart = second_kind(grids, self._method.side)
            report = TeachReport(
                reference=reference,
                images=len(images),
                patches=len(kept),
                odd_ones=odd_ones(calibration, everywhere if self._method.tells_strangers else ()),
                leave_one_out=calibration,
                seconds=time.perf_counter() - started,
                second_kind=others,
                apart=apart,
                resembles=resembling(self._shelf, self._method, self._share, (reference, camera), grids),
            )
            memory = Memory(
                reference=reference,
                camera=camera,
                model=self.model,
                images=len(images),
                patches=kept,
                calibration=calibration,
                centre=centre_of(grids),
            )
            settled = self._shelf.settle(report, memory, accept)
            if not settled.kept:
                self._refused = dict(zip(digests, grids, strict=True))
            return settled

    def references(self) -> tuple[tuple[str, str], ...]:
        """All usable (reference, camera) pairs."""
        return self._shelf.pairs()

    def problems(self) -> tuple[str, ...]:
        """Memories that were taught and can not be used: made by another network, or damaged."""
        return self._shelf.problems()

    @property
    def follows(self) -> bool:
        """See FadingMemory."""
        return self._fading is not None

    def follow(self, score: AnomalyScore, *, confirmed: bool, seen_utc: datetime) -> Heard:
        """See FadingMemory."""
        if self._fading is None:
            return Heard.OFF
        pair = score.reference, score.camera
        memory = next((one for one in self._shelf.entries() if (one.reference, one.camera) == pair), None)
        if memory is None:
            return Heard.UNTAUGHT
        return self._fading.keep(score, _golden(memory, score.camera), confirmed=confirmed, seen_utc=seen_utc)

    def refresh(self, now_utc: datetime) -> None:
        """See FadingMemory."""
        if self._fading is not None:
            self._fading.refresh(now_utc)

    def faded(self, now_utc: datetime) -> tuple[Faded, ...]:
        """See FadingMemory."""
        if self._fading is None:
            return ()
        known = {(one.reference, one.camera): _golden(one, one.camera) for one in self._shelf.entries()}
        return self._fading.faded(known, now_utc)

    def forget(self, reference: str | None, camera: str | None) -> tuple[tuple[str, str], ...]:
        """See FadingMemory."""
        return () if self._fading is None else self._fading.forget(reference, camera)

    def _left_out(self, grids: Sequence[F32]) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Each image's score against a memory made without it, as if it were new, and its mean distance all over.

        () and () for a single image. Each memory is made afresh: leaving patches out of the finished one would score
        references too far, and keeping all other patches too near, and the p-values would be wrong by as much. It
        keeps the same share of its images' patches, so that it covers them as densely as the finished one does.
        """
        count = len(grids)
        if count < 2:
            return (), ()
        scores, means = np.zeros(count), np.zeros(count)

        def leave_out(group: npt.NDArray[np.int64]) -> None:
            left_out = set(group.tolist())
            others = [grid for number, grid in enumerate(grids) if number not in left_out]
            ready = self._method.ready(self._method.learn(others, len(others) / count))
            for number in group:
                distances = self._method.distances(grids[number], ready)
                scores[number] = self.score_of(distances)
                means[number] = distances.mean()

        # Folds know nothing of each other; most of the work leaves Python's lock.
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="lesson") as folds:
            list(folds.map(leave_out, np.array_split(np.arange(count), min(count, FOLDS))))
        return tuple(float(score) for score in scores), tuple(float(mean) for mean in means)


def _golden(memory: Ready[T] | Entry, camera: str) -> Golden:
    return Golden(
        reference=memory.reference,
        camera=camera,
        sha256=memory.sha256,
        centre=memory.centre,
        calibration=memory.calibration,
    )
