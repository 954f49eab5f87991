"""What the tour points at."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from inspector_gui.viewmodels.setup import Tab
from inspector_gui.viewmodels.teach_view import Place
from inspector_gui.viewmodels.tour import Stop

if TYPE_CHECKING:
    from inspector_gui.widgets.station_window import StationWindow


def tour_places(window: "StationWindow") -> dict[Stop, Callable[[], QWidget]]:
    """By stop; welcome and end point at nothing. A page that nobody turned to yet is made when the tour comes to it."""
    return {
        Stop.LINE: lambda: window.bar.plate,
        Stop.AGE: lambda: window.bar.age,
        Stop.ALARM: lambda: window.alarms,
        Stop.PAGES: lambda: window.rail,
        Stop.PICTURE: lambda: window.live.picture,
        Stop.VERDICT: lambda: window.live.verdict,
        Stop.STRIP: lambda: window.live.strip,
        Stop.QUEUE: lambda: window.queue.choices,
        Stop.ALARMS: lambda: window.alarms_page.list,
        Stop.HOLDS: lambda: window.holds.list,
        Stop.SHIFT: lambda: window.shift.figures,
        Stop.DIAGNOSTICS: lambda: window.diagnostics.status,
        Stop.SETUP: lambda: window.setup.tabs[Tab.RECIPES],
        Stop.TEACH: lambda: window.teach.steps[Place.PRODUCT],
        Stop.STATION: lambda: window.bar.station,
    }
