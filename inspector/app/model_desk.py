"""The model bundles that are there, and which judge: another one is checked whole, noted durably, and judges from the
next start on. A line that runs never changes its models: a restart answers every open item first.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from inspector.app.bundle_trial import misfits
from inspector.app.model_check import run_bundle
from inspector.app.sections import models_dir_of
from inspector.app.settling import bundles, with_bundles
from inspector.app.versioned import Versioned
from inspector.config.bundle import load_bundle, read_manifest
from inspector.config.station import StationConfig
from inspector.config.versions import Version
from inspector.domain.errors import InspectorError, ModelMismatch


class ModelDesk:
    """One thread. `config` is what this process runs with, `settled` what counts by now."""

    def __init__(self, config: StationConfig, settled: Callable[[], StationConfig], versions: Versioned) -> None:
        self._settled, self._versions = settled, versions
        self._folder = models_dir_of(config)
        self._running = bundles(config)
        self._looked: dict[tuple[str, int, int], dict[str, JsonValue]] = {}

    def there(self) -> list[dict[str, JsonValue]]:
        """Every bundle of the folder; those whose file was changed since it was made say so."""
        return [self._bundle(path.parent) for path in sorted(self._folder.glob("*/model.toml"))]

    def places(self) -> list[dict[str, JsonValue]]:
        """Where bundles judge, and from the next start on."""
        active = self._versions.now.content
        return [
            {"place": place, "kind": self._kind(running), "running": running, "active": active.get(place, running)}
            for place, running in self._running.items()
        ]

    def one(self, _arguments: Mapping[str, object]) -> Mapping[str, object]:
        """For the audit log."""
        return {"version": self._versions.now.number, **self._versions.now.content}

    def activate(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """Raises ValueError with everything that is wrong with the bundle or does not fit it."""
        self._versions.expect(arguments.get("version"))
        place, bundle = arguments.get("place"), arguments.get("bundle")
        if place not in self._running:
            raise ValueError(f"unknown place {place!r}; known: {', '.join(self._running)}")
        known = [path.parent.name for path in sorted(self._folder.glob("*/model.toml"))]
        if not isinstance(bundle, str) or bundle not in known:
            raise ValueError(f"unknown bundle {bundle!r}; in {self._folder}: {', '.join(known)}")
        now = self._versions.now.content
        if now.get(str(place)) == bundle:
            raise ValueError(f"{bundle} is active already")
        problems = self._problems(str(place), bundle)
        if problems:
            raise ValueError("; ".join(problems))
        return self._put(self._versions.following(now | {str(place): bundle}, str(arguments.get("operator", ""))))

    def roll_back(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """The bundles before these, as a version of its own. Raises ValueError where they fit no more."""
        self._versions.expect(arguments.get("version"))
        version = self._versions.before(str(arguments.get("operator", "")))
        problems = self._misfits(version.content)
        if problems:
            raise ValueError("; ".join(problems))
        return self._put(version)

    def _put(self, version: Version) -> Mapping[str, object]:
        self._versions.put(version)
        return {"version": version.number, "restart": any(p["running"] != p["active"] for p in self.places())}

    def _problems(self, place: str, bundle: str) -> list[str]:
        """Of the bundle by itself; of what would run with it only where it is sound."""
        folder = self._folder / bundle
        try:
            kind, wanted = read_manifest(folder).kind, self._kind(self._running[place])
            if wanted and kind != wanted:
                return [f"{bundle} is a bundle of kind {kind}; {place} needs {wanted}"]
            run_bundle(load_bundle(folder), models_dir=self._folder)
        except InspectorError as error:
            return [str(error)]
        return self._misfits(self._versions.now.content | {place: bundle})

    def _misfits(self, content: Mapping[str, JsonValue]) -> list[str]:
        return misfits(with_bundles(self._settled(), content))

    def _kind(self, bundle: str) -> str:
        try:
            return read_manifest(self._folder / bundle).kind
        except ModelMismatch:
            return ""

    def _bundle(self, folder: Path) -> dict[str, JsonValue]:
        try:
            manifest = read_manifest(folder)
        except ModelMismatch as error:
            return {"name": folder.name, "problem": str(error)}
        told: dict[str, Any] = {
            "name": folder.name,
            "version": manifest.version,
            "kind": manifest.kind,
            "sha256": manifest.sha256,
            "licence": manifest.licence,
            "metrics": dict(manifest.metrics),
            "problem": self._hash_problem(folder, manifest.file),
        }
        return told

    def _hash_problem(self, folder: Path, file: str) -> str:
        """A file of a hundred megabytes is read once, until it is another."""
        try:
            stat = (folder / file).stat()
        except OSError:
            return f"{folder / file}: the model file is missing"
        key = (str(folder), stat.st_mtime_ns, stat.st_size)
        if key not in self._looked:
            try:
                load_bundle(folder)
            except ModelMismatch as error:
                self._looked[key] = {"problem": str(error)}
            else:
                self._looked[key] = {"problem": ""}
        return str(self._looked[key]["problem"])
