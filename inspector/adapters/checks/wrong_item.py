"""Compares how an item looks with the golden pictures of every product: is it the one that was booked?"""

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from inspector.adapters._feature_network import FeatureBundle, FeatureNetwork
from inspector.adapters._golden_keys import GoldenKeys
from inspector.adapters.checks._galleries import MOST_FILES, Galleries
from inspector.adapters.checks._item_views import ItemView, item_views
from inspector.config.adapter import AdapterConfig, CpuThreads
from inspector.domain.catalogue import as_taught
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.detection import Detections
from inspector.domain.frame import Item
from inspector.domain.golden import Golden
from inspector.ports.catalogue import Catalogue
from inspector.ports.clock import Clock
from inspector.ports.golden import GoldenStore
from inspector.vision.gallery import Match


class Config(AdapterConfig):
    """Options of the wrong-item check."""

    bundle: FeatureBundle = "line-features"
    alpha: float = Field(
        default=0.02,
        gt=0,
        lt=0.5,
        title="Alpha",
        description="Share of right items that may be doubted, of all views together; with few golden pictures more "
        "are: beside n of them up to 2 in n + 1, per view.",
    )
    margin: float = Field(
        default=0,
        ge=-2,
        le=2,
        title="Margin",
        description="An item is doubted only below this; 0: another product must look more like it than its own.",
    )
    least_pictures: int = Field(
        default=5, ge=2, title="Least pictures", description="Golden pictures that a product needs to be compared."
    )
    threads: CpuThreads = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """One view compared with the booked product and with the one that it looks like most, by `n` pictures."""

    view: ItemView
    own: Match
    best: Match
    n: int


class WrongItemCheck:
    """Thread-safe as its galleries are."""

    def __init__(self, config: Config, name: str, *, galleries: Galleries, catalogue: Catalogue) -> None:
        self._config, self._name = config, name
        self._galleries, self._catalogue = galleries, catalogue

    @property
    def name(self) -> str:
        """See Check."""
        return self._name

    def prepare(self, taught: Golden | None = None) -> None:
        """See Check: looks at all golden pictures that are new; at those just taught only to keep how they look."""
        if taught is None:
            self._galleries.prepare()
        else:
            self._galleries.keep(taught)

    def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
        """OK; FAILED for what looks like another product; UNSURE for what looks like none; `value` is the likeliest."""
        identity = item.trigger.identity
        taught = as_taught(identity, self._catalogue.find(identity.sku)).sku
        if taught is None:
            return self._nothing("the controller does not say what it is")
        looked: list[_Looked] = []
        for view in item_views(item, detections):
            gallery = self._galleries.of(view.camera, taught)
            if gallery is None or taught not in gallery.skus or not view.crop(0).size:
                continue
            seen = self._galleries.look(view.crop(0))
            own, best = gallery.match(seen, taught), gallery.best(seen)
            looked.append(_Looked(view=view, own=own, best=best, n=gallery.n))
        if not looked:
            return self._nothing(f"{taught}: too few golden pictures of it, or of other products")
        return self._judged(taught, looked)

    def _judged(self, taught: str, looked: list[_Looked]) -> CheckResult:
        """Any view may speak against the booking, by margin or by likeness: each at its part of alpha (Bonferroni)."""
        limit = self._config.alpha / (2 * len(looked))
        told = [one for one in looked if self._other_is_nearer(one, limit) or _rare(one.own.p_like, one.n, limit)]
        first = min(told or looked, key=lambda one: one.own.margin)
        outcome, finding, said = CheckOutcome.OK, None, f"looks like {taught}"
        if told:
            others = [one for one in told if self._other_is_nearer(one, limit) and one.best.p_like > limit]
            sure = [one for one in others if one.own.p_value <= limit]
            if sure:
                first = min(sure, key=lambda one: one.own.margin)
                outcome, finding = CheckOutcome.FAILED, Finding.WRONG_ITEM
                said = f"looks like {first.best.sku}, not {taught}"
            else:
                outcome, said = CheckOutcome.UNSURE, f"unlike {taught}, and like nothing that was taught"
        view, match, best = first.view, first.own, first.best
        return CheckResult(
            check=self._name,
            outcome=outcome,
            confidence=max(0.01, match.p_value if outcome is CheckOutcome.OK else 1 - match.p_value),
            value=best.sku,
            camera=view.camera,
            xyxy=view.inside(),
            detail=f"{said} (margin {match.margin:.2f}, p {match.p_value:.3f})",
            finding=finding,
        )

    def _other_is_nearer(self, one: _Looked, limit: float) -> bool:
        return one.own.margin < self._config.margin and _rare(one.own.p_value, one.n, limit)

    def _nothing(self, detail: str) -> CheckResult:
        return CheckResult(check=self._name, outcome=CheckOutcome.NOT_APPLICABLE, confidence=0.0, detail=detail)


def _rare(p_value: float, n: int, limit: float) -> bool:
    """Whether so few right items are like that. Where n is too small to tell, the doubt stays, and costs more than
    alpha: one right item in n + 1 is unlike all n pictures.
    """
    return p_value <= max(limit, 1 / (n + 1))


def build(
    config: Config,
    *,
    name: str,
    golden: GoldenStore,
    catalogue: Catalogue,
    clock: Clock,
    models_dir: Path,
    data_dir: Path | None = None,
) -> WrongItemCheck:
    """Construct the check. Raises `ModelMismatch`.

    `data_dir`: where what golden pictures look like is kept from one start to the next.
    """
    network = FeatureNetwork(models_dir / config.bundle, threads=config.threads)
    keys = GoldenKeys(None if data_dir is None else data_dir / "golden_looks", most_files=MOST_FILES)
    galleries = Galleries(network, golden, keys, least_pictures=config.least_pictures, clock=clock)
    return WrongItemCheck(config, name, galleries=galleries, catalogue=catalogue)
