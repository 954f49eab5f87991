"""Which line of a label to read next: reading costs far more than finding, and most lines answer nothing."""

from collections.abc import Sequence
from typing import Final

from inspector.domain.label_answer import Answer, Claim, answer_from, claims, keywords_at
from inspector.domain.label_layout import BELOW, before, distance
from inspector.domain.label_question import Question
from inspector.domain.label_value import Calendar, value_after
from inspector.domain.text_line import Corners, TextLine

_BEFORE: Final = 8.0  # heights of a line: as long as the place is in which its keyword is sought


class LabelSearch:
    """`next_place`, then `read` with what stands there, until `next_place` is None. Not thread-safe.

    It looks first beside and below keywords that were read and have no answer, else in the order of the places; then
    before values that lack a keyword, where a short word may have been overlooked. It ends when every question has an
    answer that no unread place could better.
    """

    def __init__(self, places: Sequence[Corners], questions: Sequence[Question], calendar: Calendar) -> None:
        self._unread = list(places)
        self._questions, self._calendar = questions, calendar
        self._lines: list[TextLine] = []
        self._claims: list[Claim] = []
        self._looked_before: set[Corners] = set()

    @property
    def unread(self) -> int:
        """How many places nobody has read."""
        return len(self._unread)

    @property
    def lines(self) -> tuple[TextLine, ...]:
        """What was read, in the order of reading."""
        return tuple(self._lines)

    def answers(self) -> tuple[Answer, ...]:
        """What is answered so far, in the order of the questions."""
        found = {claim.question.alias: claim for claim in self._claims}
        return tuple(answer_from(found[one.alias], self._lines) for one in self._questions if one.alias in found)

    def next_place(self) -> Corners | None:
        """The place to read now; None when nothing more can be learnt."""
        if len(self._claims) == len(self._questions) and all(map(self._settled, self._claims)):
            return None
        if not self._unread:
            return self._before_a_value()
        asking = self._asking()
        near = [(far, place) for place in self._unread if (far := _nearest(asking, place)) is not None]
        place = min(near, key=lambda one: one[0])[1] if near else self._unread[0]
        self._unread.remove(place)
        return place

    def read(self, line: TextLine | None) -> None:
        """What stands at the place that `next_place` told last; None: nothing legible."""
        if line is not None:
            self._lines.append(line)
            self._claims = claims(self._lines, self._questions, self._calendar)

    def _before_a_value(self) -> Corners | None:
        """Where the keyword of a text should stand that fits a question which has no answer."""
        answered = {claim.question.alias for claim in self._claims}
        taken = {claim.line for claim in self._claims}
        for number, line in enumerate(self._lines):
            place = before(line.corners, _BEFORE)
            if number in taken or place in self._looked_before or not any(map(str.isdigit, line.text)):
                continue
            for question in self._questions:
                value = None
                if question.alias not in answered:
                    value = value_after(question, "", line.text, 0, self._calendar)
                if value is not None and value.end - value.start == len(line.text):
                    self._looked_before.add(place)
                    return place
        return None

    def _settled(self, claim: Claim) -> bool:
        """No unread place is nearer to the keyword; below one, and without one, only a whole reading can tell."""
        if claim.cost >= BELOW:
            return False
        asked = self._lines[claim.asked_at].corners
        rivals = (distance(asked, place) for place in self._unread)
        return claim.cost == 0 or all(far is None or far >= claim.cost for far in rivals)

    def _asking(self) -> list[Corners]:
        """Where keywords stand whose questions are not settled."""
        settled = {claim.question.alias for claim in self._claims if self._settled(claim)}
        return [
            self._lines[number].corners
            for question in self._questions
            if question.alias not in settled
            for number, _, _ in keywords_at(self._lines, question)
        ]


def _nearest(keywords: Sequence[Corners], place: Corners) -> float | None:
    return min((far for one in keywords if (far := distance(one, place)) is not None), default=None)
