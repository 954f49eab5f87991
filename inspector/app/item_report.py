"""What the evidence tells of an item to whoever lists it: its views and boxes, or nothing where none was kept."""

import logging
from typing import Any

from inspector.domain.errors import StoreError
from inspector.ports.evidence import EvidenceStore
from inspector.wire.result import BoxPart

log = logging.getLogger(__name__)


def report_of(evidence: EvidenceStore, record_id: str) -> dict[str, Any]:
    """Without pictures and boxes an item is still to be answered: what can not be read is left out."""
    try:
        return evidence.report(record_id) or {}
    except StoreError as error:
        log.warning("evidence of %s: %s", record_id, error)
        return {}


def cameras_of(report: dict[str, Any]) -> list[str]:
    """Views of which there is a picture."""
    return [frame["camera"] for frame in report.get("frames", ())]


def boxes_of(report: dict[str, Any]) -> list[BoxPart]:
    """What the detector found."""
    return [
        BoxPart(
            camera=view["camera"],
            label=box["label"],
            score=box["score"],
            p=box.get("probability"),  # records of an older version have none
            xyxy=tuple(box["xyxy"]),
        )
        for view in report.get("detections", ())
        for box in view["found"]
    ]
