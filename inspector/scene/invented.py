"""Products that nobody sells: the shapes of the catalogue in other sizes, colours, names and print, without end.

A network that learns on the catalogue's few products learns these products by heart. Only training uses invented ones.
"""

import colorsys
from dataclasses import replace
from typing import Final

from numpy.random import Generator

from inspector.scene.canvas import U8, Canvas
from inspector.scene.randomness import between, chance, pick, stream
from inspector.scene.sku import Product, Rgb

_SYLLABLES: Final = (
    *("ba", "co", "di", "fen", "gal", "hu", "jo", "kra", "li", "mon", "nor"),
    *("o", "pel", "qui", "ros", "sta", "tu", "ver", "wim", "xan", "yl", "zo"),
)
_FREE_PRINT: Final = 0.65  # of invented products do without their design
_WHOLE_FACE: Final = 0.6


def invented(one: Product, seed: int, sku: str) -> Product:
    """Return another product of the same shape; the same for the same seed, always."""
    rng = stream(seed, 0, f"invented {one.sku}")
    sides = [round(side * between(rng, 0.75, 1.25), 1) for side in one.size_mm]
    return replace(
        one,
        sku=sku,
        brand=_words(rng, 1).upper() if chance(rng, 0.5) else _words(rng, 1),
        name=_words(rng, 1 + pick(rng, 2)),
        size_mm=(max(sides[:2]), min(sides[:2]), sides[2]) if one.kind != "bottle" else (sides[0], sides[1], sides[2]),
        palette=_palette(rng, one),
        gloss=between(rng, 0.03, 0.8),
        free_print=1 + pick(rng, 1 << 30) if chance(rng, _FREE_PRINT) else 0,
    )


def printed_freely(art: U8, product: Product, face: str, px_mm: float) -> U8:
    """Return the face with a print of no design over all or some of it; film keeps its seams."""
    rng = stream(product.free_print, 0, face)
    rows, columns = art.shape[:2]
    whole = product.kind != "polybag" and chance(rng, _WHOLE_FACE)
    high, wide = (1.0, 1.0) if whole else (between(rng, 0.25, 0.7), between(rng, 0.25, 0.7))
    top, left = (
        round(between(rng, 0.08, 0.92 - share) * size) if share < 1 else 0
        for share, size in ((high, rows), (wide, columns))
    )
    height, width = max(2, round(high * rows)), max(2, round(wide * columns))
    print_ = _poster(rng, product, width / px_mm, height / px_mm, px_mm)
    there = art[top : top + height, left : left + width]
    out = art.copy()
    out[top : top + height, left : left + width] = print_[: there.shape[0], : there.shape[1]]
    return out


def _poster(rng: Generator, product: Product, w: float, h: float, px_mm: float) -> U8:
    """Shapes, stripes, lines of small print and words in the product's colours and a few others."""
    inks = [*product.palette, *(_any_colour(rng) for _ in range(3))]
    sheet = Canvas(w, h, px_mm, inks[pick(rng, 2)])
    small = min(w, h)
    for _ in range(2 + pick(rng, 14)):
        x, y, ink = between(rng, 0, w), between(rng, 0, h), inks[pick(rng, len(inks))]
        size = small * between(rng, 0.03, 0.4)
        match pick(rng, 7):
            case 0:
                sheet.rect(x - size, y - size / 2, size * between(rng, 0.5, 3), size * between(rng, 0.1, 1), ink)
            case 1:
                sheet.disc(x, y, size / 2, ink)
            case 2:
                sheet.ellipse(x, y, size, size * between(rng, 0.1, 0.8), ink, angle=between(rng, 0, 180))
            case 3:
                corners = [
                    (x + between(rng, -1, 1) * size, y + between(rng, -1, 1) * size) for _ in range(3 + pick(rng, 3))
                ]
                sheet.poly(corners, ink)
            case 4:
                step = size * between(rng, 0.08, 0.3)
                for row in range(2 + pick(rng, 8)):
                    sheet.rect(x, y + row * step, size * between(rng, 1, 2.5), step * between(rng, 0.2, 0.7), ink)
            case 5:
                for _ in range(4 + pick(rng, 30)):
                    at = (x + between(rng, -1, 1) * size, y + between(rng, -1, 1) * size)
                    sheet.ellipse(*at, size * 0.09, size * 0.06, ink, angle=between(rng, 0, 180))
            case _:
                far = (x + between(rng, -1, 1) * w, y + between(rng, -1, 1) * h)
                sheet.line((x, y), far, ink, size * between(rng, 0.02, 0.2))
    for _ in range(1 + pick(rng, 4)):
        cap = small * between(rng, 0.04, 0.22)
        words = product.brand if chance(rng, 0.4) else _words(rng, 1 + pick(rng, 3))
        at = between(rng, 0, 0.6) * w, between(rng, 0.1, 1) * h
        sheet.text(*at, cap, words, inks[pick(rng, len(inks))], weight=300 + 100 * pick(rng, 7), fit_mm=w)
    return sheet.image()


def _words(rng: Generator, count: int) -> str:
    made = ("".join(_SYLLABLES[pick(rng, len(_SYLLABLES))] for _ in range(2 + pick(rng, 2))) for _ in range(count))
    return " ".join(word.capitalize() for word in made)


def _palette(rng: Generator, one: Product) -> tuple[Rgb, Rgb, Rgb]:
    """Ground, accent and ink; what is cardboard stays mostly brown."""
    if one.material == "cardboard" and chance(rng, 0.7):
        shade = between(rng, 0.75, 1.15)
        red, green, blue = (min(255, round(part * shade)) for part in one.palette[0])
        return (red, green, blue), _any_colour(rng), one.palette[2]
    ground = _any_colour(rng)
    dark = sum(ground) < 330
    ink: Rgb = (245, 244, 238) if dark else (28, 26, 30)
    return ground, _any_colour(rng), ink if chance(rng, 0.6) else _any_colour(rng)


def _any_colour(rng: Generator) -> Rgb:
    red, green, blue = colorsys.hsv_to_rgb(between(rng, 0, 1), between(rng, 0, 0.9), between(rng, 0.15, 0.98))
    return round(red * 255), round(green * 255), round(blue * 255)
