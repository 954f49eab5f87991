"""How many of the items that the station let go came back, by what was wrong with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspector.domain.beta import share_interval
from inspector.domain.complaint import Escape, LetBy, MatchStatus, Relabel
from inspector.domain.complaint_words import NOT_A_FAULT
from inspector.domain.review import Answer

LIMITS = (
    "Only what comes back is counted: nobody complains about damage that they accept, do not see or throw away, and "
    "items of the last weeks have not had the time. The true rate is higher. Damage after the station counts as if it "
    "had been there, unless a person who looked at the pictures again says otherwise (`escapes queue`). Classes are "
    "read off the text by rules. The interval (Clopper-Pearson, 95 %) is about chance alone."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EscapeRate:
    """One class, over `passed` items that the station passed in the period.

    `station` of them came back; `by_person` and `unjudged` did too, but the station had not passed them. `ambiguous`
    complaints are about one of several items: with all of them the rate would be `at_most`.
    """

    finding: str
    passed: int
    station: int
    by_person: int
    unjudged: int
    isolated: int
    ambiguous: int
    unmatched: int

    @property
    def rate(self) -> float | None:
        """None where nothing was passed."""
        return self.station / self.passed if self.passed else None

    @property
    def interval(self) -> tuple[float, float]:
        """95 %, exact."""
        return share_interval(min(self.station, self.passed), self.passed)

    @property
    def at_most(self) -> float | None:
        """Were every ambiguous complaint about an item that the station passed."""
        return min(1.0, (self.station + self.ambiguous) / self.passed) if self.passed else None


def escape_rates(
    escapes: Iterable[Escape], answers: Mapping[str, Relabel], *, passed: int, from_utc: str, until_utc: str
) -> tuple[EscapeRate, ...]:
    """By class, the most frequent first; the first row, `all`, has every class that is a fault.

    An item counts once for a class, however many complain. `answers` by complaint: what a person found on looking again
    replaces what the text seems to say, and an item that was found intact is no escape. Matched items count by when
    they were seen, ambiguous ones when one of theirs was, and what is about no known item when it was not reported
    before the period.
    """
    tally: dict[str, dict[str, set[str]]] = {}

    for escape in escapes:
        answer = answers.get(escape.complaint.complaint_id)
        if answer is not None and answer.answer is Answer.OVERRULED:
            continue
        finding = answer.label if answer is not None and answer.label else escape.finding
        where = _column(escape, answer, from_utc, until_utc)
        if where is None:
            continue
        column, counted = where
        for name in (finding,) if finding == NOT_A_FAULT else (finding, "all"):
            tally.setdefault(name, {}).setdefault(column, set()).add(counted)
    rows = [_rate(finding, columns, passed) for finding, columns in tally.items()]
    return tuple(sorted(rows, key=lambda row: (row.finding != "all", -row.station, -row.ambiguous, row.finding)))


_COLUMNS = {
    LetBy.STATION: "station",
    LetBy.PERSON: "by_person",
    LetBy.NOBODY: "unjudged",
    LetBy.ISOLATED: "isolated",
}


def _column(escape: Escape, answer: Relabel | None, from_utc: str, until_utc: str) -> tuple[str, str] | None:
    """(column, what counts once in it) of a complaint of the period; None for another."""
    item = escape.match.item
    if item is None and answer is not None:  # a person told which of several it was
        item = next((one for one in escape.match.candidates if one.record_id == answer.record_id), None)
    if item is not None:
        return (_COLUMNS[item.let_by], item.record_id) if from_utc <= item.seen_utc <= until_utc else None
    if escape.match.status is MatchStatus.AMBIGUOUS:
        of_the_period = any(from_utc <= one.seen_utc <= until_utc for one in escape.match.candidates)
        return ("ambiguous", escape.complaint.complaint_id) if of_the_period else None
    reported = escape.complaint.reported_utc
    return ("unmatched", escape.complaint.complaint_id) if reported is None or reported >= from_utc else None


def _rate(finding: str, columns: Mapping[str, set[str]], passed: int) -> EscapeRate:
    counted = {name: len(columns.get(name, ())) for name in (*_COLUMNS.values(), "ambiguous", "unmatched")}
    return EscapeRate(finding=finding, passed=passed, **counted)
