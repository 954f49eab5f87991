"""Operating points to plan with: from an evaluation's report, or from figures given by hand."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inspector.app.score_rows import read_scores
from inspector.domain.errors import ConfigError
from inspector.domain.planning import Estimate, OperatingPoint, counted, operating_points

DECIDED = "as decided"
USUAL_RATES = (0.001, 0.003, 0.01, 0.05)


def points_of_report(file: Path) -> tuple[list[OperatingPoint], list[str]]:
    """The points that `inspector evaluate items --json` measured, and what to know of them. Raises `ConfigError`.

    First the station's own decisions; then, where the report has the items' scores, the conformal limit of each
    false-divert rate that so many intact items can promise; else the report's recalls at 1 % and 5 %.
    """
    report = _report(file)
    points = [_decided(file, report)]
    if "items" not in report:
        points += _ranked(file, report)
        return points, ["the report has no per-item scores: thresholds are unknown"]
    scores = read_scores([file])
    damaged = [row.score for row in scores.rows if row.damaged]
    intact = [row.score for row in scores.rows if not row.damaged]
    if not damaged or not intact:
        raise ConfigError(
            str(file), [f"{len(damaged)} damaged and {len(intact)} intact items were judged; both needed"]
        )
    notes = []
    found = operating_points(damaged, intact)
    if not found:
        notes.append(f"{len(intact)} intact items are too few for any false-divert rate of 10 % or less")
    if scores.unjudged:
        notes.append(
            f"{scores.unjudged} items were not judged: '{DECIDED}' counts them as stopped, the rows below do not"
        )
    groups = [row["group"] for row in report["items"] if row.get("group") is not None]
    count = len(set(groups))
    if count < len(groups):
        notes.append(
            f"{len(groups)} items come in {count} groups; intervals below '{DECIDED}' take them as independent"
        )
    return points + found, notes


def points_by_hand(
    recalls: Sequence[float], rates: Sequence[float], *, damaged_items: int | None, intact_items: int | None
) -> list[OperatingPoint]:
    """One point per pair; a single recall goes with every rate. Intervals need the numbers of items behind them."""
    rates = rates or USUAL_RATES
    if len(recalls) not in (1, len(rates)):
        raise ConfigError("operating points", [f"{len(recalls)} recalls for {len(rates)} false-divert rates"])
    pairs = zip(list(recalls) * (len(rates) if len(recalls) == 1 else 1), rates, strict=True)
    return [
        OperatingPoint(
            name=f"{rate:g}",
            threshold=None,
            recall=_given(recall, damaged_items),
            false_divert=_given(rate, intact_items),
        )
        for recall, rate in pairs
    ]


def _given(share: float, n: int | None) -> Estimate:
    if n is None:
        return Estimate(value=share, low=share, high=share)
    found = counted(round(share * n), n)
    return Estimate(value=share, low=min(share, found.low), high=max(share, found.high))


def _report(file: Path) -> dict[str, Any]:
    try:
        report = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(str(file), [f"can not be read: {error.strerror}"]) from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ConfigError(str(file), [f"is no JSON: {error}"]) from error
    if not isinstance(report, dict) or not {"recall", "false_divert"} <= set(report):
        raise ConfigError(str(file), ["is no report of `inspector evaluate items --json`"])
    return report


def _decided(file: Path, report: dict[str, Any]) -> OperatingPoint:
    return OperatingPoint(
        name=DECIDED,
        threshold=None,
        recall=_estimate(file, report, "recall"),
        false_divert=_estimate(file, report, "false_divert"),
    )


def _ranked(file: Path, report: dict[str, Any]) -> list[OperatingPoint]:
    intact = report.get("good")
    return [
        OperatingPoint(
            name=f"{rate:g}", threshold=None, recall=_estimate(file, report, key), false_divert=_given(rate, intact)
        )
        for key, rate in (("recall_at_1pct_fpr", 0.01), ("recall_at_5pct_fpr", 0.05))
        if report.get(key) is not None
    ]


def _estimate(file: Path, report: dict[str, Any], name: str) -> Estimate:
    """A figure with its interval as the report has it; without an interval anything is possible."""
    value = report[name]
    low, high = (report.get(f"{name}_ci") or (None, None))[:2]
    bounds = (value, 0.0 if low is None else low, 1.0 if high is None else high)
    if not all(isinstance(bound, int | float) and 0 <= bound <= 1 for bound in bounds):
        raise ConfigError(str(file), [f"{name} is {value!r} with the interval {low!r} … {high!r}: not within 0 … 1"])
    return Estimate(value=value, low=min(value, bounds[1]), high=max(value, bounds[2]))
