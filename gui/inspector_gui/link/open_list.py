"""The question for the isolated items that wait, and its answer."""

from dataclasses import dataclass

from inspector.wire.review import OpenItems, open_items
from inspector_gui.link.questions import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question for the oldest items; `number` rises with every question."""

    number: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a question: a page, or None and why."""

    ask: Ask
    page: OpenItems | None
    problem: str = ""


def open_question(ask: Ask) -> Question:
    """As it is asked over HTTP."""
    return Question(
        kind="open",
        path=f"/items/open?limit={ask.limit}",
        read=lambda content: Told(ask=ask, page=open_items(content)),
        failed=lambda problem: Told(ask=ask, page=None, problem=problem),
    )
