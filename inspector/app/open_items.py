"""The page of isolated items that wait for a person, as `GET /items/open` gives it."""

import logging
from typing import Any

from inspector.domain.check import CheckOutcome, Finding
from inspector.domain.errors import StoreError
from inspector.domain.ledger import LedgerRow
from inspector.domain.reason import ReasonCode, finding_code
from inspector.ports.evidence import EvidenceStore
from inspector.ports.ledger import Ledger
from inspector.wire.result import BoxPart, ReasonPart
from inspector.wire.review import OpenItem, OpenItems

log = logging.getLogger(__name__)

_DOUBTFUL = {CheckOutcome.FAILED, CheckOutcome.UNSURE}


def open_page(ledger: Ledger, evidence: EvidenceStore, limit: int, after: int) -> dict[str, Any]:
    """`OpenItems` as plain JSON, numbers above `after`. Raises `StoreError` when the ledger can not be read."""
    rows = ledger.unanswered(limit, after)
    items = [item for row in rows if (item := _open_item(row, evidence)) is not None]
    return OpenItems(total=ledger.unanswered_count(), items=items).model_dump(mode="json")


def _open_item(row: LedgerRow, evidence: EvidenceStore) -> OpenItem | None:
    decision, verdict = row.decision, row.verdict
    if decision is None or verdict is None:
        return None
    report = _report(evidence, decision.record_id)
    return OpenItem(
        number=row.number,
        rid=decision.record_id,
        epoch=row.trigger.key.epoch,
        track=row.trigger.key.track,
        sku=row.trigger.identity.sku,
        lpn=row.trigger.identity.lpn,
        time=row.opened_utc,
        disp=decision.disposition,
        lane=decision.lane,
        score=decision.score,
        reasons=[
            ReasonPart(code=int(r.code), name=r.code.name, score=r.score, camera=r.camera, detail=r.detail)
            for r in verdict.reasons
        ]
        + [_late_reason(check) for check in report.get("late", ()) if check["outcome"] in _DOUBTFUL],
        boxes=[
            BoxPart(
                camera=view["camera"],
                label=box["label"],
                score=box["score"],
                p=box.get("probability"),  # records of an older version have none
                xyxy=tuple(box["xyxy"]),
            )
            for view in report.get("detections", ())
            for box in view["found"]
        ],
        cameras=[frame["camera"] for frame in report.get("frames", ())],
    )


def _late_reason(check: dict[str, Any]) -> ReasonPart:
    """What a check found that was made after the decision, as if it had been in time."""
    code = ReasonCode.CHECK_UNSURE
    if check["outcome"] == CheckOutcome.FAILED:
        code = finding_code(None if check["finding"] is None else Finding(check["finding"]))
    detail = f"{check['check']}: {check['detail'] or check['value'] or ''}"
    return ReasonPart(code=int(code), name=code.name, score=check["confidence"], camera=check["camera"], detail=detail)


def _report(evidence: EvidenceStore, record_id: str) -> dict[str, Any]:
    """Without pictures and boxes an item is still to be answered: what can not be read is left out."""
    try:
        return evidence.report(record_id) or {}
    except StoreError as error:
        log.warning("evidence of %s: %s", record_id, error)
        return {}
