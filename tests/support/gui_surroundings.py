"""What every test and picture of the window is made with, on whatever machine: font, time zone, screen.

The font is DejaVu Sans 2.37, unhinted. Debian has shipped that version since 2016 (`fonts-dejavu-core`), and a font
that never changes makes a text as wide on the next machine as on this one. It is also the widest that the style sheet
names: what fits in it fits in the others.
"""

import os
import time
from pathlib import Path

from PySide6.QtGui import QFontDatabase

FONTS_CONF = Path(__file__).with_name("fonts.conf")
FAMILY = "DejaVu Sans"
ALIASES = {"Monospace", "Sans Serif", "Serif", "Sans"}


def pin_surroundings() -> None:
    """To be called before Qt's application is made: font, zone and scale are read once per process."""
    os.environ["FONTCONFIG_FILE"] = str(FONTS_CONF)
    os.environ["TZ"] = "UTC"
    time.tzset()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for told in ("QT_SCALE_FACTOR", "QT_FONT_DPI", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
        os.environ.pop(told, None)


def font_fault() -> str | None:
    """Why pictures of this machine can not be compared, or None. Needs Qt's application."""
    known = set(QFontDatabase.families()) - ALIASES
    if FAMILY not in known:
        return f"the font {FAMILY} is missing: install what Debian calls fonts-dejavu-core"
    others = sorted(name for name in known if not name.startswith("DejaVu "))  # Qt 6.12 names its serif and mono, too
    return f"fonts are not pinned: Qt knows {others}" if others else None
