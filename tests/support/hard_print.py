"""Print as coders, bad light and goods leave it: dots instead of strokes, glare, a label seen aslant or bent."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from inspector.domain.frame import RgbImage

# Columns of 7 dots from the left, the lowest bit on top.
_DOTS: Final = {
    "0": "3E5149453E", "1": "00427F4000", "2": "4261514946", "3": "2141454B31", "4": "1814127F10", "5": "2745454539",
    "6": "3C4A494930", "7": "0171090503", "8": "3649494936", "9": "064949291E", "A": "7E1111117E", "B": "7F49494936",
    "C": "3E41414122", "D": "7F4141221C", "E": "7F49494941", "F": "7F09090901", "H": "7F0808087F", "K": "7F08142241",
    "L": "7F40404040", "M": "7F020C027F", "N": "7F0408107F", "O": "3E4141413E", "P": "7F09090906", "R": "7F09192946",
    "S": "4649494931", "T": "01017F0101", "U": "3F4040403F", "V": "1F2040201F", "X": "6314081463", "-": "0808080808",
    ".": "0060600000", ":": "0036360000", " ": "0000000000",
}  # fmt: skip
GROUND, INK = 228, 30


def dotted(rows: Sequence[str], *, pitch_px: float, dot: float = 0.8, seed: int = 0) -> RgbImage:
    """Rows of 5 x 7 dots, `pitch_px` apart, each `dot` times that wide and a little out of place, on 480 x 300."""
    image = np.full((300, 480, 3), GROUND, np.uint8)
    chance = np.random.default_rng(seed)
    for number, row in enumerate(rows):
        for place, sign in enumerate(row):
            columns = bytes.fromhex(_DOTS[sign])
            for x, y in ((x, y) for x in range(5) for y in range(7) if columns[x] >> y & 1):
                centre = np.array((30 + (6 * place + x) * pitch_px, 60 + (12 * number + y) * pitch_px))
                centre += chance.normal(0, 0.08 * pitch_px, 2)
                at = round(float(centre[0]) * 16), round(float(centre[1]) * 16)
                radius = round(dot / 2 * pitch_px * 16)
                cv2.circle(image, at, radius, (INK, INK, INK), cv2.FILLED, cv2.LINE_AA, shift=4)
    noise = chance.normal(0, 4, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def under_glare(image: RgbImage, strength: float, *, seed: int = 0) -> RgbImage:
    """A strip of light across the print; `strength` 1 leaves no contrast at all in its middle."""
    height, width = image.shape[:2]
    chance = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    across = (x - width * chance.uniform(0.35, 0.65)) * 0.6 + (y - height / 2) * 0.8
    light = np.exp(-((across / (0.14 * width)) ** 2))[..., None] * strength
    return np.asarray(np.clip(image * (1 - light) + 255 * light, 0, 255), np.uint8)


def aslant(image: RgbImage, degrees: float) -> RgbImage:
    """As a camera sees it whose axis is so far from the label's, sideways and a third of it from below."""
    height, width = image.shape[:2]
    turn, nod = np.radians(degrees), np.radians(degrees / 3)
    corners = np.array([(-width, -height), (width, -height), (width, height), (-width, height)], np.float64) / 2
    x, y = corners[:, 0] * np.cos(turn), corners[:, 1] * np.cos(nod)
    away = 1.6 * width + corners[:, 0] * np.sin(turn) + corners[:, 1] * np.sin(nod)
    seen = np.stack((x, y), axis=1) * (1.6 * width / away)[:, None] + (width / 2, height / 2)
    matrix = cv2.getPerspectiveTransform(
        np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32), seen.astype(np.float32)
    )
    ground = (GROUND, GROUND, GROUND)
    return np.asarray(cv2.warpPerspective(image, matrix, (width, height), borderValue=ground), np.uint8)


def on_cylinder(image: RgbImage, share: float) -> RgbImage:
    """Wrapped around an upright cylinder, the label covering this share of its half circumference."""
    width, half = image.shape[1], np.pi / 2 * share
    radius = width / (2 * half)
    across = np.arange(int(2 * radius * np.sin(half)))
    angle = np.arcsin(np.clip((across - len(across) / 2) / radius, -1, 1))
    x = np.tile((angle * radius + width / 2).astype(np.float32), (image.shape[0], 1))
    y = np.tile(np.arange(image.shape[0], dtype=np.float32)[:, None], (1, len(across)))
    return np.asarray(cv2.remap(image, x, y, cv2.INTER_CUBIC), np.uint8)


def along_arc(image: RgbImage, degrees: float) -> RgbImage:
    """Rows of print bent into arcs: the label's width spans so many degrees of a circle."""
    height, width = image.shape[:2]
    radius = width / np.radians(degrees)
    sag = int(radius * (1 - np.cos(np.radians(degrees) / 2))) + 1
    y, x = np.mgrid[0 : height + sag, 0:width].astype(np.float32)
    dx, dy = x - width / 2, radius + height / 2 - y  # the circle's middle lies below the label
    angle = np.arctan2(dx, dy)
    away = np.hypot(dx, dy)
    source_x, source_y = angle * radius + width / 2, radius + height / 2 - away
    bent = cv2.remap(image, source_x.astype(np.float32), source_y.astype(np.float32), cv2.INTER_CUBIC,
                     borderMode=cv2.BORDER_CONSTANT, borderValue=(228, 228, 228))  # fmt: skip
    return np.asarray(bent, np.uint8)
