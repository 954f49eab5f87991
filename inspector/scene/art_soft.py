"""Printed art of bottles and polybags."""

import numpy as np

from inspector.scene.canvas import U8, Canvas
from inspector.scene.colour import mixed
from inspector.scene.noise import cut, fractal
from inspector.scene.randomness import stream
from inspector.scene.sku import Product


def bottle_side(product: Product, around_mm: float, tall_mm: float, px_mm: float) -> U8:
    """Return the wrap-around texture of a bottle's body; the label's middle is the texture's middle."""
    ground = product.palette[0]
    sheet = Canvas(around_mm, tall_mm, px_mm, ground)
    if product.layout == 1:  # clear bottle: the juice shows, with an air gap at the shoulder
        sheet.rect(0, 0, around_mm, tall_mm * 0.16, mixed(ground, (250, 246, 236), 0.65))
        sheet.rect(0, tall_mm * 0.155, around_mm, 1.2, mixed(ground, (255, 250, 230), 0.5))
    return sheet.image()


def bottle_label(product: Product, width: float, height: float, px_mm: float) -> U8:
    """Return the printed label of a bottle."""
    ground, accent, ink = product.palette
    paper = accent if product.layout != 2 else (250, 248, 240)
    sheet = Canvas(width, height, px_mm, paper)
    sheet.rect(0, 0, width, height * 0.1, ink)
    sheet.rect(0, height * 0.93, width, height * 0.07, ink)
    bold = ink if product.layout != 2 else accent
    middle, room = width * 0.4, width * 0.5  # the right part is for the barcode
    sheet.text(middle, height * 0.3, height * 0.14, product.brand, bold, weight=900, centred=True, fit_mm=room)
    sheet.text(middle, height * 0.41, height * 0.06, product.name, ink, weight=500, centred=True, fit_mm=room)
    x, y, tint = middle, height * 0.55, mixed(ground, ink, 0.1)
    if product.layout == 1:
        sheet.disc(x, y, height * 0.11, (244, 150, 30))
        sheet.disc(x, y, height * 0.09, (250, 190, 80))
        for ray in range(8):
            a = ray * np.pi / 4
            tip = (x + height * 0.085 * float(np.cos(a)), y + height * 0.085 * float(np.sin(a)))
            sheet.line((x, y), tip, (244, 150, 30), 1.0)
    elif product.layout == 2:
        sheet.disc(x, y, height * 0.11, accent)
        sheet.text(x, y + height * 0.04, height * 0.08, "D3", (250, 250, 250), weight=900, centred=True)
    else:
        for n in range(3):
            at = (x + width * (0.08 * n - 0.08), y + height * (0.03 - 0.05 * n))
            sheet.ellipse(*at, width * 0.045, height * 0.07, tint, angle=25)
    return sheet.image()


def bag_top(product: Product, px_mm: float) -> U8:
    """Return the upper side of a polybag: garment under film, or an opaque mailer."""
    length, width, _ = product.size_mm
    ground, accent, _ = product.palette
    sheet = Canvas(length, width, px_mm, ground if product.layout else mixed(ground, (235, 238, 240), 0.5))
    if product.layout == 0:  # a folded garment inside clear film
        m = 12.0
        sheet.rect(m + 8, m, length - 2 * m - 16, width - 2 * m, ground)
        for share in (0.33, 0.66):
            sheet.line((m + 8, width * share), (length - m - 8, width * share + 4), mixed(ground, (0, 0, 0), 0.3), 1.6)
        dark, cx, cy = mixed(ground, (0, 0, 0), 0.35), length * 0.17, width * 0.5
        sheet.ellipse(cx, cy, 16, 30, dark)
        sheet.ellipse(cx - 5, cy, 12, 25, mixed(ground, (255, 255, 255), 0.15))
        sheet.text(length * 0.72, width * 0.42, 9, product.brand, accent, weight=700, centred=True)
        sheet.disc(length * 0.9, width * 0.12, 5.0, mixed(ground, (235, 238, 240), 0.6))  # suffocation hole
        sheet.disc(length * 0.9, width * 0.12, 4.0, mixed(ground, (0, 0, 0), 0.35))
    else:
        sheet.text(length * 0.1, width * 0.3, 15, product.brand, mixed(ground, (255, 255, 255), 0.75), weight=900)
        sheet.rect(length * 0.1, width * 0.35, length * 0.3, 2, mixed(ground, (255, 255, 255), 0.6))
        sheet.text(length * 0.1, width * 0.45, 6, "100% recycled film", mixed(ground, (255, 255, 255), 0.6))
    seam = mixed(ground, (240, 242, 244), 0.45)
    for x in (0.0, length - 9):
        sheet.rect(x, 0, 9, width, seam)
        for rib in range(4):
            sheet.line((x + 2 * rib + 1.2, 0), (x + 2 * rib + 1.2, width), mixed(seam, (0, 0, 0), 0.14), 0.5)
    rng = stream(0, 0, product.sku + "film")
    face = sheet.image().astype(np.float32)
    haze = 1.0 + 0.03 * cut(fractal(3), face.shape[:2], rng)
    return np.clip(face * haze[..., None], 0, 255).astype(np.uint8)
