"""A virtual photo-eye: one event per item, when the item's middle passes a line of the picture.

It looks at the whole zone, not at the line alone, so that the event comes when the item is centred and items of any
length count once. A tracked item that no camera picture shows ending (longer than the zone) counts when its rear end
has passed the line.
"""

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.frame import RgbImage
from inspector.vision.belt_model import F32, BeltModel, Mask, largest, total

COLUMNS: Final = 128  # along the motion
ROWS: Final = 32
MOVED_LEVELS: Final = 10.0  # grey levels that a pixel changes when something moves over it
MOVED_SHARE: Final = 0.01  # of the pixels
LONGEST_STEP: Final = 0.3  # of the zone between two frames
RELEASE: Final = 0.5  # of `cover`, where a column that was covered counts as free again


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoEyeSettings:
    """All lengths are shares of the zone's length along the motion, unless said otherwise.

    `zone`: left, top, right, bottom as shares of the picture. `axis`: the picture's axis along which the belt moves.
    `line`: where an item's middle triggers. `contrast`: grey levels between item and belt. `cover`: share of the
    zone's breadth that an item covers at least. `gap`: parts closer than this are one item. `length`: the shortest
    item. `spacing`: middles of two items are farther apart than this.
    """

    zone: tuple[float, float, float, float] = (0.0, 0.1, 1.0, 0.9)
    axis: Literal["x", "y"] = "x"
    line: float = 0.5
    contrast: float = 16.0
    cover: float = 0.06
    gap: float = 0.03
    length: float = 0.02
    spacing: float = 0.15

    def __post_init__(self) -> None:
        """Refuse a zone without area."""
        left, top, right, bottom = self.zone
        if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
            raise ValueError(f"zone is left, top, right, bottom with 0 <= left < right <= 1, not {self.zone}")


@dataclass(slots=True)
class _Track:
    """One item under way: columns `start` to `end`; the line's side its middle is on, and was on (0: unknown)."""

    start: int = 0
    end: int = 0
    side: int = 0
    was: int = 0
    counted: bool = False

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


class PhotoEye:
    """Give it every picture of the camera, in order. One thread."""

    def __init__(self, settings: PhotoEyeSettings | None = None) -> None:
        self._settings = settings or PhotoEyeSettings()
        self._belt: BeltModel | None = None
        self._line = self._settings.line * COLUMNS
        self._before: F32 | None = None
        self._signal: F32 | None = None
        self._tracks: list[_Track] = []
        self.count = 0

    def update(self, image: RgbImage) -> bool:
        """Look at the next picture, (H, W, 3) uint8 RGB; True when an item is centred in it, `count` has gone up."""
        view = self._view(image)
        moving = self._before is None or _moved(self._before, view)
        self._before = view
        if self._belt is None:
            self._belt = BeltModel(view, contrast=self._settings.contrast)
        found, view = self._belt.foreground(view)
        runs = self._runs(found)
        shift = self._shift(view, found) if moving else 0
        if moving:
            self._belt.learn(_near(runs))
        self._tracks = self._followed(runs, shift)
        passed = self._passed()
        self.count += passed
        return passed > 0

    def _view(self, image: RgbImage) -> F32:
        height, width = image.shape[:2]
        left, top, right, bottom = self._settings.zone
        x0, y0 = int(left * width), int(top * height)
        part = image[y0 : max(y0 + 1, int(bottom * height)), x0 : max(x0 + 1, int(right * width))]
        if self._settings.axis == "y":
            part = np.ascontiguousarray(part.transpose(1, 0, 2))
        small = cv2.resize(part, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.GaussianBlur(small, (3, 3), 0), np.float32)

    def _runs(self, found: Mask) -> list[tuple[int, int]]:
        """Stretches of columns, end exclusive, that an item covers."""
        rule = self._settings
        covered = np.convolve(found.mean(axis=0), (0.25, 0.5, 0.25), "same")
        edges = np.flatnonzero(np.diff(covered > rule.cover * RELEASE, prepend=False, append=False))
        joined: list[list[int]] = []
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            if joined and start - joined[-1][1] < rule.gap * COLUMNS:
                joined[-1][1] = end
            else:
                joined.append([start, end])
        return [
            (start, end)
            for start, end in joined
            if end - start >= rule.length * COLUMNS and covered[start:end].max() > rule.cover
        ]

    def _shift(self, view: F32, found: Mask) -> int:
        """Columns that the items moved since the last frame, by correlating what covers the belt."""
        signal = np.asarray(total(view) * found, np.float32)
        last, self._signal = self._signal, signal
        if last is None:
            return 0
        length = 2 * COLUMNS
        spectrum = np.fft.rfft(signal, length) * np.conj(np.fft.rfft(last, length))
        match = np.fft.irfft(spectrum.sum(axis=0), length)
        reach = int(LONGEST_STEP * COLUMNS)
        match = np.concatenate([match[-reach:], match[: reach + 1]])
        return int(np.argmax(match)) - reach if match.max() > 0 else 0

    def _followed(self, runs: list[tuple[int, int]], shift: int) -> list[_Track]:
        """Hand each run the track that overlaps it most where it should be by now; the rest are new."""
        pairs = sorted(
            (
                (min(end, track.end + shift) - max(start, track.start + shift), index, number)
                for index, (start, end) in enumerate(runs)
                for number, track in enumerate(self._tracks)
            ),
            reverse=True,
        )
        owner: dict[int, int] = {}
        for overlap, index, number in pairs:
            if overlap > 0 and index not in owner and number not in owner.values():
                owner[index] = number
        tracks = []
        for index, (start, end) in enumerate(runs):
            track = self._tracks[owner[index]] if index in owner else _Track()
            track.start, track.end, track.was = start, end, track.side
            track.side = self._side(start, end, track.side)
            tracks.append(track)
        return tracks

    def _passed(self) -> int:
        """How many items passed the line in this frame. Middles closer than items can be are parts of one item."""
        passed = 0
        for track in self._tracks:
            if track.counted or not track.was or track.side == track.was:
                continue
            reach = self._settings.spacing * COLUMNS
            part = any(other.counted and abs(other.middle - track.middle) < reach for other in self._tracks)
            track.counted = True
            passed += not part
        return passed

    def _side(self, start: int, end: int, known: int) -> int:
        """Side of the line, by the middle if both ends are in view, else only once the line is free."""
        if start > 0 and end < COLUMNS:
            return 1 if (start + end) / 2 >= self._line else -1
        if start > self._line:
            return 1
        return -1 if end < self._line else known


def _moved(before: F32, now: F32) -> bool:
    return bool((largest(np.abs(now - before)) > MOVED_LEVELS).mean() > MOVED_SHARE)


def _near(runs: list[tuple[int, int]]) -> npt.NDArray[np.bool_]:
    """Columns (COLUMNS,) with an item, and a little beside it."""
    near = np.zeros(COLUMNS, np.bool_)
    for start, end in runs:
        near[max(0, start - 2) : end + 2] = True
    return near
