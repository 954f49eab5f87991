"""The camera, its lens or its light: pictures that can not be judged, of whatever goods."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from inspector.domain.alarm_journal import AlarmEvent
from inspector.domain.cause.cause import Cause, Looking, Weighed, capped
from inspector.domain.cause.fact import Source, SourceKind, decisions
from inspector.domain.cause.marks import SAME_SHARE, items_source
from inspector.domain.cause.sign import PICTURE_CODES, Sign
from inspector.domain.lot_group import Dimension
from inspector.domain.review import OverruleReason

EACH_ALARM, MOST_ALARMS = 1.0, 2.0
ONE_CAMERA, ALL_PRODUCTS, ONE_PRODUCT = 0.7, 1.0, -2.0
EACH_BAD_PICTURE, MOST_BAD_PICTURES = 0.3, 0.9
_ALARMS: Final = ("camera-lost", "image-quality", "counter-slip")


def _alarmed(looking: Looking) -> Iterator[Weighed]:
    raised = [
        one
        for one in looking.gathered.alarms
        if one.entry.event is AlarmEvent.RAISED and one.entry.id.startswith(_ALARMS)
    ]
    if raised:
        names = ", ".join(sorted({one.entry.id for one in raised}))
        sources = [Source(kind=SourceKind.ALARM, name=str(one.number)) for one in raised]
        text = f"{len(raised)} alarms of cameras were raised in this span: {names}"
        yield looking.weigh(text, sources, capped(EACH_ALARM * len(raised), MOST_ALARMS))


def _one_camera(looking: Looking) -> Iterator[Weighed]:
    cameras = Counter(
        (reason.camera, reason.code.name.removeprefix("IMAGE_").lower())
        for seen in looking.calls
        for reason in seen.reasons
        if reason.code in PICTURE_CODES and reason.camera is not None
    )
    if not cameras:
        return
    (camera, fault), count = cameras.most_common(1)[0]
    if count >= SAME_SHARE * cameras.total():
        text = f"{count} of {cameras.total()} faulty pictures are of camera {camera}: {fault}"
        yield looking.weigh(text, decisions([seen.record_id for seen in looking.calls]), ONE_CAMERA)


def _whatever_goods(looking: Looking) -> Iterator[Weighed]:
    """A bad lens shows with all products; glare on one product's film with that one."""
    items = looking.gathered.items
    group = None if looking.rate is None else looking.rate.group
    there = [seen for seen in items if group is None or group in seen.groups]
    faulty = [seen for seen in there if Sign.PICTURE in seen.signs]
    known, hit = ({seen.identity.sku for seen in some} for some in (there, faulty))
    if len(faulty) < 3 or len(known) < 3:
        return
    text = f"faulty pictures are of {len(hit)} of the {len(known)} products seen then"
    yield looking.weigh(text, items_source(there), ALL_PRODUCTS if len(hit) > 2 else ONE_PRODUCT)


def _bad_pictures(looking: Looking) -> Iterator[Weighed]:
    told = [
        seen.review
        for seen in looking.gathered.items
        if seen.review is not None and seen.review.reason is OverruleReason.BAD_PICTURE
    ]
    if told:
        text = f"people overruled {len(told)} calls because of a bad picture"
        sources = [Source(kind=SourceKind.REVIEW, name=review.review_id) for review in told]
        yield looking.weigh(text, sources, capped(EACH_BAD_PICTURE * len(told), MOST_BAD_PICTURES))


CAUSE: Final = Cause(
    name="camera_fault",
    title="a camera, its lens or its light",
    signs=frozenset({Sign.PICTURE}),
    loci=(Dimension.HOUR, None),
    marks=(_alarmed, _one_camera, _whatever_goods, _bad_pictures),
    look_at="clean and focus the lens; `inspector doctor` and the live picture show whether it is sharp",
)
