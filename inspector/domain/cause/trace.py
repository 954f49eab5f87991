"""What a stored record says of an item's checks and pictures, read as far as it can be."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from inspector.domain.cause.gathered import SeenCheck, Trace
from inspector.domain.check import CheckOutcome
from inspector.domain.detection import Xyxy

OVERLAY = ".overlay.jpg"


def trace_of(record_id: str, report: Mapping[str, Any], kinds: Mapping[str, str]) -> Trace:
    """From a record as `domain.findings` wrote it; late checks too. Raises `ValueError` for one that is none."""
    try:
        written = [*report.get("checks", ()), *report.get("late", ())]
        checks = tuple(_check(one, kinds) for one in written)
        names: Sequence[str] = sorted(report.get("files", {}))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"the record of {record_id} is not as it was written: {error!r}") from error
    pictures = tuple((name.removesuffix(OVERLAY), name) for name in names if name.endswith(OVERLAY))
    return Trace(record_id=record_id, checks=checks, pictures=pictures)


def _check(written: Mapping[str, Any], kinds: Mapping[str, str]) -> SeenCheck:
    readings = written.get("readings", ())
    return SeenCheck(
        check=written["check"],
        kind=kinds.get(written["check"], written["check"]),
        outcome=CheckOutcome(written["outcome"]),
        finding=written.get("finding"),
        value=written.get("value"),
        detail=written.get("detail", ""),
        camera=written.get("camera"),
        read=tuple((one["name"], one["text"]) for one in readings),
        places=tuple(_places([written, *readings])),
    )


def _places(written: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Xyxy]]:
    for one in written:
        camera, xyxy = one.get("camera"), one.get("xyxy")
        if camera is not None and xyxy is not None:
            left, top, right, bottom = (float(value) for value in xyxy)
            yield camera, (left, top, right, bottom)
