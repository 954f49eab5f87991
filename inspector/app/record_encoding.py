"""An item's record as it goes to IT. It is made before the decision is booked: nothing that was found may end that."""

import logging
from collections.abc import Callable

from inspector.domain.errors import BadMessage
from inspector.domain.station import ItemReport
from inspector.wire.codec import encode
from inspector.wire.result import cut_result_of, result_of

log = logging.getLogger(__name__)


def record_encoder(station: str, boot: int) -> Callable[[ItemReport], bytes]:
    """Where hundreds of boxes were found, a label full of codes, or what is no number, the outcome alone is told."""
    sequence = iter(range(2**63))

    def encoded(report: ItemReport) -> bytes:
        seq = next(sequence)
        try:
            return encode(result_of(report, station=station, boot=boot, seq=seq))
        except BadMessage as error:
            log.error("a record is cut: %s", error)  # noqa: TRY400 - the message says it all
            return encode(cut_result_of(report, station=station, boot=boot, seq=seq))

    return encoded
