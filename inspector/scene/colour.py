"""Mixing printed colours."""

from inspector.scene.sku import Rgb


def mixed(a: Rgb, b: Rgb, share: float) -> Rgb:
    """Return the colour `share` of the way from a to b."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )
