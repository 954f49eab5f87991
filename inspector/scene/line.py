"""What lies on the line: a pure description, no pixels.

`item_at` is a function of (seed, index) alone, so a camera, a PLC simulator and a test that share a
`LineSpec` agree on every item without talking to each other.
"""

import datetime
from dataclasses import dataclass, replace
from typing import Final, Literal

from numpy.random import Generator

from inspector.scene.catalogue import catalogue, gtin13, is_product, product
from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.scene.mixup import LABELLED, MIXUPS, Mixup, shown
from inspector.scene.randomness import chance, pick, stream
from inspector.scene.sku import Product

__all__ = [
    "ALL",
    "DefectTruth",
    "ItemTruth",
    "LineSpec",
    "Product",
    "Severity",
    "catalogue",
    "gtin13",
    "item_at",
    "second_unit",
]

ALL: Final = DEFECT_CLASSES
Severity = Literal["minor", "major"]
ProductCode = Literal["ean13", "gs1_datamatrix"]
Misprint = Literal["lot", "expiry"]

# Which classes a kind of item can show credibly.
APPLICABLE: Final[dict[str, tuple[str, ...]]] = {
    "carton": ("penetration", "deformation", "actuation", "spillage", "superficial", "label_defect"),
    "bottle": ("deformation", "actuation", "spillage", "superficial", "label_defect"),
    "polybag": ("penetration", "spillage", "superficial", "label_defect"),
    "book": ("penetration", "deformation", "deconstruction", "spillage", "superficial", "label_defect"),
}
# Dates are absolute: far enough ahead that a demo run in some years still shows valid goods.
FIRST_EXPIRY: Final = datetime.date(2031, 1, 15)
LONG_EXPIRED: Final = datetime.date(2023, 2, 10)
SECOND_DEFECT_RATE: Final = 0.2
SECOND_UNIT: Final = 1 << 31  # added to an item's index: the index of the second unit that lies beside it
MAJOR_RATE: Final = 0.6
KIT_PARTS: Final = 4  # two by two on the lid


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSpec:
    """What runs on the line. An empty `skus` means the whole catalogue."""

    seed: int = 7
    damage_rate: float = 0.12
    pitch_mm: float = 600.0
    belt_mm_s: float = 500.0
    defects: tuple[str, ...] = ALL
    skus: tuple[str, ...] = ()
    expired_rate: float = 0.0  # share of dated items whose date has long passed
    product_code: ProductCode = "ean13"  # what retail labels carry; GS1 Data Matrix tells lot and expiry too
    mixup_rate: float = 0.0  # share of items that are not what was booked
    mixups: tuple[Mixup, ...] = MIXUPS  # in which ways
    misprint_rate: float = 0.0  # share of GS1 labels whose print tells another lot or date than their code
    kits: bool = False  # cartons carry a tray of loose parts on their lids
    missing_part_rate: float = 0.0  # share of kits that lack one part

    def __post_init__(self) -> None:
        """Refuse a spec that could not be rendered, naming every problem."""
        problems = [f"unknown defect class {name!r}" for name in self.defects if name not in DEFECT_CLASSES]
        problems += [f"unknown sku {sku!r}" for sku in self.skus if not is_product(sku)]
        problems += [f"unknown mixup {name!r}" for name in self.mixups if name not in MIXUPS]
        for name in ("damage_rate", "expired_rate", "mixup_rate", "misprint_rate", "missing_part_rate"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                problems.append(f"{name} is a share from 0 to 1")
        if self.pitch_mm < 100.0 or self.belt_mm_s < 0.0:
            problems.append("pitch_mm is at least 100, belt_mm_s at least 0")
        if problems:
            raise ValueError("; ".join(problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectTruth:
    """One defect of an item: class name and severity."""

    cls: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTruth:
    """Everything that is true of the n-th item of the line.

    `sku` is what was booked; `looks` is what lies there (a SKU, with a suffix where its colours or size are wrong), as
    do `material`, `kind` and `size_mm` say; `label` and `gtin` are what its retail label says.
    They all agree where there is no `mixup`. Of a `wrong_count` this is the unit that was booked: `second_unit`.
    """

    index: int
    sku: str
    looks: str
    label: str
    mixup: Mixup | None
    material: str
    kind: str
    gtin: str
    lot: str
    lpn: str
    serial: str
    expiry: datetime.date | None
    damaged: bool
    defects: tuple[DefectTruth, ...]
    size_mm: tuple[float, float, float]
    product_code: ProductCode = "ean13"
    misprint: Misprint | None = None  # what the label prints otherwise than its code says
    kit: bool = False
    missing_part: int | None = None  # which part of the kit is not there

    @property
    def expired(self) -> bool:
        """Whether it was rendered as long past its date."""
        return self.expiry is not None and self.expiry < FIRST_EXPIRY

    @property
    def wrong(self) -> tuple[str, ...]:
        """Everything that is wrong with it: classes of damage, the mix-up, `expired`."""
        found = [defect.cls for defect in self.defects]
        found += [self.mixup] if self.mixup else []
        found += ["misprinted"] if self.misprint else []
        found += ["missing_part"] if self.missing_part is not None else []
        return (*found, *(["expired"] if self.expired else []))

    @property
    def element_string(self) -> str:
        """GTIN, expiry and lot as GS1 writes them for people, `(01)…(17)…(10)…`; of a misprinted label as coded."""
        day, lot = self.expiry, self.lot
        if day is not None and self.misprint == "expiry":
            day += datetime.timedelta(days=223)
        if self.misprint == "lot":
            lot = f"L{(int(lot[1:4]) + 57) % 100:03d}{lot[4:]}"
        dated = "" if day is None else f"(17){day:%y%m%d}"
        return f"(01)0{self.gtin}{dated}(10){lot}"


def item_at(spec: LineSpec, index: int) -> ItemTruth:
    """Return the item with this index (from 0); the same for the same (seed, index), always."""
    if index < 0:
        raise ValueError(f"items count from 0, not {index}")
    rng = stream(spec.seed, index, "item")
    skus = spec.skus or tuple(item.sku for item in catalogue())
    chosen = product(skus[pick(rng, len(skus))])
    lot_day = pick(rng, 400)
    lot = f"L{lot_day // 4:03d}{'ABCD'[lot_day % 4]}{pick(rng, 10)}"
    damaged = chance(rng, spec.damage_rate)
    mixup_rng, count_rng = (stream(spec.seed, index, purpose) for purpose in ("mixup", "count"))
    lies = shown(chosen, spec.mixup_rate, spec.mixups, mixup_rng, count_rng)
    defects = _defects(spec, lies.looks.kind, stream(spec.seed, index, "defects")) if damaged else ()
    expiry = None
    if lies.label.dated:
        past = chance(rng, spec.expired_rate)
        expiry = (LONG_EXPIRED if past else FIRST_EXPIRY) + datetime.timedelta(days=lot_day)
    kit = spec.kits and lies.looks.kind == "carton"
    return ItemTruth(
        index=index,
        sku=chosen.sku,
        looks=lies.looks.sku,
        label=lies.label.sku,
        mixup=lies.mixup,
        material=lies.looks.material,
        kind=lies.looks.kind,
        gtin=lies.label.gtin,
        lot=lot,
        lpn=f"LPN{(spec.seed % 1000) * 10_000_000 + index:010d}",
        serial=f"{spec.seed % 10_000:04d}-{index:06d}",
        expiry=expiry,
        damaged=bool(defects),
        defects=defects,
        size_mm=lies.looks.size_mm,
        product_code=spec.product_code,
        misprint=_misprint(spec, index, lies.looks, dated=expiry is not None),
        kit=kit,
        missing_part=_missing_part(spec, index) if kit else None,
    )


def _misprint(spec: LineSpec, index: int, lies: Product, *, dated: bool) -> Misprint | None:
    rng = stream(spec.seed, index, "misprint")
    if spec.product_code != "gs1_datamatrix" or lies.kind not in LABELLED or not chance(rng, spec.misprint_rate):
        return None
    return "expiry" if dated and chance(rng, 0.5) else "lot"


def _missing_part(spec: LineSpec, index: int) -> int | None:
    rng = stream(spec.seed, index, "missing part")
    return pick(rng, KIT_PARTS) if chance(rng, spec.missing_part_rate) else None


def second_unit(item: ItemTruth) -> ItemTruth | None:
    """Return the intact unit that lies beside an item of a wrong count, under the same trigger; else None."""
    if item.mixup != "wrong_count" or item.index >= SECOND_UNIT:
        return None
    return replace(
        item,
        index=item.index + SECOND_UNIT,
        lpn=f"LPN{int(item.lpn[3:]) + 5_000_000:010d}",
        serial=f"{item.serial[:5]}{item.index + 500_000:06d}",
        damaged=False,
        defects=(),
        missing_part=None,
    )


def _defects(spec: LineSpec, kind: str, rng: Generator) -> tuple[DefectTruth, ...]:
    """Draw one or two different defects that this kind can show; none where the spec allows none."""
    classes = [name for name in APPLICABLE[kind] if name in spec.defects]
    wanted = 2 if chance(rng, SECOND_DEFECT_RATE) else 1
    found: list[DefectTruth] = []
    while classes and len(found) < wanted:
        name = classes.pop(pick(rng, len(classes)))
        found.append(DefectTruth(cls=name, severity="major" if chance(rng, MAJOR_RATE) else "minor"))
    return tuple(found)
