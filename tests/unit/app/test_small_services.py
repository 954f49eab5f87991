"""Notify protocol, logs, ids, metrics and reference pages."""

import io
import json
import logging
import queue
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector.adapters.clocks import manual
from inspector.app.ids import id_maker
from inspector.app.lessons import background
from inspector.app.logs import Thinning, configure_logs
from inspector.app.metrics import Metrics
from inspector.app.reference import cli_page, config_page, roles_page
from inspector.app.sd_notify import Notifier

DOCS = Path(__file__).resolve().parents[3] / "docs" / "reference"


def test_the_notify_protocol_over_a_real_socket(tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(address)
        systemd.settimeout(10)
        notifier = Notifier(address)
        notifier.ready()
        notifier.watchdog()
        notifier.status("two\nlines")
        notifier.still_starting("product 3 of 30")
        notifier.stopping()
        heard = [systemd.recv(100) for _ in range(5)]
    more_time = b"EXTEND_TIMEOUT_USEC=120000000\nSTATUS=product 3 of 30"
    assert heard == [b"READY=1", b"WATCHDOG=1", b"STATUS=two lines", more_time, b"STOPPING=1"]


def test_without_systemd_nothing_happens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    Notifier.from_environment().ready()
    Notifier(str(tmp_path / "nobody")).ready()


def test_a_process_for_lessons_can_not_speak_to_systemd_in_the_station_s_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "LISTEN_FDS"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("INSPECTOR_MODELS", "/models")
    asks = "import json, os; print(json.dumps({'environment': dict(os.environ)}))"
    monkeypatch.setattr(background, "COMMAND", (sys.executable, "-c", asks))
    heard: queue.Queue[dict[str, Any]] = queue.Queue()
    background.Background({}, lambda _who, told: heard.put(told))
    told = heard.get(timeout=60)
    assert set(told["environment"]).isdisjoint({"NOTIFY_SOCKET", "WATCHDOG_USEC", "LISTEN_FDS"})
    assert told["environment"]["INSPECTOR_MODELS"] == "/models"
    assert heard.get(timeout=60)["ended"] == 0


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, threading.excepthook
    yield root
    root.handlers[:], threading.excepthook = handlers, hook
    root.setLevel(level)


def written(root: logging.Logger) -> io.StringIO:
    stream = io.StringIO()
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    return stream


def test_a_log_line_is_one_json_object_with_its_fields(root_logger: logging.Logger) -> None:
    configure_logs(level="INFO", format="json")
    stream = written(root_logger)
    logging.getLogger("a.b").warning("camera %s", "lost", extra={"camera": "top"})
    (line,) = stream.getvalue().splitlines()
    found = json.loads(line)
    assert found["message"] == "camera lost"
    assert (found["level"], found["logger"], found["camera"]) == ("WARNING", "a.b", "top")
    assert found["ts"].endswith("Z")


def test_the_level_is_respected_and_text_is_text(root_logger: logging.Logger) -> None:
    configure_logs(level="WARNING", format="text")
    stream = written(root_logger)
    logging.getLogger("a").info("quiet")
    logging.getLogger("a").error("loud")
    assert "loud" in stream.getvalue()
    assert "quiet" not in stream.getvalue()


def test_a_thread_that_dies_is_logged(root_logger: logging.Logger) -> None:
    configure_logs(level="INFO", format="json")
    stream = written(root_logger)
    thread = threading.Thread(target=lambda: 1 / 0, name="unlucky")
    thread.start()
    thread.join()
    assert "unlucky" in stream.getvalue()
    assert "ZeroDivisionError" in stream.getvalue()


def test_a_repeated_warning_is_thinned_and_an_error_is_not() -> None:
    thinning = Thinning()
    warning = logging.LogRecord("a", logging.WARNING, "f", 1, "again", None, None)
    error = logging.LogRecord("a", logging.ERROR, "f", 1, "again", None, None)
    other = logging.LogRecord("a", logging.WARNING, "f", 1, "something else", None, None)
    assert [thinning.filter(warning) for _ in range(3)] == [True, False, False]
    assert thinning.filter(other)
    assert [thinning.filter(error) for _ in range(3)] == [True, True, True]


def test_ids_sort_by_time_and_do_not_repeat() -> None:
    clock = manual.build(manual.Config())
    new_id = id_maker(clock)
    early = {new_id() for _ in range(1000)}
    clock.advance_ms(5)
    assert len(early) == 1000
    assert max(early) < new_id()
    assert all(len(one) == 16 for one in early)


def test_every_metric_is_there_from_the_start() -> None:
    text = Metrics().text().decode()
    for name in ("inspector_triggers_total 0.0", "inspector_decision_late_total 0.0", "inspector_ready 0.0"):
        assert name in text


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("metrics.md", lambda: Metrics().page()),
        ("config.md", config_page),
        ("cli.md", cli_page),
        ("roles.md", roles_page),
    ],
)
def test_the_reference_pages_are_fresh(name: str, page: object) -> None:
    assert callable(page)
    fresh = (
        "python -m inspector.app.reference docs/reference; python -m inspector.app.metrics docs/reference/metrics.md"
    )
    assert (DOCS / name).read_text(encoding="utf-8") == page(), f"stale; run: {fresh}"
