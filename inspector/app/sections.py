"""Which adapters a config names, and what is wrong with their options; constructs nothing."""

from collections.abc import Iterator
from pathlib import Path

from inspector.app import registry
from inspector.app.triggering import trigger_problems
from inspector.config.locations import default_models_dir
from inspector.config.recipes import load_calibrations
from inspector.config.sections import AdapterSection
from inspector.config.station import StationConfig
from inspector.domain.errors import ConfigError, StartupError


def sections(config: StationConfig) -> Iterator[tuple[str, str, AdapterSection]]:
    """(family, place in the file, section) of every adapter in the config."""
    yield "bus", "bus", config.bus
    for camera in config.cameras:
        yield "cameras", f"cameras.{camera.name}", camera
    yield "detectors", "detector", config.detector
    yield "scorers", "scorer", config.scorer
    for check in config.checks:
        yield "checks", f"checks.{check.name}", check
    for place, store in stores(config).items():
        yield "stores", place, store
    yield "exports", "wms", config.wms
    yield "explainers", "explainer", config.explainer


def stores(config: StationConfig) -> dict[str, AdapterSection]:
    """The stores that a config can choose, by their place in the file."""
    return {"ledger": config.ledger, "evidence": config.evidence, "catalogue": config.catalogue}


def adapter_problems(config: StationConfig) -> list[str]:
    """Every unknown kind, missing extra, wrong option and unusable calibration; constructs nothing."""
    problems = []
    for family, place, section in sections(config):
        try:
            registry.options(family, section)
        except StartupError as error:
            problems += [f"{place}: {problem}" for problem in error.problems]
    try:
        load_calibrations(config.recipes)
    except ConfigError as error:
        problems += [f"recipes: {problem}" for problem in error.problems]
    return problems + trigger_problems(config)


def providers_of(config: StationConfig) -> dict[str, str]:
    """The execution provider of each part that has one; a part that can not have it does not start."""
    return {
        place: str(options.provider)
        for family, place, section in sections(config)
        if hasattr(options := registry.options(family, section), "provider")
    }


def models_dir_of(config: StationConfig) -> Path:
    """Where the config's bundles are."""
    return config.paths.models_dir or default_models_dir()
