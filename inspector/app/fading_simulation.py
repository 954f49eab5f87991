"""What a fading memory is worth, and whether damage can creep in, on rendered lines.

A product is taught from good items as the line was; then good ones come by while light or print drifts. Two scorers
look at every one: one knows what was taught, the other has a fading memory besides. An item is isolated where its
conformal p-value reaches `alpha`, as if novelty had the whole vote. An attack shows the same damage in the same place
again and again, a little stronger each time, from nothing to full, and a person calls every one of them good.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import numpy as np

from inspector.adapters.scorers._method import F32
from inspector.adapters.scorers._taught import TaughtScorer
from inspector.app import registry
from inspector.app.single import frame_of
from inspector.config.sections import AdapterSection
from inspector.domain.anomaly import AnomalyScore
from inspector.domain.errors import ConfigError
from inspector.domain.fading import Heard
from inspector.domain.frame import RgbImage, freeze
from inspector.domain.item import Identity
from inspector.scene.crops import item_crop
from inspector.scene.drift import Drift
from inspector.scene.line import LineSpec, catalogue
from inspector.scene.render import Renderer

Mode = Literal["none", "light", "ink"]
MODES: tuple[Mode, ...] = ("none", "light", "ink")
PRODUCTS = ("CT-1001", "CT-1004", "CT-1006", "BT-2001", "PB-3001", "BK-4001")
GOOD, DAMAGED, ATTACKS = 100, 20_000, 30_000  # first item of each kind
TRIED = 40  # items among which damage is sought that is isolated at full strength
START = datetime(2026, 1, 5, tzinfo=UTC)
PACE = timedelta(seconds=60)  # between two items of one product
SHIFTS_PX = 2  # an attack's item never lies quite the same
VIEW: Literal["top"] = "top"

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is simulated. `damaged` items are asked at the end of every drift; an attack takes `steps` items.

    `kind` is the scorer's, `size` the camera's width and height; `strength` of the drift: 1 is a lamp
    of which a third is lost, and a quarter to a third of the ink.
    """

    items: int = 120
    damaged: int = 40
    attacks: int = 3
    steps: int = 40
    references: int = 20
    alpha: float = 0.05
    strength: float = 1.5
    kind: str = "patch_memory"
    size: tuple[int, int] = (640, 512)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One item by both scorers: without (`plain`) and with the fading memory."""

    line: str  # seed and product
    mode: Mode
    damaged: bool
    late: bool  # in the last half of the items, when the drift has come
    plain: float
    plain_p: float
    fading: float
    fading_p: float
    drift: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """Scores of the full-grown damage in units of the limit: above 1 it is isolated.

    `before` anything came; `after` by the fading memory; `unguarded` by a memory that learnt every item it saw;
    `without` by a fading memory that was shown the same item as often without damage: what is lost to the item itself,
    which never lay elsewhere, and not to its damage. `kept` of `steps` items entered the fading memory.
    """

    line: str
    before: float
    after: float
    without: float
    unguarded: float
    kept: int
    steps: int


class Line:
    """One product of one rendered line, taught."""

    def __init__(self, seed: int, sku: str, course: Course, *, models_dir: Path, data_dir: Path) -> None:
        self.name = f"{seed} {sku}"
        self._seed, self._sku, self._course = seed, sku, course
        self._plain = _scorer(course.kind, models_dir, data_dir, fading=False)
        self._fading = _scorer(course.kind, models_dir, data_dir, fading=True)
        crops = _crops(self._renderer(damaged=False), 1_000_000, course.references)
        self._golden = [crop for crop, _ in crops]
        report = self._plain.teach(sku, VIEW, self._golden)
        self._limit = max(report.leave_one_out)

    def drifts(self, mode: Mode) -> Iterator[Asked]:
        """Good items one after the other while it drifts, then damaged ones as it is by then; nothing enters of these.

        Good items enter by what the station knows: those that passed.
        """
        course = self._course
        self._fading.forget(None, None)
        good = self._renderer(damaged=False, drift=_drift(mode, course))
        for number, (crop, _) in enumerate(_crops(good, GOOD, course.items)):
            now = START + number * PACE
            asked, score = self._ask(crop, mode, damaged=False, late=2 * number >= course.items)
            yield asked
            if asked.fading_p > course.alpha:
                self._fading.follow(score, confirmed=False, seen_utc=now)
        bad = self._renderer(damaged=True, drift=_drift(mode, course))
        for crop, damage in _crops(bad, DAMAGED, course.damaged):
            if damage:
                yield self._ask(crop, mode, damaged=True, late=True)[0]

    def attacks(self) -> Iterator[Attack]:
        """Only damage that is isolated at full strength can be lost; each attack begins with a fresh memory."""
        done = 0
        intact, damaged = self._renderer(damaged=False), self._renderer(damaged=True)
        for index in range(ATTACKS, ATTACKS + TRIED):
            if done == self._course.attacks:
                return
            whole, broken = item_crop(intact, index), item_crop(damaged, index)
            if whole is None or broken is None or not broken[1].defects or whole[1].xyxy != broken[1].xyxy:
                continue
            self._fading.forget(None, None)
            asked, _ = self._ask(broken[0], "none", damaged=True, late=True)
            if asked.plain <= self._limit:
                continue
            yield self._attack(whole[0], broken[0], asked.plain)
            done += 1

    def _attack(self, whole: RgbImage, broken: RgbImage, before: float) -> Attack:
        steps = self._course.steps
        rng = np.random.default_rng(self._seed)
        shares = np.linspace(0.0, 1.0, steps)
        self._shown([_blended(whole, broken, 0.0, rng) for _ in shares])
        without, _ = self._ask(broken, "none", damaged=True, late=True)
        crops = [_blended(whole, broken, float(share), rng) for share in shares]
        kept = self._shown(crops)
        after, _ = self._ask(broken, "none", damaged=True, late=True)
        return Attack(
            line=self.name,
            before=before / self._limit,
            after=after.fading / self._limit,
            without=without.fading / self._limit,
            unguarded=self._unguarded([self._plain.features(crop) for crop in crops], broken) / self._limit,
            kept=kept,
            steps=steps,
        )

    def _shown(self, crops: Sequence[RgbImage]) -> int:
        """How many of them a fresh memory kept, all called good by a person."""
        self._fading.forget(None, None)
        kept = 0
        for step, crop in enumerate(crops):
            score = self._fading.score(frame_of(crop, camera=VIEW), _whole(crop), Identity(sku=self._sku))
            kept += self._fading.follow(score, confirmed=True, seen_utc=START + step * PACE) is Heard.KEPT
        return kept

    def _unguarded(self, seen: Sequence[F32], broken: RgbImage) -> float:
        """The score by a memory of the taught pictures and of all that came."""
        method = self._plain.method
        every = [*(self._plain.features(crop) for crop in self._golden), *seen]
        distances = method.distances(self._plain.features(broken), method.ready(method.learn(every, 1.0)))
        return self._plain.score_of(distances)

    def _ask(self, crop: RgbImage, mode: Mode, *, damaged: bool, late: bool) -> tuple[Asked, AnomalyScore]:
        frame, region, identity = frame_of(crop, camera=VIEW), _whole(crop), Identity(sku=self._sku)
        plain = self._plain.score(frame, region, identity)
        fading = self._fading.score(frame, region, identity)
        asked = Asked(
            line=self.name,
            mode=mode,
            damaged=damaged,
            late=late,
            plain=plain.raw,
            plain_p=plain.p_value,
            fading=fading.raw,
            fading_p=fading.p_value,
            drift=fading.drift,
        )
        return asked, fading

    def _renderer(self, *, damaged: bool, drift: Drift | None = None) -> Renderer:
        spec = LineSpec(seed=self._seed, damage_rate=float(damaged), skus=(self._sku,))
        return Renderer(spec, view=VIEW, size=self._course.size, drift=drift)


def chosen_products(skus: Sequence[str]) -> tuple[str, ...]:
    """The same, once each. Raises `ConfigError` that names all that the rendered line does not carry."""
    known = {one.sku for one in catalogue()}
    unknown = [sku for sku in skus if sku not in known]
    if unknown:
        raise ConfigError("simulation", [f"no product {sku!r} on the rendered line" for sku in unknown])
    return tuple(dict.fromkeys(skus))


def simulate(
    seeds: Sequence[int], skus: Sequence[str], course: Course, *, models_dir: Path, say: Progress
) -> tuple[list[Asked], list[Attack]]:
    """Every product of every line."""
    asked: list[Asked] = []
    attacks: list[Attack] = []
    for seed in seeds:
        for sku in skus:
            with tempfile.TemporaryDirectory() as folder:
                line = Line(seed, sku, course, models_dir=models_dir, data_dir=Path(folder))
                for mode in MODES:
                    say(f"{line.name}: drift of {mode}")
                    asked += line.drifts(mode)
                say(f"{line.name}: attacks")
                attacks += line.attacks()
    return asked, attacks


def _scorer(kind: str, models_dir: Path, data_dir: Path, *, fading: bool) -> TaughtScorer[F32]:
    section = AdapterSection.model_validate({"kind": kind, "fading": fading})
    made: TaughtScorer[F32] = registry.build("scorers", section, models_dir=models_dir, data_dir=data_dir)
    return made


def _drift(mode: Mode, course: Course) -> Drift | None:
    """Half of the way is behind the line when the last half begins, and all of it at the end."""
    if mode == "none":
        return None
    return Drift(
        first=GOOD,
        items=course.items,
        light=course.strength * (mode == "light"),
        ink=course.strength * (mode == "ink"),
    )


def _crops(renderer: Renderer, first: int, count: int) -> list[tuple[RgbImage, bool]]:
    """Crops, and whether damage is seen on each."""
    found = (item_crop(renderer, index) for index in range(first, first + count))
    return [(crop, bool(view.defects)) for crop, view in (one for one in found if one is not None)]


def _blended(whole: RgbImage, broken: RgbImage, share: float, rng: np.random.Generator) -> RgbImage:
    """The damage so far, in fresh noise and moved by a pixel or two."""
    mixed = whole + share * (broken.astype(np.float32) - whole) + rng.normal(0.0, 2.0, whole.shape)
    moved = np.roll(mixed, rng.integers(-SHIFTS_PX, SHIFTS_PX + 1, 2), axis=(0, 1))
    return freeze(np.clip(moved, 0, 255).astype(np.uint8))


def _whole(crop: RgbImage) -> tuple[float, float, float, float]:
    return 0.0, 0.0, float(crop.shape[1]), float(crop.shape[0])
