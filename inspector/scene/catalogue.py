"""The products that the line carries: fixed art, size and GTIN per SKU."""

from dataclasses import replace
from functools import cache
from typing import Final

from inspector.scene.invented import invented
from inspector.scene.sku import Kind, Product, Rgb


def gtin13(first12: str) -> str:
    """Return the GTIN-13 with its check digit.

    >>> gtin13("400638133393")
    '4006381333931'
    """
    if len(first12) != 12 or not first12.isdigit():
        raise ValueError(f"a GTIN-13 starts with 12 digits, not {first12!r}")
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first12))
    return first12 + str(-total % 10)


CHANGED: Final = "+"  # between a SKU and how this one differs from what it should be
KRAFT: Rgb = (186, 146, 102)
WHITE: Rgb = (240, 240, 236)

# Columns as in Product, GTIN left out; the palette is ground, accent and ink.
_ROWS: tuple[
    tuple[str, str, str, Kind, str, tuple[float, float, float], tuple[Rgb, Rgb, Rgb], int, bool, float], ...
] = (
    ("CT-1001", "NORDFELL", "Moving Box M", "carton", "cardboard", (300, 220, 150),
     (KRAFT, (60, 44, 30), (44, 32, 24)), 0, False, 0.05),
    ("CT-1002", "PARCELO", "Ship Box S", "carton", "cardboard", (240, 180, 110),
     ((201, 166, 124), (28, 70, 120), (24, 40, 66)), 1, False, 0.05),
    ("CT-1003", "Oatily", "Crunchy Oats", "carton", "paperboard", (280, 190, 70),
     ((236, 196, 84), (176, 60, 34), (70, 34, 18)), 2, True, 0.28),
    ("CT-1004", "Medivia", "Ibuprane 400", "carton", "paperboard", (190, 120, 60),
     (WHITE, (20, 120, 150), (22, 40, 70)), 3, True, 0.35),
    ("CT-1005", "Leaf&Co", "Green Tea 80", "carton", "paperboard", (210, 140, 90),
     ((70, 112, 66), (222, 204, 140), (240, 236, 214)), 2, True, 0.3),
    ("CT-1006", "BRIXLE", "City Builder 240", "carton", "paperboard", (310, 230, 65),
     ((38, 92, 170), (244, 196, 40), (250, 250, 250)), 4, False, 0.4),
    ("CT-1007", "Havana Roast", "Coffee 12 x 250", "carton", "cardboard", (290, 210, 160),
     ((168, 128, 88), (40, 30, 26), (34, 24, 20)), 1, True, 0.06),
    ("BT-2001", "Pura", "Shower Gel 400", "bottle", "plastic", (74, 52, 205),
     ((86, 164, 196), (240, 244, 246), (24, 66, 108)), 0, True, 0.7),
    ("BT-2002", "Solis", "Orange Juice 1L", "bottle", "plastic", (88, 88, 240),
     ((236, 150, 40), (250, 240, 220), (140, 54, 16)), 1, True, 0.8),
    ("BT-2003", "Klaro", "Dish Liquid", "bottle", "plastic", (92, 60, 230),
     ((110, 180, 70), (250, 230, 70), (20, 70, 44)), 0, False, 0.75),
    ("BT-2004", "Vitalon", "Vitamin D3 180", "bottle", "plastic", (92, 92, 150),
     ((244, 242, 238), (216, 110, 40), (60, 36, 24)), 2, True, 0.5),
    ("PB-3001", "Marlow", "Crew Tee Black", "polybag", "polyethylene", (290, 230, 34),
     ((58, 60, 66), (250, 250, 250), (20, 20, 20)), 0, False, 0.8),
    ("PB-3002", "SENDWELL", "Mailer 250x350", "polybag", "polyethylene", (310, 230, 30),
     ((128, 134, 140), (40, 44, 50), (30, 32, 36)), 1, False, 0.6),
    ("PB-3003", "Marlow", "Baby Set Rose", "polybag", "polyethylene", (260, 200, 38),
     ((214, 150, 160), (252, 246, 240), (110, 50, 60)), 0, False, 0.8),
    ("BK-4001", "Harrow Press", "The Quiet Harbour", "book", "paper", (230, 155, 34),
     ((24, 54, 84), (224, 184, 96), (244, 238, 222)), 0, False, 0.35),
    ("BK-4002", "Field Guides", "Birds of the Fens", "book", "paper", (260, 190, 26),
     ((226, 220, 200), (86, 120, 70), (44, 52, 40)), 1, False, 0.4),
    ("BK-4003", "Notara", "Daily Planner A5", "book", "paper", (215, 150, 22),
     ((150, 40, 50), (240, 220, 190), (250, 240, 230)), 2, False, 0.2),
)  # fmt: skip


@cache
def catalogue() -> tuple[Product, ...]:
    """Return every product; the order is fixed."""
    return tuple(
        Product(
            sku=sku,
            brand=brand,
            name=name,
            kind=kind,
            material=material,
            gtin=gtin13(f"40{10_000 + 137 * n:05d}{24_680 + 31 * n:05d}"),
            size_mm=size,
            palette=palette,
            layout=layout,
            dated=dated,
            gloss=gloss,
        )
        for n, (sku, brand, name, kind, material, size, palette, layout, dated, gloss) in enumerate(_ROWS)
    )


@cache
def product(sku: str) -> Product:
    """Return the product of a SKU, changed as its suffix says. Raises `KeyError` naming the SKU when there is none."""
    plain, _, change = sku.partition(CHANGED)
    for candidate in catalogue():
        if candidate.sku == plain:
            if not change:
                return candidate
            kind, _, value = change.partition(":")
            if kind == "invented":
                return invented(candidate, int(value), sku)
            if kind == "size":
                return resized(candidate, int(value))
            if kind == "colours":
                return recoloured(candidate, product(value))
    raise KeyError(f"no product {sku!r} in the catalogue")


def is_product(sku: str) -> bool:
    """Whether `product` knows it."""
    try:
        product(sku)
    except (KeyError, ValueError):
        return False
    return True


def recoloured(one: Product, donor: Product) -> Product:
    """Return the product in the colours of another; its SKU says so, so that its art is drawn anew."""
    return replace(one, sku=f"{one.sku}{CHANGED}colours:{donor.sku}", palette=donor.palette)


def invention(sku: str, seed: int) -> str:
    """Return the SKU of a product that is invented on the shape of another, and does not stand in the catalogue."""
    return f"{sku}{CHANGED}invented:{seed}"


def resized(one: Product, percent: int) -> Product:
    """Return the product in another size; its SKU says so, so that its art is drawn anew."""
    length, width, height = (round(side * percent / 100, 1) for side in one.size_mm)
    return replace(one, sku=f"{one.sku}{CHANGED}size:{percent}", size_mm=(length, width, height))
