"""What is printed on items can be read where a camera is good enough."""

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from inspector.scene.canvas import Canvas
from inspector.scene.catalogue import product
from inspector.scene.line import LineSpec, item_at
from inspector.scene.render import Renderer
from inspector.scene.sticker import licence_plate, product_label


def texts(picture: NDArray[np.uint8]) -> set[str]:
    return {
        found.text for found in zxingcpp.read_barcodes(np.pad(picture, ((8, 8), (8, 8), (0, 0)), constant_values=255))
    }


def test_the_labels_close_up_carry_the_items_own_codes() -> None:
    for index in range(8):
        item = item_at(LineSpec(seed=2), index)
        assert texts(product_label(product(item.sku), item, 4.0)) == {item.gtin}
        assert texts(licence_plate(item, 4.0)) == {item.lpn}


def test_a_label_with_a_gs1_code_tells_lot_and_expiry_too() -> None:
    for index in range(8):
        item = item_at(LineSpec(seed=2, product_code="gs1_datamatrix"), index)
        assert texts(product_label(product(item.sku), item, 4.0)) == {item.element_string}
        assert (item.expiry is not None) == ("(17)" in item.element_string)


def test_a_megapixel_camera_reads_most_cartons_on_the_moving_belt() -> None:
    spec = LineSpec(seed=21, damage_rate=0.0, skus=("CT-1001", "CT-1003", "CT-1006", "CT-1007"))
    renderer = Renderer(spec, view="top", size=(1600, 1280))
    read = sum(item_at(spec, index).gtin in texts(renderer.item(index).image) for index in range(8))
    assert read >= 5


def test_text_stays_within_the_width_it_was_given() -> None:
    sheet = Canvas(100, 20, 3.0, (255, 255, 255))
    sheet.text(10, 15, 12.0, "A VERY LONG PRODUCT NAME INDEED", fit_mm=60)
    dark = np.nonzero(sheet.image().min(axis=(0, 2)) < 128)[0]
    assert dark.min() >= 10 * 3 - 3
    assert dark.max() <= (10 + 60 + 2) * 3


def test_a_barcode_keeps_to_its_field() -> None:
    sheet = Canvas(100, 40, 3.0, (10, 200, 10))
    sheet.barcode(20, 10, 60, 20, "4006381333931")
    outside = np.ones((120, 300), np.bool_)
    outside[29:91, 59:241] = False
    assert (sheet.image()[outside] == (10, 200, 10)).all()
