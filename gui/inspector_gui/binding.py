"""Whether this PySide6 fits this Python.

PySide6 6.12.0 says that it runs on Python 3.10 and 3.11, but each of its calls that returns nothing takes a reference
to None which it does not own: harmless where None is immortal (3.12 and later), the end of the process within minutes
where it is not. Measured rather than read off a version, so that a mended or another broken release is recognised too.
"""

import sys

import PySide6
from PySide6.QtCore import QObject

CALLS = 200


def binding_fault() -> str | None:
    """What is wrong with the installed PySide6 and what to do about it; None if nothing."""
    probe = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        probe.setObjectName("probe")
    if before - sys.getrefcount(None) < CALLS // 2:
        return None
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"PySide6 {PySide6.__version__} breaks Python {python}: every call takes a reference to None, and the program "
        "would end within minutes. Install another one: pip install 'PySide6-Essentials<6.12', or use Python 3.12."
    )
