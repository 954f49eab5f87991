"""The operator's program as it is started at a station, against a real broker."""

from typing import Any

from inspector_gui.app import Options, Program
from PySide6.QtWidgets import QApplication

from inspector.wire.topics import Address
from tests.support.mosquitto import Mosquitto

STATION = Address(site="t", line="l1", station="st01")  # that of `station_kit`


class Programs:
    """Those that are running; all must be closed at the end."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._running: list[Program] = []

    def start(self, broker: Mosquitto, *, address: Address = STATION, operator: str = "Ana", **more: Any) -> Program:
        """One more; `more` are further options."""
        options = Options(address=address, host=broker.host, port=broker.port, operator=operator, **more)
        self._running.append(Program(self._app, options))
        self._running[-1].start()
        return self._running[-1]

    def close(self) -> None:
        """As when every window is closed."""
        for program in self._running:
            program.window.close()
            program.stop()
            program.window.deleteLater()
            program.model.deleteLater()
        self._running.clear()
