"""All causes that are looked for."""

from typing import Final

from inspector.domain.cause.cause import Cause
from inspector.domain.cause.causes import (
    camera_fault,
    catalogue_wrong,
    count_fault,
    delivered_damaged,
    expired_lot,
    limit_too_tight,
    mislabelled,
    other_variant,
    transit_damage,
    weak_packaging,
    wrong_item_in_bin,
    wrong_size_label,
)

CAUSES: Final[tuple[Cause, ...]] = tuple(
    module.CAUSE
    for module in (
        mislabelled,
        wrong_size_label,
        other_variant,
        wrong_item_in_bin,
        expired_lot,
        transit_damage,
        delivered_damaged,
        weak_packaging,
        count_fault,
        camera_fault,
        limit_too_tight,
        catalogue_wrong,
    )
)
