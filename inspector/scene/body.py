"""Build an intact item as patches: shape, art and this very item's stickers."""

from typing import Final

import numpy as np

from inspector.scene.canvas import U8, Canvas
from inspector.scene.catalogue import product
from inspector.scene.line import ItemTruth, LineSpec
from inspector.scene.mesh import Body
from inspector.scene.pose import pose_of
from inspector.scene.randomness import stream
from inspector.scene.shape_bag import polybag
from inspector.scene.shape_bottle import bottle
from inspector.scene.shape_cuboid import cuboid
from inspector.scene.shelf import soft_art
from inspector.scene.sku import Product
from inspector.scene.sticker import INK, licence_plate, product_label

_BENDING: Final = ("deformation", "actuation", "deconstruction")


def build(item: ItemTruth, spec: LineSpec, px_mm: float) -> Body:
    """Return the intact body of an item at a texture resolution of `px_mm`."""
    rng = stream(spec.seed, item.index, "body")
    chosen = product(item.looks)
    pose = pose_of(spec, item, 0.0)
    if chosen.kind == "bottle":
        body = bottle(chosen, px_mm, rng, standing=pose.standing)
    elif chosen.kind == "polybag":
        body = polybag(chosen, px_mm, rng)
    else:
        bent = any(defect.cls in _BENDING for defect in item.defects)
        body = cuboid(chosen, px_mm, rng, yaw=pose.yaw, bent=bent)
    body.yaw = pose.yaw
    body.standing = pose.standing
    return body


def label_art(chosen: Product, item: ItemTruth, body: Body) -> U8:
    """Return this item's label at the body's resolution."""
    if chosen.kind == "bottle":
        _, _, width, height = body.label_xywh
        art = soft_art(chosen.sku, "label", width, height, body.px_mm).copy()
        _print_on_bottle(art, item, (width, height), body.px_mm)
        return art
    if chosen.kind in ("polybag", "book"):
        return licence_plate(item, body.px_mm)
    return product_label(product(item.label), item, body.px_mm)


def _print_on_bottle(art: U8, item: ItemTruth, size_mm: tuple[float, float], px_mm: float) -> None:
    """Add barcode, lot and date to a bottle label, in place; bars lie across the axis, where it is straight."""
    width, height = size_mm
    strip = Canvas(height * 0.8, 22, px_mm, (250, 250, 248))
    if item.product_code == "ean13":
        strip.barcode(0, 1, height * 0.8, 15, item.gtin)
    else:
        strip.barcode(height * 0.4 - 8, 0.5, 16, 16, item.element_string, symbology="DataMatrix")
    strip.text(height * 0.4, 20.6, 3.4, item.gtin, INK, centred=True)
    turned = np.ascontiguousarray(np.rot90(strip.image()))
    field = Canvas(width * 0.46, height * 0.2, px_mm, (248, 248, 246))
    field.text(2, height * 0.085, height * 0.052, f"LOT {item.lot}", INK, weight=600, fit_mm=width * 0.46 - 4)
    if item.expiry is not None:
        date = f"EXP {item.expiry:%Y-%m-%d}"
        field.text(2, height * 0.175, height * 0.06, date, INK, weight=700, fit_mm=width * 0.46 - 4)
    for picture, x, y in ((turned, width * 0.68, height * 0.115), (field.image(), width * 0.17, height * 0.7)):
        row, column = round(y * px_mm), round(x * px_mm)
        target = art[row : row + picture.shape[0], column : column + picture.shape[1]]
        target[:] = picture[: target.shape[0], : target.shape[1]]
