"""Printed art of consumer cartons: walls, pharmacy, toys, food."""

import numpy as np

from inspector.scene.canvas import Canvas
from inspector.scene.colour import mixed
from inspector.scene.randomness import stream
from inspector.scene.sku import Product


def retail_face(sheet: Canvas, product: Product, face: str) -> None:
    """Draw one face of a consumer carton: band, brand, picture area and small print."""
    if face != "top":
        _wall(sheet, product)
    elif product.layout == 3:
        _pharmacy_lid(sheet, product)
    elif product.layout == 4:
        _toy_lid(sheet, product)
    else:
        _food_lid(sheet, product)


def _wall(sheet: Canvas, product: Product) -> None:
    """Draw a side wall: brand, lines of small print, a band at the foot."""
    w, h = sheet.width_mm, sheet.height_mm
    ground, accent, ink = product.palette
    sheet.rect(0, h * 0.72, w, h * 0.28, accent)
    sheet.text(w * 0.06, h * 0.5, h * 0.3, product.brand, ink, weight=900, fit_mm=w * 0.5)
    for line in range(4):
        y = h * (0.2 + 0.11 * line)
        sheet.rect(w * 0.64, y, w * (0.3 - 0.05 * (line % 2)), h * 0.035, mixed(ground, ink, 0.6))


def _pharmacy_lid(sheet: Canvas, product: Product) -> None:
    """Draw a sober lid: a band, a folded corner of colour, fine print."""
    w, h = sheet.width_mm, sheet.height_mm
    ground, accent, ink = product.palette
    sheet.rect(0, 0, w, h * 0.16, accent)
    sheet.poly([(w * 0.7, h), (w, h * 0.35), (w, h)], mixed(ground, accent, 0.75))
    sheet.poly([(w * 0.8, h), (w, h * 0.55), (w, h)], accent)
    sheet.text(w * 0.05, h * 0.42, h * 0.14, product.brand, ink, weight=800, fit_mm=w * 0.4)
    sheet.text(w * 0.05, h * 0.56, h * 0.08, product.name, accent, weight=600, fit_mm=w * 0.36)
    for line in range(3):
        sheet.rect(w * 0.05, h * (0.68 + 0.08 * line), w * 0.3, h * 0.025, mixed(ground, ink, 0.5))


def _toy_lid(sheet: Canvas, product: Product) -> None:
    """Draw a loud lid: a sunburst, bricks, a name in a box."""
    w, h = sheet.width_mm, sheet.height_mm
    ground, accent, _ = product.palette
    for ray in range(16):
        a, b = ray * np.pi / 8, (ray + 0.5) * np.pi / 8
        far = w
        sheet.poly(
            [
                (w * 0.3, h * 0.6),
                (w * 0.3 + far * float(np.cos(a)), h * 0.6 + far * float(np.sin(a))),
                (w * 0.3 + far * float(np.cos(b)), h * 0.6 + far * float(np.sin(b))),
            ],
            mixed(ground, (120, 180, 240), 0.35),
        )
    for n, colour in enumerate(((226, 60, 48), accent, (60, 170, 80), (240, 240, 240), (226, 60, 48))):
        x, y = w * (0.1 + 0.09 * n), h * (0.62 + 0.07 * (n % 3))
        sheet.rect(x, y, w * 0.13, h * 0.16, colour)
        for stud in range(3):
            sheet.disc(x + w * (0.025 + 0.04 * stud), y - h * 0.01, w * 0.013, mixed(colour, (0, 0, 0), 0.15))
    sheet.rect(w * 0.04, h * 0.06, w * 0.46, h * 0.24, accent)
    sheet.text(w * 0.06, h * 0.25, h * 0.16, product.brand, ground, weight=900, fit_mm=w * 0.42)
    sheet.text(w * 0.05, h * 0.42, h * 0.08, product.name, product.palette[2], weight=700, fit_mm=w * 0.45)


def _food_lid(sheet: Canvas, product: Product) -> None:
    """Draw a bowl of flakes or leaves under a band with the brand."""
    w, h = sheet.width_mm, sheet.height_mm
    ground, accent, _ = product.palette
    sheet.rect(0, 0, w, h * 0.3, accent)
    sheet.ellipse(w * 0.26, h * 0.66, w * 0.2, h * 0.24, mixed(ground, (255, 255, 255), 0.55))
    rng = stream(0, 0, product.sku + "bits")
    for _ in range(46):
        a, r = rng.random() * 2 * np.pi, np.sqrt(rng.random())
        x, y = w * (0.26 + 0.17 * r * float(np.cos(a))), h * (0.66 + 0.19 * r * float(np.sin(a)))
        tone = mixed(accent, ground, 0.2 + 0.6 * float(rng.random()))
        sheet.ellipse(x, y, w * 0.024, h * 0.016, tone, angle=float(rng.random()) * 180)
    sheet.text(
        w * 0.05, h * 0.22, h * 0.15, product.brand, mixed(accent, (255, 255, 255), 0.9), weight=900, fit_mm=w * 0.5
    )
    sheet.text(w * 0.05, h * 0.38, h * 0.06, product.name, product.palette[2], weight=600, fit_mm=w * 0.42)
