"""Kind of adapter → module, by file name. Kinds are listed without being imported.

Third parties add kinds through entry points of the groups `inspector.cameras`, `inspector.detectors` …; an entry point
names a module with the same two names as our own files: `Config` and `build`.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any

from pydantic import ValidationError

from inspector.config.adapter import AdapterConfig
from inspector.config.problems import problems_of
from inspector.config.sections import AdapterSection
from inspector.domain.errors import StartupError

FAMILIES = ("cameras", "detectors", "scorers", "checks", "bus", "stores", "clocks", "exports", "explainers")

_EXTRAS = {"genicam": "genicam", "harvesters": "genicam", "amqtt": "broker", "PySide6": "gui", "rapidocr": "text"}


class UnknownKind(StartupError):
    """No adapter of that name."""


def kinds(family: str) -> tuple[str, ...]:
    """All kinds of a family, sorted; nothing is imported but the family's package."""
    package = importlib.import_module(f"inspector.adapters.{family}")
    own = {m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")}
    return tuple(sorted(own | {entry.name for entry in _foreign(family)}))


def adapter(family: str, kind: str) -> ModuleType:
    """The module of one kind. Raises `StartupError` that says what is known, or what to install."""
    if kind not in kinds(family):
        known = ", ".join(kinds(family)) or "none"
        raise UnknownKind(f"{family}", [f"unknown kind {kind!r}; known: {known}"])
    try:
        for entry in _foreign(family):
            if entry.name == kind:
                return _module_of(entry)
        return importlib.import_module(f"inspector.adapters.{family}.{kind}")
    except ImportError as error:
        missing = (error.name or "").split(".")[0]
        extra = _EXTRAS.get(kind) or _EXTRAS.get(missing)
        advice = f"pip install 'edge-inspector[{extra}]'" if extra else f"install the package {missing!r}"
        raise StartupError(f"{family} kind {kind!r}", [f"needs a package that is missing: {advice}"]) from error


def options(family: str, section: AdapterSection) -> AdapterConfig:
    """The adapter's checked options. Raises `StartupError` with every problem."""
    module = adapter(family, section.kind)
    config_type: type[AdapterConfig] = module.Config
    try:
        return config_type.model_validate(section.options)
    except ValidationError as error:
        raise StartupError(f"{family} kind {section.kind!r}", problems_of(error)) from error


def build(family: str, section: AdapterSection, **context: Any) -> Any:
    """Construct the adapter of a section; `context` is what its family's `build` takes besides the options."""
    construct: Callable[..., Any] = adapter(family, section.kind).build
    return construct(options(family, section), **context)


def ask(family: str, section: AdapterSection, question: str, **context: Any) -> Any:
    """What a module answers that has a function `question` beside `build`, which it need not: else None.

    `look` (stores): raises the `StartupError` that `build` would, where building locks or changes something; what only
    the moment decides is left to `build`. `reach` (bus): connects as the bus would, leaves, and says where it was. Both
    change nothing. `insecure` (exports): what the production profile refuses.
    """
    asked: Callable[..., Any] | None = getattr(adapter(family, section.kind), question, None)
    return None if asked is None else asked(options(family, section), **context)


def build_offering(family: str, section: AdapterSection, **offered: Any) -> Any:
    """As `build`, but of what is offered the adapter gets only what its `build` names. Raises `StartupError`."""
    construct: Callable[..., Any] = adapter(family, section.kind).build
    wanted = list(inspect.signature(construct).parameters.values())[1:]
    unknown = [one.name for one in wanted if one.name not in offered and one.default is one.empty]
    if unknown:
        problem = f"its build asks for {', '.join(unknown)}; on offer: {', '.join(sorted(offered))}"
        raise StartupError(f"{family} kind {section.kind!r}", [problem])
    given = {one.name: offered[one.name] for one in wanted if one.name in offered}
    return construct(options(family, section), **given)


def _module_of(entry: EntryPoint) -> ModuleType:
    loaded = entry.load()
    if not isinstance(loaded, ModuleType):
        problem = f"its package says {entry.value!r}, which is no module with Config and build"
        raise StartupError(f"{entry.group} kind {entry.name!r}", [problem])
    return loaded


@cache
def _foreign(family: str) -> tuple[EntryPoint, ...]:
    """Asked some hundred times at a start, and each time every installed package is looked through."""
    return tuple(entry_points(group=f"inspector.{family}"))
