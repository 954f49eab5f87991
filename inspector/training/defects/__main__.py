"""Contact sheets: every kind of synthetic defect, and what only looks like one.

    python -m inspector.training.defects --out docs/pictures/synthetic_defects.jpg
    python -m inspector.training.defects --kinds dent,crease --outline --out /tmp/dents.jpg
    python -m inspector.training.defects --images photos/ --innocent --out /tmp/innocent.jpg

Without --images, on products of the rendered line.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator

from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer, View
from inspector.training.defects import EVERY_KIND, HARD_NEGATIVES, Surface, apply_defect, apply_hard_negative
from inspector.training.defects.surface import U8
from inspector.training.evaluate.pictures import SUFFIXES, pictures_under, read_picture, unreadable

TILE_PX = 200
SEED = 9200
MARGIN_PX = 24
TRIES = 8
VIEWS: tuple[View, ...] = ("side", "top")


def main(arguments: list[str]) -> int:
    """Write one sheet; return the exit status."""
    given = _parser().parse_args(arguments)
    every = HARD_NEGATIVES if given.innocent else EVERY_KIND
    kinds = every if given.kinds is None else tuple(given.kinds.split(","))
    problems = _problems(given, [kind for kind in kinds if kind not in every], every)
    if problems:
        sys.stderr.write("".join(f"{problem}\n" for problem in problems))
        return 2
    rng = np.random.default_rng(given.seed)
    products = _photos(given.images) if given.images is not None else _rendered()
    rows = []
    for kind in kinds:
        tiles = [_tile(kind, number, products, rng, given) for number in range(given.columns)]
        rows.append(np.hstack(tiles))
    bgr = cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR)
    if not cv2.imwrite(str(given.out), bgr, [cv2.IMWRITE_JPEG_QUALITY, 82]):
        sys.stderr.write(f"{given.out}: can not be written\n")
        return 2
    return 0


def _problems(given: argparse.Namespace, unknown: Sequence[str], every: Sequence[str]) -> list[str]:
    """Everything wrong with what is asked for, before anything is drawn."""
    found = [f"unknown kinds: {', '.join(unknown)}; there are {', '.join(every)}"] if unknown else []
    if given.out.suffix.lower() not in SUFFIXES:
        found.append(f"{given.out}: no picture's name; it ends in one of {', '.join(sorted(SUFFIXES))}")
    if not given.out.parent.is_dir():
        found.append(f"{given.out.parent}: no such folder")
    if given.columns < 1:
        found.append(f"--columns {given.columns}: at least 1")
    if given.images is not None:
        paths = pictures_under(given.images)
        found += unreadable(paths) if paths else [f"{given.images}: holds no picture"]
    return found


def _tile(kind: str, number: int, products: Iterator[Surface], rng: Generator, given: argparse.Namespace) -> U8:
    """One try at one kind; the first half of a row is minor, the second major."""
    severity = "minor" if number < given.columns // 2 else "major"
    for _ in range(TRIES):
        surface = next(products)
        if given.innocent:
            changed = apply_hard_negative(surface, kind, rng)
            if changed is not None:
                return _labelled(changed, kind)
            continue
        found = apply_defect(surface, kind, "minor" if severity == "minor" else "major", rng)
        if found is not None:
            image = found.image.copy()
            if given.outline:
                edges, _ = cv2.findContours(found.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
                cv2.drawContours(image, edges, -1, (255, 0, 255), 1)
            return _labelled(image, f"{kind}, {severity}")
    return _labelled(np.zeros((TILE_PX, TILE_PX, 3), np.uint8), f"{kind}: did not fit")


def _labelled(image: U8, text: str) -> U8:
    tile = np.ascontiguousarray(cv2.resize(image, (TILE_PX, TILE_PX), interpolation=cv2.INTER_AREA))
    for ink, thick in (((0, 0, 0), 3), ((255, 255, 255), 1)):
        cv2.putText(tile, text, (4, TILE_PX - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.42, ink, thick, cv2.LINE_AA)
    return np.asarray(tile, np.uint8)


def _rendered() -> Iterator[Surface]:
    """Intact items of the rendered line, cropped, without end."""
    renderers = [Renderer(LineSpec(seed=SEED, damage_rate=0.0), view=view, size=(480, 384)) for view in VIEWS]
    index = 0
    while True:
        frame = renderers[index % 2].item(index)
        for item in frame.items:
            if item.item.index == index and item.complete:
                left, top, right, bottom = (int(value) for value in item.xyxy)
                here = np.s_[max(0, top - MARGIN_PX) : bottom + MARGIN_PX, max(0, left - MARGIN_PX) : right + MARGIN_PX]
                yield Surface(image=np.ascontiguousarray(frame.image[here]), mask=np.ascontiguousarray(item.mask[here]))
        index += 1


def _photos(folder: Path) -> Iterator[Surface]:
    """Photos whose middle is a product, without end."""
    paths = pictures_under(folder)
    while True:
        for path in paths:
            picture = read_picture(path)
            scale = 320 / max(picture.shape[:2])
            image = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
            height, width = image.shape[:2]
            mask = np.zeros((height, width), np.bool_)
            mask[height // 5 : height * 4 // 5, width // 5 : width * 4 // 5] = True
            yield Surface(image=image, mask=mask)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m inspector.training.defects", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--images", type=Path, help="folder of photos with a product in the middle")
    parser.add_argument("--kinds", help="comma-separated; all without")
    parser.add_argument("--innocent", action="store_true", help="hard negatives instead of defects")
    parser.add_argument("--outline", action="store_true", help="draw the masks")
    parser.add_argument("--columns", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
