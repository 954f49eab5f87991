"""`inspector-gui`: reads the command line, joins links, models and window, and runs Qt."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication

from inspector.wire.topics import Address
from inspector_gui.binding import binding_fault
from inspector_gui.i18n.language import LANGUAGES, Language
from inspector_gui.link.bus import BusLink
from inspector_gui.link.inbox import Pump
from inspector_gui.link.pictures import PictureLink
from inspector_gui.theme.tokens import THEMES
from inspector_gui.viewmodels.station import StationModel
from inspector_gui.widgets.live_window import LiveWindow

TICK_MS = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user chose."""

    address: Address
    host: str
    port: int
    theme: str = "light"
    language: str = "en"
    pictures: str | None = None
    token: str | None = None
    credentials: tuple[str, str] | None = None
    ca_file: str | None = None


class Program:
    """Everything of one window. `start` and `stop` in Qt's thread; after `stop` no thread is left."""

    def __init__(self, application: QApplication, options: Options) -> None:
        self.language = Language(application)
        self.language.use(options.language)
        self.bus = BusLink(
            options.address,
            host=options.host,
            port=options.port,
            credentials=options.credentials,
            ca_file=options.ca_file,
        )
        self.pictures = PictureLink(token=options.token)
        fixed = options.pictures
        self.model = StationModel(
            wish=self.pictures.wish, use_http=lambda told: self.pictures.use(fixed if fixed is not None else told)
        )
        self.window = LiveWindow(
            self.model,
            station=f"{options.address.line}/{options.address.station}",
            language=self.language,
            theme=options.theme,
        )
        self._news = Pump(self.bus.inbox, self.model.take)
        self._shots = Pump(self.pictures.inbox, self.model.take_picture)
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(lambda: self.model.tick(time.monotonic()))

    def start(self) -> None:
        """Connect, and show the window."""
        self.pictures.start()
        self.bus.start()
        self._timer.start()
        self.window.show()

    def stop(self) -> None:
        """Leave the broker and end the threads."""
        self._timer.stop()
        self._news.stop()
        self._shots.stop()
        self.bus.stop()
        self.pictures.stop()


def parse(arguments: Sequence[str]) -> Options:
    """The options; ends the program with a message when they make no sense."""
    parser = argparse.ArgumentParser(prog="inspector-gui", description="The operator's window of one station.")
    parser.add_argument("--host", default="127.0.0.1", help="the broker (default: %(default)s)")
    parser.add_argument("--port", type=int, default=1883, help="its port (default: %(default)s)")
    parser.add_argument("--station", required=True, metavar="SITE/LINE/STATION", help="for example demo/l1/st01")
    parser.add_argument("--theme", choices=THEMES, default="light")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.add_argument("--pictures", metavar="URL", help="where pictures are, if not where the station says")
    parser.add_argument("--token-file", type=Path, help="file with the token of the picture service")
    parser.add_argument("--user", help="broker user; the password is read from INSPECTOR_GUI_PASSWORD")
    parser.add_argument("--ca-file", help="CA certificate: connect with TLS")
    given = parser.parse_args(arguments)
    try:
        site, line, station = given.station.split("/")
        address = Address(site=site, line=line, station=station)
        token = given.token_file.read_text(encoding="utf-8").strip() if given.token_file else None
    except (ValueError, OSError) as error:
        parser.error(f"--station and --token-file: {error}")
    return Options(
        address=address,
        host=given.host,
        port=given.port,
        theme=given.theme,
        language=given.lang,
        pictures=given.pictures,
        token=token,
        credentials=(given.user, os.environ.get("INSPECTOR_GUI_PASSWORD", "")) if given.user else None,
        ca_file=given.ca_file,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the window is closed; the exit status (2: nothing was started)."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    fault = binding_fault()
    if fault is not None:
        print(f"inspector-gui: {fault}", file=sys.stderr)
        return 2
    application = QApplication(["inspector-gui"])
    application.setStyle("Fusion")
    program = Program(application, options)
    program.window.resize(QSize(1280, 720).boundedTo(application.primaryScreen().availableSize()))
    for number in (signal.SIGINT, signal.SIGTERM):  # the tick lets Python see them while Qt runs
        signal.signal(number, lambda _number, _frame: application.quit())
    program.start()
    try:
        return application.exec()
    finally:
        program.stop()
