"""One product as people write it, in a CSV row or in the store: checked, with every problem named."""

import re
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from inspector.config.sections import Section
from inspector.domain.catalogue import CatalogueEntry, Rgb, gtin14
from inspector.domain.gs1 import right_check_digit
from inspector.domain.recipe import Costs

NO_CHECK: Final = "none"  # in the columns `checks` and `label`: not even one
_MOST_MM: Final = 5000


def _listed(value: Any) -> Any:
    """`a; b c` is three values; an empty cell none."""
    return tuple(part for part in re.split(r"[;\s]+", value) if part) if isinstance(value, str) else value


def _gtin(code: str) -> str:
    full = gtin14(code)
    if not right_check_digit(full):
        raise ValueError(f"the check digit of GTIN {code} is wrong")
    return full


def _colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError("a colour is written #rrggbb")
    return text.lower()


def _named(value: Any) -> Any:
    """An empty cell is None: nothing is said."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return () if isinstance(value, str) and value.strip() == NO_CHECK else _listed(value)


Sku = Annotated[str, Field(pattern=r"^[^\s\x00-\x1f][^\x00-\x1f]{0,63}$")]
Millimetres = Annotated[float | None, Field(default=None, gt=0, le=_MOST_MM, allow_inf_nan=False)]
Cost = Annotated[float | None, Field(default=None, gt=0, allow_inf_nan=False)]


class EntryModel(Section):
    """The columns of a catalogue file; all but `sku` may be empty or missing."""

    sku: Sku = Field(description="Stock keeping unit, as the controller sends it.")
    name: str = Field(default="", max_length=200, description="For people.")
    material: str | None = Field(default=None, max_length=64, description="Group that recipes and references go by.")
    gtins: Annotated[tuple[Annotated[str, AfterValidator(_gtin)], ...], BeforeValidator(_listed)] = Field(
        default=(), description="GTINs (EAN, UPC) printed on it, apart by `;`."
    )
    length_mm: Millimetres = Field(description="All three sizes or none; the order does not matter.")
    width_mm: Millimetres = Field(description="Second size.")
    height_mm: Millimetres = Field(description="Third size.")
    size_tolerance_mm: Millimetres = Field(description="How far each size may be off; empty: the check's own.")
    colours: Annotated[tuple[Annotated[str, AfterValidator(_colour)], ...], BeforeValidator(_listed)] = Field(
        default=(), description="Colours that must be seen on it, `#rrggbb` under neutral light, apart by `;`."
    )
    colour_tolerance: float | None = Field(
        default=None, gt=0, le=100, allow_inf_nan=False, description="CIEDE2000 that each may be off."
    )
    min_days_left: int | None = Field(default=None, ge=0, le=36500, description="Days of shelf life that it needs.")
    units: int | None = Field(default=None, ge=1, le=1000, description="Units that must be seen in one item.")
    references: Sku | None = Field(default=None, description="SKU by whose pictures it was taught; empty: its own.")
    checks: Annotated[tuple[str, ...] | None, BeforeValidator(_named)] = Field(
        default=None, description=f"Checks that apply, apart by `;`; empty: all; `{NO_CHECK}`: not one."
    )
    label: Annotated[tuple[str, ...] | None, BeforeValidator(_named)] = Field(
        default=None, description=f"Questions that its label must answer, apart by `;`; `{NO_CHECK}`: not one."
    )
    missed_damage: Cost = Field(description="Cost of passing a damaged one; all three costs or none.")
    false_divert: Cost = Field(description="Cost of isolating a good one.")
    review: Cost = Field(description="Cost of a person looking at one.")

    @model_validator(mode="after")
    def _whole_groups(self) -> Self:
        for names in (("length_mm", "width_mm", "height_mm"), ("missed_damage", "false_divert", "review")):
            missing = [name for name in names if getattr(self, name) is None]
            if 0 < len(missing) < len(names):
                raise ValueError(f"{', '.join(names)} go together: {', '.join(missing)} is missing")
        return self

    def to_domain(self) -> CatalogueEntry:
        """The pure value."""
        sizes = (self.length_mm, self.width_mm, self.height_mm)
        length, width, height = sizes
        costs = None
        if self.missed_damage is not None and self.false_divert is not None and self.review is not None:
            costs = Costs(missed_damage=self.missed_damage, false_divert=self.false_divert, review=self.review)
        return CatalogueEntry(
            sku=self.sku,
            name=self.name,
            material=self.material,
            gtins=self.gtins,
            size_mm=None if length is None or width is None or height is None else (length, width, height),
            size_tolerance_mm=self.size_tolerance_mm,
            colours=tuple(_rgb(text) for text in self.colours),
            colour_tolerance=self.colour_tolerance,
            min_days_left=self.min_days_left,
            units=self.units,
            references=self.references,
            checks=self.checks,
            label=self.label,
            costs=costs,
        )

    @classmethod
    def of(cls, entry: CatalogueEntry) -> Self:
        """The same product as it is written."""
        length, width, height = entry.size_mm or (None, None, None)
        costs = entry.costs
        return cls(
            sku=entry.sku,
            name=entry.name,
            material=entry.material,
            gtins=entry.gtins,
            length_mm=length,
            width_mm=width,
            height_mm=height,
            size_tolerance_mm=entry.size_tolerance_mm,
            colours=tuple(f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in entry.colours),
            colour_tolerance=entry.colour_tolerance,
            min_days_left=entry.min_days_left,
            units=entry.units,
            references=entry.references,
            checks=entry.checks,
            label=entry.label,
            missed_damage=costs.missed_damage if costs else None,
            false_divert=costs.false_divert if costs else None,
            review=costs.review if costs else None,
        )


def _rgb(text: str) -> Rgb:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
