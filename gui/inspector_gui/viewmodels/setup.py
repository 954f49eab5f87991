"""What an engineer changes at a station: recipes after a look at their effect, bundles, cameras; one step at a time."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject

from inspector.domain.errors import BadMessage
from inspector.wire.line import ResponseMessage
from inspector.wire.setup import CameraPart, CamerasData, PreviewData, RecipePart, SetupData, part_from
from inspector_gui.viewmodels.access import Denied, Permit, anybody
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.request import Request, Send

SETUP_EVERY_S, CAMERAS_EVERY_S = 15.0, 1.0
WITHIN_S = 45.0  # a bundle is loaded and run before it is taken
NUMBERS = ("missed_damage", "false_divert", "review", "novelty_weight", "novelty_alpha")


class Tab(StrEnum):
    """The page's parts."""

    RECIPES = "recipes"
    MODELS = "models"
    CAMERAS = "cameras"


class Deed(StrEnum):
    """What the station is asked to do; the command's name."""

    PREVIEW = "recipes.preview"
    ACTIVATE = "recipes.activate"
    ROLL_BACK = "recipes.rollback"
    TAKE_BUNDLE = "models.activate"
    BUNDLES_BACK = "models.rollback"
    RESTART = "restart"


class Fate(StrEnum):
    """What became of the newest deed."""

    NONE = ""
    WAITING = "WAITING"
    DONE = "DONE"
    NOT_SENT = "NOT_SENT"
    NO_ANSWER = "NO_ANSWER"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupView:
    """One reading. `draft` is what the fields say for the recipe `chosen`; `preview` is the effect of just that.

    `heard`: what is shown is of now, and the station would do what is ordered. `detail` is its word where it refused.
    `sure`: it is asked whether a restart is meant.
    """

    tab: Tab = Tab.RECIPES
    setup: SetupData | None = None
    heard: bool = False
    chosen: str = "default"
    draft: RecipePart | None = None
    changed: bool = False
    preview: PreviewData | None = None
    bundle: str = ""
    cameras: tuple[CameraPart, ...] = ()
    deed: Deed | None = None
    fate: Fate = Fate.NONE
    detail: str = ""
    denied: Denied | None = None
    problem: str = ""
    sure: bool = False

    @property
    def free(self) -> bool:
        """Something may be ordered now."""
        return self.heard and self.denied is None and self.fate is not Fate.WAITING and self.setup is not None

    @property
    def restart_due(self) -> bool:
        """A bundle is active that does not judge yet."""
        return self.setup is not None and any(one.running != one.active for one in self.setup.places)


class SetupModel(ReadingModel[SetupView]):
    """Qt's thread only. Nothing is kept for later: what did not leave, or was not answered, is said and forgotten."""

    def __init__(
        self,
        send: Send,
        *,
        operator: str,
        permit: Permit = anybody,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(SetupView(), parent)
        self._operator, self._permit, self._now_s = operator, permit, now_s
        self._shown = self._heard = False
        self._tab, self._chosen, self._bundle = Tab.RECIPES, "default", ""
        self._setup: SetupData | None = None
        self._draft: RecipePart | None = None
        self._preview: PreviewData | None = None
        self._cameras: tuple[CameraPart, ...] = ()
        self._sure = False
        self._deed: Deed | None = None
        self._fate, self._detail, self._problem = Fate.NONE, "", ""
        self._asked_s = self._looked_s = -SETUP_EVERY_S
        self._asking, self._looking = Request(send, now_s, within_s=WITHIN_S), Request(send, now_s)
        self._doing = Request(send, now_s, within_s=WITHIN_S)

    def show(self, *, shown: bool) -> None:
        """Somebody looks at it, or no more."""
        self._shown, self._asked_s = shown, -SETUP_EVERY_S
        self._ask_if_due()

    def act_as(self, operator: str) -> None:
        """Somebody else acts from now on: what was looked at for activation is given up."""
        self._operator, self._preview = operator, None
        self._draft = self._in_force()
        self._forget()

    def turn(self, tab: Tab) -> None:
        """Another part."""
        self._tab = tab
        self._looked_s = -CAMERAS_EVERY_S
        self._ask_if_due()
        self._forget()

    def choose(self, name: str) -> None:
        """Another recipe: its own values, nothing previewed."""
        self._chosen, self._preview = name, None
        self._draft = self._in_force()
        self._forget()

    def choose_bundle(self, name: str) -> None:
        """Look at this bundle."""
        self._bundle = name
        self._forget()

    def edit(self, name: str, value: float | None) -> None:
        """A field was changed: what was previewed is of other values, and can not be activated any more."""
        if self._draft is None or getattr(self._draft, name) == value:
            return
        self._draft = self._draft.model_copy(update={name: value})
        self._preview = None
        self._forget()

    def look(self, *, prevalence: float) -> None:
        """Ask what these values would do."""
        if self.view.free:
            self._do(Deed.PREVIEW, **self._proposal(), prevalence=prevalence)

    def activate(self) -> None:
        """What was previewed, and nothing else."""
        if self.view.free and self._preview is not None:
            self._do(Deed.ACTIVATE, **self._proposal(), preview=self._preview.preview)

    def roll_back(self) -> None:
        """The recipes before these."""
        if self.may_go_back:
            self._do(Deed.ROLL_BACK, version=self._version())

    def take_bundle(self, place: str) -> None:
        """The chosen bundle, in this place, from the next start on."""
        if self.view.free:
            version = self._setup.model_versions[0].number if self._setup is not None else 0
            self._do(Deed.TAKE_BUNDLE, version=version, place=place, bundle=self._bundle)

    def bundles_back(self) -> None:
        """The bundles before these."""
        if self.view.free and self._setup is not None:
            self._do(Deed.BUNDLES_BACK, version=self._setup.model_versions[0].number)

    def restart(self) -> None:
        """Ask whether it is meant: items on the belt are not decided then."""
        if self.view.free:
            self._forget()
            self._sure = True
            self._write()

    def restart_now(self) -> None:
        """It is meant: the station answers what is open, and starts with what is active."""
        if self.view.sure:
            self._do(Deed.RESTART)

    def leave(self) -> None:
        """It was not meant."""
        self._sure = False
        self._write()

    def forget_best(self, camera: str) -> None:
        """Begin anew to look for the sharpest picture."""
        self._looked_s = self._now_s()
        self._looking.make("setup.cameras", {"forget": camera})

    @property
    def may_go_back(self) -> bool:
        """There are recipes before these."""
        return self.view.free and self._setup is not None and self._setup.recipe_versions[0].former is not None

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody."""
        if self._asking.take(response):
            self._learn(response)
        elif self._looking.take(response):
            self._see(response)
        elif self._doing.take(response):
            self._done(response)
        self._write()

    def tick(self, *, heard: bool) -> None:
        """Time passes: an answer that does not come is said, and questions are asked again."""
        if heard and not self._heard:
            self._asked_s = -SETUP_EVERY_S
        self._heard = heard
        if self._doing.overdue:
            self._doing.give_up()
            self._fate = Fate.NO_ANSWER
        for question in (self._asking, self._looking):
            if question.overdue:
                question.give_up()
        self._ask_if_due()
        self._write()

    def _ask_if_due(self) -> None:
        now = self._now_s()
        if not (self._shown and self._heard):
            return
        if now - self._asked_s >= SETUP_EVERY_S and not self._asking.unanswered:
            self._asked_s = now
            self._asking.make("setup", {})
        cameras_due = self._tab is Tab.CAMERAS and now - self._looked_s >= CAMERAS_EVERY_S
        if cameras_due and not self._looking.unanswered:
            self._looked_s = now
            self._looking.make("setup.cameras", {})

    def _do(self, deed: Deed, **arguments: object) -> None:
        self._deed, self._detail, self._sure = deed, "", False
        left = self._doing.make(deed.value, {"operator": self._operator, **arguments})
        self._fate = Fate.WAITING if left else Fate.NOT_SENT
        self._write()

    def _proposal(self) -> Mapping[str, object]:
        draft = self._draft
        values = {} if draft is None else {name: getattr(draft, name) for name in ("threshold", *NUMBERS)}
        return {"version": self._version(), "name": self._chosen, "values": values}

    def _version(self) -> int:
        return self._setup.recipe_versions[0].number if self._setup is not None else 0

    def _learn(self, response: ResponseMessage) -> None:
        if not response.ok:
            self._problem = response.detail
            return
        try:
            told = part_from(SetupData, response.data, "setup")
        except BadMessage as error:
            self._problem = str(error)
            return
        if not told.recipes or not told.recipe_versions or not told.model_versions:
            self._problem = "rsp/setup: nothing is in force"
            return
        before, self._setup, self._problem = self._in_force(), told, ""
        if self._in_force() is None:
            self._chosen = told.recipes[0].name
        if self._draft is None or self._draft == before or self._draft.name != self._chosen:
            self._draft = self._in_force()  # what somebody is typing stays
        if self._preview is not None and self._preview.version != self._version():
            self._preview = None

    def _see(self, response: ResponseMessage) -> None:
        if response.ok:
            try:
                self._cameras = tuple(part_from(CamerasData, response.data, "setup.cameras").cameras)
            except BadMessage as error:
                self._problem = str(error)

    def _done(self, response: ResponseMessage) -> None:
        if not response.ok:
            self._fate, self._detail = Fate.REFUSED, response.detail
            self._asked_s = -SETUP_EVERY_S  # somebody else may have been faster
            self._ask_if_due()
            return
        self._fate = Fate.DONE
        if self._deed is Deed.PREVIEW:
            self._previewed(response)
            return
        if self._deed in {Deed.ACTIVATE, Deed.ROLL_BACK}:
            self._preview, self._draft = None, None
        self._asked_s = -SETUP_EVERY_S
        self._ask_if_due()

    def _previewed(self, response: ResponseMessage) -> None:
        try:
            self._preview = part_from(PreviewData, response.data, "recipes.preview")
        except BadMessage as error:
            self._fate, self._detail = Fate.REFUSED, str(error)

    def _in_force(self) -> RecipePart | None:
        recipes = self._setup.recipes if self._setup is not None else []
        return next((one for one in recipes if one.name == self._chosen), None)

    def _forget(self) -> None:
        """What was said of the newest deed is read; one that is under way is still waited for."""
        self._sure = False
        if self._fate is not Fate.WAITING:
            self._deed, self._fate, self._detail = None, Fate.NONE, ""
        self._write()

    def _write(self) -> None:
        denied = self._permit(Deed.ACTIVATE.value)
        heard = self._heard and self._setup is not None and not self._problem
        self._sure = self._sure and heard and denied is None
        self._renew(
            SetupView(
                tab=self._tab,
                setup=self._setup,
                heard=heard,
                chosen=self._chosen,
                draft=self._draft,
                changed=self._draft is not None and self._draft != self._in_force(),
                preview=self._preview,
                bundle=self._bundle,
                cameras=self._cameras,
                deed=self._deed,
                fate=self._fate,
                detail=self._detail,
                denied=denied,
                problem=self._problem,
                sure=self._sure,
            )
        )
