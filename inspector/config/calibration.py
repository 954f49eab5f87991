"""A calibration file: limits and fusions that were measured on items, as `inspector calibrate` writes them.

A recipe names it; its hash goes into every decision's record. It says which models and weights made the scores it rests
on, and is refused beside others: a limit promises nothing about scores that come about in another way.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from inspector.config.bundle import CalibrationTable
from inspector.config.problems import problems_of
from inspector.domain.conformal import Limit, LimitTable
from inspector.domain.errors import ConfigError
from inspector.domain.fusion import Fusion, FusionTable
from inspector.domain.recipe import Learnt, Recipe


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class LimitPart(_Part):
    """One group's limit."""

    threshold: float = Field(description="Items that score above it are isolated.")
    n: int = Field(ge=1, description="Intact items that it rests on.")


class FusionPart(_Part):
    """One group's fusion of detector and scorer; see inspector.domain.fusion."""

    intercept: float
    detector: float
    novelty: float = Field(description="The scorer's weight; 0 until it has earned one.")
    shift: float = 0.0
    n: int = Field(ge=1, description="Reviewed items that it was fitted to.")
    calibration: CalibrationTable | None = None

    def to_domain(self, group: str) -> Fusion:
        """The domain's value. Raises ValueError when more evidence would lower the probability."""
        table = None if self.calibration is None else self.calibration.to_domain()
        return Fusion(group=group, **self.model_dump(exclude={"calibration"}), calibration=table)


class LimitParts(_Part):
    """Limits by group. The default always is there: it rests on all items."""

    default: LimitPart
    material: dict[str, LimitPart] = Field(default_factory=dict)
    sku: dict[str, LimitPart] = Field(default_factory=dict)


class FusionParts(_Part):
    """Fusions by group; none where too few items were reviewed."""

    default: FusionPart | None = None
    material: dict[str, FusionPart] = Field(default_factory=dict)
    sku: dict[str, FusionPart] = Field(default_factory=dict)


class CalibrationFile(_Part):
    """The whole file, JSON. `models` and `scoring` are empty where the scores' origin was not told."""

    kind: Literal["calibration"] = "calibration"
    schema_version: Literal[1] = 1
    alpha: float = Field(gt=0, lt=1, description="An intact item is isolated with at most this probability.")
    limits: LimitParts
    fusions: FusionParts = Field(default_factory=FusionParts)
    models: dict[str, str] = Field(default_factory=dict, description="Bundle to SHA-256, as in a decision's record.")
    scoring: dict[str, dict[str, str]] = Field(
        default_factory=dict, description="Recipe to digests of what its scores depend on."
    )
    notes: tuple[str, ...] = Field(default=(), description="What was refused, and what counts instead; for people.")

    @model_validator(mode="after")
    def _keeps_its_promise(self) -> Self:
        self.to_domain()
        return self

    def to_domain(self) -> Learnt:
        """The domain's values. Raises ValueError when a limit rests on too few items for alpha."""

        def limit(group: str, part: LimitPart) -> Limit:
            return Limit(group=group, threshold=part.threshold, alpha=self.alpha, n=part.n)

        limits, fusions = self.limits, self.fusions
        return Learnt(
            limits=LimitTable(
                default=limit("default", limits.default),
                by_material={name: limit(f"material:{name}", part) for name, part in limits.material.items()},
                by_sku={name: limit(f"sku:{name}", part) for name, part in limits.sku.items()},
            ),
            fusions=FusionTable(
                default=None if fusions.default is None else fusions.default.to_domain("default"),
                by_material={name: part.to_domain(f"material:{name}") for name, part in fusions.material.items()},
                by_sku={name: part.to_domain(f"sku:{name}") for name, part in fusions.sku.items()},
            ),
        )

    @property
    def fused(self) -> bool:
        """Whether it says how detector and scorer are joined."""
        return self.fusions != FusionParts()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedCalibration:
    """A file's content, and the hex SHA-256 of its bytes."""

    path: Path
    content: CalibrationFile
    sha256: str

    def stale(self, recipe: Recipe, model_hashes: Mapping[str, str]) -> list[str]:
        """Why it can not judge with this recipe and these models; empty when it can."""
        advice = "calibrate again"
        found = [
            f"{self.path}: was measured with {name}#{sha[:8]}, which does not run here; {advice}"
            for name, sha in self.content.models.items()
            if model_hashes.get(name) != sha
        ]
        if self.content.fused and recipe.novelty.weight > 0:
            found.append(f"{self.path}: gives the scorer its weight; remove novelty_weight from recipe {recipe.name}")
        before, now = self.content.scoring.get(recipe.name), recipe.scoring()
        if self.content.scoring and before is None:
            found.append(f"{self.path}: holds no scores of recipe {recipe.name}; {advice}")
        found += [
            f"{self.path}: the {part} of recipe {recipe.name} changed since it was measured; {advice}"
            for part, digest in (before or {}).items()
            if now.get(part) != digest
        ]
        return found


def load_calibration(path: Path) -> LoadedCalibration:
    """Read and check a file. Raises `ConfigError` with every problem."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(str(path), [f"can not be read: {error.strerror}"]) from error
    try:
        content = CalibrationFile.model_validate_json(data)
    except ValidationError as error:
        raise ConfigError(str(path), problems_of(error)) from error
    return LoadedCalibration(path=path, content=content, sha256=hashlib.sha256(data).hexdigest())
