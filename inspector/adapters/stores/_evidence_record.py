"""An item's report as plain JSON that can be read back exactly; heat maps lie beside it, their digests in it."""

from collections.abc import Sequence
from typing import Any

from inspector.domain.findings import check_json, findings_json
from inspector.domain.frame import Frame
from inspector.domain.station import ItemReport


def report_json(report: ItemReport, frames: Sequence[Frame]) -> dict[str, Any]:
    """Everything but pixels; floats keep every bit through JSON's shortest round-trip form."""
    trigger, decision = report.trigger, report.decision
    identity = trigger.identity
    return {
        "schema_version": 1,
        "record_id": report.record_id,
        "wall_time": report.wall_time,
        "item": {
            "epoch": trigger.key.epoch,
            "track": trigger.key.track,
            "counter": trigger.counter,
            "sku": identity.sku,
            "material": identity.material,
            "lpn": identity.lpn,
            "lot": identity.lot,
            "serial": identity.serial,
            "simulated": trigger.simulated,
        },
        "decision": {
            "did": decision.decision_id,
            "lane": decision.lane,
            "why": decision.why,
            "until_encoder": decision.until_encoder,
        },
        **findings_json(report.evidence, report.verdict),
        **({"late": [check_json(check) for check in report.late]} if report.late else {}),
        "timings_ms": {
            "frames_complete": report.timings.frames_complete_ms,
            "inspected": report.timings.inspected_ms,
            "decided": report.timings.decided_ms,
        },
        "model_hashes": dict(report.model_hashes),
        "config_hash": report.config_hash,
        "versions": dict(report.versions),
        "frames": [
            {
                "camera": frame.camera,
                "sequence": frame.sequence,
                "captured_at_ns": frame.captured_at_ns,
                "counter": frame.counter,
                "width": int(frame.image.shape[1]),
                "height": int(frame.image.shape[0]),
            }
            for frame in frames
        ],
    }
