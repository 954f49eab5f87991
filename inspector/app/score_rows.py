"""Scores of judged items from files: what `evaluate items --json`, `inspect --json` and `reviews export` print, JSONL,
or a CSV.

A row is one item, all its views together: name, truth, SKU and material if known, the fused score, and the parts it was
made of (the detector's probability, the least p-value). Rows stand in the order in which the items were reviewed.
"""

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspector.app.score_parts import models_in_words
from inspector.domain.csv_cells import restored
from inspector.domain.errors import ConfigError
from inspector.domain.item import Identity
from inspector.domain.verdict import Disposition

TRUTHS = {
    **dict.fromkeys(("damaged", "bad", "1", "true"), True),
    **dict.fromkeys(("intact", "good", "ok", "0", "false"), False),
}
UNKNOWN = "unknown"  # a person looked and could not tell
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One judged item. `detector` is None where the file does not tell it; `p_value` also where nothing was taught.

    `answered` says that it is an isolated item's answer by a person: such items are no sample of all items. `models`
    names what scored it, in words, where the row tells it.
    """

    name: str
    damaged: bool
    identity: Identity
    score: float
    detector: float | None
    p_value: float | None
    answered: bool = False
    models: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSet:
    """Rows in order. `models` and `scoring` tell what made the scores, empty where unknown.

    `unjudged` items had no verdict, `untold` ones no truth that a person could find: both are left out.
    """

    rows: tuple[ScoreRow, ...]
    unjudged: int
    untold: int = 0
    models: Mapping[str, str] = field(default_factory=dict)
    scoring: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def made_by(self) -> str:
        """The models in words; empty where neither file nor rows tell."""
        return models_in_words(self.models) or next((row.models for row in self.rows if row.models), "")


def read_scores(files: Sequence[Path], *, assume_intact: bool = False) -> ScoreSet:
    """Read all files as one set. Raises one `ConfigError` that lists what is wrong with any.

    Items that could not be judged (NO_DECISION) are counted and left out: they take the safe lane, whatever the limit.
    So are those of which a person could not tell the truth.
    `assume_intact` gives rows without a truth the truth intact.
    """
    problems: list[str] = []
    rows: list[ScoreRow] = []
    unjudged = untold = 0
    origins: list[tuple[Path, Mapping[str, Any]]] = []
    for file in files:
        try:
            written, origin = _entries(file)
        except ConfigError as error:
            problems += [f"{file}: {problem}" for problem in error.problems]
            continue
        origins.append((file, origin))
        if not written:
            problems.append(f"{file}: holds no item")
        for number, entry in enumerate(written, start=1):
            if entry.get("disposition") == Disposition.NO_DECISION.value:
                unjudged += 1
                continue
            if str(entry.get("label")).strip().lower() == UNKNOWN:
                untold += 1
                continue
            found = _row(entry, assume_intact=assume_intact)
            if isinstance(found, ScoreRow):
                rows.append(found)
            else:
                problems += [f"{file}: item {number}{_named(entry)}: {problem}" for problem in found]
    problems += _disagreement(origins)
    makers = sorted({row.models for row in rows} - {""})
    if len(makers) > 1:
        problems.append(f"scored by different models; take the items of one station only: {'; '.join(makers)}")
    twice = [key for key, count in Counter((r.name, r.identity, r.damaged) for r in rows).items() if count > 1]
    problems += [f"item {name!r} occurs more than once; one row is one item, all its views" for name, _, _ in twice]
    if problems:
        more = [f"and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        raise ConfigError("scores", problems[:SHOWN] + more)
    first = origins[0][1]
    return ScoreSet(
        rows=tuple(rows),
        unjudged=unjudged,
        untold=untold,
        models=first.get("models", {}),
        scoring=first.get("scoring", {}),
    )


def _entries(file: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows as dicts, and what the file says about itself."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(str(file), [f"can not be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(file), ["is not UTF-8 text"]) from error
    if file.suffix.lower() == ".csv":
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return [{k: restored(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows], {}
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        return list(_lines(file, text)), {}
    if isinstance(whole, dict) and isinstance(whole.get("items"), list):
        return _dicts(file, whole["items"]), whole
    if isinstance(whole, dict) and "score" not in whole:
        raise ConfigError(str(file), ["holds no list `items`; `inspector evaluate items --json` prints one"])
    return _dicts(file, whole if isinstance(whole, list) else [whole]), {}


def _lines(file: Path, text: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield from _dicts(file, [json.loads(line)])
            except json.JSONDecodeError as error:
                raise ConfigError(str(file), [f"line {number} is no JSON: {error.msg}"]) from error


def _dicts(file: Path, values: list[Any]) -> list[dict[str, Any]]:
    if not all(isinstance(value, dict) for value in values):
        raise ConfigError(str(file), ["every item must be an object with named fields"])
    return values


def _row(entry: Mapping[str, Any], *, assume_intact: bool) -> ScoreRow | list[str]:
    """The row, or what is wrong with it."""
    problems: list[str] = []

    def number(name: str, *, needed: bool = False) -> float | None:
        value = entry.get(name)
        if value is None or value == "":
            if needed:
                problems.append(f"has no {name}")
            return None
        try:
            found = float(value)
        except (TypeError, ValueError):
            found = math.nan
        if not 0 <= found <= 1 or isinstance(value, bool):
            problems.append(f"{name} is {value!r}, not a number within 0 … 1")
        return found

    damaged = _truth(entry, problems, assume_intact=assume_intact)
    score, detector, p_value = number("score", needed=True), number("detector"), number("p_value")
    if p_value == 0:
        problems.append("p_value is 0; a conformal p-value is at least 1 / (n + 1)")
    if problems or score is None:
        return problems
    return ScoreRow(
        name=_name(entry),
        damaged=damaged,
        identity=Identity(sku=_text(entry, "sku"), material=_text(entry, "material")),
        score=score,
        detector=detector,
        p_value=p_value,
        answered=bool(_text(entry, "answer")),
        models=_text(entry, "models") or "",
    )


def _truth(entry: Mapping[str, Any], problems: list[str], *, assume_intact: bool) -> bool:
    written = entry.get("damaged") if entry.get("label") in (None, "") else entry.get("label")
    if written in (None, ""):
        if not assume_intact:
            problems.append("has no label; give one, or say --assume-intact")
        return False
    found = TRUTHS.get(str(written).strip().lower())
    if found is None:
        problems.append(f"label {written!r} is none of {', '.join(TRUTHS)}")
    return bool(found)


def _disagreement(origins: Sequence[tuple[Path, Mapping[str, Any]]]) -> Iterator[str]:
    """Scores of different models or weights are not comparable."""
    for part in ("models", "scoring"):
        told = [(file, origin[part]) for file, origin in origins if origin.get(part)]
        for file, value in told[1:]:
            if value != told[0][1]:
                yield f"{file}: its {part} differ from those of {told[0][0]}; scores of one station only"


def _name(entry: Mapping[str, Any]) -> str:
    return str(next((entry[key] for key in ("item", "name", "path", "record_id") if entry.get(key)), ""))


def _named(entry: Mapping[str, Any]) -> str:
    return f" ({_name(entry)})" if _name(entry) else ""


def _text(entry: Mapping[str, Any], name: str) -> str | None:
    return str(entry[name]).strip() or None if entry.get(name) is not None else None
