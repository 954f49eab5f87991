"""How the guided teaching of a product stands in this window, step by step."""

from dataclasses import dataclass
from enum import StrEnum

from inspector.domain.lesson import Candidate, Doing, Refusal, TeachState, TriedItem
from inspector.domain.review import Answer
from inspector.domain.verdict import Disposition
from inspector_gui.viewmodels.access import Denied

GOOD_START = 20  # pictures
NO_STATE = TeachState()


class Place(StrEnum):
    """The steps, in order."""

    PRODUCT = "product"
    PICTURES = "pictures"
    LEARN = "learn"
    TRY = "try"
    USE = "use"


class Hitch(StrEnum):
    """Why the newest order did nothing. REFUSED: the station said why. TAKEN: another window teaches now."""

    NOTHING = ""
    NOT_SENT = "NOT_SENT"
    NO_ANSWER = "NO_ANSWER"
    REFUSED = "REFUSED"
    TAKEN = "TAKEN"


class Done(StrEnum):
    """What was done to what the station judges by."""

    NOTHING = ""
    ACTIVATED = "ACTIVATED"
    ROLLED_BACK = "ROLLED_BACK"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachView:
    """One reading. `items` are oldest first; `sent` are the pictures that were given to be learnt, in their order.

    `mine`: the station's session is this window's. `heard`: the station is; else everything is as it was known last.
    """

    place: Place = Place.PRODUCT
    sku: str = ""
    camera: str = ""
    names: tuple[str, ...] = ()
    state: TeachState = NO_STATE
    mine: bool = False
    items: tuple[Candidate, ...] = ()
    listed: bool = False
    ticked: frozenset[str] = frozenset()
    chosen: str = ""
    sent: tuple[str, ...] = ()
    waiting: bool = False
    heard: bool = False
    hitch: Hitch = Hitch.NOTHING
    detail: str = ""
    refusals: tuple[Refusal, ...] = ()
    done: Done = Done.NOTHING
    denied: Denied | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """The ticked pictures as they would be sent, or were: a picture's number is its place, from 1."""
        return tuple(one.record_id for one in self.items if one.record_id in self.ticked)

    @property
    def numbered(self) -> tuple[str, ...]:
        """The pictures that the newest lesson speaks of."""
        if self.sent and (self.state.draft is None or self.wrong):
            return self.sent
        return self.state.draft.given if self.state.draft is not None else self.sent

    @property
    def wrong(self) -> tuple[Refusal, ...]:
        """What is wrong with the newest order, or with what the station did upon it."""
        return self.refusals or self.state.refusals

    @property
    def learning(self) -> bool:
        """The station learns."""
        return self.state.work is not None and self.state.work.doing is Doing.LEARNING

    @property
    def trying(self) -> bool:
        """The station tries the draft."""
        return self.state.work is not None and self.state.work.doing is Doing.TRYING

    @property
    def changed_items(self) -> tuple[TriedItem, ...]:
        """Those that the draft would send elsewhere, newly isolated ones first."""
        trial = self.state.trial
        if trial is None:
            return ()
        changed = [one for one in trial.items if isolated(one.active) != isolated(one.draft)]
        return tuple(sorted(changed, key=lambda one: isolated(one.active)))

    @property
    def free(self) -> bool:
        """An order may be given."""
        return self.heard and not self.waiting and self.denied is None


def isolated(disposition: str) -> bool:
    """Whether an item leaves the line's usual way."""
    return disposition != Disposition.PASS.value


def good(item: Candidate) -> bool:
    """Whether an item is worth a tick unasked: it passed, or a person said that nothing is wrong with it."""
    return item.answer == Answer.OVERRULED.value or (not item.answer and not isolated(item.disposition))
