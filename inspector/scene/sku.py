"""What a product of the rendered line is."""

from dataclasses import dataclass
from typing import Literal

Rgb = tuple[int, int, int]
Kind = Literal["carton", "bottle", "polybag", "book"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One SKU. `size_mm` is length, width, height as it lies (bottles: diameter, depth, height)."""

    sku: str
    brand: str
    name: str
    kind: Kind
    material: str
    gtin: str
    size_mm: tuple[float, float, float]
    palette: tuple[Rgb, Rgb, Rgb]  # ground, accent, ink
    layout: int  # which of the kind's designs
    dated: bool  # carries an expiry date
    gloss: float  # 0 matt to 1 glossy
    free_print: int = 0  # seed of a print of no design; 0: as the design says
