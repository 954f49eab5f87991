"""Asks the views of an item for the answers on its label, one after the other, within a time."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inspector.adapters.checks._item_views import ItemView
from inspector.domain.check import PRINT, Reading
from inspector.domain.label_answer import Answer
from inspector.domain.label_question import Question
from inspector.domain.label_search import LabelSearch
from inspector.domain.label_value import Calendar
from inspector.domain.text_line import around
from inspector.ports.code_reader import Window
from inspector.ports.text_reader import TextReader

Region = tuple[float, float, float, float]

_ENLARGED: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenAnswer:
    """An answer and the camera that saw it; its corners are in that camera's picture."""

    answer: Answer
    camera: str

    def as_reading(self) -> Reading:
        """As every check tells what it read."""
        return Reading(
            name=self.answer.alias,
            text=self.answer.text,
            confidence=self.answer.confidence,
            camera=self.camera,
            xyxy=around(self.answer.corners),
            source=PRINT,
            polygon=self.answer.corners,
            meaning=self.answer.meaning if self.answer.meaning != self.answer.text else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRead:
    """All answers, and how many lines and views the time was too short for."""

    answers: tuple[SeenAnswer, ...]
    lines_unread: int = 0
    views_unread: int = 0


def read_label(
    reader: TextReader,
    views: Sequence[tuple[ItemView, Window]],
    questions: Sequence[Question],
    calendar: Calendar,
    *,
    in_time: Callable[[], bool],
    min_score: float,
    again: Collection[str] = (),
) -> LabelRead:
    """Each view is asked what those before it did not answer well; no line is begun once `in_time` says no.

    For the questions `again` the views are looked at once more, enlarged, where they are still open then.
    """
    best: dict[str, SeenAnswer] = {}
    lines_unread = 0
    looks = [(view, window, 1.0) for view, window in views] + [(view, window, _ENLARGED) for view, window in views]
    for number, (view, window, enlarge) in enumerate(looks):
        open_ones = [
            one
            for one in questions
            if (one.alias not in best or best[one.alias].answer.confidence < min_score)
            and (enlarge == 1 or one.alias in again)
        ]
        if not open_ones:
            continue
        if not in_time():
            unread = max(0, len(views) - number)
            return LabelRead(answers=_in_order(best, questions), lines_unread=lines_unread, views_unread=unread)
        search = LabelSearch(reader.find(view.image, window, enlarge=enlarge), open_ones, calendar)
        while in_time() and (place := search.next_place()) is not None:
            search.read(reader.recognise(view.image, place))
        lines_unread += 0 if in_time() else search.unread
        for answer in search.answers():
            before = best.get(answer.alias)
            if before is None or before.answer.confidence < answer.confidence:
                best[answer.alias] = SeenAnswer(answer=answer, camera=view.camera)
    return LabelRead(answers=_in_order(best, questions), lines_unread=lines_unread)


def _in_order(best: Mapping[str, SeenAnswer], questions: Sequence[Question]) -> tuple[SeenAnswer, ...]:
    return tuple(best[one.alias] for one in questions if one.alias in best)


def window_of(view: ItemView, margin_px: int, region: Region | None) -> Window:
    """The item's box with a margin, or the part of the box where the label is: left, top, right, bottom as shares."""
    if region is None:
        return view.window(margin_px)
    height, width = view.image.shape[:2]
    left, top, right, bottom = view.xyxy
    across, down = right - left, bottom - top
    x0, y0 = max(0, int(left + region[0] * across)), max(0, int(top + region[1] * down))
    x1, y1 = min(width, int(left + region[2] * across)), min(height, int(top + region[3] * down))
    return x0, y0, max(x0, x1), max(y0, y1)
