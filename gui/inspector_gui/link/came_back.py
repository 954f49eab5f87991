"""The question for what came back and waits to be looked at again, and its answer."""

from dataclasses import dataclass

from inspector.wire.escapes import CameBackPage, came_back_page
from inspector_gui.link.questions import Question

LIMIT = 20  # each costs the station a look into the evidence of every item that it may be about


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCameBack:
    """The first of those that wait; `number` rises with every question."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBackTold:
    """What became of a question: a page, or None and why."""

    ask: AskCameBack
    page: CameBackPage | None
    problem: str = ""


def came_back_question(ask: AskCameBack) -> Question:
    """As it is asked over HTTP."""
    return Question(
        kind="came back",
        path=f"/escapes?limit={LIMIT}",
        read=lambda content: CameBackTold(ask=ask, page=came_back_page(content)),
        failed=lambda problem: CameBackTold(ask=ask, page=None, problem=problem),
    )
