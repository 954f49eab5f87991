"""Logs: which item a line is about, what is thinned out, and that no end goes unsaid."""

import io
import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from inspector.app.logs import Thinning, configure_logs
from inspector.domain.item import ItemKey
from inspector.pipeline.log_context import at_work_on, current_item


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the root logger writes as JSON; everything is as before afterwards."""
    root = logging.getLogger()
    handlers, level, hooks = root.handlers[:], root.level, (threading.excepthook, sys.excepthook)
    configure_logs(level="INFO", format="json")
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    stream = io.StringIO()
    handler.setStream(stream)
    yield stream
    root.handlers[:] = handlers
    threading.excepthook, sys.excepthook = hooks
    root.setLevel(level)


def objects(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def warning(message: str, line: int = 1) -> logging.LogRecord:
    return logging.LogRecord("a", logging.WARNING, "f", line, message, None, None)


def test_times_are_utc_with_milliseconds(lines: io.StringIO) -> None:
    logging.getLogger("a").info("x")
    (line,) = objects(lines)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["ts"])


def test_a_line_names_the_item_that_its_thread_is_at_work_on(lines: io.StringIO) -> None:
    log = logging.getLogger("some.library")
    log.info("before")
    with at_work_on(ItemKey(5, 17)):
        log.info("within")
        log.info("about another", extra={"item": "5/16"})
        other = threading.Thread(target=lambda: log.info("elsewhere"))
        other.start()
        other.join()
    log.info("after")
    assert [line.get("item") for line in objects(lines)] == [None, "5/17", "5/16", None, None]


def test_the_item_is_forgotten_when_its_work_fails() -> None:
    def fail() -> None:
        with at_work_on(ItemKey(1, 2)):
            assert current_item() == "1/2"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert current_item() is None


def test_an_exception_is_one_line_with_its_traceback(lines: io.StringIO) -> None:
    def fail() -> None:
        raise ZeroDivisionError("two\nlines")

    try:
        fail()
    except ZeroDivisionError:
        logging.getLogger("a").exception("failed")
    (line,) = objects(lines)
    assert "ZeroDivisionError: two\nlines" in line["exc_info"]


def test_the_end_of_the_program_and_of_a_thread_are_said(lines: io.StringIO) -> None:
    error = ValueError("reason")
    sys.excepthook(ValueError, error, None)
    thread = threading.Thread(target=lambda: 1 / 0, name="unlucky")
    thread.start()
    thread.join()
    program, worker = objects(lines)
    assert (program["level"], worker["level"]) == ("CRITICAL", "CRITICAL")
    assert "reason" in program["exc_info"]
    assert "unlucky" in worker["message"]


def test_a_key_press_is_no_failure(lines: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert lines.getvalue() == ""
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_what_was_held_back_is_counted_on_the_next_line_of_that_place() -> None:
    thinning = Thinning(every_s=1000)
    assert [thinning.filter(warning("again")) for _ in range(4)] == [True, False, False, False]
    other = warning("something else")
    assert thinning.filter(other)
    assert other.__dict__["repeated"] == 3
    third = warning("a third thing")
    assert thinning.filter(third)
    assert "repeated" not in third.__dict__


def test_a_flood_of_different_warnings_of_one_place_is_bounded_and_hides_no_other_place() -> None:
    thinning = Thinning(every_s=1000)
    passed = sum(thinning.filter(warning(f"item {number} is late")) for number in range(500))
    assert passed == 20
    assert thinning.filter(warning("from elsewhere", line=2))


def test_after_its_time_a_warning_comes_again() -> None:
    thinning = Thinning(every_s=0)
    assert [thinning.filter(warning("again")) for _ in range(30)] == [True] * 30
