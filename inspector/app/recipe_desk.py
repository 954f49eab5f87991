"""Recipes with their effect on the last items before they count, one activation at a time, and back.

A change is durable first and counts from the next verdict on: every item is judged by one version as a whole, and its
record says by which.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from inspector.app.attempts import Attempts
from inspector.app.in_force import Settings
from inspector.app.judges import MadeRecipes, recipes_for
from inspector.app.kept_items import kept_items
from inspector.app.recipe_effect import effect_of
from inspector.app.settling import recipes_content
from inspector.app.versioned import Versioned, token_of
from inspector.app.wiring import Assembled
from inspector.config.load import config_hash
from inspector.config.problems import problems_of
from inspector.config.recipes import RecipesSection
from inspector.config.station import StationConfig
from inspector.config.versions import Version
from inspector.domain.recipe import RecipeBook
from inspector.pipeline.conclusion import Identification

USUAL_ITEMS, MOST_ITEMS = 200, 2000
USUAL_PREVALENCE = 0.001
EDITABLE = ("threshold", "missed_damage", "false_divert", "review", "novelty_weight", "novelty_alpha", "weights")

Use = Callable[[RecipeBook, Identification], None]


class RecipeDesk:
    """One thread. `use` lets the line judge by other recipes from the next verdict on."""

    def __init__(self, versions: Versioned, parts: Assembled, use: Use) -> None:
        self._versions, self._parts, self._use = versions, parts, use
        self._read = parts.judges.calibrations

    @property
    def _now(self) -> Settings:
        return self._parts.in_force.now

    def look(self) -> list[dict[str, Any]]:
        """All recipes in force, the default first."""
        return [
            {"name": name, "calibrated": recipe.calibration is not None} | recipe.model_dump(mode="json")
            for name, recipe in self._now.config.recipes.named()
        ]

    def one(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """For the audit log: the named recipe, or all of them where none is named, and their version."""
        wanted = arguments.get("name")
        found = {
            name: recipe.model_dump(mode="json", exclude_defaults=True)
            for name, recipe in self._now.config.recipes.named()
            if wanted is None or name == wanted
        }
        return {"version": self._versions.now.number, **found}

    def preview(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """What the proposal would have made of the last items. Raises ValueError that lists everything wrong."""
        self._versions.expect(arguments.get("version"))
        name, section = self._proposed(arguments)
        _, made = self._made(self._versions.following(recipes_content(section), ""))
        judges, parts = self._parts.judges, self._parts
        limit = _within(arguments, "items", USUAL_ITEMS, 1, MOST_ITEMS, whole=True)
        prevalence = _within(arguments, "prevalence", USUAL_PREVALENCE, 1e-6, 0.999999)
        items = kept_items(parts.ledger, parts.evidence, judges.catalogue, int(limit), judges.model_hashes)
        told = effect_of(items, now=self._now.book, then=made.book, name=name, prevalence=prevalence)
        return {
            "version": self._versions.now.number,
            "preview": token_of(self._versions.now.number, name, recipes_content(section)),
            **told,
        }

    def activate(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """Only what was previewed, after the version that it was previewed against."""
        self._versions.expect(arguments.get("version"))
        name, section = self._proposed(arguments)
        content = recipes_content(section)
        if arguments.get("preview") != token_of(self._versions.now.number, name, content):
            raise ValueError("these values were not previewed: look at their effect first")
        if content == recipes_content(self._now.config.recipes):
            raise ValueError("nothing would change")
        return self._put(self._versions.following(content, _operator(arguments)))

    def roll_back(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """The recipes before these, as a version of its own."""
        self._versions.expect(arguments.get("version"))
        return self._put(self._versions.before(_operator(arguments)))

    def _put(self, version: Version) -> Mapping[str, object]:
        config, made = self._made(version)
        stamp = replace(self._parts.identification, model_hashes=made.hashes, config_hash=config_hash(config))
        self._versions.put(version)
        self._read = made.calibrations
        self._use(made.book, stamp)
        self._parts.in_force.use(Settings(config=config, book=made.book))
        return {"version": version.number}

    def _proposed(self, arguments: Mapping[str, object]) -> tuple[str, RecipesSection]:
        """The recipe's name, and all recipes with its values changed; a value of another type is not made to fit."""
        now = dict(self._now.config.recipes.named())
        name, values = arguments.get("name"), arguments.get("values")
        if not isinstance(name, str) or name not in now:
            raise ValueError(f"unknown recipe {name!r}; known: {', '.join(now)}")
        if not isinstance(values, dict) or not values:
            raise ValueError("values must name what is to change")
        unknown = sorted(set(values) - set(EDITABLE))
        if unknown:
            raise ValueError(f"can not be changed here: {', '.join(unknown)}; what can: {', '.join(EDITABLE)}")
        content: dict[str, Any] = recipes_content(self._now.config.recipes)
        group, _, key = name.partition(":")
        place = content[group] if not key else content[group][key]
        place.update(values)
        try:
            return name, RecipesSection.model_validate_json(json.dumps(content), strict=True)
        except ValidationError as error:
            raise ValueError("; ".join(problems_of(error))) from error

    def _made(self, version: Version) -> tuple[StationConfig, MadeRecipes]:
        """All that a version means beside the models and calibrations that judge, whatever lies on the disk.

        Raises ValueError where it does not fit them.
        """
        config = self._now.config.model_copy(update={"recipes": RecipesSection.model_validate(version.content)})
        attempts = Attempts()
        judges = self._parts.judges
        made = recipes_for(
            config,
            attempts,
            judges.detector.classes,
            bundles=judges.bundles,
            read=self._read,
            version=version.number,
        )
        if attempts.problems:
            raise ValueError("; ".join(attempts.problems))
        return config, made


def _within(
    arguments: Mapping[str, object], name: str, usual: float, least: float, most: float, *, whole: bool = False
) -> float:
    value = arguments.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float) or not least <= value <= most:
        raise ValueError(f"{name} must be a {'whole ' if whole else ''}number from {least:g} to {most:g}")
    return float(value)


def _operator(arguments: Mapping[str, object]) -> str:
    return str(arguments.get("operator", ""))[:64]
