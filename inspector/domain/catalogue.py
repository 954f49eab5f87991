"""What is known of a product before it is seen: sizes, colours, codes, shelf life, costs."""

from dataclasses import dataclass, replace

from inspector.domain.item import Identity
from inspector.domain.recipe import Costs

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """One SKU; what nobody wrote down is None or empty, and what depends on it is not checked.

    `gtins` have 14 digits. `size_mm` is length, width, height in any order, `size_tolerance_mm` what each may be off.
    `colours` are sRGB under neutral light; each must be found on the item within `colour_tolerance` (CIEDE2000).
    `min_days_left` is the shelf life that an item needs on the day it is seen. `references` is the SKU by whose
    pictures the product was taught. `checks` are the names of those that apply; None: all. `label` names the questions
    that its label must answer; None: those of the check.
    """

    sku: str
    name: str = ""
    material: str | None = None
    gtins: tuple[str, ...] = ()
    size_mm: tuple[float, float, float] | None = None
    size_tolerance_mm: float | None = None
    colours: tuple[Rgb, ...] = ()
    colour_tolerance: float | None = None
    min_days_left: int | None = None
    units: int | None = None
    references: str | None = None
    checks: tuple[str, ...] | None = None
    label: tuple[str, ...] | None = None
    costs: Costs | None = None

    def applies(self, check: str) -> bool:
        """Whether the check of this name looks at the product."""
        return self.checks is None or check in self.checks

    @property
    def taught_as(self) -> str:
        """The SKU under which its pictures were taught."""
        return self.references or self.sku


def completed(identity: Identity, entry: CatalogueEntry | None) -> Identity:
    """The identity with the material that the catalogue knows; what the controller said stays."""
    if entry is None or identity.material is not None or entry.material is None:
        return identity
    return replace(identity, material=entry.material)


def as_taught(identity: Identity, entry: CatalogueEntry | None) -> Identity:
    """The identity under which the product's pictures are found."""
    if entry is None or entry.references is None:
        return identity
    return replace(identity, sku=entry.references)


def gtin14(code: str) -> str:
    """A GTIN of 8, 12, 13 or 14 digits as 14; the check digit is not looked at.

    Raises ValueError for any other text.
    """
    if len(code) not in {8, 12, 13, 14} or not (code.isascii() and code.isdigit()):
        raise ValueError(f"a GTIN has 8, 12, 13 or 14 digits, not {code!r}")
    return code.zfill(14)
