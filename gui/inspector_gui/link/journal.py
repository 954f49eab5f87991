"""The question for the alarms' journal, and its answer."""

from dataclasses import dataclass

from inspector.wire.journal import JournalLine, journal_page
from inspector_gui.link.questions import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class AskJournal:
    """The newest `limit` lines, or those before a number."""

    limit: int
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalTold:
    """What became of a question: lines, newest first, or None and why."""

    ask: AskJournal
    lines: tuple[JournalLine, ...] | None
    problem: str = ""


def journal_question(ask: AskJournal) -> Question:
    """As it is asked over HTTP; older lines do not push the newest aside."""
    older = ask.before is not None
    return Question(
        kind="journal, older" if older else "journal",
        path=f"/alarms/journal?limit={ask.limit}" + (f"&before={ask.before}" if older else ""),
        read=lambda content: JournalTold(ask=ask, lines=tuple(journal_page(content).lines)),
        failed=lambda problem: JournalTold(ask=ask, lines=None, problem=problem),
    )
