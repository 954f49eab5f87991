"""The sets that anomaly methods are compared on: what is taught, what is asked, and what repeats among it.

Nothing is taught and asked of the same video, group of tiles, or cookie. Tiles of even groups are for choosing (taught
from those whose number is divisible by four, asked of the other even ones), those of odd groups for the last word.
"""

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inspector.domain.errors import ConfigError

BOTTLES, COOKIES, TILES = "bottle_label_crops", "aws_cookies", "magnetic_tile"
REAL = {"bottles": BOTTLES, "cookies": COOKIES, "tiles": TILES}
GOOD = frozenset({"good", "normal", "MT_Free"})
ASKED_VIDEO = "IMG_4826_MOV"  # the only one with bottles that lack a label
COOKIE_DRAWS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`group` is what repeats: the video, the group of tiles, the product on its line."""

    path: Path
    good: bool
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Rows of `taught` and of `asked` that belong together."""

    taught: list[int]
    asked: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalSet:
    """`taught` are good, `asked` are good and bad; `grouped` where the intervals must draw whole groups.

    `by_group`: each group is a product that is taught by itself, and asked about by itself.
    """

    name: str
    taught: tuple[Picture, ...]
    asked: tuple[Picture, ...]
    grouped: bool = False
    by_group: bool = False

    def lessons(self) -> Iterator[Lesson]:
        """All of it, or one for each group."""
        if not self.by_group:
            yield Lesson(taught=list(range(len(self.taught))), asked=list(range(len(self.asked))))
            return
        for group in sorted({picture.group for picture in self.taught}):
            taught, asked = (
                [row for row, picture in enumerate(pictures) if picture.group == group]
                for pictures in (self.taught, self.asked)
            )
            yield Lesson(taught=taught, asked=asked)


def rival_sets(data: Path, *, last_word: bool = True, wanted: Collection[str] = tuple(REAL)) -> tuple[RivalSet, ...]:
    """Bottles, three draws of cookies, and tiles: those of the last word, or those for choosing.

    `wanted`: keys of REAL. Raises one `ConfigError` that lists everything that is missing.
    """
    listed = _listed(data)
    found = {name: listed.get(folder, []) for name, folder in REAL.items() if name in wanted}
    problems = [f"MANIFEST.csv lists no picture of {REAL[name]}" for name, pictures in found.items() if not pictures]
    problems += [
        f"{one.path}: no such file" for pictures in found.values() for one in pictures if not one.path.is_file()
    ]
    if problems:
        raise ConfigError(str(data), problems)
    sets: list[RivalSet] = []
    if "bottles" in found:
        sets.append(_bottles(found["bottles"]))
    if "cookies" in found:
        sets += _cookies(found["cookies"])
    if "tiles" in found:
        sets.append(_tiles(found["tiles"], last_word=last_word))
    one_sided = [one.name for one in sets if not one.taught or len({picture.good for picture in one.asked}) < 2]
    if one_sided:
        raise ConfigError(str(data), [f"{name}: needs taught pictures, good ones and bad ones" for name in one_sided])
    return tuple(sets)


def _listed(data: Path) -> dict[str, list[Picture]]:
    manifest = data / "MANIFEST.csv"
    try:
        with manifest.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        pictures: dict[str, list[Picture]] = {}
        for row in rows:
            if "mask" in row["file"] or row["label"].endswith("_mask"):
                continue
            one = Picture(path=data / row["file"], good=row["label"] in GOOD, group=row["split_or_group"])
            pictures.setdefault(row["dataset"], []).append(one)
    except OSError as error:
        raise ConfigError(str(manifest), [f"can not be read: {error.strerror}"]) from error
    except (KeyError, ValueError) as error:
        raise ConfigError(str(manifest), [f"is no manifest: {error}"]) from error
    return {name: sorted(ones, key=lambda one: str(one.path)) for name, ones in pictures.items()}


def _bottles(pictures: list[Picture]) -> RivalSet:
    others = [one for one in pictures if one.good and one.group != ASKED_VIDEO]
    return RivalSet(
        name="bottle label missing",
        taught=even(others, 50),
        asked=tuple(one for one in pictures if one.group == ASKED_VIDEO),
    )


def _cookies(pictures: list[Picture]) -> list[RivalSet]:
    whole = [one for one in pictures if one.good]
    broken = tuple(one for one in pictures if not one.good)
    sets = []
    for draw in range(COOKIE_DRAWS):
        order = [whole[index] for index in np.random.default_rng(draw).permutation(len(whole))]
        name = f"cookies broken, draw {draw + 1}"
        sets.append(RivalSet(name=name, taught=tuple(order[:20]), asked=(*order[20:], *broken)))
    return sets


def _tiles(pictures: list[Picture], *, last_word: bool) -> RivalSet:
    step, rest = (2, 1) if last_word else (4, 2)
    taught = [one for one in pictures if one.good and _number(one) % step == 0]
    asked = tuple(one for one in pictures if _number(one) % step == rest)
    name = "tiles, odd groups" if last_word else "tiles, for choosing"
    return RivalSet(name=name, taught=even(taught, 100), asked=asked, grouped=True)


def _number(one: Picture) -> int:
    return int(re.sub(r"\D", "", one.group) or 0)


def even(pictures: Sequence[Picture], most: int) -> tuple[Picture, ...]:
    """At most so many, evenly spread."""
    chosen = np.unique(np.linspace(0, len(pictures) - 1, min(most, len(pictures))).round().astype(int))
    return tuple(pictures[index] for index in chosen)
