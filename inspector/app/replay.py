"""Judges a stored item again and says, to the bit, whether the result is the same.

What was stored and what comes out now are compared as the same plain JSON, field by field; heat maps by their digests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inspector.app.judges import Judges
from inspector.app.versions import versions
from inspector.domain.errors import StoreError
from inspector.domain.findings import findings_json
from inspector.domain.frame import Item
from inspector.domain.image_fault import ImageFault
from inspector.domain.item import Identity, ItemKey, Trigger
from inspector.domain.policy import Evidence
from inspector.domain.reason import ReasonCode
from inspector.domain.verdict import Verdict
from inspector.ports.evidence import StoredItem

# Said by the line around the models, for reasons that lie in the past.
NOT_BY_THE_MODELS = {
    ReasonCode.OVERLOAD,
    ReasonCode.OUT_OF_TIME,
    ReasonCode.RESTARTED,
    ReasonCode.STOPPING,
    ReasonCode.COUNTER_SLIP,
    ReasonCode.STATION_NOT_READY,
    ReasonCode.BYPASS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayResult:
    """`differences` are sentences: what was stored, and what comes out now."""

    identical: bool
    differences: tuple[str, ...]


def replay(stored: StoredItem, judges: Judges, *, config_hash: str) -> ReplayResult:
    """Run the same inspection on the stored frames. Raises `StoreError` for a record that lacks some of them."""
    report: dict[str, Any] = dict(stored.report)
    report["verdict"] = without_holds(report["verdict"])
    unjudged = [r["name"] for r in report["verdict"]["reasons"] if r["code"] in NOT_BY_THE_MODELS]
    if unjudged:
        sentence = f"the models did not make this decision: {unjudged[0]}; there is nothing to judge again"
        return ReplayResult(identical=False, differences=(sentence,))
    if len(stored.frames) != len(report["frames"]):
        raise StoreError(f"frames that were judged: {len(report['frames'])}, that were kept: {len(stored.frames)}")
    evidence, verdict = judged_again(stored, judges)
    differences = [*_environment(report, judges, config_hash), *_outcome(report, evidence, verdict)]
    return ReplayResult(identical=not differences, differences=tuple(differences))


def judged_again(stored: StoredItem, judges: Judges) -> tuple[Evidence, Verdict]:
    """What these judges find of an item whose frames were kept; holds have no part in it."""
    report: dict[str, Any] = stored.report
    written = report["item"]
    identity = Identity(**{name: written[name] for name in ("sku", "material", "lpn", "lot", "serial")})
    trigger = Trigger(
        key=ItemKey(written["epoch"], written["track"]),
        encoder=0,
        until_encoder=0,
        deadline_ns=0,
        triggered_at_ns=0,
        counter=written["counter"],
        identity=identity,
        simulated=written["simulated"],
    )
    torn = _cameras(report, ReasonCode.IMAGE_CORRUPT)
    missed = _cameras(report, ReasonCode.IMAGE_CORRUPT, ReasonCode.CAMERA_MISS)
    item = Item(trigger=trigger, frames=stored.frames, missing=tuple(missed), torn=tuple(torn.items()))
    return judges.inspection.examine(item, _faults(report))


def recipe_version(stored: StoredItem) -> int:
    """The version of the recipes that judged it; 0 in records of an older program, which knew the file's alone."""
    report: dict[str, Any] = dict(stored.report)
    return int(report["verdict"].get("recipe_version") or 0)


def without_holds(verdict: dict[str, Any]) -> dict[str, Any]:
    """A stored verdict as it was before the holds that stood then: only they turn a PASS into anything else."""
    held = int(ReasonCode.GROUP_HELD)
    others = [reason for reason in verdict["reasons"] if reason["code"] != held]
    if len(others) == len(verdict["reasons"]):
        return verdict
    passed = verdict["reasons"][0]["code"] == held
    return {**verdict, "reasons": others, "disposition": "PASS" if passed else verdict["disposition"]}


def _cameras(report: dict[str, Any], *codes: ReasonCode) -> dict[str, str]:
    """The cameras of which an obstacle says one of these, with its detail, in the order in which they were asked."""
    return {reason["camera"]: reason["detail"] for reason in report["obstacles"] if reason["code"] in codes}


def _faults(report: dict[str, Any]) -> dict[str, Sequence[ImageFault]]:
    """The picture faults as they were found then: a frozen picture can not be recognised from one frame."""
    by_reason = {int(fault.reason): fault for fault in ImageFault}
    faults: dict[str, list[ImageFault]] = {}
    for reason in report["obstacles"]:
        if reason["code"] in by_reason and reason["camera"] is not None:
            faults.setdefault(reason["camera"], []).append(by_reason[reason["code"]])
    return {camera: tuple(found) for camera, found in faults.items()}


def _environment(report: dict[str, Any], judges: Judges, config_hash: str) -> list[str]:
    found = []
    if report["model_hashes"] != judges.model_hashes:
        found.append(f"models: stored {_short(report['model_hashes'])}, now {_short(judges.model_hashes)}")
    if report["config_hash"] != config_hash:
        found.append(f"config: stored {report['config_hash'][:12]}, now {config_hash[:12]}")
    before, after = report.get("versions", {}), versions()
    found += [
        f"version of {name}: stored {before.get(name, 'none')}, now {after.get(name, 'none')}"
        for name in sorted(before.keys() | after.keys())
        if before and before.get(name) != after.get(name)
    ]
    return found


def _short(hashes: dict[str, str]) -> str:
    return ", ".join(f"{name}#{value[:8]}" for name, value in sorted(hashes.items())) or "none"


def _outcome(report: dict[str, Any], evidence: Evidence, verdict: Verdict) -> list[str]:
    """Floats are compared for equality: the same build gives the same bits."""
    now = findings_json(evidence, verdict)
    found: list[str] = []
    for part, value in now.items():
        _compare(part, report[part], value, found)
    return found


def _compare(place: str, then: Any, now: Any, found: list[str]) -> None:
    """Append a sentence for each leaf that differs. A field that an older record lacks is not compared."""
    if isinstance(then, dict) and isinstance(now, dict):
        for name in then.keys() & now.keys():
            _compare(f"{place}.{name}", then[name], now[name], found)
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (before, after) in enumerate(zip(then, now, strict=True)):
            _compare(f"{place}[{number}]", before, after, found)
    elif then != now:
        found.append(f"{place}: stored {_brief(then)}, now {_brief(now)}")


def _brief(value: Any) -> str:
    return f"{len(value)} entries" if isinstance(value, list) else repr(value)
