"""What customers said of a station's items, as signs that a cause can explain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from inspector.app.escapes import escape_book, escapes_kept
from inspector.config.station import StationConfig
from inspector.domain.cause.gathered import Observation, SignedComplaint, Subject
from inspector.domain.cause.sign import Sign, sign_of_finding
from inspector.domain.complaint import Escape
from inspector.domain.errors import StoreError
from inspector.domain.review import Answer


def complaints_about(config: StationConfig, unread: list[str]) -> list[SignedComplaint]:
    """All that speak of something that is ours to explain; a book that can not be read is named in `unread`.

    Left out are those that a person looked at again and found to be no fault.
    """
    if not escapes_kept(config):
        return []
    try:
        book = escape_book(config)
        escapes, relabels = book.escapes(), book.relabels()
    except StoreError as error:
        unread.append(f"complaints can not be read: {error}")
        return []
    answers = {booked.relabel.complaint_id: booked.relabel.answer for booked in relabels}  # the last one stands
    return list(_signed(escapes, answers))


def _signed(escapes: Sequence[Escape], answers: Mapping[str, Answer]) -> Iterator[SignedComplaint]:
    for escape in escapes:
        said, item, sign = escape.complaint, escape.match.item, sign_of_finding(escape.finding)
        if sign is None or answers.get(said.complaint_id) is Answer.OVERRULED:
            continue
        yield SignedComplaint(
            complaint_id=said.complaint_id,
            record_id=None if item is None else item.record_id,
            sku=said.sku if item is None else item.sku,
            lot=said.lot if item is None else item.lot,
            sign=sign,
        )


def with_complaints(items: Sequence[Observation], complaints: Sequence[SignedComplaint]) -> list[Observation]:
    """Items that a customer complained of show what was said, whatever the station or a person thought of them."""
    said: dict[str, set[Sign]] = {}
    for one in complaints:
        if one.record_id is not None:
            said.setdefault(one.record_id, set()).add(one.sign)
    return [
        replace(seen, signs=(seen.signs - {Sign.FALSE_ALARM}) | said[seen.record_id])
        if seen.record_id in said
        else seen
        for seen in items
    ]


def of_subject(
    complaints: Sequence[SignedComplaint], subject: Subject, own: Sequence[Observation]
) -> tuple[SignedComplaint, ...]:
    """Those about its items, and those that met no item and name its product and lot."""
    record_ids = {seen.record_id for seen in own}
    return tuple(
        one
        for one in complaints
        if one.record_id in record_ids or (one.record_id is None and subject.named_by(one.sku, one.lot))
    )
