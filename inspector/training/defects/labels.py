"""Label damage: torn off, peeling, covered, smeared, blank."""

import cv2
import numpy as np
from numpy.random import Generator

from inspector.training.defects.surface import (
    F32,
    Applied,
    Real,
    Severity,
    Surface,
    applied,
    blob,
    local_colour,
    mixed,
    noise,
    place,
    shifted,
)

# What is stuck over print: paper, kraft paper, brown and grey tape.
COVERS = np.array([[238, 238, 235], [226, 222, 210], [186, 150, 108], [168, 128, 84], [150, 152, 156]], np.float64)
PLACES = 6
LEAST_PRINT = 2.0  # mean size of the second differences, in grey levels


def label_torn(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """What is left when a label or the print's top layer is ripped off: pale fibres with a ragged edge."""
    radius = surface.scale * float(rng.uniform(0.14, 0.3) if severity == "major" else rng.uniform(0.06, 0.15))
    centre = place(surface, rng, inset=radius * 0.3)
    if centre is None:
        return None
    shape = surface.mask.shape
    field = blob(shape, centre, radius, rng, rough=0.35) * radius + noise(shape, rng, 3) * radius * 0.06
    gone = np.clip(field, 0, 1) * surface.mask
    paper = np.array([236, 232, 224]) if rng.random() < 0.6 else np.array([202, 172, 132])
    fibres = paper * float(rng.uniform(0.85, 1.03)) + (noise(shape, rng, 1.6) * 5 + noise(shape, rng, 9) * 7)[..., None]
    image: Real = surface.image.astype(np.float32)
    shadow = np.clip(1 - np.abs(field + 1.2) / 1.6, 0, 1) * surface.mask * float(rng.uniform(0.1, 0.45))
    image = image * (1 - shadow)[..., None]
    image = mixed(image, fibres.astype(np.float32), (gone * float(rng.uniform(0.75, 1))).astype(np.float32))
    return applied(
        surface.image, image, (field > -2) & surface.mask, cls="label_defect", kind="label_torn", severity=severity
    )


def label_peeling(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """A corner of the label turned over: its blank back, a bent highlight, a shadow."""
    size = surface.scale * float(rng.uniform(0.16, 0.32) if severity == "major" else rng.uniform(0.08, 0.17))
    centre = place(surface, rng, inset=size * 0.4)
    if centre is None:
        return None
    shape = surface.mask.shape
    angle = float(rng.uniform(0, 2 * np.pi))
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    along = (np.cos(angle) * (columns - centre[0]) + np.sin(angle) * (rows - centre[1])) / size
    across = (-np.sin(angle) * (columns - centre[0]) + np.cos(angle) * (rows - centre[1])) / size
    triangle = np.clip(np.minimum(along * size, (0.8 - along - np.abs(across)) * size), 0, 1) * surface.mask
    exposed = np.clip(np.minimum(-along * size, (0.8 + along - np.abs(across)) * size), 0, 1) * surface.mask
    image: Real = surface.image.astype(np.float32)
    glue = local_colour(surface, centre, size) * 0.35 + np.array([200, 186, 160]) * 0.65
    image = mixed(image, (glue + noise(shape, rng, 2)[..., None] * 6).astype(np.float32), exposed.astype(np.float32))
    dark = cv2.GaussianBlur(triangle.astype(np.float32), (0, 0), max(1.0, size * 0.08))
    image = image * (1 - float(rng.uniform(0.25, 0.6)) * dark * (1 - triangle))[..., None]
    bend = 1.05 - 0.3 * np.clip(along, 0, 1) + 0.2 * np.exp(-((along / 0.12) ** 2))
    image = mixed(image, (np.array([232, 230, 226]) * bend[..., None]).astype(np.float32), triangle.astype(np.float32))
    region = (triangle + exposed) > 0.2
    return applied(surface.image, image, region, cls="label_defect", kind="label_peeling", severity=severity)


def label_covered(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """A second, askew label or a patch of tape over the print; None where there is no print that it could hide."""
    size = surface.scale * float(rng.uniform(0.22, 0.42) if severity == "major" else rng.uniform(0.12, 0.22))
    centre = _on_print(surface, size, rng)
    if centre is None:
        return None
    box = cv2.boxPoints((centre, (size, size * float(rng.uniform(0.35, 0.9))), float(rng.uniform(8, 82))))
    canvas = np.zeros(surface.mask.shape, np.uint8)
    cv2.fillPoly(canvas, [np.round(box * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
    patch = canvas.astype(np.float32) / 255 * surface.mask
    edge = cv2.GaussianBlur(shifted(patch, float(rng.normal(0, 1.5)), float(rng.normal(0, 1.5))), (0, 0), 1.2)
    image: Real = surface.image.astype(np.float32) * (1 - 0.4 * np.clip(edge - patch, 0, 1))[..., None]
    ink = COVERS[int(rng.integers(len(COVERS)))] * float(rng.uniform(0.85, 1.05)) + rng.normal(0, 6, 3)
    lit = cv2.GaussianBlur(surface.image.astype(np.float32).mean(2), (0, 0), size * 0.5)
    shade = np.clip(lit / max(1.0, float(np.median(lit[patch > 0.5]))), 0.75, 1.25)  # it lies in the light around it
    relief = noise(patch.shape, rng, max(4.0, size * 0.2)) * float(rng.uniform(2, 9))
    cover = (ink * shade[..., None] + relief[..., None]).astype(np.float32)
    image = mixed(image, cover, patch * float(rng.uniform(0.85, 1)))
    return applied(surface.image, image, patch > 0.3, cls="label_defect", kind="label_covered", severity=severity)


def _on_print(surface: Surface, size: float, rng: Generator) -> tuple[float, float] | None:
    """The place with the most print of a few: a sticker on plain board hides nothing, and belongs to many parcels."""
    places = [place(surface, rng, inset=size * 0.3) for _ in range(PLACES)]
    grey = cv2.GaussianBlur(cv2.cvtColor(surface.image, cv2.COLOR_RGB2GRAY), (0, 0), 1.0)  # without the sensor's noise
    fine = np.abs(cv2.Laplacian(grey, cv2.CV_32F))
    much = cv2.blur(np.minimum(fine, 60) * surface.mask, (max(3, round(size * 0.7)),) * 2)
    best = max((one for one in places if one is not None), key=lambda at: much[int(at[1]), int(at[0])], default=None)
    return None if best is None or much[int(best[1]), int(best[0])] < LEAST_PRINT else best


def print_smeared(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """Print wiped in one direction while wet."""
    return _reprinted(surface, severity, rng, "print_smeared", blank=False)


def print_missing(surface: Surface, severity: Severity, rng: Generator) -> Applied | None:
    """Print or label that was never there: the ground's own colour and texture."""
    return _reprinted(surface, severity, rng, "print_missing", blank=True)


def _reprinted(surface: Surface, severity: Severity, rng: Generator, kind: str, *, blank: bool) -> Applied | None:
    radius = surface.scale * float(rng.uniform(0.15, 0.3) if severity == "major" else rng.uniform(0.08, 0.16))
    centre = place(surface, rng, inset=radius * 0.5)
    if centre is None:
        return None
    shape = surface.mask.shape
    near = np.clip(blob(shape, centre, radius, rng, rough=0.1) * 4, 0, 1) * surface.mask
    image: Real = surface.image.astype(np.float32)
    if blank:
        wide = max(3, int(radius * 0.9) // 2 * 2 + 1)
        small = cv2.medianBlur(surface.image, min(wide, 31))
        other = cv2.GaussianBlur(small, (0, 0), 2).astype(np.float32) + noise(shape, rng, 1.5)[..., None] * 1.5
    else:
        other = _dragged(image, rng, length=max(5, round(radius * float(rng.uniform(0.3, 0.8)))))
    after = mixed(image, other, near.astype(np.float32))
    return applied(surface.image, after, near > 0.2, cls="label_defect", kind=kind, severity=severity)


def _dragged(image: F32, rng: Generator, *, length: int) -> F32:
    angle = float(rng.uniform(0, 2 * np.pi))
    total = np.zeros_like(image)
    weights = np.linspace(1, 0.2, 8)
    for step, weight in zip(np.linspace(0, length, 8), weights, strict=True):
        move = np.array([[1, 0, step * np.cos(angle)], [0, 1, step * np.sin(angle)]])
        total += cv2.warpAffine(image, move, image.shape[1::-1], borderMode=cv2.BORDER_REFLECT) * float(weight)
    return np.asarray(total / weights.sum(), np.float32)
