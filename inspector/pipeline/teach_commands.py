"""What windows may ask and order about teaching: `teach.*`."""

from collections.abc import Callable, Mapping

from inspector.domain.lesson import plain_lesson
from inspector.domain.review import MAX_NAME
from inspector.pipeline.commands import Action
from inspector.pipeline.gate import Look
from inspector.ports.teaching import Teaching

MOST_CANDIDATES = 120
MOST_TRIED = 60
LONGEST_SKU = 128


class TeachCommands:
    """Each returns the answer's data or raises ValueError. All look at a disk: they are not for the bus's thread."""

    def __init__(self, teaching: Teaching | None) -> None:
        self._teaching = teaching

    def actions(self) -> Mapping[str, Action]:
        """By the command's name; none where the station can not be taught beside its line."""
        if self._teaching is None:
            return {}
        return {
            "teach.look": self._look,
            "teach.items": self._items,
            "teach.begin": self._begin,
            "teach.end": self._end,
            "teach.collect": self._collect,
            "teach.learn": self._learn,
            "teach.try": self._try,
            "teach.cancel": self._cancel,
            "teach.activate": self._activate,
            "teach.rollback": self._roll_back,
        }

    def looks(self) -> Mapping[str, Look]:
        """How things stand before and after: the lesson that is active."""
        return dict.fromkeys(("teach.activate", "teach.rollback"), self._active)

    @property
    def _desk(self) -> Teaching:
        if self._teaching is None:
            raise ValueError("this station is taught from the command line only")
        return self._teaching

    def _look(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        return plain_lesson(self._desk.state(_text(arguments, "session_id", least=0)))

    def _items(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        limit = _number(arguments, "limit", 1, MOST_CANDIDATES)
        found = self._desk.candidates(_text(arguments, "session_id"), limit)
        return {"items": [plain_lesson(one) for one in found]}

    def _begin(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        sku, camera = _text(arguments, "sku", most=LONGEST_SKU), _text(arguments, "camera")
        take_over = arguments.get("take_over") is True
        session = self._desk.begin(sku, camera, _operator(arguments), take_over=take_over)
        return plain_lesson(self._desk.state(session.session_id))

    def _end(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        self._desk.end(_text(arguments, "session_id"))
        return {}

    def _collect(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        on = arguments.get("on")
        if not isinstance(on, bool):
            raise ValueError("on must be true or false")  # noqa: TRY004 - of a message
        return self._then(arguments, lambda session: self._desk.collect(session, on=on))

    def _learn(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        records = arguments.get("records")
        if not isinstance(records, list) or not all(isinstance(one, str) and len(one) <= MAX_NAME for one in records):
            raise ValueError("records must be a list of record ids")
        keep_all = arguments.get("keep_all") is True
        return self._then(
            arguments,
            lambda session: self._desk.learn(session, tuple(records), _operator(arguments), keep_all=keep_all),
        )

    def _try(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        items = _number(arguments, "items", 1, MOST_TRIED)
        return self._then(arguments, lambda session: self._desk.try_on(session, items))

    def _cancel(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        return self._then(arguments, self._desk.cancel)

    def _activate(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        draft = _text(arguments, "draft_id")
        return self._then(arguments, lambda session: self._desk.activate(session, draft, _operator(arguments)))

    def _roll_back(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        number = _number(arguments, "number", 0, 10**6)
        return self._then(arguments, lambda session: self._desk.roll_back(session, number, _operator(arguments)))

    def _then(self, arguments: Mapping[str, object], deed: Callable[[str], object]) -> Mapping[str, object]:
        """Do it, and say how things stand."""
        session = _text(arguments, "session_id")
        deed(session)
        return plain_lesson(self._desk.state(session))

    def _active(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        taught = self._desk.active(_text(arguments, "sku", most=LONGEST_SKU), _text(arguments, "camera"))
        return {
            "lesson": taught.number,
            "pictures": taught.pictures,
            "golden": taught.golden[:12],
            "memory": taught.memory[:12],
        }


def _text(arguments: Mapping[str, object], name: str, *, least: int = 1, most: int = MAX_NAME) -> str:
    value = arguments.get(name, "")
    if not isinstance(value, str) or not least <= len(value.strip()) <= most:
        raise ValueError(f"{name} must be a text of {least} to {most} characters")
    return value.strip()


def _number(arguments: Mapping[str, object], name: str, least: int, most: int) -> int:
    value = arguments.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most}")
    return value


def _operator(arguments: Mapping[str, object]) -> str:
    return _text(arguments, "operator")
