"""What may be asked of a running station over the bus (`cmd/{name}`), and the answers."""

import logging
from collections.abc import Callable, Mapping
from functools import partial

from inspector.domain.access import NotAllowed
from inspector.domain.alarm import ShelveReason
from inspector.domain.errors import StoreError
from inspector.domain.lesson import NotTaught
from inspector.domain.mark import Views, misfits, views_of
from inspector.domain.review import MAX_NAME, ReviewRefused, review_of
from inspector.domain.second_look import SecondLookRule
from inspector.domain.station import UNKNOWN_COMMAND, Command, Response
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.health import Health
from inspector.ports.ledger import Ledger

log = logging.getLogger(__name__)

Action = Callable[[Mapping[str, object]], Mapping[str, object]]


def guarded(command: Command, step: Callable[[], Response]) -> Response:
    """The step's answer. A fault of ours is one too: no question ends the station, and whoever asked wants to know."""
    try:
        return step()
    except Exception as error:
        log.exception("command %s failed", command.name)
        return Response(command=command, ok=False, detail=f"the station failed: {type(error).__name__}")


class Commands:
    """Each command is a method that returns the answer's data or raises ValueError saying what is wrong.

    `record` gives an item's record as plain JSON, None where none is kept; it may raise `StoreError`.
    """

    def __init__(
        self,
        *,
        health: Health,
        alarms: AlarmBoard,
        ledger: Ledger,
        second: SecondLookRule | None = None,
        record: Callable[[str], Mapping[str, object] | None] = lambda _record_id: None,
        more: Mapping[str, Action] | None = None,
    ) -> None:
        self._health = health
        self._alarms = alarms
        self._ledger = ledger
        self._record = record
        self._second = SecondLookRule() if second is None else second
        self._known: Mapping[str, Action] = {
            **(more or {}),
            "ping": self._ping,
            "state": self._state,
            "counts": self._counts,
            "alarm.ack": self._alarm_ack,
            "alarm.shelve": self._alarm_shelve,
            "alarm.unshelve": self._alarm_unshelve,
            "review": self._review,
        }

    @property
    def names(self) -> frozenset[str]:
        """All there are."""
        return frozenset(self._known)

    def knows(self, name: str) -> bool:
        """Whether there is such a command."""
        return name in self._known

    def answer(self, command: Command) -> Response:
        """Do what is asked. Raises nothing."""
        return guarded(command, partial(self._answer, command))

    def _answer(self, command: Command) -> Response:
        action = self._known.get(command.name)
        if action is None:
            known = ", ".join(sorted(self._known))
            return Response(command=command, ok=False, known=False, detail=f"{UNKNOWN_COMMAND}; known: {known}")
        try:
            data = action(command.arguments)
        except StoreError as error:  # the disk's fault, not the asker's: the same may be asked again later
            return Response(command=command, ok=False, detail=str(error), data={"retry": True})
        except (NotAllowed, NotTaught) as refused:
            return Response(command=command, ok=False, detail=str(refused), data=refused.data)
        except ValueError as error:
            return Response(command=command, ok=False, detail=str(error))
        return Response(command=command, ok=True, data=data)

    def _ping(self, _: Mapping[str, object]) -> Mapping[str, object]:
        return {"pong": True}

    def _state(self, _: Mapping[str, object]) -> Mapping[str, object]:
        state = self._health.state()
        return {"pack": state.pack.name, "mode": state.mode.value, "reasons": list(state.reasons)}

    def _counts(self, _: Mapping[str, object]) -> Mapping[str, object]:
        counts = self._ledger.counts()
        return {
            "triggers": counts.triggers,
            "open": counts.open,
            "outcomes": {k.value: v for k, v in counts.outcomes.items()},
            "deliveries": {k.value: v for k, v in counts.deliveries.items()},
            "confirms": {k.value: v for k, v in counts.confirms.items()},
        }

    def _alarm_ack(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        name = str(arguments.get("id", ""))
        if not self._alarms.acknowledge(name, operator=_operator(arguments)):
            raise ValueError(f"no alarm {name!r} waits for an acknowledgement")
        return {"id": name}

    def _alarm_shelve(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        minutes, reason = arguments.get("minutes"), arguments.get("reason")
        if isinstance(minutes, bool) or not isinstance(minutes, int):
            raise ValueError("minutes must be a whole number")  # noqa: TRY004 - of a message
        if not isinstance(reason, str) or reason not in set(ShelveReason):
            raise ValueError(f"reason must be one of {', '.join(ShelveReason)}")
        name, operator = str(arguments.get("id", "")), _operator(arguments)
        alarm = self._alarms.shelve(name, minutes=minutes, reason=ShelveReason(reason), operator=operator)
        return {"id": name, "until": alarm.until}

    def _alarm_unshelve(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        name = str(arguments.get("id", ""))
        if not self._alarms.unshelve(name, operator=_operator(arguments)):
            raise ValueError(f"alarm {name!r} is not shelved")
        return {"id": name}

    def _review(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """Durable before it is answered; the same answer once more is a no-op."""
        review = review_of(arguments)
        wrong = misfits(review.marks, self._views(review.record_id)) if review.marks else []
        if wrong:
            raise ReviewRefused("; ".join(wrong))
        ledger = self._ledger
        new = ledger.second_looks.book(review, self._second) if review.again else ledger.book_review(review)
        return {"review_id": review.review_id, "repeated": not new, "unanswered": self._ledger.unanswered_count()}

    def _views(self, record_id: str) -> Views:
        """Without its record an item is still to be answered: the review export says that nobody checked the boxes."""
        try:
            return views_of(self._record(record_id) or {})
        except StoreError as error:
            log.warning("boxes on %s are not checked: %s", record_id, error)
            return {}


def _operator(arguments: Mapping[str, object]) -> str:
    operator = arguments.get("operator", "")
    if not isinstance(operator, str) or len(operator) > MAX_NAME:
        raise ValueError(f"operator must be a text of at most {MAX_NAME} characters")
    return operator
