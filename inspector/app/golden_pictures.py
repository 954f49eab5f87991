"""Golden pictures as people look at them: `GET /golden/{camera}.png?sku=…&number=…`."""

import cv2

from inspector.domain.item import Identity
from inspector.ports.golden import GoldenStore

PNG = [cv2.IMWRITE_PNG_COMPRESSION, 1]


def golden_picture(store: GoldenStore, sku: str, camera: str, number: int) -> bytes | None:
    """The n-th picture from 0, round and round, as a PNG; None where none were taken. Raises `StoreError`."""
    golden = store.find(Identity(sku=sku), camera)
    if golden is None or not golden.images:
        return None
    image = golden.images[number % len(golden.images)]
    _, png = cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), PNG)
    return png.tobytes()
