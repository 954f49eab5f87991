"""Connects the HTTP service with a running station."""

from typing import Any

from inspector.app.came_back import CameBackList
from inspector.app.golden_pictures import golden_picture
from inspector.app.http_address import http_token
from inspector.app.http_service import HttpService, Sources
from inspector.app.live_pictures import LivePictures
from inspector.app.metrics import Metrics
from inspector.app.preview import Preview
from inspector.app.waiting_list import WaitingList
from inspector.app.wiring import Assembled
from inspector.config.sections import HttpSection
from inspector.domain.ledger import LedgerRow
from inspector.pipeline.station import Station
from inspector.wire.journal import journal_line


def service_for(
    section: HttpSection,
    station: Station,
    parts: Assembled,
    waiting: WaitingList,
    *,
    came_back: CameBackList,
    preview: Preview,
    metrics: Metrics,
) -> HttpService:
    """The service, not started. Raises `StartupError` when it would be open to the network without a token."""
    sources = Sources(
        unready=station.health.unready,
        state=lambda: _state(station),
        metrics=metrics.text,
        items=lambda limit, before: [_line(row) for row in parts.ledger.recent(limit, before)],
        item=lambda rid: _item(parts, rid),
        picture=parts.evidence.picture,
        unanswered=waiting.page,
        relabelled=waiting.relabelled,
        came_back=came_back.page,
        journal=lambda limit, before: [
            journal_line(one).model_dump(mode="json") for one in parts.journal.recent(limit, before)
        ],
        golden=lambda sku, camera, number: golden_picture(parts.judges.golden, sku, camera, number),
        draft=parts.teaching.preview,
        live=LivePictures(preview.latest_frame, parts.clock).jpeg,
    )
    return HttpService(sources, host=section.host, port=section.port, token=http_token(section))


def _state(station: Station) -> dict[str, Any]:
    state = station.health.state()
    return {
        "pack": state.pack.name,
        "mode": state.mode.value,
        "reasons": list(state.reasons),
        "recipe": state.recipe,
        "alarms": [{"id": a.kind.id, "priority": a.kind.priority, "detail": a.detail} for a in station.alarms.active()],
    }


def _line(row: LedgerRow) -> dict[str, Any]:
    """One trigger in a list; what is not known yet is None."""
    trigger, decision, verdict = row.trigger, row.decision, row.verdict
    decided_ms = None if row.decided_at_ns is None else (row.decided_at_ns - trigger.triggered_at_ns) / 1e6
    return {
        "number": row.number,
        "rid": None if decision is None else decision.record_id,
        "epoch": trigger.key.epoch,
        "track": trigger.key.track,
        "sku": trigger.identity.sku,
        "disposition": None if decision is None else decision.disposition.value,
        "why": None if verdict is None else verdict.why.name,
        "score": None if decision is None else decision.score,
        "time": row.opened_utc,
        "decided_ms": decided_ms,
        "delivery": row.delivery.value,
        "ack": None if row.ack is None else row.ack.value,
        "confirm": None if row.confirm is None else row.confirm.value,
    }


def _item(parts: Assembled, rid: str) -> dict[str, Any] | None:
    """The stored report, else what the ledger knows of an item whose pictures were not kept."""
    stored = parts.evidence.report(rid)
    if stored is not None:
        return stored
    row = parts.ledger.find(rid)
    if row is None or row.verdict is None:
        return None
    reasons = [
        {"code": int(r.code), "name": r.code.name, "score": r.score, "camera": r.camera, "detail": r.detail}
        for r in row.verdict.reasons
    ]
    return {**_line(row), "recipe": row.verdict.recipe, "reasons": reasons}
