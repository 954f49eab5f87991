"""The figures of the `metrics` message by name: the vocabulary that a receiver may count on."""

METRIC_NAMES: dict[str, str] = {
    "triggers_total": "Triggers since the start of the process.",
    "pass_total": "Of those, answered PASS.",
    "divert_total": "Answered DIVERT.",
    "review_total": "Answered REVIEW.",
    "no_decision_total": "Answered NO_DECISION.",
    "open": "Triggers without an outcome now.",
    "late_total": "Decisions that expired before the PLC had them.",
    "defaulted_total": "Items that the PLC routed by its default.",
    "malformed_total": "Messages that could not be read.",
    "records_dropped_total": "Records given up: outbox or disk was full.",
    "decision_p50_ms": "From a trigger to its outcome, median since the last message. Absent when nothing was decided.",
    "decision_p99_ms": "The same, 99th percentile.",
    "ack_p50_ms": "From a decision to the PLC's ack, median since the last message. Absent without acks.",
    "ack_p99_ms": "The same, 99th percentile.",
    "judge_queue": "Items that wait to be judged.",
    "unacknowledged": "Decisions that wait for the PLC's ack.",
    "outbox_records": "Records that wait for the broker.",
    "evidence_queue": "Items whose pictures wait to be stored.",
    "evidence_dropped_total": "Items that came faster than their pictures could be stored.",
    "questions_refused_total": "Commands refused: as many as may were waiting.",
    "plc_age_s": "Since the PLC's heartbeat last changed; -1 before the first.",
    "ready": "1 when a decision would be made now.",
    "alarms_active": "Alarms whose condition holds.",
    "evidence_degraded": "1 while less evidence is stored than asked.",
    "evidence_bytes": "Bytes of stored pictures and records.",
    "disk_free_bytes": "Free bytes of the data directory's disk.",
}
# Each with a point and the camera's name behind it, for the cameras that delivered a frame: `camera_age_s.top`.
CAMERA_METRICS: dict[str, str] = {
    "camera_frames_total": "Frames of this camera since the start of the process.",
    "camera_faults_total": "Of those, not used: corrupt, or of no item.",
    "camera_age_s": "Since its last frame, to about a second.",
}


def camera_metric(figure: str, camera: str) -> str:
    """The name of one camera's figure.

    >>> camera_metric("camera_age_s", "top")
    'camera_age_s.top'
    """
    return f"{figure}.{camera}"
