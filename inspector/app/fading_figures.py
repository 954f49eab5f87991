"""The figures of a fading memory's simulation, with 95 % intervals that draw whole products."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from inspector.app.fading_simulation import MODES, Asked, Attack
from inspector.domain.beta import share_interval
from inspector.training.evaluate.bootstrap import Rows, bootstrap_interval
from inspector.training.evaluate.figures import plain
from inspector.training.evaluate.ranking import auroc


def figures(asked: Sequence[Asked], attacks: Sequence[Attack], *, alpha: float) -> dict[str, Any]:
    """For each drift, without and with the memory; then the attacks."""
    modes = {mode: _of([one for one in asked if one.mode == mode], alpha) for mode in MODES}
    return {"drift": {mode: found for mode, found in modes.items() if found}, "creep": _of_attacks(attacks)}


def _of(asked: Sequence[Asked], alpha: float) -> dict[str, Any]:
    good = [one for one in asked if not one.damaged and one.late]
    bad = [one for one in asked if one.damaged]
    if not good:
        return {}
    found: dict[str, Any] = {
        "good": len(good),
        "damaged": len(bad),
        "products": len({one.line for one in good}),
        "drift": float(np.mean([one.drift for one in good])),
    }
    for name in ("plain", "fading"):
        alarms = np.array([getattr(one, f"{name}_p") <= alpha for one in [*good, *bad]], np.float64)
        scores = np.array([getattr(one, name) for one in [*good, *bad]])
        labels = np.array([one.damaged for one in [*good, *bad]])
        lines = [one.line for one in [*good, *bad]]
        found[name] = {
            "false_diverts": _with_interval(alarms[~labels], lines[: len(good)]),
            "recall": _with_interval(alarms[labels], lines[len(good) :]),
            "auroc": _within_lines(labels, scores, lines),
        }
    return found


def _with_interval(values: "np.ndarray[Any, np.dtype[np.float64]]", groups: Sequence[str]) -> dict[str, Any]:
    def statistic(rows: Rows) -> float:
        return float(values[rows].mean())

    interval = bootstrap_interval(statistic, len(values), groups=groups)
    return {"share": plain(float(values.mean())) if len(values) else None, "ci": plain(interval)}


def _within_lines(labels: Any, scores: Any, lines: Sequence[str]) -> float | None:
    """The mean over products: scores of different products are not compared on a line either."""
    names = np.array(lines)
    areas = [auroc(labels[names == name], scores[names == name]) for name in sorted(set(lines))]
    known = [area for area in areas if np.isfinite(area)]
    return float(np.mean(known)) if known else None


def _of_attacks(attacks: Sequence[Attack]) -> dict[str, Any]:
    if not attacks:
        return {}
    caught = sum(one.after > 1 for one in attacks)
    return {
        "attacks": len(attacks),
        "steps": attacks[0].steps,
        "entered": sum(one.kept for one in attacks),
        "isolated_after": caught,
        "isolated_after_ci": list(share_interval(caught, len(attacks))),
        "isolated_after_the_intact_item": sum(one.without > 1 for one in attacks),
        "isolated_after_by_an_unguarded_memory": sum(one.unguarded > 1 for one in attacks),
        "score_before": float(np.mean([one.before for one in attacks])),
        "score_after": float(np.mean([one.after for one in attacks])),
        "score_after_the_intact_item": float(np.mean([one.without for one in attacks])),
        "score_unguarded": float(np.mean([one.unguarded for one in attacks])),
        "largest_fall": max(one.before - one.after for one in attacks),
    }
