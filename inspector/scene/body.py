"""Build an intact item as patches: shape, art and this very item's stickers."""

from inspector.scene.canvas import U8, Canvas
from inspector.scene.catalogue import Product, product
from inspector.scene.line import ItemTruth, LineSpec
from inspector.scene.mesh import Body
from inspector.scene.pose import pose_of
from inspector.scene.randomness import stream
from inspector.scene.shape_bag import polybag
from inspector.scene.shape_bottle import bottle
from inspector.scene.shape_cuboid import cuboid
from inspector.scene.shelf import soft_art
from inspector.scene.sticker import licence_plate, product_label


def build(item: ItemTruth, spec: LineSpec, px_mm: float) -> Body:
    """Return the intact body of an item at a texture resolution of `px_mm`."""
    rng = stream(spec.seed, item.index, "body")
    chosen = product(item.sku)
    pose = pose_of(spec, item, 0.0)
    if chosen.kind == "bottle":
        body = bottle(chosen, px_mm, rng, standing=pose.standing)
    elif chosen.kind == "polybag":
        body = polybag(chosen, px_mm, rng)
    else:
        body = cuboid(chosen, px_mm, rng)
    body.yaw = pose.yaw
    body.standing = pose.standing
    return body


def label_art(chosen: Product, item: ItemTruth, body: Body) -> U8:
    """Return this item's label at the body's resolution."""
    if chosen.kind == "bottle":
        _, _, width, height = body.label_xywh
        art = soft_art(chosen.sku, "label", width, height, body.px_mm).copy()
        _print_on_bottle(art, chosen, item, (width, height), body.px_mm)
        return art
    if chosen.kind in ("polybag", "book"):
        return licence_plate(item, body.px_mm)
    return product_label(chosen, item, body.px_mm)


def _print_on_bottle(art: U8, chosen: Product, item: ItemTruth, size_mm: tuple[float, float], px_mm: float) -> None:
    """Add the barcode and the date field to a bottle label, in place."""
    width, height = size_mm
    field_w, field_h = width * 0.5, height * 0.42
    field = Canvas(field_w, field_h, px_mm, (248, 248, 246))
    field.barcode(1, 1, field_w - 2, field_h * 0.45, chosen.gtin)
    field.text(3, field_h * 0.68, field_h * 0.12, f"LOT {item.lot}", (24, 24, 26), fit_mm=field_w - 6)
    if item.expiry is not None:
        field.text(
            3,
            field_h * 0.92,
            field_h * 0.15,
            f"EXP {item.expiry:%Y-%m-%d}",
            (24, 24, 26),
            weight=600,
            fit_mm=field_w - 6,
        )
    picture = field.image()
    x, y = round(width * 0.47 * px_mm), round(height * 0.47 * px_mm)
    target = art[y : y + picture.shape[0], x : x + picture.shape[1]]
    target[:] = picture[: target.shape[0], : target.shape[1]]
