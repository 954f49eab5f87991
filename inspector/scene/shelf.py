"""Finished art, drawn once per SKU and resolution and shared by every item of it."""

from collections.abc import Callable
from functools import lru_cache

from inspector.scene.art import book_face, carton_face
from inspector.scene.art_soft import bag_top, bottle_label, bottle_side
from inspector.scene.canvas import U8
from inspector.scene.catalogue import product
from inspector.scene.invented import printed_freely
from inspector.scene.sku import Product


@lru_cache(maxsize=200)
def face_art(sku: str, face: str, px_mm: float) -> U8:
    """Return a product's printed face; shared, so it is read-only."""
    chosen = product(sku)
    draw: Callable[[Product, str, float], U8] = book_face if chosen.kind == "book" else carton_face
    art = draw(chosen, face, px_mm)
    if chosen.free_print:
        art = printed_freely(art, chosen, face, px_mm)
    art.setflags(write=False)
    return art


@lru_cache(maxsize=40)
def soft_art(sku: str, part: str, a_mm: float, b_mm: float, px_mm: float) -> U8:
    chosen = product(sku)
    if part == "bag":
        art = bag_top(chosen, px_mm)
    elif part == "label":
        art = bottle_label(chosen, a_mm, b_mm, px_mm)
    else:
        art = bottle_side(chosen, a_mm, b_mm, px_mm)
    if chosen.free_print and part != "side":
        art = printed_freely(art, chosen, part, px_mm)
    art.setflags(write=False)
    return art
