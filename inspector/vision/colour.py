"""Colours as people see them: CIELAB (D65), the CIEDE2000 difference, and light taken out by a known reference."""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.frame import RgbImage

Lab = tuple[float, float, float]  # L* 0 … 100, a* and b* about -110 … 110
Rgb = tuple[float, float, float]  # sRGB, 0 … 255
F32 = npt.NDArray[np.float32]

_FAR: Final = 25.0**7


def lab_of(pixels: RgbImage) -> F32:
    """(N, 3) float32 CIELAB of (N, 3) uint8 sRGB pixels."""
    if not pixels.size:
        return np.zeros((0, 3), np.float32)  # OpenCV takes no empty picture
    scaled = pixels.reshape(-1, 1, 3).astype(np.float32) / 255.0
    return np.asarray(cv2.cvtColor(scaled, cv2.COLOR_RGB2LAB), np.float32).reshape(-1, 3)


def lab_of_rgb(colour: tuple[int, int, int]) -> Lab:
    """CIELAB of one sRGB colour."""
    light, red_green, yellow_blue = lab_of(np.array([colour], np.uint8))[0].tolist()
    return light, red_green, yellow_blue


def relit(pixels: RgbImage, *, seen: Rgb, known: Rgb) -> RgbImage:
    """(N, 3) uint8 sRGB pixels as they would look in the light in which a reference that is `seen` looks `known`.

    Light multiplies each channel of linear sRGB (von Kries in the sensor's own channels); too bright is clipped.
    """
    levels = np.arange(256, dtype=np.float64) / 255.0
    table = np.empty((256, 3), np.uint8)
    for channel, gain in enumerate(gains(seen=seen, known=known)):
        lit = np.clip(_linear(levels) * gain, 0.0, 1.0)
        table[:, channel] = np.round(_encoded(lit) * 255.0)
    return np.stack([table[pixels[..., channel], channel] for channel in range(3)], axis=-1)


def gains(*, seen: Rgb, known: Rgb) -> Rgb:
    """How much brighter each linear channel of the known light is."""
    floor = 0.25  # of a grey level: black has no colour to compare
    was = _linear(np.maximum(np.asarray(seen, np.float64), floor) / 255.0)
    wanted = _linear(np.maximum(np.asarray(known, np.float64), floor) / 255.0)
    red, green, blue = (wanted / was).tolist()
    return red, green, blue


def lit(colour: Rgb, gain: Rgb) -> Rgb:
    """One sRGB colour after `gains`; too bright is clipped."""
    linear = np.clip(_linear(np.asarray(colour, np.float64) / 255.0) * np.asarray(gain), 0.0, 1.0)
    red, green, blue = (_encoded(linear) * 255.0).tolist()
    return float(red), float(green), float(blue)


def delta_e_2000(one: Lab, other: Lab, *, lightness: float = 1.0) -> float:
    """CIEDE2000 colour difference (Sharma, Wu and Dalal, Color Res. Appl. 30, 2005). About 1 is seen.

    `lightness` is the formula's kL: 2 halves what a difference in lightness counts, as is usual where shape shades.
    """
    mean_chroma7 = ((math.hypot(*one[1:]) + math.hypot(*other[1:])) / 2) ** 7
    stretch = 1.5 - 0.5 * math.sqrt(mean_chroma7 / (mean_chroma7 + _FAR))
    chroma1, hue1 = _polar(one[1] * stretch, one[2])
    chroma2, hue2 = _polar(other[1] * stretch, other[2])
    grey = chroma1 * chroma2 == 0.0
    turn = 0.0 if grey else (hue2 - hue1 + 180.0) % 360.0 - 180.0
    if turn == -180.0 and hue2 > hue1:
        turn = 180.0
    hue = hue1 + hue2 if grey else _mean_hue(hue1, hue2)
    light, chroma = (one[0] + other[0]) / 2, (chroma1 + chroma2) / 2
    weight_l = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    weight_c = 1 + 0.045 * chroma
    weight_h = 1 + 0.015 * chroma * _hue_factor(hue)
    d_light = (other[0] - one[0]) / (weight_l * lightness)
    d_chroma = (chroma2 - chroma1) / weight_c
    d_hue = 2 * math.sqrt(chroma1 * chroma2) * math.sin(math.radians(turn / 2)) / weight_h
    bend = math.exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * math.sqrt(chroma**7 / (chroma**7 + _FAR)) * math.sin(math.radians(60 * bend))
    # Far from blue the rotation is nearly 0; rounding must not make the sum negative.
    return math.sqrt(max(0.0, d_light**2 + d_chroma**2 + d_hue**2 + rotation * d_chroma * d_hue))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One of the colours that make up a surface; `share` 0 … 1 of its pixels."""

    lab: Lab
    share: float


def dominant(pixels: RgbImage, *, most: int = 8, radius: float = 10.0) -> tuple[Cluster, ...]:
    """The colours that (N, 3) uint8 sRGB pixels are made of, the largest share first; the same for the same pixels.

    Greedy modes: around the fullest cell of a CIELAB histogram all pixels within `radius` (Euclidean, roughly a CIE76
    difference) are one colour, and the search goes on among the rest, until a mode has less than 1 %.
    """
    lab = lab_of(pixels)
    left = np.ones(len(lab), np.bool_)
    found: list[Cluster] = []
    while len(found) < most and left.any():
        rest = lab[left]
        cells = np.round(rest / (radius / 2)).astype(np.int64) + 64
        codes = (cells[:, 0] * 256 + cells[:, 1]) * 256 + cells[:, 2]
        values, counts = np.unique(codes, return_counts=True)
        fullest = rest[codes == values[np.argmax(counts)]].mean(axis=0)
        near = np.linalg.norm(rest - fullest, axis=1) < radius
        share = float(near.sum()) / len(lab)
        if share < 0.01:
            break
        light, red_green, yellow_blue = rest[near].mean(axis=0).tolist()
        found.append(Cluster(lab=(light, red_green, yellow_blue), share=share))
        left[np.flatnonzero(left)[near]] = False
    return tuple(sorted(found, key=lambda one: -one.share))


def _polar(a: float, b: float) -> tuple[float, float]:
    return math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360.0


def _mean_hue(hue1: float, hue2: float) -> float:
    total = hue1 + hue2
    if abs(hue1 - hue2) <= 180.0:
        return total / 2
    return (total + 360.0) / 2 if total < 360.0 else (total - 360.0) / 2


def _hue_factor(hue: float) -> float:
    terms = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    return 1 + sum(weight * math.cos(math.radians(times * hue + shift)) for weight, times, shift in terms)


def _linear(encoded: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """IEC 61966-2-1, from 0 … 1 to 0 … 1."""
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def _encoded(linear: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
