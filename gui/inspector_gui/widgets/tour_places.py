"""What the tour points at."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from inspector_gui.viewmodels.setup import Tab
from inspector_gui.viewmodels.teach_view import Place
from inspector_gui.viewmodels.tour import Stop

if TYPE_CHECKING:
    from inspector_gui.widgets.station_window import StationWindow


def tour_places(window: "StationWindow") -> dict[Stop, QWidget]:
    """By stop; welcome and end point at nothing."""
    return {
        Stop.LINE: window.bar.plate,
        Stop.AGE: window.bar.age,
        Stop.ALARM: window.alarms,
        Stop.PAGES: window.rail,
        Stop.PICTURE: window.live.picture,
        Stop.VERDICT: window.live.verdict,
        Stop.STRIP: window.live.strip,
        Stop.QUEUE: window.queue.choices,
        Stop.ALARMS: window.alarms_page.list,
        Stop.HOLDS: window.holds.list,
        Stop.SHIFT: window.shift.figures,
        Stop.DIAGNOSTICS: window.diagnostics.status,
        Stop.SETUP: window.setup.tabs[Tab.RECIPES],
        Stop.TEACH: window.teach.steps[Place.PRODUCT],
        Stop.STATION: window.bar.station,
    }
