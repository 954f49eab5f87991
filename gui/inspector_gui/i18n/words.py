"""Every word that is chosen by a code, so that translators find it. The station sends codes, people read words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector.domain.access import Role
from inspector.domain.alarm import AlarmState, ShelveReason
from inspector.domain.alarm_journal import AlarmEvent
from inspector.domain.reason import ReasonCode
from inspector.domain.review import Answer, OverruleReason
from inspector.domain.verdict import Disposition
from inspector_gui.viewmodels.alarm_desk import Failure
from inspector_gui.viewmodels.line import Beating, Condition
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.picture import Caption, Overlay

DISPOSITIONS = {
    Disposition.PASS: QT_TRANSLATE_NOOP("Words", "PASS"),
    Disposition.DIVERT: QT_TRANSLATE_NOOP("Words", "DIVERT"),
    Disposition.REVIEW: QT_TRANSLATE_NOOP("Words", "REVIEW"),
    Disposition.NO_DECISION: QT_TRANSLATE_NOOP("Words", "NO DECISION"),
}
CONDITIONS = {
    Condition.NO_BROKER: QT_TRANSLATE_NOOP("Words", "NO CONNECTION"),
    Condition.STATION_GONE: QT_TRANSLATE_NOOP("Words", "STATION GONE"),
    Condition.NO_NEWS: QT_TRANSLATE_NOOP("Words", "NO NEWS"),
    Condition.NOT_RUNNING: QT_TRANSLATE_NOOP("Words", "NOT RUNNING"),
    Condition.NOT_JUDGED: QT_TRANSLATE_NOOP("Words", "NOT JUDGED"),
    Condition.NOT_SENT: QT_TRANSLATE_NOOP("Words", "NOT SENT"),
    Condition.RUNNING: QT_TRANSLATE_NOOP("Words", "RUNNING"),
}
PACK = {
    "CLEARING": QT_TRANSLATE_NOOP("Words", "Clearing"),
    "STOPPED": QT_TRANSLATE_NOOP("Words", "Stopped"),
    "STARTING": QT_TRANSLATE_NOOP("Words", "Starting"),
    "IDLE": QT_TRANSLATE_NOOP("Words", "Idle"),
    "SUSPENDED": QT_TRANSLATE_NOOP("Words", "Suspended"),
    "EXECUTE": QT_TRANSLATE_NOOP("Words", "Execute"),
    "STOPPING": QT_TRANSLATE_NOOP("Words", "Stopping"),
    "ABORTING": QT_TRANSLATE_NOOP("Words", "Aborting"),
    "ABORTED": QT_TRANSLATE_NOOP("Words", "Aborted"),
    "HOLDING": QT_TRANSLATE_NOOP("Words", "Holding"),
    "HELD": QT_TRANSLATE_NOOP("Words", "Held"),
    "UNHOLDING": QT_TRANSLATE_NOOP("Words", "Unholding"),
    "SUSPENDING": QT_TRANSLATE_NOOP("Words", "Suspending"),
    "UNSUSPENDING": QT_TRANSLATE_NOOP("Words", "Unsuspending"),
    "RESETTING": QT_TRANSLATE_NOOP("Words", "Resetting"),
    "COMPLETING": QT_TRANSLATE_NOOP("Words", "Completing"),
    "COMPLETE": QT_TRANSLATE_NOOP("Words", "Complete"),
}
MODES = {
    "PRODUCTION": QT_TRANSLATE_NOOP("Words", "Production"),
    "MAINTENANCE": QT_TRANSLATE_NOOP("Words", "Maintenance"),
    "MANUAL": QT_TRANSLATE_NOOP("Words", "Manual"),
}
BEATING = {
    Beating.UNKNOWN: QT_TRANSLATE_NOOP("Words", "PLC: not heard"),
    Beating.ALIVE: QT_TRANSLATE_NOOP("Words", "PLC: alive"),
    Beating.SILENT: QT_TRANSLATE_NOOP("Words", "PLC: SILENT"),
}
PAGES = {
    Page.LIVE: QT_TRANSLATE_NOOP("Words", "Live"),
    Page.QUEUE: QT_TRANSLATE_NOOP("Words", "Isolated"),
    Page.ALARMS: QT_TRANSLATE_NOOP("Words", "Alarms"),
    Page.HOLDS: QT_TRANSLATE_NOOP("Words", "Holds"),
    Page.SHIFT: QT_TRANSLATE_NOOP("Words", "Shift"),
    Page.SETUP: QT_TRANSLATE_NOOP("Words", "Setup"),
    Page.TEACH: QT_TRANSLATE_NOOP("Words", "Teach"),
    Page.DIAGNOSTICS: QT_TRANSLATE_NOOP("Words", "Diagnostics"),
}
OVERLAYS = {
    Overlay.BOXES: QT_TRANSLATE_NOOP("Words", "Boxes"),
    Overlay.HEAT: QT_TRANSLATE_NOOP("Words", "Heat map"),
    Overlay.NONE: QT_TRANSLATE_NOOP("Words", "Plain"),
}
CAPTIONS = {
    Caption.STORED: QT_TRANSLATE_NOOP("Words", "Picture of this item"),
    Caption.LIVE: QT_TRANSLATE_NOOP("Words", "Live picture, this item's own is not stored"),
    Caption.LIVE_MEANWHILE: QT_TRANSLATE_NOOP("Words", "Live picture, this item's own is not stored yet"),
    Caption.NO_ITEM_YET: QT_TRANSLATE_NOOP("Words", "No item yet"),
    Caption.MISSING: QT_TRANSLATE_NOOP("Words", "No picture of this item"),
    Caption.LOADING: QT_TRANSLATE_NOOP("Words", "Loading the picture"),
    Caption.HEAT: QT_TRANSLATE_NOOP("Words", "Heat map of this item"),
    Caption.GOLDEN: QT_TRANSLATE_NOOP("Words", "How it should look"),
    Caption.NO_GOLDEN: QT_TRANSLATE_NOOP("Words", "No picture of how it should look"),
    Caption.NO_HEAT: QT_TRANSLATE_NOOP("Words", "No heat map of this item"),
}
CLASSES = {
    "item": QT_TRANSLATE_NOOP("Words", "item"),
    "penetration": QT_TRANSLATE_NOOP("Words", "hole"),
    "deformation": QT_TRANSLATE_NOOP("Words", "dent"),
    "actuation": QT_TRANSLATE_NOOP("Words", "opened"),
    "deconstruction": QT_TRANSLATE_NOOP("Words", "taken apart"),
    "spillage": QT_TRANSLATE_NOOP("Words", "spill"),
    "superficial": QT_TRANSLATE_NOOP("Words", "surface mark"),
    "missing_unit": QT_TRANSLATE_NOOP("Words", "unit missing"),
    "label_defect": QT_TRANSLATE_NOOP("Words", "label defect"),
}
ALARM_STATES = {
    AlarmState.NORMAL: QT_TRANSLATE_NOOP("Words", "Normal"),
    AlarmState.UNACK_ACTIVE: QT_TRANSLATE_NOOP("Words", "Active, not acknowledged"),
    AlarmState.ACK_ACTIVE: QT_TRANSLATE_NOOP("Words", "Active, acknowledged"),
    AlarmState.RTN_UNACK: QT_TRANSLATE_NOOP("Words", "Over, not acknowledged"),
    AlarmState.SHELVED: QT_TRANSLATE_NOOP("Words", "Shelved"),
    AlarmState.SUPPRESSED: QT_TRANSLATE_NOOP("Words", "Suppressed by design"),
    AlarmState.OUT_OF_SERVICE: QT_TRANSLATE_NOOP("Words", "Out of service"),
}
ALARM_EVENTS = {
    AlarmEvent.RAISED: QT_TRANSLATE_NOOP("Words", "Raised"),
    AlarmEvent.RETURNED: QT_TRANSLATE_NOOP("Words", "Over"),
    AlarmEvent.ACKNOWLEDGED: QT_TRANSLATE_NOOP("Words", "Acknowledged"),
    AlarmEvent.SHELVED: QT_TRANSLATE_NOOP("Words", "Shelved"),
    AlarmEvent.UNSHELVED: QT_TRANSLATE_NOOP("Words", "Taken back"),
    AlarmEvent.SHELF_ENDED: QT_TRANSLATE_NOOP("Words", "Shelf ended"),
}
SHELVE_REASONS = {
    ShelveReason.BEING_REPAIRED: QT_TRANSLATE_NOOP("Words", "Being repaired"),
    ShelveReason.MAINTENANCE: QT_TRANSLATE_NOOP("Words", "Maintenance"),
    ShelveReason.FALSE_ALARM: QT_TRANSLATE_NOOP("Words", "False alarm"),
    ShelveReason.COMES_AND_GOES: QT_TRANSLATE_NOOP("Words", "Comes and goes"),
    ShelveReason.OTHER: QT_TRANSLATE_NOOP("Words", "Other"),
}
FAILURES = {
    Failure.NO_CONNECTION: QT_TRANSLATE_NOOP("Words", "NOT SENT: there is no connection. Press again when it is back."),
    Failure.NO_ANSWER: QT_TRANSLATE_NOOP("Words", "The station did not answer. Look at the state, then press again."),
}
FIGURES = {
    "triggers_total": QT_TRANSLATE_NOOP("Words", "Items since the start"),
    "pass_total": QT_TRANSLATE_NOOP("Words", "Passed"),
    "divert_total": QT_TRANSLATE_NOOP("Words", "Diverted"),
    "review_total": QT_TRANSLATE_NOOP("Words", "To review"),
    "no_decision_total": QT_TRANSLATE_NOOP("Words", "Not decided"),
    "open": QT_TRANSLATE_NOOP("Words", "Open now"),
    "late_total": QT_TRANSLATE_NOOP("Words", "Too late"),
    "defaulted_total": QT_TRANSLATE_NOOP("Words", "Default lane"),
    "malformed_total": QT_TRANSLATE_NOOP("Words", "Unreadable messages"),
    "records_dropped_total": QT_TRANSLATE_NOOP("Words", "Records given up"),
    "decision_p50_ms": QT_TRANSLATE_NOOP("Words", "Decision, median"),
    "decision_p99_ms": QT_TRANSLATE_NOOP("Words", "Decision, 99 of 100"),
    "ack_p50_ms": QT_TRANSLATE_NOOP("Words", "Answer of the PLC, median"),
    "ack_p99_ms": QT_TRANSLATE_NOOP("Words", "Answer of the PLC, 99 of 100"),
    "judge_queue": QT_TRANSLATE_NOOP("Words", "Waiting to be judged"),
    "unacknowledged": QT_TRANSLATE_NOOP("Words", "Waiting for the PLC"),
    "outbox_records": QT_TRANSLATE_NOOP("Words", "Records to be sent"),
    "evidence_queue": QT_TRANSLATE_NOOP("Words", "Pictures to be stored"),
    "evidence_dropped_total": QT_TRANSLATE_NOOP("Words", "Pictures not stored"),
    "questions_refused_total": QT_TRANSLATE_NOOP("Words", "Questions refused"),
    "plc_age_s": QT_TRANSLATE_NOOP("Words", "Last sign of the PLC"),
    "evidence_bytes": QT_TRANSLATE_NOOP("Words", "Stored pictures"),
    "disk_free_bytes": QT_TRANSLATE_NOOP("Words", "Free disk"),
}
ROLES = {
    Role.VIEWER: QT_TRANSLATE_NOOP("Words", "Viewer"),
    Role.OPERATOR: QT_TRANSLATE_NOOP("Words", "Operator"),
    Role.LEAD: QT_TRANSLATE_NOOP("Words", "Lead"),
    Role.ENGINEER: QT_TRANSLATE_NOOP("Words", "Engineer"),
    Role.ADMIN: QT_TRANSLATE_NOOP("Words", "Administrator"),
}
ANSWERS = {
    Answer.CONFIRMED: QT_TRANSLATE_NOOP("Words", "damaged"),
    Answer.OVERRULED: QT_TRANSLATE_NOOP("Words", "not damaged"),
    Answer.CANNOT_TELL: QT_TRANSLATE_NOOP("Words", "cannot tell"),
    Answer.WITHDRAWN: QT_TRANSLATE_NOOP("Words", "taken back"),
}
OVERRULES = {
    OverruleReason.NO_DAMAGE: QT_TRANSLATE_NOOP("Words", "Nothing there"),
    OverruleReason.REFLECTION: QT_TRANSLATE_NOOP("Words", "Light or shine"),
    OverruleReason.PRINT: QT_TRANSLATE_NOOP("Words", "Print or label"),
    OverruleReason.FOLD: QT_TRANSLATE_NOOP("Words", "Fold or seam"),
    OverruleReason.DIRT: QT_TRANSLATE_NOOP("Words", "Dirt on belt"),
    OverruleReason.BAD_PICTURE: QT_TRANSLATE_NOOP("Words", "Bad picture"),
    OverruleReason.ACCEPTABLE: QT_TRANSLATE_NOOP("Words", "Small, allowed"),
    OverruleReason.OTHER: QT_TRANSLATE_NOOP("Words", "Other"),
}
REASONS = {
    ReasonCode.CAMERA_MISS: QT_TRANSLATE_NOOP("Words", "A camera missed the item"),
    ReasonCode.CAMERA_LOST: QT_TRANSLATE_NOOP("Words", "A camera is lost"),
    ReasonCode.IMAGE_BLANK: QT_TRANSLATE_NOOP("Words", "The picture is blank"),
    ReasonCode.IMAGE_FROZEN: QT_TRANSLATE_NOOP("Words", "The picture is frozen"),
    ReasonCode.IMAGE_BLURRED: QT_TRANSLATE_NOOP("Words", "The picture is blurred"),
    ReasonCode.IMAGE_OVEREXPOSED: QT_TRANSLATE_NOOP("Words", "The picture is too bright"),
    ReasonCode.IMAGE_UNDEREXPOSED: QT_TRANSLATE_NOOP("Words", "The picture is too dark"),
    ReasonCode.IMAGE_WRONG_SIZE: QT_TRANSLATE_NOOP("Words", "Picture of the wrong size"),
    ReasonCode.IMAGE_CORRUPT: QT_TRANSLATE_NOOP("Words", "The picture is corrupt"),
    ReasonCode.NO_ITEM_IN_IMAGE: QT_TRANSLATE_NOOP("Words", "No item in the picture"),
    ReasonCode.MODEL_ERROR: QT_TRANSLATE_NOOP("Words", "The model failed"),
    ReasonCode.OVERLOAD: QT_TRANSLATE_NOOP("Words", "Too many items at once"),
    ReasonCode.OUT_OF_TIME: QT_TRANSLATE_NOOP("Words", "Not judged in time"),
    ReasonCode.RESTARTED: QT_TRANSLATE_NOOP("Words", "The station restarted"),
    ReasonCode.STOPPING: QT_TRANSLATE_NOOP("Words", "The station is stopping"),
    ReasonCode.COUNTER_SLIP: QT_TRANSLATE_NOOP("Words", "Picture and item differ"),
    ReasonCode.STATION_NOT_READY: QT_TRANSLATE_NOOP("Words", "The station is not ready"),
    ReasonCode.CHECK_ERROR: QT_TRANSLATE_NOOP("Words", "A check could not be made"),
    ReasonCode.DEFECT: QT_TRANSLATE_NOOP("Words", "Damage"),
    ReasonCode.DEFECT_PENETRATION: QT_TRANSLATE_NOOP("Words", "Hole or tear"),
    ReasonCode.DEFECT_DEFORMATION: QT_TRANSLATE_NOOP("Words", "Dented or crushed"),
    ReasonCode.DEFECT_ACTUATION: QT_TRANSLATE_NOOP("Words", "Opened"),
    ReasonCode.DEFECT_DECONSTRUCTION: QT_TRANSLATE_NOOP("Words", "Taken apart"),
    ReasonCode.DEFECT_SPILLAGE: QT_TRANSLATE_NOOP("Words", "Spilled or leaking"),
    ReasonCode.DEFECT_SUPERFICIAL: QT_TRANSLATE_NOOP("Words", "Scratched or soiled"),
    ReasonCode.DEFECT_MISSING_UNIT: QT_TRANSLATE_NOOP("Words", "A unit is missing"),
    ReasonCode.DEFECT_LABEL: QT_TRANSLATE_NOOP("Words", "Label missing or damaged"),
    ReasonCode.DEFECT_UNCERTAIN: QT_TRANSLATE_NOOP("Words", "Perhaps damaged"),
    ReasonCode.NOVEL: QT_TRANSLATE_NOOP("Words", "Unlike its references"),
    ReasonCode.NOVEL_UNCERTAIN: QT_TRANSLATE_NOOP("Words", "Perhaps unlike references"),
    ReasonCode.NO_REFERENCE: QT_TRANSLATE_NOOP("Words", "Product not taught"),
    ReasonCode.CHECK_FAILED: QT_TRANSLATE_NOOP("Words", "A check failed"),
    ReasonCode.CHECK_UNSURE: QT_TRANSLATE_NOOP("Words", "A check is unsure"),
    ReasonCode.WRONG_ITEM: QT_TRANSLATE_NOOP("Words", "Not the item that was booked"),
    ReasonCode.MISLABELLED: QT_TRANSLATE_NOOP("Words", "Another product's label"),
    ReasonCode.EXPIRED: QT_TRANSLATE_NOOP("Words", "Expired"),
    ReasonCode.WRONG_COLOUR: QT_TRANSLATE_NOOP("Words", "Wrong colour"),
    ReasonCode.WRONG_SIZE: QT_TRANSLATE_NOOP("Words", "Wrong size"),
    ReasonCode.INCOMPLETE: QT_TRANSLATE_NOOP("Words", "Incomplete"),
    ReasonCode.GROUP_HELD: QT_TRANSLATE_NOOP("Words", "Similar items are held"),
    ReasonCode.BYPASS: QT_TRANSLATE_NOOP("Words", "Bypassed by hand"),
    ReasonCode.INTACT: QT_TRANSLATE_NOOP("Words", "Nothing found"),
}


def say(word: object) -> str:
    """A word in the language of now; what no translator knows stays as it is."""
    return QCoreApplication.translate("Words", str(word))  # QT_TRANSLATE_NOOP gives back its text as an object


def say_reason(code: int, name: str) -> str:
    """A reason's words; a code from a newer station shows its own name."""
    known = {int(reason): word for reason, word in REASONS.items()}
    return say(known[code]) if code in known else name


def say_class(label: str) -> str:
    """A detector's class in words."""
    return say(CLASSES.get(label, label))


def say_alarm(sentence: str) -> str:
    """A sentence of an alarm; the station's own are known by their English text."""
    return QCoreApplication.translate("Alarms", sentence)
