"""Logs: one JSON object per line (or text for people) on stderr; repeated warnings are thinned out."""

import logging
import sys
import threading
import time
from types import TracebackType

from pythonjsonlogger.json import JsonFormatter

from inspector.pipeline.log_context import current_item

_REPEAT_S = 10.0
_MOST_PER_PLACE = 20
_MOST_REMEMBERED = 500

_FIELDS = "%(asctime)s %(levelname)s %(name)s %(threadName)s %(message)s"
_NAMES = {"asctime": "ts", "levelname": "level", "name": "logger", "threadName": "thread"}


class Thinning(logging.Filter):
    """Lets a warning through once per ten seconds, and twenty different ones of one place; the next that passes says
    in `repeated` how many were held back there.
    """

    def __init__(self, every_s: float = _REPEAT_S) -> None:
        super().__init__()
        self._every_s = every_s
        self._lock = threading.Lock()
        self._last: dict[tuple[str, int, str], float] = {}
        self._places: dict[tuple[str, int], tuple[float, int, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Errors and infos always pass."""
        if record.levelno != logging.WARNING:
            return True
        place, message, now = (record.name, record.lineno), record.getMessage(), time.monotonic()
        with self._lock:
            since, passed, held = self._places.get(place, (now, 0, 0))
            if now - since >= self._every_s:
                since, passed = now, 0
            again = now - self._last.get((*place, message), -self._every_s) < self._every_s
            if again or passed >= _MOST_PER_PLACE:
                self._places[place] = since, passed, held + 1
                return False
            if len(self._last) >= _MOST_REMEMBERED:
                self._last.clear()
            self._last[*place, message] = now
            self._places[place] = since, passed + 1, 0
        if held:
            record.repeated = held
        return True


class ItemField(logging.Filter):
    """Names the item that the thread is at work on, unless the line names one itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        item = current_item()
        if item is not None and not hasattr(record, "item"):
            record.item = item
        return True


def configure_logs(*, level: str, format: str) -> None:  # noqa: A002 - the config's own word
    """Set up the root logger; exceptions that end a thread or the program are logged too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Thinning())
    handler.addFilter(ItemField())
    handler.setFormatter(_json_lines() if format == "json" else _text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    threading.excepthook = _thread_failed
    sys.excepthook = _program_failed


def _json_lines() -> logging.Formatter:
    """UTC with milliseconds."""
    formatter = JsonFormatter(_FIELDS, rename_fields=_NAMES)
    formatter.converter = time.gmtime
    formatter.default_time_format = "%Y-%m-%dT%H:%M:%S"
    formatter.default_msec_format = "%s.%03dZ"
    return formatter


def _text() -> logging.Formatter:
    return logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s")


def _program_failed(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, value, trace)
        return
    logging.getLogger(__name__).critical("the program ended with an exception", exc_info=(kind, value, trace))


def _thread_failed(arguments: threading.ExceptHookArgs) -> None:
    name = arguments.thread.name if arguments.thread is not None else "?"
    cause: tuple[type[BaseException], BaseException, TracebackType | None] | None = None
    if arguments.exc_value is not None:
        cause = (arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
    logging.getLogger(__name__).critical("thread %s ended with an exception", name, exc_info=cause)
