"""Printed art of cartons and books, face by face; drawn once per SKU and resolution."""

import numpy as np

from inspector.scene.art_retail import retail_face
from inspector.scene.canvas import U8, Canvas
from inspector.scene.colour import mixed
from inspector.scene.noise import cut, fractal
from inspector.scene.randomness import stream
from inspector.scene.sku import Product, Rgb


def carton_face(product: Product, face: str, px_mm: float) -> U8:
    """Return the print of one carton face (top, front, back, left, right)."""
    length, width, height = product.size_mm
    extent = {"top": (length, width), "front": (length, height), "back": (length, height)}
    face_mm = extent.get(face, (width, height))
    ground = product.palette[0]
    sheet = Canvas(*face_mm, px_mm, ground)
    if product.material == "cardboard":
        _shipping_face(sheet, product, face)
    else:
        retail_face(sheet, product, face)
    return _aged(sheet.image(), product, face)


def _aged(face: U8, product: Product, name: str) -> U8:
    """Add the material's grain and lighter, worn edges."""
    rng = stream(0, 0, product.sku + name)
    rough = product.material == "cardboard"
    grain = cut(fractal(1, octaves=5, first=24), face.shape[:2], rng)
    gain = 1.0 + grain * (0.022 if rough else 0.007)
    out = face.astype(np.float32) * gain[..., None]
    edge = np.zeros(face.shape[:2], np.float32)
    for border in (np.s_[:1], np.s_[-1:], np.s_[:, :1], np.s_[:, -1:]):
        edge[border] = 0.35 if rough else 0.2
    pale = np.array((226, 208, 182) if rough else (236, 234, 230), np.float32)
    return np.asarray(np.clip(out + (pale - out) * edge[..., None], 0, 255), np.uint8)


def _shipping_face(sheet: Canvas, product: Product, face: str) -> None:
    """Draw flute shadows, tape, handling marks and the shipper's name."""
    w, h = sheet.width_mm, sheet.height_mm
    ground, accent, ink = product.palette
    for y in np.arange(3.0, h, 6.0):
        sheet.line((0, float(y)), (w, float(y)), mixed(ground, (90, 62, 40), 0.06), 0.5)
    if face == "top":
        sheet.line((0, h / 2), (w, h / 2), mixed(ground, (40, 26, 16), 0.75), 0.9)
        sheet.rect(0, h / 2 - 24, w, 48, mixed(ground, (206, 172, 120), 0.55))
        for y in (h / 2 - 24, h / 2 + 24):
            sheet.line((0, y), (w, y), mixed(ground, (240, 220, 180), 0.5), 0.6)
        sheet.line((0, h / 2), (w, h / 2), mixed(ground, (70, 50, 34), 0.5), 0.8)
        return
    if face in ("left", "right"):
        sheet.rect(w / 2 - 24, 0, 48, min(55.0, h * 0.45), mixed(ground, (206, 172, 120), 0.55))
        sheet.text(w / 2, h * 0.8, h * 0.13, product.brand, ink, weight=800, centred=True, fit_mm=w * 0.8)
        return
    sheet.text(w * 0.06, h * 0.42, h * 0.2, product.brand, accent, weight=900, fit_mm=w * 0.55)
    sheet.text(w * 0.06, h * 0.62, h * 0.09, product.name, ink, weight=500, fit_mm=w * 0.5)
    _handling_marks(sheet, w * 0.68, h * 0.3, min(h * 0.4, 40.0), ink)
    if product.layout == 0:  # a hand hole's perforation: dark, round and perfectly intact
        sheet.ellipse(w * 0.5, h * 0.82, 34, 9, mixed(ground, (60, 40, 26), 0.55))
        sheet.ellipse(w * 0.5, h * 0.82, 31.5, 7, mixed(ground, (120, 90, 60), 0.25))


def _handling_marks(sheet: Canvas, x: float, y: float, size: float, ink: Rgb) -> None:
    """Draw an up-arrow pair and a glass, the marks that shippers print."""
    for shift in (0.0, 0.42):
        cx = x + shift * size
        sheet.poly([(cx, y + 0.4 * size), (cx + 0.18 * size, y), (cx + 0.36 * size, y + 0.4 * size)], ink)
        sheet.rect(cx + 0.11 * size, y + 0.38 * size, 0.14 * size, 0.45 * size, ink)
    sheet.rect(x, y + 0.92 * size, 0.8 * size, 0.07 * size, ink)
    gx = x + 1.0 * size
    sheet.poly(
        [(gx, y), (gx + 0.5 * size, y), (gx + 0.32 * size, y + 0.5 * size), (gx + 0.18 * size, y + 0.5 * size)], ink
    )
    sheet.rect(gx + 0.21 * size, y + 0.5 * size, 0.08 * size, 0.4 * size, ink)
    sheet.rect(gx + 0.05 * size, y + 0.9 * size, 0.4 * size, 0.08 * size, ink)


def book_face(product: Product, face: str, px_mm: float) -> U8:
    """Return the print of one face of a lying book; its spine is the front face."""
    length, width, height = product.size_mm
    ground, accent, ink = product.palette
    if face == "top":
        return _aged(_cover(product, px_mm), product, face)
    if face == "front":
        sheet = Canvas(length, height, px_mm, mixed(ground, (0, 0, 0), 0.08))
        sheet.text(
            length / 2, height * 0.68, height * 0.4, product.name, ink, weight=700, centred=True, fit_mm=length * 0.6
        )
        sheet.rect(length * 0.06, 0, 2, height, accent)
        sheet.rect(length * 0.93, 0, 2, height, accent)
        return _aged(sheet.image(), product, face)
    sheet = Canvas(length if face == "back" else width, height, px_mm, (228, 218, 196))
    rng = stream(0, 0, product.sku + face)
    for y in np.arange(0.0, height, 0.55):
        tone = mixed((236, 228, 208), (176, 160, 132), float(rng.random()))
        sheet.line((0, float(y)), (sheet.width_mm, float(y)), tone, 0.3)
    cover = 2.4
    sheet.rect(0, cover, sheet.width_mm, 2.2, (120, 106, 86))  # the board's shadow on the pages
    sheet.rect(0, 0, sheet.width_mm, cover, mixed(ground, (0, 0, 0), 0.15))
    sheet.rect(0, height - cover, sheet.width_mm, cover, mixed(ground, (0, 0, 0), 0.3))
    return sheet.image()


def _cover(product: Product, px_mm: float) -> U8:
    """Draw a front cover; the book's head lies at -x, its spine at -y."""
    length, width, _ = product.size_mm
    ground, accent, ink = product.palette
    sheet = Canvas(width, length, px_mm, ground)  # drawn upright, turned afterwards
    w, h = width, length
    if product.layout == 0:
        for band in range(26):
            y = h * (0.4 + 0.6 * band / 26)
            sheet.rect(0, y, w, h * 0.03, mixed(ground, (90, 150, 180), 0.1 + 0.5 * abs(float(np.sin(band * 0.9)))))
        sheet.disc(w * 0.68, h * 0.42, w * 0.12, accent)
        sheet.poly([(w * 0.2, h * 0.66), (w * 0.5, h * 0.66), (w * 0.44, h * 0.71), (w * 0.25, h * 0.71)], ink)
        sheet.poly([(w * 0.34, h * 0.64), (w * 0.34, h * 0.46), (w * 0.48, h * 0.64)], ink)
    elif product.layout == 1:
        sheet.rect(w * 0.08, h * 0.3, w * 0.84, h * 0.6, mixed(ground, accent, 0.25))
        for n in range(6):
            x = w * (0.16 + 0.13 * n)
            sheet.line((x, h * 0.88), (x + w * 0.03 * (n % 3 - 1), h * (0.5 + 0.05 * (n % 2))), accent, 2.0)
        sheet.ellipse(w * 0.52, h * 0.5, w * 0.16, h * 0.07, (120, 84, 56), angle=-14)
        sheet.disc(w * 0.66, h * 0.44, w * 0.055, (140, 98, 62))
        sheet.poly([(w * 0.71, h * 0.43), (w * 0.79, h * 0.45), (w * 0.71, h * 0.46)], (220, 160, 60))
    else:
        sheet.rect(w * 0.06, h * 0.05, w * 0.88, h * 0.9, accent, line_mm=1.4)
        sheet.rect(w * 0.82, 0, w * 0.04, h, mixed(ground, (20, 10, 10), 0.6))
    sheet.text(w / 2, h * 0.14, h * 0.055, product.name, ink, weight=700, centred=True, fit_mm=w * 0.84)
    sheet.text(w / 2, h * 0.2, h * 0.028, product.brand, accent, weight=500, centred=True, fit_mm=w * 0.7)
    sheet.rect(0, 0, 5.0, h, mixed(ground, (0, 0, 0), 0.14))  # the hinge
    return np.ascontiguousarray(np.rot90(sheet.image(), 1))
