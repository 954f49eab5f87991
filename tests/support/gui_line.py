"""A canned line for the operator's window: real wire messages about rendered items, and their pictures."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt
from inspector_gui.link.news import Connected, Heard, News
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter, QRadialGradient

from inspector.domain.alarm import ALARMS, Alarm, AlarmState, ShelveReason
from inspector.domain.packml import PackMode, PackState
from inspector.domain.reason import ReasonCode, defect_code
from inspector.domain.station import StationInfo, StationState
from inspector.domain.verdict import Disposition
from inspector.scene.line import LineSpec, item_at
from inspector.scene.render import RenderedFrame, Renderer, View
from inspector.wire.from_domain import alarm_message, info_message, state_message
from inspector.wire.header import Message
from inspector.wire.line import AlarmMessage, HbEdge, HbPlc, Info, Metrics, State, Status
from inspector.wire.metric_names import METRIC_NAMES
from inspector.wire.result import BoxPart, ReasonPart, Result
from inspector.wire.stamp import Header
from inspector.wire.topics import Address

ADDRESS = Address(site="demo", line="l1", station="st01")
CAMERAS: tuple[View, View] = ("top", "side")
SPEC = LineSpec(seed=7, damage_rate=0.35)
FIRST_TRACK = 4710
LANES = {Disposition.PASS: 1, Disposition.DIVERT: 2, Disposition.REVIEW: 3, Disposition.NO_DECISION: 3}


def header(seq: int = 0) -> Header:
    """A header in the canned line's time."""
    return Header(seq=seq, boot=1, ts=f"2026-09-21T14:{(seq // 60) % 60:02d}:{seq % 60:02d}.000Z", station="st01")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CannedItem:
    """The n-th item: its result and its pictures as RGB arrays by camera. It is made once, and so are its pictures."""

    result: Result
    frames: dict[str, npt.NDArray[np.uint8]]


@cache
def _renderer(view: View) -> Renderer:
    return Renderer(SPEC, view=view, size=(640, 512))


@cache
def rendered(index: int, view: View) -> RenderedFrame:
    """One rendered frame."""
    return _renderer(view).item(index)


@cache
def canned_item(index: int) -> CannedItem:
    """A station that sees everything, but is unsure of every eleventh item and could not judge every seventeenth."""
    frames = {view: rendered(index, view) for view in CAMERAS}
    boxes, reasons = [], []
    for view, frame in frames.items():
        mine = next((seen for seen in frame.items if seen.item.index == index), None)
        if mine is None:
            continue
        boxes.append(BoxPart(camera=view, label="item", score=0.98, xyxy=mine.xyxy))
        for defect in mine.defects:
            code = defect_code(defect.cls)
            boxes.append(BoxPart(camera=view, label=defect.cls, score=0.91, xyxy=defect.xyxy))
            reasons.append(ReasonPart(code=int(code), name=code.name, score=0.91, camera=view, detail=defect.cls))
    disposition = _disposition(index, damaged=bool(reasons))
    if disposition is Disposition.REVIEW:
        reasons = [_reason(ReasonCode.NOVEL, 0.4), *reasons]
    elif disposition is Disposition.NO_DECISION:
        reasons = [_reason(ReasonCode.IMAGE_BLURRED, 1.0)]
    return CannedItem(
        result=_result(index, disposition, boxes, reasons or [_reason(ReasonCode.INTACT, 0.97)]),
        frames={view: frame.image for view, frame in frames.items()},
    )


def plain_result(index: int, disposition: Disposition = Disposition.PASS, **changes: object) -> Result:
    """A result without pictures, for tests that look at no picture."""
    result = _result(index, disposition, [], [_reason(ReasonCode.INTACT, 0.97)])
    return result.model_copy(update=changes)


def _disposition(index: int, *, damaged: bool) -> Disposition:
    if index % 17 == 16:
        return Disposition.NO_DECISION
    if index % 11 == 10:
        return Disposition.REVIEW
    return Disposition.DIVERT if damaged else Disposition.PASS


def _reason(code: ReasonCode, score: float) -> ReasonPart:
    return ReasonPart(code=int(code), name=code.name, score=score, camera="top", detail="")


def _result(index: int, disposition: Disposition, boxes: list[BoxPart], reasons: list[ReasonPart]) -> Result:
    truth = item_at(SPEC, index)
    return Result(
        **header(index),
        rid=f"record-{index:06d}",
        did=f"decision-{index:06d}",
        epoch=1,
        track=FIRST_TRACK + index,
        sku=truth.sku,
        disp=disposition,
        lane=LANES[disposition],
        score=0.02 if disposition is Disposition.PASS else 0.91,
        recipe="default",
        reasons=reasons,
        boxes=boxes,
        anomalies=[],
        checks=[],
        timings_ms={"decided_ms": 61.0 + 9.0 * ((index * 7) % 5) + (40.0 if index % 23 == 9 else 0.0)},
        model_hashes={},
        config_hash="c0ffee12",
    )


def info(http: str | None = None, cameras: tuple[str, ...] = CAMERAS) -> Info:
    """The fact sheet."""
    facts = StationInfo(versions={"edge-inspector": "0"}, cameras=cameras, http=http)
    return info_message(facts, header=header())


def info_in_full() -> Info:
    """The fact sheet of a station that judges."""
    models = {"line-detector@3.1.0": "5f3a" * 16, "item-defects@2.0.0": "09bc" * 16}
    versions = {
        "edge-inspector": "0.4.0",
        "onnxruntime": "1.23.2",
        "opencv": "4.12.0",
        "python": "3.11.9",
        "config": "c0ffee12" * 8,
    }
    facts = StationInfo(versions=versions, model_hashes=models, cameras=CAMERAS, http="http://10.20.1.7:8080")
    return info_message(facts, header=header())


def metrics() -> Metrics:
    """Figures of a station that runs."""
    values: dict[str, float] = {name: float(number) for number, name in enumerate(METRIC_NAMES)}
    told = {"decision_p50_ms": 71.4, "decision_p99_ms": 118.0, "plc_age_s": 0.2, "disk_free_bytes": 48.6e9}
    top = {"camera_frames_total.top": 18204.0, "camera_faults_total.top": 3.0, "camera_age_s.top": 1.0}
    return Metrics(**header(), values=values | told | top | {"camera_frames_total.side": 18199.0})


def state(pack: PackState = PackState.EXECUTE, reasons: tuple[str, ...] = ()) -> State:
    """The PackML state."""
    return state_message(StationState(pack=pack, mode=PackMode.PRODUCTION, reasons=reasons), header=header())


def alarm(name: str, how: AlarmState = AlarmState.UNACK_ACTIVE, detail: str = "") -> AlarmMessage:
    """One of the station's alarms."""
    now = Alarm(kind=ALARMS[name], state=how, detail=detail, changed_at="2026-09-21T14:02:58.004Z")
    if how is AlarmState.SHELVED:
        until = "2026-09-21T15:02:58.004Z"
        now = replace(now, operator="Ben", reason=ShelveReason.BEING_REPAIRED.value, until=until)
    return alarm_message(now, header=header())


def beat(number: int, *, ready: bool = True) -> HbEdge:
    """The station's heartbeat."""
    return HbEdge(**header(number), n=number, ready=ready)


def plc_beat(number: int) -> HbPlc:
    """The controller's heartbeat."""
    return HbPlc(**header(number), n=number, epoch=1, enc=number * 250, enc_hz=1250.0)


def online() -> Status:
    """The station is there."""
    return Status(**header(), state="ONLINE")


def heard(message: Message, at_s: float, *, suffix: str | None = None, retained: bool = False) -> Heard:
    """A message as the link hands it over."""
    return Heard(at_s=at_s, suffix=suffix or message.suffix, message=message, retained=retained)


def greeting(at_s: float, http: str | None = None) -> list[News]:
    """What a window hears of a running line right after it connected."""
    return [
        Connected(at_s=at_s),
        heard(online(), at_s, retained=True),
        heard(info(http), at_s, retained=True),
        heard(state(), at_s, retained=True),
        heard(beat(1), at_s),
        heard(plc_beat(1), at_s),
    ]


def to_image(rgb: npt.NDArray[np.uint8]) -> QImage:
    """An own copy of (H, W, 3) uint8 RGB."""
    height, width = rgb.shape[:2]
    return QImage(rgb.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


@cache
def _intact(view: View) -> Renderer:
    return Renderer(replace(SPEC, damage_rate=0.0), view=view, size=(640, 512))


def golden_image(item: CannedItem, camera: str) -> QImage:
    """The same product without damage, cut out as the station cuts golden pictures."""
    index = item.result.track - FIRST_TRACK
    frame = _intact("top" if camera == "top" else "side").item(index)
    seen = next(seen for seen in frame.items if seen.item.index == index)
    left, top, right, bottom = (round(value) for value in seen.xyxy)
    return to_image(np.ascontiguousarray(frame.image[max(0, top - 5) : bottom + 5, max(0, left - 5) : right + 5]))


def heat_image(item: CannedItem, camera: str) -> QImage:
    """A picture as the station's overlay: warm where the defects are."""
    image = to_image(item.frames[camera]).convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for box in item.result.boxes:
        if box.camera == camera and box.label != "item":
            left, top, right, bottom = box.xyxy
            radius = max(right - left, bottom - top) * 0.9
            glow = QRadialGradient((left + right) / 2, (top + bottom) / 2, radius)
            glow.setColorAt(0.0, QColor(255, 60, 0, 190))
            glow.setColorAt(0.5, QColor(255, 200, 0, 110))
            glow.setColorAt(1.0, QColor(0, 0, 255, 0))
            painter.fillRect(image.rect(), glow)
    painter.end()
    return image


def encoded(image: QImage, kind: str = "PNG") -> bytes:
    """As a file's bytes."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(kind.encode())).write(image)
    buffer.close()
    return bytes(content.data())


def thumb(image: QImage) -> QImage:
    """The strip's size."""
    return image.scaled(QSize(320, 240), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
