"""Synthetic defects on pictures of intact products, with exact masks; and what only looks like damage.

Classes after Kaputt (Höfer et al., ICCV 2025) plus label defects, as the scene names them.
"""

from collections.abc import Callable

from numpy.random import Generator

from inspector.training.defects import innocent, labels, labels_applied, openings, relief, stains
from inspector.training.defects.camera import vary
from inspector.training.defects.surface import U8, Applied, Severity, Surface

_MAKERS: dict[str, Callable[[Surface, Severity, Generator], Applied | None]] = {
    "dent": relief.dent,
    "crushed_corner": relief.crushed_corner,
    "crushed_edge": relief.crushed_edge,
    "crease": relief.crease,
    "wrinkles": relief.wrinkles,
    "hole": openings.hole,
    "tear": openings.tear,
    "cut": openings.cut,
    "flap": openings.flap,
    "loose_tape": openings.loose_tape,
    "missing_part": openings.missing_part,
    "spill": stains.spill,
    "dirt": stains.dirt,
    "scratch": stains.scratch,
    "scuff": stains.scuff,
    "label_torn": labels.label_torn,
    "label_peeling": labels.label_peeling,
    "label_covered": labels.label_covered,
    "print_smeared": labels.print_smeared,
    "print_missing": labels.print_missing,
    "label_skewed": labels_applied.label_skewed,
    "label_wrong": labels_applied.label_wrong,
}
_INNOCENT: dict[str, Callable[[Surface, Generator], U8 | None]] = {
    "printed_spot": innocent.printed_spot,
    "text": innocent.text,
    "tape_seam": innocent.tape_seam,
    "glare": innocent.glare,
    "cast_shadow": innocent.cast_shadow,
    "perforation": innocent.perforation,
    "fold_line": innocent.fold_line,
    "sticker": innocent.sticker,
    "moire": innocent.moire,
    "gradient": innocent.gradient,
    "resampled": innocent.resampled,
}
EVERY_KIND = tuple(_MAKERS)
NOT_LEARNT = ("label_skewed", "label_wrong")  # in no sample set yet: no shipped network has learnt from them
DEFECT_KINDS = tuple(kind for kind in EVERY_KIND if kind not in NOT_LEARNT)
PRINTED = ("printed_spot", "text", "perforation", "fold_line", "gradient", "tape_seam")  # on every item of a product
PASSING = ("tape_seam", "sticker", "glare", "cast_shadow", "moire", "resampled")  # on one item and not on the next
HARD_NEGATIVES = tuple(_INNOCENT)


def apply_defect(surface: Surface, kind: str, severity: Severity, rng: Generator) -> Applied | None:
    """Damage a product; None where this kind does not fit or would not be seen. Raises KeyError for an unknown kind."""
    return _MAKERS[kind](surface, severity, rng)


def apply_hard_negative(surface: Surface, kind: str, rng: Generator) -> U8 | None:
    """Change a product without damaging it; None where this kind does not fit."""
    return _INNOCENT[kind](surface, rng)


__all__ = [
    "DEFECT_KINDS",
    "EVERY_KIND",
    "HARD_NEGATIVES",
    "NOT_LEARNT",
    "PASSING",
    "PRINTED",
    "Applied",
    "Severity",
    "Surface",
    "apply_defect",
    "apply_hard_negative",
    "vary",
]
