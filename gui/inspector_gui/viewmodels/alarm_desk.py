"""What a person does about alarms: choose one, acknowledge, shelve with time and reason, take back."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject

from inspector.domain.alarm import AlarmState, ShelveReason
from inspector.wire.line import ResponseMessage
from inspector_gui.viewmodels.access import Denied, Permit, anybody
from inspector_gui.viewmodels.alarms import AlarmsModel, AlarmView
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.request import Request, Send

SHELF_MINUTES = (15, 60, 240, 480)


class Step(StrEnum):
    """What the buttons ask."""

    ACTION = "action"
    MINUTES = "minutes"
    REASON = "reason"


class Failure(StrEnum):
    """Why something was not done."""

    NONE = ""
    NO_CONNECTION = "NO_CONNECTION"
    NO_ANSWER = "NO_ANSWER"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """One reading. `detail` is the station's word where it refused; `denied` is why nothing may be done."""

    alarms: tuple[AlarmView, ...] = ()
    chosen: AlarmView | None = None
    step: Step = Step.ACTION
    may_acknowledge: bool = False
    may_shelve: bool = False
    may_unshelve: bool = False
    waiting: bool = False
    failure: Failure = Failure.NONE
    detail: str = ""
    denied: Denied | None = None


class AlarmDeskModel(ReadingModel[DeskView]):
    """`send` gives a request's id, or None where it could not leave. Nothing is kept for later."""

    def __init__(
        self,
        alarms: AlarmsModel,
        send: Send,
        *,
        operator: str,
        permit: Permit = anybody,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(DeskView(), parent)
        self._alarms = alarms
        self.operator = operator
        self._permit = permit
        self._chosen: str | None = None
        self._step = Step.ACTION
        self._minutes = SHELF_MINUTES[0]
        self._request = Request(send, now_s)
        self._failure, self._detail = Failure.NONE, ""
        alarms.changed.connect(self._show)
        self._show()

    def act_as(self, operator: str) -> None:
        """Somebody else acts from now on, or nobody: a question that was open is given up."""
        self.operator, self._step = operator, Step.ACTION
        self._failure, self._detail = Failure.NONE, ""
        self._show()

    def choose(self, name: str) -> None:
        """Look at this alarm."""
        self._chosen, self._step = name, Step.ACTION
        self._failure, self._detail = Failure.NONE, ""
        self._show()

    def step_by(self, by: int) -> None:
        """Look at a neighbour; stops at both ends."""
        alarms = self.view.alarms
        if alarms:
            here = next((i for i, a in enumerate(alarms) if a == self.view.chosen), 0)
            self.choose(alarms[min(max(here + by, 0), len(alarms) - 1)].id)

    def acknowledge(self) -> None:
        """It was seen."""
        if self.view.may_acknowledge:
            self._command("alarm.ack")

    def shelve(self) -> None:
        """Ask for how long."""
        if self.view.may_shelve:
            self._step = Step.MINUTES
            self._show()

    def unshelve(self) -> None:
        """Take it back."""
        if self.view.may_unshelve:
            self._command("alarm.unshelve")

    def back(self) -> None:
        """One question back."""
        self._step = Step.MINUTES if self._step is Step.REASON else Step.ACTION
        self._show()

    def pick(self, number: int) -> None:
        """The n-th button of what is asked now, from 1."""
        if self._step is Step.MINUTES and number <= len(SHELF_MINUTES):
            self._minutes, self._step = SHELF_MINUTES[number - 1], Step.REASON
            self._show()
        elif self._step is Step.REASON and number <= len(ShelveReason):
            self._step = Step.ACTION
            self._command("alarm.shelve", minutes=self._minutes, reason=list(ShelveReason)[number - 1].value)

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody."""
        if not self._request.take(response):
            return
        if not response.ok:
            self._failure, self._detail = Failure.REFUSED, response.detail
        self._show()

    def tick(self) -> None:
        """Time passes: an answer that does not come is said."""
        if self._request.overdue:
            self._request.give_up()
            self._failure = Failure.NO_ANSWER
        self._show()

    def _command(self, name: str, **arguments: object) -> None:
        chosen = self.view.chosen
        if chosen is None:
            return
        left = self._request.make(name, {"id": chosen.id, "operator": self.operator, **arguments})
        self._failure, self._detail = (Failure.NONE if left else Failure.NO_CONNECTION), ""
        self._show()

    def _show(self) -> None:
        self._renew(self._reading())

    def _reading(self) -> DeskView:
        alarms = self._alarms.all
        chosen = next((alarm for alarm in alarms if alarm.id == self._chosen), alarms[0] if alarms else None)
        if chosen is None or chosen.id != self._chosen:
            self._step, self._chosen = Step.ACTION, chosen.id if chosen is not None else None
        denied = self._permit("alarm.ack") or self._permit("alarm.shelve") or self._permit("alarm.unshelve")
        free = chosen is not None and chosen.of_station and not self._request.unanswered and denied is None
        return DeskView(
            alarms=alarms,
            chosen=chosen,
            step=self._step,
            may_acknowledge=free and chosen is not None and chosen.state in _UNSEEN,
            may_shelve=free and chosen is not None and chosen.state is not AlarmState.SHELVED,
            may_unshelve=free and chosen is not None and chosen.state is AlarmState.SHELVED,
            waiting=self._request.unanswered,
            failure=self._failure,
            detail=self._detail,
            denied=denied if chosen is not None and chosen.of_station else None,
        )


_UNSEEN = {AlarmState.UNACK_ACTIVE, AlarmState.RTN_UNACK}
