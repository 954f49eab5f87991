"""From a config to what judges an item: models, memories, checks, recipes; all that `inspect` and `teach` need."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.adapters.checks._codes_once import CodesReadOnce
from inspector.adapters.checks._text_once import TextReadOnce
from inspector.app import registry
from inspector.app.attempts import Attempts
from inspector.app.machine_clock import make_clock
from inspector.app.quality_gate import QualityGate
from inspector.app.sections import models_dir_of, sections, stores
from inspector.app.settling import RECIPES, settle
from inspector.app.writable import require_readable
from inspector.config.bundle import Bundle, load_bundle
from inspector.config.calibration import LoadedCalibration
from inspector.config.recipes import NONE_READ, RecipesSection, load_calibrations, recipe_book
from inspector.config.sections import AdapterSection
from inspector.config.station import StationConfig
from inspector.domain.calibration import Calibration
from inspector.domain.errors import StartupError
from inspector.domain.item import Identity
from inspector.domain.recipe import RecipeBook
from inspector.pipeline.inspection import Inspection
from inspector.pipeline.timed_check import TimedCheck
from inspector.ports.catalogue import Catalogue
from inspector.ports.check import Check
from inspector.ports.detector import Detector
from inspector.ports.fading import FadingMemory
from inspector.ports.golden import GoldenStore
from inspector.ports.scorer import Scorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Judges:
    """What judges an item; enough for `inspect`, `replay` and `evaluate`.

    `bundles` and `calibrations` are those that were read with the models: other recipes are made of them, for what lies
    on the disk by then may belong to other models.
    """

    detector: Detector
    scorer: Scorer
    golden: GoldenStore
    catalogue: Catalogue
    checks: Sequence[Check]
    recipes: RecipeBook
    quality: QualityGate
    inspection: Inspection
    model_hashes: dict[str, str]
    bundles: Sequence[Bundle]
    calibrations: Mapping[Path, LoadedCalibration]

    @property
    def fading(self) -> FadingMemory | None:
        """The scorer, where it follows drift."""
        return self.scorer if isinstance(self.scorer, FadingMemory) and self.scorer.follows else None


def make_golden(data_dir: Path) -> GoldenStore:
    """Where the pictures of good items are kept, beside the scorer's memories."""
    store: GoldenStore = registry.build(
        "stores", AdapterSection(kind="folder_golden"), data_dir=data_dir, clock=make_clock()
    )
    return store


def prepare_golden(judges: Judges, tell: Callable[[str], None] = lambda _step: None) -> None:
    """What the first item of each taught product would have to wait for; `tell` hears of every step before it begins.

    Raises `StoreError` or `InferenceError`.
    """
    pairs = judges.golden.pairs()
    for number, (sku, camera) in enumerate(pairs, start=1):
        tell(f"preparing product {number} of {len(pairs)}: {sku}, camera {camera}")
        golden = judges.golden.find(Identity(sku=sku), camera)
        if golden is not None:
            judges.detector.prepare(golden)
    for check in judges.checks:
        tell(f"preparing check {check.name}")
        check.prepare()


def make_catalogue(config: StationConfig) -> Catalogue:
    """What the station knows of its products."""
    store: Catalogue = registry.build("stores", config.catalogue, data_dir=config.paths.data_dir, clock=make_clock())
    return store


def make_judges(config: StationConfig) -> Judges:
    """As the running station judges, with what people activated in the file's place.

    Raises `StartupError` listing every problem, `ConfigError` where the activated versions can not be read.
    """
    settled = settle(config)
    return judges_as(settled.config, version=settled.now(RECIPES).number)


def judges_as(config: StationConfig, *, version: int = 0, taught_dir: Path | None = None) -> Judges:
    """Detector, scorer, checks and recipes of this very config. Raises `StartupError` listing every problem.

    `version` is the recipes'; `taught_dir` holds the memories and golden pictures to judge by, where it is not the
    data folder.
    """
    attempts = Attempts()
    judges = try_judges(config, attempts, version=version, taught_dir=taught_dir)
    if judges is None or attempts.problems:
        raise StartupError("the station can not judge", attempts.problems)
    return judges


def try_judges(
    config: StationConfig,
    attempts: Attempts,
    on_checked: Callable[[str, float], None] | None = None,
    *,
    taught_dir: Path | None = None,
    version: int = 0,
) -> Judges | None:
    """As `make_judges`, with the problems left in `attempts`; None where a part is missing.

    `on_checked` is told the name of each check that an item went through, and its seconds. `version` is the recipes'.
    """
    models_dir = models_dir_of(config)
    data_dir = config.paths.data_dir
    taught = taught_dir if taught_dir is not None else data_dir
    detector: Detector | None = attempts.make(
        "detector",
        lambda: registry.build_offering("detectors", config.detector, models_dir=models_dir, data_dir=data_dir),
    )
    scorer: Scorer | None = attempts.make(
        "scorer", lambda: registry.build("scorers", config.scorer, models_dir=models_dir, data_dir=taught)
    )
    catalogue = attempts.make("catalogue", lambda: make_catalogue(config))
    quality = attempts.make("quality", lambda: QualityGate(config.quality))
    readable = attempts.make("paths.data_dir", lambda: require_readable(data_dir, stores(config).values()))
    if catalogue is None or readable is None:
        return None  # checks look into both
    golden = make_golden(taught)
    checks = _checks(config, attempts, catalogue=catalogue, golden=golden)
    if detector is None or scorer is None or quality is None:
        return None
    bundles = bundles_of(config, models_dir, attempts)
    made = recipes_for(config, attempts, detector.classes, bundles=bundles, version=version)
    timed = checks if on_checked is None else [TimedCheck(check, make_clock(), on_checked) for check in checks]
    late = {section.name for section in config.checks if section.after_decision}
    inspection = Inspection(
        detector=detector,
        scorer=scorer,
        golden=golden,
        catalogue=catalogue,
        checks=[check for check in timed if check.name not in late],
        late_checks=[check for check in timed if check.name in late],
        recipes=made.book,
        item_min_score=config.decision.item_min_score,
    )
    return Judges(
        detector=detector,
        scorer=scorer,
        golden=golden,
        catalogue=catalogue,
        checks=checks,
        recipes=made.book,
        quality=quality,
        inspection=inspection,
        model_hashes=made.hashes,
        bundles=bundles,
        calibrations=made.calibrations,
    )


def unknown_classes(recipes: RecipesSection, classes: Sequence[str]) -> list[str]:
    """Weights of what the detector does not look for: a slip of the pen would silently weigh nothing."""
    return [
        f"recipes: {name}: weights: the detector has no class {label!r}, only {', '.join(classes)}"
        for name, recipe in recipes.named()
        for label in recipe.weights
        if label not in classes
    ]


def model_digests(config: StationConfig) -> dict[str, str]:
    """Name and version of each bundle that the config names, to the SHA-256 of its model."""
    return {one.id.split("#")[0]: one.manifest.sha256 for one in bundles_of(config, models_dir_of(config), Attempts())}


def _checks(config: StationConfig, attempts: Attempts, *, catalogue: Catalogue, golden: GoldenStore) -> list[Check]:
    """Each is given what it asks for by name."""
    clock = make_clock()
    offered = {
        "catalogue": catalogue,
        "golden": golden,
        "codes": CodesReadOnce(),
        "text": TextReadOnce(),
        "clock": clock,
        "now": clock.utc,
        "models_dir": models_dir_of(config),
        "data_dir": config.paths.data_dir,
    }
    # A reader looks at one picture at a time: what is read after a decision must keep no decision waiting.
    late = offered | {"text": TextReadOnce(most_threads=1)}
    made: list[Check | None] = [
        attempts.make(
            f"checks.{c.name}",
            lambda c=c: registry.build_offering("checks", c, name=c.name, **(late if c.after_decision else offered)),  # type: ignore[misc]
        )
        for c in config.checks
    ]
    return [check for check in made if check is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRecipes:
    """`hashes` are of all that shapes a score, models and calibration files; `calibrations` by the file's path."""

    book: RecipeBook
    hashes: dict[str, str]
    calibrations: Mapping[Path, LoadedCalibration]


def recipes_for(
    config: StationConfig,
    attempts: Attempts,
    classes: Sequence[str],
    *,
    bundles: Sequence[Bundle],
    read: Mapping[Path, LoadedCalibration] = NONE_READ,
    version: int,
) -> MadeRecipes:
    """The recipes beside these bundles; of calibration files only those that are not in `read` are read.

    What does not fit together is left in `attempts`; `classes` are the detector's.
    """
    loaded = attempts.make("recipes", lambda: load_calibrations(config.recipes, read)) or {}
    recipes = recipe_book(
        config.recipes,
        lanes=config.lanes.to_domain(),
        calibrations=_calibrations(bundles),
        loaded=loaded,
        version=version,
    )
    models = {bundle.id.split("#")[0]: bundle.manifest.sha256 for bundle in bundles}
    for recipe in recipes.recipes:
        if recipe.name in loaded:
            attempts.problems += [f"recipes: {text}" for text in loaded[recipe.name].stale(recipe, models)]
    attempts.problems += unknown_classes(config.recipes, classes)
    return MadeRecipes(
        book=recipes,
        hashes=models | {f"calibration:{name}": one.sha256 for name, one in loaded.items()},
        calibrations={**read, **{one.path: one for one in loaded.values()}},
    )


def bundles_of(config: StationConfig, models_dir: Path, attempts: Attempts) -> list[Bundle]:
    """The bundles that the options of the config's adapters name; what can not be loaded is left in `attempts`."""
    found = []
    for family, place, section in sections(config):
        try:
            options = registry.options(family, section).model_dump()
        except StartupError:
            continue  # reported by whoever builds this adapter
        for option, named in options.items():
            if (option == "bundle" or option.endswith("_bundle")) and isinstance(named, str):
                bundle = attempts.make(place, lambda name=named: load_bundle(models_dir / name))  # type: ignore[misc]
                if bundle is not None:
                    found.append(bundle)
    return found


def _calibrations(bundles: Sequence[Bundle]) -> dict[str, Calibration]:
    """Per class; where a second stage names the defects, its tables count."""
    return {
        label: table.to_domain()
        for kind in ("detector", "defects")
        for bundle in bundles
        if bundle.manifest.kind == kind
        for label, table in bundle.manifest.calibration.items()
    }
