"""Stickers that carry what varies from item to item: barcode, lot, expiry date, licence plate."""

from inspector.scene.canvas import U8, Canvas
from inspector.scene.line import ItemTruth
from inspector.scene.sku import Product, Rgb

PAPER: Rgb = (246, 246, 242)
INK: Rgb = (24, 24, 26)
PRODUCT_LABEL_MM = (98.0, 60.0)
PLATE_MM = (84.0, 50.0)


def product_label(product: Product, item: ItemTruth, px_mm: float) -> U8:
    """Return the retail label: name, EAN-13 (0.8 mm modules: readable on the move) or GS1 code, lot, expiry."""
    width, height = PRODUCT_LABEL_MM
    sheet = Canvas(width, height, px_mm, PAPER)
    sheet.rect(0, 0, width, 9.5, product.palette[1])
    sheet.text(4, 7.3, 5.0, product.name.upper(), _on(product.palette[1]), weight=700, fit_mm=width - 8)
    if item.product_code == "ean13":
        sheet.barcode(2, 11, 94, 25, product.gtin)
    else:
        sheet.barcode(36.5, 11, 25, 25, item.element_string, symbology="DataMatrix")
    sheet.text(width / 2, 41.5, 3.6, product.gtin, INK, centred=True, weight=500)
    sheet.text(4, 49.0, 4.6, f"LOT {item.lot}", INK, weight=600)
    if item.expiry is not None:
        sheet.text(4, 57.4, 5.4, f"EXP {item.expiry:%Y-%m-%d}", INK, weight=700)
    else:
        sheet.text(4, 57.0, 4.2, f"SN {item.serial}", INK, weight=500)
    sheet.text(width - 24, 57.0, 3.6, product.sku, INK, weight=500)
    return sheet.image()


def licence_plate(item: ItemTruth, px_mm: float) -> U8:
    """Return the fulfilment centre's own label: QR and readable licence plate number."""
    width, height = PLATE_MM
    sheet = Canvas(width, height, px_mm, PAPER)
    sheet.rect(0.6, 0.6, width - 1.2, height - 1.2, (60, 60, 60), line_mm=0.5)
    sheet.barcode(3, 3, 36, 36, item.lpn, symbology="QRCode")
    sheet.text(41, 13, 7.0, "FC 04", INK, weight=800)
    sheet.text(41, 22, 4.0, item.label, INK, weight=600)
    sheet.line((41, 25), (81, 25), INK, 0.6)
    sheet.text(41, 33, 4.0, f"LOT {item.lot}", INK)
    if item.expiry is not None:
        sheet.text(41, 40, 4.0, f"EXP {item.expiry:%Y-%m-%d}", INK, weight=600, fit_mm=40)
    sheet.text(4, 47, 4.4, item.lpn, INK, weight=600)
    return sheet.image()


def _on(ground: Rgb) -> Rgb:
    """Return black or white, whichever can be read on this ground."""
    return (250, 250, 250) if 0.3 * ground[0] + 0.6 * ground[1] + 0.1 * ground[2] < 140 else INK
