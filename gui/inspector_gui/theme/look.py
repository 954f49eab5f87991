"""Theme and size together: what a widget needs to paint itself, and the style sheet for what Qt paints."""

from dataclasses import dataclass
from string import Template

from PySide6.QtGui import QColor, QPalette

from inspector_gui.theme.tokens import Tokens

REFERENCE = (1280, 720)
SMALLEST, LARGEST = 0.84, 3.0
TOUCH_PX = 56  # 15 mm at 96 dpi

_SHEET = Template("""
* { font-family: "Noto Sans", "DejaVu Sans", "Segoe UI", sans-serif; font-size: ${body}px; color: $text; }
QMainWindow, QWidget#page { background: $background; }
QFrame[panel="true"] { background: $panel; border: ${thin}px solid $line; border-radius: ${radius}px; }
QLabel { background: transparent; border: none; }
QLabel[muted="true"] { color: $muted; }
QLabel[type="small"] { font-size: ${small}px; }
QLabel[type="medium"] { font-size: ${medium}px; font-weight: 600; }
QLabel[type="large"] { font-size: ${large}px; font-weight: 600; }
QLabel[type="huge"] { font-size: ${huge}px; font-weight: 700; }
QPushButton, QToolButton { background: $button; border: ${thin}px solid $line; border-radius: ${radius}px;
  padding: ${more}px ${pad}px; min-height: ${inner_touch}px; min-width: ${inner_touch}px; }
QPushButton:pressed, QPushButton:checked, QToolButton:pressed, QToolButton:checked { background: $button_pressed; }
QPushButton:checked { font-weight: 700; border: ${frame}px solid $text; padding: 1px ${less_pad}px; }
QToolButton:checked { border: ${frame}px solid $text; padding: 1px ${less_pad}px; }
QPushButton:focus, QToolButton:focus { border: ${frame}px solid $focus; padding: 1px ${less_pad}px; }
QPushButton:disabled, QToolButton:disabled { color: $muted; }
QLineEdit { background: $button; border: ${thin}px solid $line; border-radius: ${radius}px; padding: 0 ${pad}px;
  font-size: ${medium}px; selection-background-color: $focus; selection-color: $background; }
QLineEdit:focus { border: ${frame}px solid $focus; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
QTableView { background: $panel; border: ${thin}px solid $line; border-radius: ${radius}px; font-size: ${small}px; }
QHeaderView { background: $panel; }
QHeaderView::section { background: $panel; color: $muted; border: none; border-bottom: ${thin}px solid $line;
  padding-left: 4px; font-size: ${small}px; }
QScrollBar:vertical { background: $panel; width: ${bar}px; margin: 0; }
QScrollBar::handle:vertical { background: $line; min-height: ${inner_touch}px; }
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }
QSlider::groove:horizontal { background: $line; height: ${radius}px; }
QSlider::handle:horizontal { background: $button; border: ${frame}px solid $text; width: ${handle}px;
  margin: -${handle}px 0; }
QSlider::handle:horizontal:focus { border: ${frame}px solid $focus; }
QToolTip { background: $panel; color: $text; border: ${thin}px solid $line; }
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`scale` 1 is a window of 1280x720."""

    tokens: Tokens
    scale: float = 1.0

    def px(self, size: float) -> int:
        """Pixels of something that is `size` pixels at scale 1."""
        return max(1, round(size * self.scale))

    @property
    def touch_px(self) -> int:
        """Least side of what a finger presses; never shrinks with the window."""
        return round(TOUCH_PX * max(1.0, self.scale))

    @property
    def thin_px(self) -> int:
        """A line between parts: as thin as it can be seen on this screen."""
        return max(1, int(self.scale))

    @property
    def frame_px(self) -> int:
        """A frame around what is chosen."""
        return max(2, int(2 * self.scale))

    def colour(self, token: str) -> QColor:
        """A token's colour."""
        return QColor(getattr(self.tokens, token))

    def sheet(self) -> str:
        """The style sheet."""
        return _SHEET.substitute(
            self.tokens.colours(),
            body=self.px(15),
            small=max(12, self.px(13)),
            medium=self.px(17),
            large=self.px(20),
            huge=self.px(31),
            radius=self.px(4),
            pad=self.px(8),
            thin=self.thin_px,
            frame=self.frame_px,
            more=1 + self.frame_px - self.thin_px,  # what is chosen has a frame and less of this: it is as large
            less_pad=self.px(8) + self.thin_px - self.frame_px,
            bar=self.px(22),
            handle=self.px(22),
            inner_touch=self.touch_px - 2 * (1 + self.frame_px),
        )

    def palette(self) -> QPalette:
        """For what the style sheet does not reach."""
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, self.colour("background"))
        palette.setColor(QPalette.ColorRole.Base, self.colour("panel"))
        palette.setColor(QPalette.ColorRole.Button, self.colour("button"))
        palette.setColor(QPalette.ColorRole.Highlight, self.colour("focus"))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(role, self.colour("text"))
        return palette


def scale_for(width: int, height: int) -> float:
    """The scale that suits a window, in steps of 0.08 so that resizing does not restyle at every pixel."""
    fits = min(width / REFERENCE[0], height / REFERENCE[1])
    return round(min(max(round(fits / 0.08) * 0.08, SMALLEST), LARGEST), 2)
