"""Connects the HTTP service with a running station."""

import ipaddress
from typing import Any

import cv2

from inspector.app.http_service import HttpService, Sources
from inspector.app.metrics import Metrics
from inspector.app.preview import Preview
from inspector.app.wiring import Assembled
from inspector.config.sections import HttpSection
from inspector.domain.errors import StartupError
from inspector.domain.station import ItemReport
from inspector.pipeline.station import Station

JPEG_QUALITY = 80


def service_for(
    section: HttpSection, station: Station, parts: Assembled, preview: Preview, metrics: Metrics
) -> HttpService:
    """The service, not started. Raises `StartupError` when it would be open to the network without a token."""
    sources = Sources(
        unready=station.health.unready,
        state=lambda: _state(station),
        metrics=metrics.text,
        items=lambda limit: [_line(report) for report in preview.reports()[:limit]],
        item=lambda rid: _item(parts, preview, rid),
        picture=parts.evidence.picture,
        live=lambda camera: _jpeg(preview, camera),
    )
    return HttpService(sources, host=section.host, port=section.port, token=_token(section))


def _token(section: HttpSection) -> str | None:
    if section.token_file is not None:
        try:
            token = section.token_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise StartupError("http.token_file", [f"{section.token_file}: {error.strerror}"]) from error
        if len(token) < 16:
            raise StartupError("http.token_file", [f"{section.token_file}: holds fewer than 16 characters"])
        return token
    try:
        loopback = section.host == "localhost" or ipaddress.ip_address(section.host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise StartupError("http.token_file", [f"{section.host} is not loopback: a token file is needed"])
    return None


def _state(station: Station) -> dict[str, Any]:
    state = station.health.state()
    return {
        "pack": state.pack.name,
        "mode": state.mode.value,
        "reasons": list(state.reasons),
        "recipe": state.recipe,
        "alarms": [{"id": a.kind.id, "priority": a.kind.priority, "detail": a.detail} for a in station.alarms.active()],
    }


def _line(report: ItemReport) -> dict[str, Any]:
    """One item in a list."""
    return {
        "rid": report.record_id,
        "epoch": report.key.epoch,
        "track": report.key.track,
        "sku": report.trigger.identity.sku,
        "disposition": report.verdict.disposition.value,
        "why": report.verdict.why.name,
        "score": report.verdict.score,
        "time": report.wall_time,
        "decided_ms": report.timings.decided_ms,
    }


def _item(parts: Assembled, preview: Preview, rid: str) -> dict[str, Any] | None:
    """The stored report, else the short one of a recent item whose pictures were not kept."""
    stored = parts.evidence.load(rid)
    if stored is not None:
        return stored.report
    for report in preview.reports():
        if report.record_id == rid:
            return _line(report)
    return None


def _jpeg(preview: Preview, camera: str) -> bytes | None:
    frame = preview.latest_frame(camera)
    if frame is None:
        return None
    picture = cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR)
    ok, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return data.tobytes() if ok else None
