"""Which item a complaint is about, from what the ledger knows: certain, one of several, or none."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from inspector.domain.complaint import MOST_CANDIDATES, Complaint, LetBy, Match, MatchStatus, Sighting
from inspector.domain.utc import iso_ms

# Each names one item; the surer first.
KEYS = ("record_id", "track", "lpn", "serial")
SLACK = timedelta(days=1)  # a date without an hour, in whoever's zone


class Matcher:
    """Finds the items of complaints among `sightings`, in any order."""

    def __init__(self, sightings: Iterable[Sighting], *, within_days: float) -> None:
        self._within = timedelta(days=within_days)
        self._by_key: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
        self._by_sku: dict[str, list[Sighting]] = defaultdict(list)
        for one in sightings:
            for key in KEYS:
                value = getattr(one, key)
                if value is not None:
                    self._by_key[key, value].append(one)
            if one.sku is not None:
                self._by_sku[one.sku].append(one)

    def match(self, complaint: Complaint) -> Match:
        """By record, track, LPN or serial; where none is told, by SKU and lot, or SKU and time."""
        told = {key: value for key in KEYS if (value := getattr(complaint, key)) is not None}
        if told:
            return self._by_keys(complaint, told)
        if complaint.sku is None:
            return _none("it names no record, track, LPN, serial or SKU")
        if complaint.lot is None and complaint.from_utc is None:
            return _none("it names a SKU, but neither its lot nor from when it is")
        return self._in_window(complaint)

    def _by_keys(self, complaint: Complaint, told: dict[str, str]) -> Match:
        newest: dict[str, Sighting] = {}
        missed = []
        for key, value in told.items():
            seen = self._by_key.get((key, value), [])
            before = [one for one in seen if not _is_later(one, complaint)]
            if key == "serial" and complaint.sku is not None:
                before = [one for one in before if one.sku in {None, complaint.sku}]
            if before:
                newest[key] = _last(before)
            else:
                missed.append(f"{key} {value} was {'seen only after the complaint' if seen else 'never seen here'}")
        if not newest:
            return _none("; ".join(missed))
        items = {one.record_id: one for one in newest.values()}
        how = "+".join(newest)
        if len(items) > 1:
            return _several(list(items.values()), how, f"{' and '.join(newest)} name different items")
        (item,) = items.values()
        if complaint.sku is not None and item.sku is not None and complaint.sku != item.sku:
            return _several([item], how, f"it says SKU {complaint.sku}, the station saw {item.sku}")
        return Match(status=MatchStatus.MATCHED, how=how, note="; ".join(missed), candidates=(item,), count=1)

    def _in_window(self, complaint: Complaint) -> Match:
        first, last = self._window(complaint)
        fits: Callable[[Sighting], bool] = lambda one: (  # noqa: E731 - one expression, used once
            one.let_by is not LetBy.ISOLATED
            and (complaint.lot is None or one.lot == complaint.lot)
            and first <= one.seen_utc <= last
        )
        found = [one for one in self._by_sku.get(complaint.sku or "", []) if fits(one)]
        how = "sku" if complaint.lot is None else "sku+lot"
        if not found:
            return _none(f"no item of this {how} left the station from {first[:10] or 'the first'} to {last[:10]}")
        if len(found) == 1:
            return Match(status=MatchStatus.MATCHED, how=how, candidates=tuple(found), count=1)
        return _several(found, how, f"{len(found)} items of this {how} left in that time")

    def _window(self, complaint: Complaint) -> tuple[str, str]:
        last = complaint.until_utc or _latest(complaint)
        if complaint.from_utc is not None:
            return complaint.from_utc, last
        if complaint.reported_utc is None:
            return "", last
        return iso_ms(datetime.fromisoformat(complaint.reported_utc) - self._within), last


def _latest(complaint: Complaint) -> str:
    """When the item was seen at the latest."""
    if complaint.reported_utc is None:
        return "9999"
    return iso_ms(datetime.fromisoformat(complaint.reported_utc) + SLACK)


def _is_later(one: Sighting, complaint: Complaint) -> bool:
    return one.seen_utc > _latest(complaint)


def _last(seen: Sequence[Sighting]) -> Sighting:
    """An item may go round: what counts is the last time that it was let go, or seen at all."""
    gone = [one for one in seen if one.let_by is not LetBy.ISOLATED]
    return max(gone or seen, key=lambda one: one.number)


def _several(found: Sequence[Sighting], how: str, note: str) -> Match:
    """Those that the station doubted most come first."""
    ranked = sorted(found, key=lambda one: (-one.score, one.number))
    return Match(
        status=MatchStatus.AMBIGUOUS,
        how=how,
        note=note,
        candidates=tuple(ranked[:MOST_CANDIDATES]),
        count=len(found),
    )


def _none(note: str) -> Match:
    return Match(status=MatchStatus.UNMATCHED, note=note)
