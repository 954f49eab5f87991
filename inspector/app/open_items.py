"""An isolated item that waits for a person, as `GET /items/open` gives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inspector.app.item_report import boxes_of, cameras_of, report_of
from inspector.domain.check import CheckOutcome, Finding
from inspector.domain.dispositioning import Fate, finding_on
from inspector.domain.ledger import LedgerRow
from inspector.domain.proposing import FateRule, proposals
from inspector.domain.reason import ReasonCode, finding_code
from inspector.domain.review import Review
from inspector.domain.waiting import Waiting, WaitsFor
from inspector.ports.evidence import EvidenceStore
from inspector.wire.result import ReasonPart
from inspector.wire.review import FatePart, OpenItem

_DOUBTFUL = {CheckOutcome.FAILED, CheckOutcome.UNSURE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Where an item stands among those that wait. `codes`: its plate, track and product, as barcodes name it."""

    order: float
    worth: float
    ahead_s: float
    codes: tuple[str, str, str]


def open_item(
    row: LedgerRow,
    waiting: Waiting,
    evidence: EvidenceStore,
    judged: Judged,
    *,
    standing: Review | None,
    rules: Sequence[FateRule] | None,
) -> OpenItem | None:
    """As windows are told of it; None without an outcome. `standing`: the answer of one that waits for a fate."""
    decision, verdict = row.decision, row.verdict
    if decision is None or verdict is None:
        return None
    report, again = report_of(evidence, decision.record_id), waiting.waits_for is WaitsFor.AGAIN
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
        boxes=boxes_of(report),
        cameras=cameras_of(report),
        waits_for=waiting.waits_for,
        first_by=waiting.first_by or None,
        answer=None if standing is None else standing.answer,
        label=None if standing is None else standing.label,
        fate=Fate.RELABELLED if waiting.late else Fate.OPEN,
        proposed=None if rules is None or again else _proposed(rules, row),
        order=judged.order,
        worth=judged.worth,
        ahead_s=0.0 if again else judged.ahead_s,
    )


def has_pictures(row: LedgerRow, evidence: EvidenceStore) -> bool:
    """Whether there is something to look at once more."""
    return row.decision is not None and bool(cameras_of(report_of(evidence, row.decision.record_id)))


def _proposed(rules: Sequence[FateRule], row: LedgerRow) -> dict[str, FatePart]:
    found = proposals(rules, row.trigger.identity, finding_on(row))
    return {name: FatePart(fate=one.fate, grade=one.grade) for name, one in found.items()}


def _late_reason(check: dict[str, Any]) -> ReasonPart:
    """What a check found that was made after the decision, as if it had been in time."""
    code = ReasonCode.CHECK_UNSURE
    if check["outcome"] == CheckOutcome.FAILED:
        code = finding_code(None if check["finding"] is None else Finding(check["finding"]))
    detail = f"{check['check']}: {check['detail'] or check['value'] or ''}"
    return ReasonPart(code=int(code), name=code.name, score=check["confidence"], camera=check["camera"], detail=detail)
