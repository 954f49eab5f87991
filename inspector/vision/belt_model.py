"""Tells items from the belt under them, while the belt moves.

A pixel belongs to the belt when it looks like what is usually seen there (surroundings stand still), or like the belt
usually looks on its line along the motion (texture travels). Light may drift, and shadows are darker but not of
another colour. Nothing has to be taught, and an item that stands still is not learnt as belt: the model only learns
while something moves.
"""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

SPREADS: Final = 3.0  # times the usual spread is not usual any more
SPREAD_MAX: Final = 10.0  # grey levels; more would hide items instead of texture
SHADE_WEIGHT: Final = 0.4  # of a difference that only makes darker
COLOUR_WEIGHT: Final = 1.5  # of a difference that remains at equal brightness
LIGHT_RANGE: Final = (0.6, 1.6)
FASTEST: Final = 0.02  # share that one frame adds to what is usual
OCCUPIED: Final = 0.02  # how much slower it goes under an item
GHOST: Final = 40.0  # grey levels between a place's memory and the belt that shows there: an item started there
STEP: Final = 24.0  # grey levels one frame may pull


class BeltModel:
    """Works on small views (rows, columns, 3) float32 with the motion along the columns. One thread."""

    def __init__(self, first: F32, *, contrast: float) -> None:
        self._contrast = contrast
        self._seen = 0
        self._place = first.copy()  # (rows, columns, 3) usual colour of each place
        self._line = np.median(first, axis=1).astype(np.float32)  # (rows, 3) usual colour of each line along the motion
        self._place_spread = np.full(first.shape[:2], 4.0, np.float32)
        apart = largest(np.abs(first - self._line[:, None]))
        self._line_spread = np.clip(np.median(apart, axis=1) * 1.5, 2, SPREAD_MAX).astype(np.float32)
        self._last = (first, *self._distances(first))

    def foreground(self, view: F32) -> tuple[Mask, F32]:
        """What is not belt, (rows, columns), and the view in the model's light."""
        to_place, to_line = self._distances(view)
        belt = ~self._differs(to_place, to_line)
        if belt.mean() > 0.15:
            view = self._in_usual_light(view, belt, to_place <= to_line)
            to_place, to_line = self._distances(view)
        found = self._differs(to_place, to_line).astype(np.uint8)
        self._last = (view, to_place, to_line)
        return np.asarray(cv2.medianBlur(found, 3) > 0), view

    def learn(self, occupied: Mask) -> None:
        """Take in the view that was last looked at; `occupied` (columns,) are those with an item."""
        view, to_place, to_line = self._last
        self._seen += 1
        rate = max(FASTEST, 1 / (self._seen + 1))
        early = OCCUPIED if self._seen > 3 else 0.1
        rates = np.where(occupied, rate * early, rate).astype(np.float32)[None, :]
        self._place += rates[..., None] * np.clip(2 * (view - self._place), -STEP, STEP)
        ghost = (to_place > GHOST) & (to_line < self._contrast)
        self._place[ghost] += 0.3 * (view - self._place)[ghost]
        self._place_spread += rates * (np.clip(to_place, 1, SPREAD_MAX) - self._place_spread)
        free = ~occupied
        if free.mean() > 0.25:
            usual = np.median(view[:, free], axis=1)
            spread = np.minimum(to_line[:, free].mean(axis=1) * 1.2, SPREAD_MAX)
            self._line_spread += rate * (spread - self._line_spread)
        else:
            usual, rate = np.median(view, axis=1), rate * 0.1
        self._line += rate * np.clip(usual - self._line, -STEP, STEP)

    def _distances(self, view: F32) -> tuple[F32, F32]:
        return _distance(view, self._place), _distance(view, self._line[:, None])

    def _differs(self, to_place: F32, to_line: F32) -> Mask:
        place_limit = np.maximum(self._contrast, SPREADS * self._place_spread)
        line_limit = np.maximum(self._contrast, SPREADS * self._line_spread)[:, None]
        return np.asarray((to_place > place_limit) & (to_line > line_limit))

    def _in_usual_light(self, view: F32, belt: Mask, place_fits: Mask) -> F32:
        """Undo slow changes of brightness and colour over time and space, measured where there is belt."""
        usual = np.where(place_fits[..., None], self._place, self._line[:, None])
        weight = belt.astype(np.float32)
        kernel = (view.shape[1] // 2 + 1, view.shape[0] + 1)
        wanted = cv2.blur(usual * weight[..., None], kernel)
        given = cv2.blur(view * weight[..., None], kernel)
        floor = 0.02 * float(self._line.mean()) + 1
        overall = (usual[belt].sum(axis=0) + floor) / (view[belt].sum(axis=0) + floor)
        known = np.asarray(cv2.blur(weight, kernel))[..., None] > 0.1
        gain = np.where(known, (wanted + floor) / (given + floor), overall)
        return np.asarray(view * np.clip(gain, *LIGHT_RANGE), np.float32)


def largest(channels: F32) -> F32:
    """The largest of three channels; many times faster than a reduction over so short an axis."""
    return np.maximum(np.maximum(channels[..., 0], channels[..., 1]), channels[..., 2])


def total(channels: F32) -> F32:
    """The sum of three channels."""
    return channels[..., 0] + channels[..., 1] + channels[..., 2]


def _distance(view: F32, usual: F32) -> F32:
    """Grey levels between two views, (rows, columns); mere darkening counts less than another colour."""
    ratio = (total(view) + 3) / (total(usual) + 3)
    plain = largest(np.abs(view - usual))
    colour = COLOUR_WEIGHT * largest(np.abs(view - usual * ratio[..., None]))
    shaded = (ratio > 0.4) & (ratio < 1)
    return np.asarray(np.maximum(colour, np.where(shaded, SHADE_WEIGHT * plain, plain)), np.float32)
