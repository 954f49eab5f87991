"""Which part of a picture is shown: one zoom and one place for pictures of different sizes, moved together."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

LARGEST = 8.0
STEP = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewport:
    """`x`, `y` is the middle of what is shown, 0 … 1 of the whole; zoom 1 shows the whole."""

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def zoomed(self, factor: float, at: tuple[float, float] = (0.5, 0.5)) -> "Viewport":
        """Larger or smaller; what is at `at`, 0 … 1 of what is shown, stays where it is."""
        zoom = min(max(self.zoom * factor, 1.0), LARGEST)
        shift = 1 / self.zoom - 1 / zoom
        return _inside(zoom, self.x + (at[0] - 0.5) * shift, self.y + (at[1] - 0.5) * shift)

    def moved(self, dx: float, dy: float) -> "Viewport":
        """By so much of what is shown."""
        return _inside(self.zoom, self.x + dx / self.zoom, self.y + dy / self.zoom)

    def part_of(self, whole: QRectF) -> QRectF:
        """The part of a picture, or of a region of it."""
        width, height = whole.width() / self.zoom, whole.height() / self.zoom
        left = whole.x() + self.x * whole.width() - width / 2
        top = whole.y() + self.y * whole.height() - height / 2
        return QRectF(left, top, width, height)


def _inside(zoom: float, x: float, y: float) -> Viewport:
    """Never beyond the edge."""
    half = 0.5 / zoom
    return Viewport(zoom=zoom, x=min(max(x, half), 1 - half), y=min(max(y, half), 1 - half))
