"""What a person does about holds: choose one, release it with a reason, hold a group by hand."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject

from inspector.domain.lot_group import Dimension
from inspector.wire.line import ResponseMessage
from inspector_gui.viewmodels.access import Denied, Permit, anybody
from inspector_gui.viewmodels.held_items import HeldItems
from inspector_gui.viewmodels.hold_question import BY_HAND, Ask, Question, Task
from inspector_gui.viewmodels.holds import HoldsModel, HoldView
from inspector_gui.viewmodels.queue_view import Knowledge
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.request import Request, Send

Names = Callable[[Dimension], tuple[str, ...]]
Items = Callable[[str], HeldItems]
NO_ITEMS, NO_QUESTION = HeldItems(), Question()


class Fate(StrEnum):
    """What became of a request. REPEATED: it was so already. GONE: the hold ended while its release was asked for."""

    SENT = "SENT"
    DONE = "DONE"
    REPEATED = "REPEATED"
    REFUSED = "REFUSED"
    NOT_SENT = "NOT_SENT"
    NO_ANSWER = "NO_ANSWER"
    GONE = "GONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The newest request. `dimension` is None where it was not even known yet what is to be held.

    `detail` is the station's word where it refused.
    """

    task: Task
    fate: Fate
    dimension: Dimension | None = None
    name: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldDeskView:
    """One reading. `items` are those that wait because of the chosen one. Denied: why it may not be done."""

    holds: tuple[HoldView, ...] = ()
    knowledge: Knowledge = Knowledge.UNKNOWN
    chosen: HoldView | None = None
    items: HeldItems = NO_ITEMS
    question: Question = NO_QUESTION
    may_release: bool = False
    may_raise: bool = False
    outcome: Outcome | None = None
    release_denied: Denied | None = None
    raise_denied: Denied | None = None


class HoldDeskModel(ReadingModel[HoldDeskView]):
    """`send` gives a request's id, or None where it could not leave. Nothing is kept for later.

    `names` are a dimension's newest ones, `items` what waits because of a hold.
    While the station is not heard nothing is sent either: a release is meant for what stands now.
    """

    def __init__(
        self,
        holds: HoldsModel,
        send: Send,
        names: Names,
        items: Items,
        *,
        operator: str,
        permit: Permit = anybody,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(HoldDeskView(), parent)
        self._holds, self._names, self._items = holds, names, items
        self.operator = operator
        self._permit = permit
        self._chosen: str | None = None
        self._place = 0
        self._question = NO_QUESTION
        self._outcome: Outcome | None = None
        self._request = Request(send, now_s)
        holds.changed.connect(self._show)
        self._show()

    def act_as(self, operator: str) -> None:
        """Somebody else acts from now on, or nobody: a question that was open is given up."""
        self.operator, self._question = operator, NO_QUESTION
        self._show()

    def choose(self, hold_id: str) -> None:
        """Look at this hold; a question that was open is given up, what is said of an earlier one is read."""
        self._chosen, self._question = hold_id, NO_QUESTION
        if not self._waiting:
            self._outcome = None
            self._request.give_up()
        self._show()

    def step_by(self, by: int) -> None:
        """Look at a neighbour; stops at both ends. A question that is open stays."""
        holds = self.view.holds
        if holds and self._question.ask is Ask.NOTHING:
            self.choose(holds[min(max(self._place + by, 0), len(holds) - 1)].id)

    def release(self) -> None:
        """Let the chosen one go: ask why."""
        chosen = self.view.chosen
        if chosen is not None and self.view.may_release:
            self._begin(Question(ask=Ask.REASON, hold_id=chosen.id, dimension=chosen.dimension, name=chosen.name))

    def raise_by_hand(self) -> None:
        """Hold a group: ask which."""
        if self.view.may_raise:
            self._begin(Question(ask=Ask.DIMENSION, task=Task.RAISE))

    def back(self) -> None:
        """One question back."""
        self._ask(self._question.back())

    def pick(self, number: int) -> None:
        """The n-th button of what is asked now, from 1."""
        if self._question.ask is not Ask.DIMENSION:
            self._ask(self._question.picked(number))
        elif 1 <= number <= len(BY_HAND):
            dimension = BY_HAND[number - 1]
            self._ask(self._question.about(dimension, self._names(dimension)))

    def enter(self, text: str) -> None:
        """The text that was typed."""
        self._ask(self._question.typed(text))

    def scan(self, code: str) -> bool:
        """A barcode was read: it is the name, if one is asked for. Whether it was wanted."""
        wanted = self._question.ask in {Ask.NAME, Ask.TYPE_NAME}
        if wanted:
            self._ask(self._question.named(code.strip()))
        return wanted

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody. One that comes late is the last word, if nothing else was begun since."""
        if not self._request.take(response):
            return
        repeated = response.data.get("repeated") is True
        if response.ok:
            self._tell(Fate.REPEATED if repeated else Fate.DONE)
        else:
            self._tell(Fate.REFUSED, response.detail)

    def tick(self) -> None:
        """Time passes: an answer that does not come is said, and the items that wait may be others."""
        if self._waiting and self._request.overdue:
            self._tell(Fate.NO_ANSWER)
        self._show()

    @property
    def _waiting(self) -> bool:
        return self._outcome is not None and self._outcome.fate is Fate.SENT

    @property
    def _heard(self) -> bool:
        return self._holds.knowledge is Knowledge.FRESH

    def _begin(self, question: Question) -> None:
        """What can not be sent now is said before anybody has answered three questions."""
        self._outcome = None if self._heard else _outcome(question, Fate.NOT_SENT)
        self._request.give_up()  # one that was never answered is of no interest any more
        self._ask(question if self._heard else NO_QUESTION)

    def _ask(self, question: Question) -> None:
        if question.reason:
            self._command(question)
        else:
            self._question = question
        self._show()

    def _command(self, answered: Question) -> None:
        if answered.dimension is None:
            return
        group = {"dimension": answered.dimension.value, "name": answered.name}
        what = {"hold_id": answered.hold_id} if answered.task is Task.RELEASE else group
        arguments = {**what, "operator": self.operator, "reason": answered.reason}
        left = self._heard and self._request.make(answered.task.value, arguments)
        self._question = NO_QUESTION
        self._outcome = _outcome(answered, Fate.SENT if left else Fate.NOT_SENT)

    def _tell(self, fate: Fate, detail: str = "") -> None:
        if self._outcome is not None:
            self._outcome = replace(self._outcome, fate=fate, detail=detail)
        self._show()

    def _show(self) -> None:
        self._renew(self._reading())

    def _reading(self) -> HoldDeskView:
        holds = self._holds.holds
        place = next((n for n, hold in enumerate(holds) if hold.id == self._chosen), None)
        self._end_question(stands={hold.id for hold in holds})
        # Where the chosen one was released the eyes stay in their place of the list.
        self._place = min(self._place, max(0, len(holds) - 1)) if place is None else place
        chosen = holds[self._place] if holds else None
        if self._heard and chosen is not None:  # until then the list is still being told, in any order
            self._chosen = chosen.id
        free = not self._waiting and self._question.ask is Ask.NOTHING
        release_denied, raise_denied = self._permit(Task.RELEASE.value), self._permit(Task.RAISE.value)
        return HoldDeskView(
            holds=holds,
            knowledge=self._holds.knowledge,
            chosen=chosen,
            items=self._items(chosen.id) if chosen is not None else NO_ITEMS,
            question=self._question,
            may_release=free and chosen is not None and release_denied is None,
            may_raise=free and raise_denied is None,
            outcome=self._outcome,
            release_denied=release_denied if chosen is not None else None,
            raise_denied=raise_denied,
        )

    def _end_question(self, stands: set[str]) -> None:
        """A hold that ended while it was asked why it should: somebody else was quicker."""
        asked = self._question
        if asked.hold_id and asked.hold_id not in stands:
            self._question = NO_QUESTION
            self._outcome = _outcome(asked, Fate.GONE)


def _outcome(question: Question, fate: Fate) -> Outcome:
    return Outcome(task=question.task, fate=fate, dimension=question.dimension, name=question.name)
