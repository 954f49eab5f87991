"""What counts at a station: its file, and in place of the file's recipes and bundles those that people activated.

The newest deed counts. Who activates a version wants it in place of the file; who changes the file afterwards wants
the file: it becomes a version of its own, and a roll back returns to the one before.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue, ValidationError

from inspector.app import registry
from inspector.app.sections import sections
from inspector.config.problems import problems_of
from inspector.config.recipes import RecipesSection
from inspector.config.sections import AdapterSection
from inspector.config.station import StationConfig
from inspector.config.versions import Version, read_versions
from inspector.domain.errors import ConfigError, StartupError

FOLDER = "setup"
RECIPES, MODELS = "recipes", "models"
SWAPPED = ("detector", "scorer")  # the parts whose bundles may be activated


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """`config` is what counts; `versions` are all of `RECIPES` and `MODELS`, the last one of each in force."""

    config: StationConfig
    written: StationConfig
    versions: Mapping[str, tuple[Version, ...]]

    def now(self, what: str) -> Version:
        """The version in force."""
        return self.versions[what][-1]


def versions_file(data_dir: Path, what: str) -> Path:
    """Where the versions of recipes or models are kept."""
    return data_dir / FOLDER / f"{what}.json"


def settle(config: StationConfig, remembered: Mapping[str, tuple[Version, ...]] | None = None) -> Settled:
    """What counts beside this file. Raises `ConfigError` for versions that can not be read; writes nothing.

    `remembered`: all versions, in place of those that are kept; a file that was changed since makes no other.
    """
    folder = config.paths.data_dir
    readable = may_look_into(folder)  # if not, whoever opens the stores says so
    said: dict[str, dict[str, JsonValue]] = {RECIPES: recipes_content(config.recipes), MODELS: dict(bundles(config))}
    written = written_in(config)
    versions = remembered or {
        what: standing(read_versions(versions_file(folder, what)) if readable else (), content, written[what])
        for what, content in said.items()
    }
    recipes, models = versions[RECIPES][-1], versions[MODELS][-1]
    settled = config
    if recipes.content != said[RECIPES]:
        settled = settled.model_copy(update={"recipes": recipes_of(recipes, versions_file(folder, RECIPES))})
    if models.content != said[MODELS]:
        settled = with_bundles(settled, models.content)
    return Settled(config=settled, written=config, versions=versions)


def may_look_into(folder: Path) -> bool:
    """Whether `folder` is one whose files can be asked for; where it is not there yet, it is not."""
    try:
        os.scandir(folder).close()
    except OSError:
        return False
    return os.access(folder, os.X_OK, effective_ids=True)


def settled_as(config: StationConfig, recipes: int) -> StationConfig:
    """As `settle`, with the recipes of an earlier version. Raises `ConfigError` where it is not kept."""
    settled = settle(config)
    path = versions_file(config.paths.data_dir, RECIPES)
    found = next((one for one in settled.versions[RECIPES] if one.number == recipes), None)
    if found is None:
        raise ConfigError(str(path), [f"version {recipes} of the recipes is not there"])
    return settled.config.model_copy(update={"recipes": recipes_of(found, path)})


def standing(
    found: tuple[Version, ...], content: dict[str, JsonValue], written: Mapping[str, JsonValue]
) -> tuple[Version, ...]:
    """The versions with the file's own where it is the newest deed; `written` are the values that stand in it.

    Other defaults of another program change what the file means where it counts, and make no activation void.
    """
    digest = digest_of(written)
    if not found:
        return (Version(number=0, written=digest, content=content),)
    last = found[-1]
    unchanged = last.written in {digest, digest_of(content)}  # the latter: as it was noted at first
    if unchanged and (last.how != "file" or last.content == content):
        return found
    return (*found, Version(number=last.number + 1, former=last.number, written=digest, content=content))


def written_in(config: StationConfig) -> dict[str, dict[str, JsonValue]]:
    """What a station's file itself says of recipes and bundles, without defaults."""
    named: dict[str, JsonValue] = {}
    for place in SWAPPED:
        section: AdapterSection = getattr(config, place)
        named[f"{place}.kind"] = section.kind
        named |= {f"{place}.{name}": value for name, value in section.options.items() if name.endswith("bundle")}
    return {RECIPES: config.recipes.model_dump(mode="json", exclude_unset=True), MODELS: named}


def digest_of(content: Mapping[str, JsonValue]) -> str:
    """Hex SHA-256 of a version's content."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def recipes_content(section: RecipesSection) -> dict[str, JsonValue]:
    """Every value, with defaults."""
    content: dict[str, JsonValue] = section.model_dump(mode="json")
    return content


def recipes_of(version: Version, path: Path) -> RecipesSection:
    """Raises `ConfigError` for values that are none any more."""
    try:
        return RecipesSection.model_validate(version.content)
    except ValidationError as error:
        problems = [f"version {version.number}: {problem}" for problem in problems_of(error)]
        raise ConfigError(str(path), problems) from error


def bundles(config: StationConfig) -> dict[str, str]:
    """The bundle of each place, as `detector.bundle`, also where the file leaves it to the default."""
    found = {}
    for family, place, section in sections(config):
        if place in SWAPPED:
            try:
                options = registry.options(family, section).model_dump()
            except StartupError:
                continue  # a start says so
            for option, named in options.items():
                if (option == "bundle" or option.endswith("_bundle")) and isinstance(named, str):
                    found[f"{place}.{option}"] = named
    return found


def with_bundles(config: StationConfig, chosen: Mapping[str, JsonValue]) -> StationConfig:
    """The config with these bundles; a place that it does not have is left alone."""
    known, update = bundles(config), {}
    for place in SWAPPED:
        section: AdapterSection = getattr(config, place)
        options = {
            where.removeprefix(f"{place}."): named
            for where, named in chosen.items()
            if where.startswith(f"{place}.") and known.get(where, named) != named
        }
        if options:
            update[place] = AdapterSection.model_validate({"kind": section.kind, **section.options, **options})
    return config.model_copy(update=update)
