"""The question for the isolated items that wait, and its answer."""

from dataclasses import dataclass
from urllib.parse import urlencode

from inspector.wire.review import OpenItems, open_items
from inspector_gui.link.questions import Question

RELABELLED = "CMD:RELABELLED"  # in a barcode's place: those that are being relabelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question for the first items, or with `code` for those of a barcode; `number` rises with every question."""

    number: int
    limit: int
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a question: a page, or None and why."""

    ask: Ask
    page: OpenItems | None
    problem: str = ""


def open_question(ask: Ask) -> Question:
    """As it is asked over HTTP."""
    code = {"code": ask.code} if ask.code and ask.code != RELABELLED else {}
    part = "relabelled" if ask.code == RELABELLED else "open"
    return Question(
        kind="open-code" if ask.code else "open",
        path=f"/items/{part}?{urlencode({'limit': ask.limit, **code})}",
        read=lambda content: Told(ask=ask, page=open_items(content)),
        failed=lambda problem: Told(ask=ask, page=None, problem=problem),
    )
