"""What the config says about triggers, as the pipeline's rules, and what of it can not work."""

from collections.abc import Iterator

from inspector.app import registry
from inspector.config.adapter import AdapterConfig
from inspector.config.station import StationConfig
from inspector.domain.errors import StartupError
from inspector.pipeline.assembly import AssemblyRule
from inspector.pipeline.own_triggers import OwnTriggerRule
from inspector.pipeline.sender import SenderRule

OWN_COUNTS_PER_S = 1000.0  # a trigger of the station's own counts milliseconds


def assembly_rule(config: StationConfig) -> AssemblyRule:
    """How frames find their items."""
    own = config.trigger.source == "camera"
    speed = OWN_COUNTS_PER_S if own else config.decision.nominal_counts_per_s
    offsets = {name: getattr(options, "offset_counts", 0) for name, options in _options(config)}
    return AssemblyRule(
        cameras=tuple(camera.name for camera in config.cameras),
        frame_wait_ms=config.decision.frame_wait_ms,
        window_counts=max(1, round(config.trigger.window_ms * speed / 1000)),
        nominal_counts_per_s=speed,
        offset_counts=offsets,
    )


def own_rule(config: StationConfig) -> OwnTriggerRule | None:
    """The station's own triggers, if it makes them."""
    written = config.trigger
    if written.source == "plc" or written.camera is None:
        return None
    return OwnTriggerRule(camera=written.camera, decide_ms=written.decide_ms, acknowledged=written.acknowledged)


def sender_rule(config: StationConfig) -> SenderRule:
    """How often a decision is sent: until its answer, or once where nobody answers."""
    resend_ms = config.decision.resend_ms
    own = own_rule(config)
    answered = own is None or own.acknowledged
    if own is not None and not answered:
        resend_ms = own.decide_ms  # its deadline comes first
    return SenderRule(resend_ms=resend_ms, window=config.decision.window, answered=answered)


def trigger_problems(config: StationConfig) -> list[str]:
    """What can not work, in sentences; the cameras' own options are checked elsewhere."""
    problems = []
    for name, options in _options(config):
        eye, mode = getattr(options, "photo_eye", None), getattr(options, "trigger", None)
        if config.trigger.source == "camera" and name == config.trigger.camera and eye is None:
            problems.append(f"trigger.camera: {name} needs trigger = 'free_run' and a photo_eye to make triggers")
        elif config.trigger.source == "camera" and name != config.trigger.camera and mode == "hardware":
            problems.append(f"cameras.{name}.trigger: nothing pulses a 'hardware' camera where source = 'camera'")
    return problems


def _options(config: StationConfig) -> Iterator[tuple[str, AdapterConfig]]:
    for camera in config.cameras:
        try:
            yield camera.name, registry.options("cameras", camera)
        except StartupError:
            continue  # reported with the camera itself
