"""Asks the views of an item for the answers on its label, one after the other, within a time."""

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inspector.adapters.checks._item_views import ItemView
from inspector.adapters.checks._text_place import DOTS_PX, smoothed
from inspector.domain.check import PRINT, Reading
from inspector.domain.frame import RgbImage
from inspector.domain.label_answer import Answer
from inspector.domain.label_question import Question
from inspector.domain.label_search import LabelSearch
from inspector.domain.label_value import Calendar
from inspector.domain.text_line import around
from inspector.ports.code_reader import Window
from inspector.ports.text_reader import TextReader

Region = tuple[float, float, float, float]

_ENLARGED: Final = 2.0
_A_WORD: Final = 4  # letters and figures; of print in dots the network reads a sign or two that are not there


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
    """All answers, and how many lines, views, and closer looks at views the time was too short for."""

    answers: tuple[SeenAnswer, ...]
    lines_unread: int = 0
    views_unread: int = 0
    looks_unmade: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One way to look at a view. `dots_px` runs dots together, `enlarge` finds small print."""

    view: ItemView
    window: Window
    enlarge: float = 1.0
    dots_px: float = 0.0

    @property
    def first(self) -> bool:
        """As the picture is."""
        return self.enlarge == 1 and self.dots_px == 0

    def picture(self) -> RgbImage:
        """What the reader gets."""
        return smoothed(self.view.image, self.window, self.dots_px) if self.dots_px else self.view.image


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

    For the questions `again` the views are looked at once more where they are still open then: enlarged, and with dots
    run together, that first where no print was legible at all.
    """
    best: dict[str, SeenAnswer] = {}
    lines_unread, legible = 0, False
    looks = deque(_Look(view=view, window=window) for view, window in views)
    while looks:
        look = looks.popleft()
        open_ones = [
            one
            for one in questions
            if (one.alias not in best or best[one.alias].answer.confidence < min_score)
            and (look.first or one.alias in again)
        ]
        if open_ones and not in_time():
            unread = sum(one.first for one in (look, *looks))
            return LabelRead(
                answers=_in_order(best, questions),
                lines_unread=lines_unread,
                views_unread=unread,
                looks_unmade=1 + len(looks) - unread,
            )
        if open_ones:
            picture = look.picture()
            search = LabelSearch(reader.find(picture, look.window, enlarge=look.enlarge), open_ones, calendar)
            while in_time() and (place := search.next_place()) is not None:
                search.read(reader.recognise(picture, place))
            lines_unread += 0 if in_time() else search.unread
            legible = legible or any(sum(map(str.isalnum, line.text)) >= _A_WORD for line in search.lines)
            for answer in search.answers():
                before = best.get(answer.alias)
                if before is None or before.answer.confidence < answer.confidence:
                    best[answer.alias] = SeenAnswer(answer=answer, camera=look.view.camera)
        if look.first and not looks:
            looks.extend(_second_looks(views, legible=legible))
    return LabelRead(answers=_in_order(best, questions), lines_unread=lines_unread)


def _second_looks(views: Sequence[tuple[ItemView, Window]], *, legible: bool) -> list[_Look]:
    larger = [_Look(view=view, window=window, enlarge=_ENLARGED) for view, window in views]
    dots = [_Look(view=view, window=window, dots_px=sigma_px) for sigma_px in DOTS_PX for view, window in views]
    return [*larger, *dots] if legible else [*dots, *larger]


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
