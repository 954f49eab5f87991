"""Looks for parts that are missing: lays the item onto its product's golden pictures and compares them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from inspector.adapters._golden_keys import GoldenKeys
from inspector.adapters.checks._item_views import ItemView, item_views
from inspector.adapters.checks._part_references import MOST_FILES, PartReferences
from inspector.config.adapter import AdapterConfig
from inspector.domain.catalogue import as_taught
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.detection import Detections, Xyxy
from inspector.domain.frame import Item
from inspector.domain.golden import Golden
from inspector.ports.catalogue import Catalogue
from inspector.ports.golden import GoldenStore
from inspector.vision.part_reference import Difference, Reference, difference

MARGIN = 0.03  # around the item, as golden pictures have it


class Config(AdapterConfig):
    """Options of the comparison."""

    doubt_share: float = Field(
        default=0.0022,
        gt=0,
        lt=1,
        title="Doubt",
        description="Share of the item's picture that differs as a missing part does: above it a person looks.",
    )
    sure_share: float = Field(
        default=0.005, gt=0, lt=1, title="Sure", description="Above this share a part is missing."
    )
    cameras: tuple[str, ...] = Field(default=(), title="Cameras", description="Views to compare; none means all.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.sure_share < self.doubt_share:
            raise ValueError("sure_share is less than doubt_share")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """`found` None: the item could not be laid onto its golden pictures."""

    view: ItemView
    found: Difference | None
    xyxy: Xyxy

    @property
    def share(self) -> float:
        return 0.0 if self.found is None else self.found.share

    @property
    def usual(self) -> float:
        return 0.0 if self.found is None else self.found.usual


class PartsCheck:
    """Thread-safe."""

    def __init__(self, config: Config, name: str, *, references: PartReferences, catalogue: Catalogue) -> None:
        self._config, self._name = config, name
        self._references, self._catalogue = references, catalogue

    @property
    def name(self) -> str:
        """See Check."""
        return self._name

    def prepare(self, taught: Golden | None = None) -> None:
        """See Check: looks at all golden pictures that are new, or at those just taught."""
        if taught is None:
            self._references.prepare()
        else:
            self._references.keep(taught)

    def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
        """FAILED for a part that is missing in any view, UNSURE for what may be one or can not be compared."""
        identity = item.trigger.identity
        taught = as_taught(identity, self._catalogue.find(identity.sku)).sku
        if taught is None:
            return self._nothing("the controller does not say what it is")
        compared: list[_Compared] = []
        for view in item_views(item, detections):
            if view.camera not in (self._config.cameras or (view.camera,)) or not view.crop(0).size:
                continue
            references = self._references.of(taught, view.camera)
            if references:
                compared.append(_compare(view, references))
        if not compared:
            return self._nothing(f"no golden pictures of {taught} that can be laid onto one another")
        return self._judged(compared)

    def _judged(self, compared: list[_Compared]) -> CheckResult:
        """A view on which golden pictures themselves differ says less: above twice what they do it is sure."""
        worst = max(compared, key=lambda one: one.share / max(one.usual, self._config.doubt_share))
        if all(one.found is None for one in compared):
            detail = "it can not be laid onto its golden pictures: not compared"
            return self._answer(CheckOutcome.UNSURE, worst, 0.5, detail)
        limit = max(self._config.doubt_share, worst.usual)
        certain = worst.share / (worst.share + limit)
        if worst.share <= limit:
            return self._answer(CheckOutcome.OK, worst, 1 - certain, "complete, as its golden pictures are")
        sure = worst.share > max(self._config.sure_share, 2 * worst.usual)
        detail = f"{worst.share:.1%} of the picture is not as golden pictures show it" + ("" if sure else ": missing?")
        return self._answer(CheckOutcome.FAILED if sure else CheckOutcome.UNSURE, worst, certain, detail)

    def _answer(self, outcome: CheckOutcome, seen: _Compared, confidence: float, detail: str) -> CheckResult:
        return CheckResult(
            check=self._name,
            outcome=outcome,
            confidence=confidence,
            value=f"{seen.share:.4f}",
            camera=seen.view.camera,
            xyxy=seen.xyxy,
            detail=detail,
            finding=Finding.INCOMPLETE if outcome is CheckOutcome.FAILED else None,
        )

    def _nothing(self, detail: str) -> CheckResult:
        return CheckResult(check=self._name, outcome=CheckOutcome.NOT_APPLICABLE, confidence=0.0, detail=detail)


def _compare(view: ItemView, references: tuple[Reference, ...]) -> _Compared:
    left, top, right, bottom = view.xyxy
    margin = round(MARGIN * max(right - left, bottom - top))
    found = difference(references, view.crop(margin))
    if found is None or found.xyxy is None:
        return _Compared(view=view, found=found, xyxy=view.inside())
    across, down, _, _ = view.window(margin)
    own = view.inside()
    x0, x1 = (min(max(side + across, own[0]), own[2]) for side in found.xyxy[0::2])
    y0, y1 = (min(max(side + down, own[1]), own[3]) for side in found.xyxy[1::2])
    inside = x0 < x1 and y0 < y1  # else the plane's place is beside the item: tell the item's own
    return _Compared(view=view, found=found, xyxy=(x0, y0, x1, y1) if inside else own)


def build(
    config: Config, *, name: str, catalogue: Catalogue, golden: GoldenStore, data_dir: Path | None = None
) -> PartsCheck:
    """Construct the check. `data_dir`: where what golden pictures show is kept from one start to the next."""
    keys = GoldenKeys(None if data_dir is None else data_dir / "golden_parts", most_files=MOST_FILES)
    return PartsCheck(config, name, references=PartReferences(golden, keys), catalogue=catalogue)
