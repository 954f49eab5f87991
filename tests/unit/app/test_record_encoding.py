"""Whatever an item shows, its outcome has a record: nothing that was found may end a decision."""

import logging
import math
from dataclasses import replace

import pytest

from inspector.app.record_encoding import record_encoder
from inspector.domain.check import CheckOutcome, CheckResult, Reading
from inspector.domain.detection import Detection, Detections
from inspector.domain.item import Identity
from inspector.domain.policy import Evidence
from inspector.domain.reason import Reason, ReasonCode
from inspector.wire.codec import decode_as
from inspector.wire.header import MAX_MESSAGE_BYTES
from inspector.wire.result import Result
from tests.support.line_values import report

BOX = Detection(label="deformation", score=0.123456789, xyxy=(1 / 3, 2 / 3, 1000 / 3, 2000 / 3))
REGION = (0.0, 0.0, 1.0, 1.0)
CODE = Reading(name="code", text="Q" * 4296, confidence=1.0, camera="top", xyxy=REGION)
EIGHT_CAMERAS = tuple(Detections(camera=f"camera-{n}", model="m@1#0", found=(BOX,) * 300) for n in range(8))


def checked(*readings: Reading) -> tuple[CheckResult, ...]:
    return (CheckResult(check="barcode", outcome=CheckOutcome.OK, confidence=1.0, readings=readings),)


@pytest.mark.parametrize(
    "found",
    [
        Evidence(detections=EIGHT_CAMERAS),
        Evidence(checks=checked(*(CODE,) * 70)),
        Evidence(checks=checked(replace(CODE, name="n" * 65))),
        Evidence(detections=(Detections(camera="top", model="m", found=(replace(BOX, score=math.nan),)),)),
    ],
    ids=["hundreds of boxes", "a wall of codes", "a long name", "no number"],
)
def test_what_does_not_fit_into_a_message_is_left_out_and_the_outcome_is_told(
    found: Evidence, caplog: pytest.LogCaptureFixture
) -> None:
    found = replace(found, identity=Identity(sku="CT-1001", lot="L7"))
    reasons = tuple(Reason(code=ReasonCode.DEFECT, score=0.1, detail="d" * 20_000) for _ in range(40))
    full = report()
    full = replace(full, evidence=found, verdict=replace(full.verdict, reasons=reasons))
    with caplog.at_level(logging.ERROR):
        body = record_encoder("st07", 1)(full)
    told = decode_as(Result, body)
    assert len(body) < MAX_MESSAGE_BYTES
    assert (told.cut, told.disp, told.rid, told.lot) == (True, full.verdict.disposition, full.record_id, "L7")
    assert told.reasons[0].code == ReasonCode.DEFECT
    assert (told.boxes, told.anomalies, told.checks) == ([], [], [])
    assert "a record is cut" in caplog.text


def test_a_record_that_fits_is_whole_and_they_are_counted() -> None:
    encode = record_encoder("st07", 1)
    first, second = (decode_as(Result, encode(report())) for _ in range(2))
    assert (first.cut, len(first.boxes), len(first.anomalies)) == (False, 1, 1)
    assert (first.seq, second.seq) == (0, 1)
