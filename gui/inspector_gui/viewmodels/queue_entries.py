"""What was answered and decided in this window: kept on its disk, booked by the station, taken back within seconds."""

from collections.abc import Callable

from inspector.domain.dispositioning import Step
from inspector.domain.review import Answer, Review
from inspector_gui.link.answers import AnswerBookError, Entry
from inspector_gui.viewmodels.answers import AnswersModel, Settled
from inspector_gui.viewmodels.deciding import Deciding
from inspector_gui.viewmodels.given import Given, GivenStack
from inspector_gui.viewmodels.new_review import withdrawal
from inspector_gui.viewmodels.open_items import OpenItemsBook, QueueItem
from inspector_gui.viewmodels.queue_asking import QueueAsking


class QueueEntries:
    """`notice`: what could not be kept here, or was not booked by the station. An entry corrects the list at once."""

    def __init__(
        self, answers: AnswersModel, book: OpenItemsBook, asking: QueueAsking, now_s: Callable[[], float]
    ) -> None:
        self._answers, self._book, self._asking, self._now_s = answers, book, asking, now_s
        self.given = GivenStack()
        self.notice = ""
        self._tracks: dict[str, int] = {}
        for entry in answers.waiting:
            withdrawn = isinstance(entry, Review) and entry.answer is Answer.WITHDRAWN
            (book.taken_back if withdrawn else book.answered)(entry.record_id, None)

    @property
    def unsent(self) -> int:
        """So many wait here for the station."""
        return len(self._answers.waiting)

    @property
    def newest(self) -> Given | None:
        """What would be taken back now."""
        return self.given.newest(self._now_s())

    def tick(self, *, heard: bool) -> None:
        """Time passes: what waits is sent, what is old can not be taken back any more."""
        now = self._now_s()
        self._answers.tick(now, reachable=heard)
        self.given.expire(now)

    def done(self, entry: Entry, item: QueueItem, deciding: Deciding | None = None) -> bool:
        """Keep it. An entry that can not be kept on this computer is none: the item stays."""
        if not self._keep(entry):
            return False
        self.given.add(Given(entry=entry, item=item, at_s=self._now_s(), deciding=deciding))
        self._tracks[item.rid] = item.view.track
        self._book.answered(item.rid, item)
        self._asking.soon()
        return True

    def withdraw(self, given: Given, review: Review, operator: str) -> bool:
        """Take the newest answer back: the item waits again."""
        if not self._keep(withdrawal(review, operator, after_s=self._now_s() - given.at_s)):
            return False
        self.given.pop()
        self._book.taken_back(given.item.rid, given.item)
        return True

    def undecide(self, given: Given, step: Step, deciding: Deciding) -> bool:
        """Take the newest fate back, which was not sent yet: nobody decided about the item."""
        try:
            taken = self._answers.take_back(step)
        except AnswerBookError as error:
            self.notice = str(error)
            return False
        if taken:
            self.given.pop()
            self._book.unsaid(given.item.rid, given.item, self._asking.number, waits=deciding.listed)
        return taken

    def settle(self, settled: Settled) -> None:
        """The station's word about one of them."""
        entry = settled.review
        self._book.settled(entry.record_id, self._asking.number)
        self._asking.soon()
        track = self._tracks.get(entry.record_id)
        if not settled.booked:
            self.notice = settled.detail if track is None else f"{track}: {settled.detail}"
            self.given.refused(entry)
        if not any(one.record_id == entry.record_id for one in self._answers.waiting):
            self._tracks.pop(entry.record_id, None)

    def _keep(self, entry: Entry) -> bool:
        try:
            self._answers.put(entry)
        except AnswerBookError as error:
            self.notice = str(error)
            return False
        self.notice = ""
        return True
