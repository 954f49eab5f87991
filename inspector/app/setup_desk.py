"""What engineers ask and order of a running station's setup, all in one thread beside the line."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from inspector.app.camera_aids import CameraAids
from inspector.app.config_file import read_station
from inspector.app.model_desk import ModelDesk
from inspector.app.recipe_desk import RecipeDesk, Use
from inspector.app.settling import MODELS, RECIPES, Settled, digest_of, settle, versions_file, written_in
from inspector.app.versioned import Versioned
from inspector.app.wiring import Assembled, start_problems
from inspector.config.station import StationConfig
from inspector.config.versions import Version
from inspector.domain.account import AccountChange
from inspector.domain.errors import ConfigError, StoreError
from inspector.domain.frame import Frame
from inspector.domain.hold import STATION
from inspector.pipeline.commands import Action
from inspector.pipeline.gate import Look

log = logging.getLogger(__name__)


class SetupDesk:
    """`restart` stops the line in order and starts it anew with what is active then."""

    def __init__(
        self,
        settled: Settled,
        parts: Assembled,
        *,
        use: Use,
        newest: Callable[[str], Frame | None],
        restart: Callable[[], None],
        file: Path | None = None,
    ) -> None:
        self._trouble: dict[str, str] = {}
        self._file, self._known = file, written_in(settled.written)
        folder = settled.config.paths.data_dir
        self._versions = {
            what: Versioned(
                versions_file(folder, what), settled.versions[what], parts.clock, partial(self._written_now, what)
            )
            for what in (RECIPES, MODELS)
        }
        self._recipes = RecipeDesk(self._versions[RECIPES], parts, use)
        self._models = ModelDesk(settled.config, self._settled, self._versions[MODELS])
        self._aids = CameraAids([c.name for c in parts.cameras], newest, parts.judges.quality, parts.clock)
        self._restart, self._written = restart, settled.written
        self._ledger = parts.ledger

    def versions(self) -> dict[str, tuple[Version, ...]]:
        """All that this process knows of, whatever became of the files."""
        return {what: versions.versions for what, versions in self._versions.items()}

    def take_up(self) -> None:
        """A file that was changed since the last start is a version now, also where the disk does not take it."""
        for what, versions in self._versions.items():
            now = versions.now
            if now.how == "file" and now.former is not None and not now.time:
                log.warning("the %s of the station's file count: it was changed since version %d", what, now.former)
            self._keep(what, versions)

    def follow(self) -> None:
        """Versions that a full disk did not take at the start are written as soon as it does."""
        for what, versions in self._versions.items():
            if versions.owed:
                self._keep(what, versions)

    def _keep(self, what: str, versions: Versioned) -> None:
        try:
            versions.keep()
        except StoreError as error:
            if str(error) != self._trouble.get(what):
                number = versions.now.number
                log.critical("version %d of the %s counts, but is not kept yet: %s", number, what, error)
            self._trouble[what] = str(error)

    def _settled(self) -> StationConfig:
        return settle(self._written, self.versions()).config

    def _written_now(self, what: str) -> str:
        """Digest of what stands in the station's file at this moment."""
        if self._file is not None:
            try:
                now = written_in(read_station(self._file))
            except ConfigError as error:
                log.warning("the station's file counts as it was, for it can not be read now: %s", error)
            else:
                if now[what] != self._known[what]:
                    log.warning("the station's file was changed and never counted: %s are activated after it", what)
                self._known = now
        return digest_of(self._known[what])

    def own_deeds(self) -> list[AccountChange]:
        """What the station itself put in force, for the audit log: each has the same name at every start."""
        return [
            _own_deed(what, one, versions.before_of(one))
            for what, versions in self._versions.items()
            for one in versions.versions
            if (one.by == STATION and one.how == "rolled back") or (one.how == "file" and one.former is not None)
        ]

    def actions(self) -> Mapping[str, Action]:
        """By the command's name; each returns the answer's data or raises ValueError."""
        return {
            "setup": self._look,
            "setup.cameras": self._aids.look,
            "recipes.preview": self._recipes.preview,
            "recipes.activate": self._recipes.activate,
            "recipes.rollback": self._recipes.roll_back,
            "models.activate": self._models.activate,
            "models.rollback": self._models.roll_back,
            "restart": self._start_anew,
        }

    def looks(self) -> Mapping[str, Look]:
        """How things stand that a command changes, for the audit log."""
        recipes, models = ("recipes.activate", "recipes.rollback"), ("models.activate", "models.rollback")
        return dict.fromkeys(recipes, self._recipes.one) | dict.fromkeys(models, self._models.one)

    def _look(self, _: Mapping[str, object]) -> Mapping[str, object]:
        return {
            "recipes": self._recipes.look(),
            "recipe_versions": self._versions[RECIPES].shown(),
            "bundles": self._models.there(),
            "places": self._models.places(),
            "model_versions": self._versions[MODELS].shown(),
        }

    def _start_anew(self, _: Mapping[str, object]) -> Mapping[str, object]:
        """A line that runs is not stopped for a start that would fail. Raises ValueError with all that is wrong.

        How many items were open is in the answer, and so in the audit log: they are answered as not decided.
        """
        problems = start_problems(self._written, self.versions())
        if problems:
            raise ValueError(f"the station would not start again: {'; '.join(problems)}")
        open_items = self._ledger.counts().open
        self._restart()
        return {"restart": True, "open_items": open_items}


def _own_deed(what: str, version: Version, former: Version) -> AccountChange:
    return AccountChange(
        change_id=f"setup-{digest_of({'what': what, **version.model_dump(mode='json')})[:26]}",
        time=version.time,
        by=STATION,
        action=f"{what}.activate" if version.how == "file" else f"{what}.rollback",
        name="station.toml" if version.how == "file" else what,
        before={"version": former.number, **former.content},
        after={"version": version.number, **version.content},
    )
