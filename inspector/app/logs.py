"""Logs: one JSON object per line (or text for people) on stderr; repeated warnings are thinned out."""

import logging
import sys
import threading
import time
from types import TracebackType

from pythonjsonlogger.json import JsonFormatter

_REPEAT_S = 10.0
_MOST_REMEMBERED = 500


class Thinning(logging.Filter):
    """Lets the same warning of one place through once per ten seconds, and says how often it was held back."""

    def __init__(self, every_s: float = _REPEAT_S) -> None:
        super().__init__()
        self._every_s = every_s
        self._lock = threading.Lock()
        self._last: dict[tuple[str, int, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Errors and infos always pass."""
        if record.levelno != logging.WARNING:
            return True
        key = (record.name, record.lineno, record.getMessage())
        now = time.monotonic()
        with self._lock:
            seen, held = self._last.get(key, (-self._every_s, 0))
            if now - seen < self._every_s:
                self._last[key] = (seen, held + 1)
                return False
            if len(self._last) > _MOST_REMEMBERED:
                self._last.clear()
            self._last[key] = (now, 0)
        if held:
            record.repeated = held
        return True


def configure_logs(*, level: str, format: str) -> None:  # noqa: A002 - the config's own word
    """Set up the root logger; exceptions that end a thread are logged too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Thinning())
    if format == "json":
        handler.setFormatter(
            JsonFormatter(
                "%(asctime)s %(levelname)s %(name)s %(threadName)s %(message)s",
                rename_fields={"asctime": "ts", "levelname": "level", "name": "logger", "threadName": "thread"},
                datefmt="%Y-%m-%dT%H:%M:%SZ",
            )
        )
        logging.Formatter.converter = time.gmtime
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    threading.excepthook = _thread_failed


def _thread_failed(arguments: threading.ExceptHookArgs) -> None:
    name = arguments.thread.name if arguments.thread is not None else "?"
    cause: tuple[type[BaseException], BaseException, TracebackType | None] | None = None
    if arguments.exc_value is not None:
        cause = (arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
    logging.getLogger(__name__).critical("thread %s ended with an exception", name, exc_info=cause)
