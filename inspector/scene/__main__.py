"""Write contact sheets of the rendered line and print what a frame costs.

python -m inspector.scene OUT_FOLDER [--seed 7] [--size 640x512] [--damage 0.3] [--items 9]
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.scene.catalogue import catalogue, invention
from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.scene.line import LineSpec, item_at
from inspector.scene.mixup import MIXUPS
from inspector.scene.render import RenderedFrame, Renderer, View

U8 = NDArray[np.uint8]
VIEWS: Final[tuple[View, ...]] = ("top", "side")


def annotated(frame: RenderedFrame) -> U8:
    """Return the picture with the truth drawn on it."""
    out = frame.image.copy()
    for view in frame.items:
        _box(out, view.xyxy, (80, 220, 120), view.item.sku)
        for defect in view.defects:
            edges, _ = cv2.findContours(defect.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            cv2.drawContours(out, edges, -1, (255, 60, 60), 1)
            _box(out, defect.xyxy, (255, 200, 60), f"{defect.cls} {defect.severity}")
    return out


def _box(out: U8, xyxy: tuple[float, float, float, float], colour: tuple[int, int, int], text: str) -> None:
    x0, y0, x1, y1 = (round(value) for value in xyxy)
    cv2.rectangle(out, (x0, y0), (x1 - 1, y1 - 1), colour, 1)
    cv2.putText(out, text, (x0 + 2, max(10, y0 - 3)), cv2.FONT_HERSHEY_SIMPLEX, 0.42, colour, 1, cv2.LINE_AA)


def sheet(pictures: list[U8], columns: int) -> U8:
    """Tile pictures of one size."""
    rows = [np.concatenate(pictures[i : i + columns], axis=1) for i in range(0, len(pictures), columns)]
    widest = max(row.shape[1] for row in rows)
    return np.concatenate(
        [cv2.copyMakeBorder(row, 0, 0, 0, widest - row.shape[1], cv2.BORDER_CONSTANT) for row in rows]
    )


def main(arguments: list[str]) -> int:
    """Render, save and time; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m inspector.scene", description="Contact sheets and frame times.")
    parser.add_argument("folder", type=Path, help="where the sheets scene_*.jpg go")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--size", default="640x512", help="width x height in pixels")
    parser.add_argument("--damage", type=float, default=0.3, help="share of damaged items, 0 to 1")
    parser.add_argument("--items", type=int, default=9, help="items per sheet")
    given = parser.parse_args(arguments)
    width, height = (int(part) for part in given.size.split("x"))
    given.folder.mkdir(parents=True, exist_ok=True)
    spec = LineSpec(seed=given.seed, damage_rate=given.damage)
    for view in VIEWS:
        renderer = Renderer(spec, view=view, size=(width, height))
        save(given.folder / f"scene_{view}.jpg", [renderer.item(index).image for index in range(given.items)])
        sys.stdout.write(f"{view}: {frame_times(renderer, given.items)}\n")
    save(given.folder / "scene_truth.jpg", damage_tour(given.seed, (width, height), given.items))
    save(given.folder / "scene_mixups.jpg", mixup_tour(given.seed, (width, height)))
    save(given.folder / "scene_invented.jpg", invented_tour(given.seed, (width, height)))
    return 0


def frame_times(renderer: Renderer, start: int) -> str:
    """Render 40 further items and say what one costs."""
    times = []
    for index in range(start, start + 40):
        begun = time.perf_counter()
        renderer.item(index)
        times.append((time.perf_counter() - begun) * 1e3)
    return f"median {np.median(times):.1f} ms, 95 % within {np.percentile(times, 95):.1f} ms per frame"


def damage_tour(seed: int, size: tuple[int, int], count: int) -> list[U8]:
    """Return annotated pictures of damaged items, one class after the other, in alternating views."""
    pictures = []
    for number in range(count):
        cls = DEFECT_CLASSES[number % len(DEFECT_CLASSES)]
        spec = LineSpec(seed=seed + number, damage_rate=1.0, defects=(cls,))
        index = next(index for index in range(1000) if item_at(spec, index).damaged)
        pictures.append(annotated(Renderer(spec, view=VIEWS[number % 2], size=size).item(index)))
    return pictures


def mixup_tour(seed: int, size: tuple[int, int]) -> list[U8]:
    """Return three items of each way of not being what was booked, one row a way."""
    pictures = []
    for mixup in MIXUPS:
        spec = LineSpec(seed=seed, damage_rate=0.0, mixup_rate=1.0, mixups=(mixup,))
        renderer = Renderer(spec, view="top", size=size)
        shown = [index for index in range(50) if item_at(spec, index).mixup is not None]
        pictures += [renderer.item(index).image for index in shown[:3]]
    return pictures


def invented_tour(seed: int, size: tuple[int, int]) -> list[U8]:
    """Return an invented product on the shape of every second one of the catalogue, in alternating views."""
    pictures = []
    for number, one in enumerate(catalogue()[::2]):
        spec = LineSpec(seed=seed, damage_rate=0.0, skus=(invention(one.sku, seed + number),))
        pictures.append(Renderer(spec, view=VIEWS[number % 2], size=size).item(number).image)
    return pictures


def save(path: Path, pictures: list[U8]) -> None:
    """Write one contact sheet, three pictures wide."""
    cv2.imwrite(str(path), cv2.cvtColor(sheet(pictures, 3), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 80])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
