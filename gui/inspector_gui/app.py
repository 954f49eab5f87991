"""`inspector-gui`: reads the command line, joins links, models and window, and runs Qt."""

import argparse
import ctypes
import gc
import getpass
import os
import signal
import ssl
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time as time_of_day
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication

from inspector.domain.host_name import host_name
from inspector.domain.review import MAX_NAME
from inspector.wire.topics import Address
from inspector_gui.binding import binding_fault
from inspector_gui.i18n.language import LANGUAGES, Language
from inspector_gui.link.answers import AnswerBook, AnswerBookError, Entry, id_of
from inspector_gui.link.bus import BusLink
from inspector_gui.link.came_back import came_back_question
from inspector_gui.link.files import FilesLink
from inspector_gui.link.inbox import Pump
from inspector_gui.link.journal import journal_question
from inspector_gui.link.open_list import open_question
from inspector_gui.link.pictures import PictureLink
from inspector_gui.link.profile import Profile
from inspector_gui.link.questions import QuestionsLink
from inspector_gui.link.tls import TlsError, tls_context
from inspector_gui.link.token import TokenError, read_token
from inspector_gui.theme.look import REFERENCE
from inspector_gui.theme.tokens import THEMES
from inspector_gui.viewmodels.answers import AnswersModel
from inspector_gui.viewmodels.scanning import ETX, STX
from inspector_gui.viewmodels.spans import SHIFT_STARTS
from inspector_gui.viewmodels.station import StationModel
from inspector_gui.viewmodels.tour import TourModel
from inspector_gui.widgets.idle_watch import IdleWatch
from inspector_gui.widgets.scanner_filter import ScannerFilter
from inspector_gui.widgets.station_window import StationWindow

TICK_MS = 250
M_ARENA_MAX, HEAPS = -8, 2  # glibc's name for it in malloc.h
TURN_S = 0.0005  # Python's own 5 ms are what an input would wait for each picture that a worker decodes


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user chose. `answers` is the file that keeps answers until they are booked; None forgets them.

    `profile` is the file that remembers the user; without one nobody is shown the tour unasked.
    """

    address: Address
    host: str
    port: int
    theme: str = "light"
    language: str = "en"
    pictures: str | None = None
    token: str | None = None
    credentials: tuple[str, str] | None = None
    tls: ssl.SSLContext | None = None
    operator: str = "operator"
    answers: Path | None = None
    scan_prefix: str = STX
    scan_suffix: str = ETX
    exports: Path | None = None
    shift_starts: tuple[time_of_day, ...] = SHIFT_STARTS
    profile: Path | None = None


class Program:
    """Everything of one window. `start` and `stop` in Qt's thread; after `stop` no thread is left."""

    def __init__(self, application: QApplication, options: Options) -> None:
        """Raises `AnswerBookError` when answers could not be kept."""
        self._book = AnswerBook(options.answers)
        self.language = Language(application)
        self.language.use(options.language)
        self.bus = BusLink(
            options.address,
            host=options.host,
            port=options.port,
            credentials=options.credentials,
            tls=options.tls,
        )
        self.pictures = PictureLink(token=options.token)
        self.questions = QuestionsLink(token=options.token)
        self.files = FilesLink()
        self._fixed = options.pictures
        station = f"{options.address.line}/{options.address.station}"
        self.model = StationModel(
            wish=self.pictures.wish,
            use_http=self._use_http,
            ask=lambda ask: self.questions.ask(open_question(ask)),
            ask_journal=lambda ask: self.questions.ask(journal_question(ask)),
            ask_came_back=lambda ask: self.questions.ask(came_back_question(ask)),
            command=self.bus.command,
            answers=AnswersModel(self._book, self._send_answer),
            operator=options.operator,
            station=station,
            write=self.files.write,
            exports=options.exports if options.exports is not None else _exports_folder(),
            shift_starts=options.shift_starts,
            tour=_tour(options.profile),
            inboxes=lambda: (
                self.bus.inbox.counts("messages"),
                self.pictures.inbox.counts("pictures"),
                self.questions.inbox.counts("answers"),
                self.files.inbox.counts("files"),
            ),
        )
        self.window = StationWindow(
            self.model,
            station=station,
            language=self.language,
            theme=options.theme,
            size=QSize(*REFERENCE).boundedTo(application.primaryScreen().availableSize()),
        )
        self.scanner = ScannerFilter(self.window, prefix=options.scan_prefix, suffix=options.scan_suffix)
        self.scanner.scanned.connect(self.window.scanned)
        self.idle = IdleWatch(self.window)
        self.idle.touched.connect(self.model.access.touched)
        self.scanner.broken.connect(self.model.queue.scan_broke)
        self._application = application
        self._news = Pump(self.bus.inbox, self.model.take, around=self.model.at_once)
        self._shots = Pump(self.pictures.inbox, self.model.take_picture, around=self.model.at_once)
        self._answers = Pump(self.questions.inbox, self.model.take_answer)
        self._written = Pump(self.files.inbox, self.model.exports.take)
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(lambda: self.model.tick(time.monotonic()))

    def start(self) -> None:
        """Connect, and show the window."""
        self.pictures.start()
        self.questions.start()
        self.bus.start()
        self._timer.start()
        self._application.installEventFilter(self.scanner)
        self._application.installEventFilter(self.idle)  # the newest is asked first: it sees a scanner's keys, too
        self.window.show()

    def stop(self) -> None:
        """Sign out, leave the broker and end the threads."""
        self.model.answers.let_go()
        self.model.access.lock()
        self._timer.stop()
        self.scanner.stop()
        self.idle.stop()
        self._news.stop()
        self._shots.stop()
        self._answers.stop()
        self._written.stop()
        self.bus.stop()
        self.pictures.stop()
        self.questions.stop()
        self.files.stop()
        self._book.close()

    def _send_answer(self, entry: Entry) -> bool:
        try:
            proof = self._book.proof_of(id_of(entry))
        except AnswerBookError:
            return False  # its disk does not give it now: again at the next turn
        return self.bus.submit(entry, proof)

    def _use_http(self, told: str | None) -> None:
        base = self._fixed if self._fixed is not None else told
        self.pictures.use(base)
        self.questions.use(base)


def parse(arguments: Sequence[str]) -> Options:
    """The options; ends the program with a message when they make no sense."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        tls = _tls(given.ca_file, given.cert_file, given.key_file)
    except TlsError as error:
        parser.error(f"--ca-file, --cert-file and --key-file: {error}")
    operator = (given.operator if given.operator is not None else _user()).strip()
    if not 0 < len(operator) <= MAX_NAME:
        parser.error(f"--operator: must be 1 to {MAX_NAME} characters")
    for name, char in (("--scan-prefix", given.scan_prefix), ("--scan-suffix", given.scan_suffix)):
        if len(char) != 1:
            parser.error(f"{name}: must be one character")
    return Options(
        address=given.station,
        host=given.host,
        port=given.port,
        theme=given.theme,
        language=given.lang,
        pictures=given.pictures,
        token=given.token_file,
        credentials=(given.user, os.environ.get("INSPECTOR_GUI_PASSWORD", "")) if given.user else None,
        tls=tls,
        operator=operator,
        scan_prefix=given.scan_prefix,
        scan_suffix=given.scan_suffix,
        exports=given.exports,
        shift_starts=given.shift_starts,
        profile=None if given.no_tour else given.profile if given.profile is not None else _profile_file(),
        answers=given.answers if given.answers is not None else _answers_file(given.station),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="inspector-gui", description="The operator's window of one station.")
    add = parser.add_argument
    add("--host", type=_host, default="127.0.0.1", help="the broker (default: %(default)s)")
    add("--port", type=_port, default=1883, help="its port (default: %(default)s)")
    add("--station", type=_address, required=True, metavar="SITE/LINE/STATION", help="for example demo/l1/st01")
    add("--theme", choices=THEMES, default="light")
    add("--lang", choices=LANGUAGES, default="en")
    add("--pictures", metavar="URL", help="where pictures are, if not where the station says")
    add("--token-file", type=_token, metavar="FILE", help="file with the token of the picture service")
    add("--user", help="broker user; the password is read from INSPECTOR_GUI_PASSWORD")
    add("--ca-file", type=Path, metavar="FILE", help="certificate of the broker's authority: connect with TLS")
    add("--cert-file", type=Path, metavar="FILE", help="this window's certificate, for a broker that wants one")
    add("--key-file", type=Path, metavar="FILE", help="that certificate's private key")
    add("--operator", help="who acts, where nobody has to sign in (default: the user of this computer)")
    add("--answers", type=Path, metavar="FILE", help="file that keeps answers until the station has booked them")
    add("--scan-prefix", default=STX, help="the character that the scanner types first (default: STX)")
    add("--scan-suffix", default=ETX, help="the one that it types last, if not ETX, Enter or Tab")
    add("--exports", type=Path, metavar="FOLDER", help="where CSV and PDF files go (default: this user's documents)")
    add("--shift-starts", type=_starts, default=SHIFT_STARTS, metavar="HH:MM,…", help="when shifts begin, here")
    add("--profile", type=Path, metavar="FILE", help="file that remembers that this user was shown the tour")
    add("--no-tour", action="store_true", help="do not show the tour, also not at the first start")
    return parser


def _host(text: str) -> str:
    try:
        return host_name(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} is no port: 1 to 65535")
    return int(text)


def _address(text: str) -> Address:
    parts = text.split("/")
    if len(parts) != 3:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form site/line/station")
    try:
        return Address(site=parts[0], line=parts[1], station=parts[2])
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _token(text: str) -> str:
    try:
        return read_token(Path(text))
    except TokenError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _tls(ca: Path | None, cert: Path | None, key: Path | None) -> ssl.SSLContext | None:
    if ca is not None:
        return tls_context(ca=ca, cert=cert, key=key)
    if cert is not None or key is not None:
        raise TlsError("a certificate is shown to a broker whose authority is known: --ca-file is missing")
    return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user id without a name, as in a container
        return "operator"


def _starts(text: str) -> tuple[time_of_day, ...]:
    try:
        return tuple(time_of_day.fromisoformat(part.strip()) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form 06:00,14:00,22:00") from error


def _exports_folder() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def _answers_file(address: Address) -> Path:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(folder) / "inspector-gui" / f"answers-{address.site}-{address.line}-{address.station}.sqlite"


def _profile_file() -> Path:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(folder) / "inspector-gui" / "profile.json"


def _tour(file: Path | None) -> TourModel:
    if file is None:
        return TourModel()
    profile = Profile(file)
    return TourModel(seen=profile.tour_seen, remember=profile.remember_tour)


def use_few_heaps() -> None:
    """glibc gives each thread a heap of its own. Pictures are made in one thread and let go in another: what is free
    then lies in many places, and memory grows for long. Before any thread is made; elsewhere there is nothing to do.
    """
    limit = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if limit is not None:
        limit(M_ARENA_MAX, HEAPS)


def let_inputs_first() -> None:
    """What Python does beside the window holds no input up for long: its threads take turns sooner, and what was made
    for the start, which lives as long as the program, is not searched for garbage again and again (50 ms each time).
    """
    sys.setswitchinterval(TURN_S)
    gc.collect()
    gc.freeze()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the window is closed; the exit status (2: nothing was started)."""
    use_few_heaps()
    options = parse(sys.argv[1:] if arguments is None else arguments)
    fault = binding_fault()
    if fault is not None:
        print(f"inspector-gui: {fault}", file=sys.stderr)
        return 2
    application = QApplication(["inspector-gui"])
    application.setStyle("Fusion")
    try:
        program = Program(application, options)
    except AnswerBookError as error:
        print(f"inspector-gui: answers could not be kept: {error}", file=sys.stderr)
        return 2
    for number in (signal.SIGINT, signal.SIGTERM):  # the tick lets Python see them while Qt runs
        signal.signal(number, lambda _number, _frame: application.quit())
    program.start()
    let_inputs_first()
    try:
        return application.exec()
    finally:
        program.stop()
