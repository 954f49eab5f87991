"""What the damage network learns from, on disk: crop, reference crop, map of classes.

One sample is three files: `NNNNNN_q.jpg` (224 x 224), `NNNNNN_r.jpg` (an intact one of the same product),
`NNNNNN_m.png` (224 x 224 uint8: 0 intact, else 1 + class index), and a line in `samples.csv`. Samples of the same
`product` share their references: they are its golden pictures.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

JPEG_QUALITY = 97
COLUMNS = ("name", "source", "group", "product", "kinds", "severity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """`query` and `reference` (224, 224, 3) uint8 RGB, `classes` (224, 224) uint8. `kinds`: defects, '' when intact."""

    query: U8
    reference: U8
    classes: U8
    source: str
    group: str
    product: str
    kinds: str
    severity: str


def save(folder: Path, samples: Iterator[Sample], *, first: int = 0) -> int:
    """Append; returns the number of the next one."""
    folder.mkdir(parents=True, exist_ok=True)
    number = first
    with (folder / f"samples_{first:06d}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for sample in samples:
            name = f"{number:06d}"
            for part, picture in (("q", sample.query), ("r", sample.reference)):
                bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
                cv2.imwrite(str(folder / f"{name}_{part}.jpg"), bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
            cv2.imwrite(str(folder / f"{name}_m.png"), sample.classes)
            writer.writerow([name, sample.source, sample.group, sample.product, sample.kinds, sample.severity])
            number += 1
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The samples of a folder."""

    folder: Path
    rows: tuple[dict[str, str], ...]

    @classmethod
    def of(cls, folder: Path) -> "Index":
        """Read every `samples_*.csv`. Raises ValueError for a folder without any."""
        rows: list[dict[str, str]] = []
        for path in sorted(folder.glob("samples_*.csv")):
            with path.open(newline="", encoding="utf-8") as file:
                rows += list(csv.DictReader(file))
        for row in rows:
            row.setdefault("product", row["name"])  # samples from before: each of a product of its own
        if not rows:
            raise ValueError(f"{folder} holds no samples")
        return cls(folder=folder, rows=tuple(rows))

    def products(self) -> list[list[int]]:
        """The numbers of each product's samples."""
        found: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows):
            found.setdefault(row["product"], []).append(number)
        return list(found.values())

    def read(self, number: int) -> tuple[U8, U8, U8]:
        """Query, reference, classes."""
        name = self.rows[number]["name"]
        query, reference = (
            cv2.cvtColor(_read(self.folder / f"{name}_{part}.jpg", cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
            for part in ("q", "r")
        )
        classes = _read(self.folder / f"{name}_m.png", cv2.IMREAD_GRAYSCALE)
        return np.asarray(query, np.uint8), np.asarray(reference, np.uint8), classes


def _read(path: Path, how: int) -> U8:
    picture = cv2.imread(str(path), how)
    if picture is None:
        raise ValueError(f"not a picture: {path}")
    return np.asarray(picture, np.uint8)
