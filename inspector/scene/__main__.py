"""Write contact sheets of the rendered line and print what a frame costs.

python -m inspector.scene OUT_FOLDER [--seed 7] [--size 640x512] [--damage 0.5]
"""

import argparse
import sys
import time
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.scene.line import LineSpec
from inspector.scene.render import RenderedFrame, Renderer

U8 = NDArray[np.uint8]


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
    parser = argparse.ArgumentParser(prog="python -m inspector.scene", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--size", default="640x512")
    parser.add_argument("--damage", type=float, default=0.5)
    parser.add_argument("--items", type=int, default=12)
    given = parser.parse_args(arguments)
    width, height = (int(part) for part in given.size.split("x"))
    given.folder.mkdir(parents=True, exist_ok=True)
    spec = LineSpec(seed=given.seed, damage_rate=given.damage)
    for view in ("top", "side"):
        renderer = Renderer(spec, view=view, size=(width, height))
        times, clean, marked = [], [], []
        for index in range(given.items):
            start = time.perf_counter()
            frame = renderer.item(index)
            times.append((time.perf_counter() - start) * 1e3)
            clean.append(frame.image)
            marked.append(annotated(frame))
        for name, pictures in (("frames", clean), ("truth", marked)):
            path = given.folder / f"scene_{view}_{name}.jpg"
            picture = cv2.cvtColor(sheet(pictures, 3), cv2.COLOR_RGB2BGR)
            cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 82])
        warm = np.array(times[min(4, len(times) - 1) :])
        sys.stdout.write(
            f"{view}: median {np.median(warm):.1f} ms, worst {warm.max():.1f} ms per frame after warm-up\n"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
