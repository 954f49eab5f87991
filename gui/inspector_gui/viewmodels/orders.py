"""What a person orders of the station: its mode, to hold, to go on. What is shown is what the station says it is."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject

from inspector.domain.access import Role
from inspector.domain.hold import MAX_REASON
from inspector.domain.packml import PackMode
from inspector.wire.line import ResponseMessage
from inspector_gui.viewmodels.access import Denied, Permit, anybody
from inspector_gui.viewmodels.line import LineModel, LineView
from inspector_gui.viewmodels.order_reasons import HoldReason, ModeReason
from inspector_gui.viewmodels.reading import ReadingModel
from inspector_gui.viewmodels.request import Request, Send

GIVEN_UP_AFTER_S = 60.0


class Order(StrEnum):
    """In the order of their numbers. Only one of HOLD and UNHOLD makes sense at a time; they share the first."""

    HOLD = "HOLD"
    UNHOLD = "UNHOLD"
    PRODUCTION = "PRODUCTION"
    MAINTENANCE = "MAINTENANCE"
    MANUAL = "MANUAL"

    @property
    def command(self) -> str:
        """The station's command."""
        return {Order.HOLD: "hold", Order.UNHOLD: "unhold"}.get(self, "mode")

    @property
    def reasons(self) -> tuple[str, ...]:
        """Those that can be pressed; empty where nobody has to say why."""
        if self is Order.HOLD:
            return tuple(reason.value for reason in HoldReason)
        return tuple(reason.value for reason in ModeReason) if self.unjudged else ()

    @property
    def unjudged(self) -> bool:
        """Items go on without a decision of the station from then on: it is asked whether that is meant."""
        return self in {Order.MANUAL, Order.MAINTENANCE}


class Ask(StrEnum):
    """What is asked now."""

    ORDER = "order"
    REASON = "reason"
    TYPE_REASON = "type_reason"
    SURE = "sure"


class Fate(StrEnum):
    """What became of an order. UNKEPT: done, but not on the disk yet. OVERTAKEN: it had become so by itself."""

    SENT = "SENT"
    DONE = "DONE"
    UNKEPT = "UNKEPT"
    REFUSED = "REFUSED"
    NOT_SENT = "NOT_SENT"
    NO_ANSWER = "NO_ANSWER"
    OVERTAKEN = "OVERTAKEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The newest order. `detail` is the station's word where it refused, `least` the role that it wants."""

    order: Order
    fate: Fate
    detail: str = ""
    least: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One order. `now`: it is so already. `denied`: why it may not be given."""

    order: Order
    now: bool = False
    denied: Denied | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersView:
    """One reading. `line` is how the station says that it stands; `order` and `reason` are what is asked about."""

    line: LineView
    choices: tuple[Choice, ...] = ()
    ask: Ask = Ask.ORDER
    order: Order | None = None
    reason: str = ""
    waiting: bool = False
    outcome: Outcome | None = None


class OrdersModel(ReadingModel[OrdersView]):
    """`send` gives a request's id, or None where it could not leave. Nothing is kept for later.

    While the station is not heard nothing is sent either. `used_s` is when a person touched it last. Qt's thread only.
    """

    def __init__(
        self,
        line: LineModel,
        send: Send,
        *,
        operator: str,
        permit: Permit = anybody,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(OrdersView(line=line.view), parent)
        self._line, self._permit, self._now_s = line, permit, now_s
        self.operator = operator
        self._request = Request(send, now_s)
        self._ask, self._reason = Ask.ORDER, ""
        self._order: Order | None = None
        self._outcome: Outcome | None = None
        self.used_s = now_s()
        line.changed.connect(self._show)
        self._show()

    def act_as(self, operator: str) -> None:
        """Somebody else acts from now on, or nobody: what was begun is given up."""
        self.operator = operator
        self.forget()

    def forget(self) -> None:
        """Nothing is asked any more; what became of the newest order stays to be read."""
        self._begin(None)

    def pick(self, number: int) -> None:
        """The n-th button of what is asked now, from 1."""
        if self._ask is Ask.ORDER:
            choices = self.view.choices
            if 1 <= number <= len(choices):
                self.choose(choices[number - 1].order)
        elif self._ask is Ask.REASON and self._order is not None:
            self._because(self._order, number)
        elif self._ask is Ask.SURE and number == 1:
            self._send_it()

    def choose(self, order: Order) -> None:
        """This is wanted."""
        choice = next((one for one in self.view.choices if one.order is order), None)
        if choice is None or choice.now or choice.denied is not None or self._waiting:
            return
        self._outcome = None
        self._request.give_up()  # one that was never answered is of no interest any more
        if not self._heard:
            self._tell(Outcome(order=order, fate=Fate.NOT_SENT))
            return
        self._begin(order, Ask.REASON)
        if not order.reasons:
            self._send_it()

    def enter(self, text: str) -> None:
        """The reason that was typed."""
        text = " ".join(text.split())[:MAX_REASON]
        if text and self._ask is Ask.TYPE_REASON:
            self._give_reason(text)

    def back(self) -> bool:
        """One question back. Whether there was one."""
        before = {Ask.TYPE_REASON: Ask.REASON, Ask.SURE: Ask.REASON}.get(self._ask, Ask.ORDER)
        asked = self._ask is not Ask.ORDER
        self._begin(self._order if before is not Ask.ORDER else None, before)
        return asked

    def take(self, response: ResponseMessage) -> None:
        """The station answered somebody. One that comes late is the last word, if nothing else was begun since."""
        if not self._request.take(response) or self._outcome is None:
            return
        if response.ok:
            fate = Fate.UNKEPT if response.data.get("kept") is False else Fate.DONE
            self._tell(replace(self._outcome, fate=fate))
        else:
            least = response.data.get("needs")
            known = Role(least) if isinstance(least, str) and least in set(Role) else None
            self._tell(replace(self._outcome, fate=Fate.REFUSED, detail=response.detail, least=known))

    def tick(self) -> None:
        """Time passes: an answer that does not come is said, and a question that nobody answers is given up."""
        if self._waiting and self._request.overdue and self._outcome is not None:
            self._tell(replace(self._outcome, fate=Fate.NO_ANSWER))
        if self._ask is not Ask.ORDER and self._now_s() - self.used_s >= GIVEN_UP_AFTER_S:
            self._begin(None)
        self._show()

    @property
    def _waiting(self) -> bool:
        return self._outcome is not None and self._outcome.fate is Fate.SENT

    @property
    def _heard(self) -> bool:
        return self._line.view.condition.trustworthy

    def _because(self, order: Order, number: int) -> None:
        if 1 <= number <= len(order.reasons):
            self._give_reason(order.reasons[number - 1])
        elif number == len(order.reasons) + 1:
            self._begin(order, Ask.TYPE_REASON)

    def _give_reason(self, reason: str) -> None:
        order = self._order
        if order is None:
            return
        self._reason = reason
        if order.unjudged:
            self._begin(order, Ask.SURE, reason)
        else:
            self._send_it()

    def _send_it(self) -> None:
        order, reason = self._order, self._reason
        if order is None:
            return
        mode = {"mode": order.value} if order.command == "mode" else {}
        arguments = {**mode, **({"reason": reason} if reason else {}), "operator": self.operator}
        left = self._heard and self._request.make(order.command, arguments)
        self._outcome = Outcome(order=order, fate=Fate.SENT if left else Fate.NOT_SENT)
        self._begin(None)

    def _begin(self, order: Order | None, ask: Ask = Ask.ORDER, reason: str = "") -> None:
        self._order, self._ask, self._reason = order, ask, reason
        self.used_s = self._now_s()
        self._show()

    def _tell(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._show()

    def _show(self) -> None:
        line = self._line.view
        choices = tuple(
            Choice(order=order, now=_is_so(order, line), denied=self._permit(order.command))
            for order in Order
            if order is not (Order.HOLD if line.held_for else Order.UNHOLD)
        )
        if self._order is not None and all(one.now or one.order is not self._order for one in choices):
            self._outcome = Outcome(order=self._order, fate=Fate.OVERTAKEN)
            self._order, self._ask, self._reason = None, Ask.ORDER, ""
        self._renew(
            OrdersView(
                line=line,
                choices=choices,
                ask=self._ask,
                order=self._order,
                reason=self._reason,
                waiting=self._waiting,
                outcome=self._outcome,
            )
        )


def _is_so(order: Order, line: LineView) -> bool:
    return line.mode in set(PackMode) and order.value == line.mode
