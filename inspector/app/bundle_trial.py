"""Whether bundles judge at all; and back to those before them, where a line can not start because of newer ones."""

from collections.abc import Iterator, Mapping

from inspector.app.attempts import Attempts
from inspector.app.judges import try_judges
from inspector.app.machine_clock import make_clock
from inspector.app.settling import MODELS, settle, with_bundles
from inspector.config.station import StationConfig
from inspector.config.versions import Version
from inspector.domain.hold import STATION
from inspector.domain.utc import iso_ms


def misfits(config: StationConfig) -> list[str]:
    """All that a start would refuse of what judges: bundles, taught memories, calibrations, classes."""
    attempts = Attempts()
    judges = try_judges(config, attempts)
    if judges is not None:
        attempts.problems += [f"scorer: {problem}; teach it again" for problem in judges.scorer.problems()]
    return attempts.problems


def take_back_bundles(
    config: StationConfig, ran: Version, versions: Mapping[str, tuple[Version, ...]]
) -> tuple[list[str], Mapping[str, tuple[Version, ...]]]:
    """What is wrong with the active bundles and was not with those that `ran`, which are a version of its own then.

    Nothing wrong: the active bundles are not at fault, and the versions are as they were. Writes nothing.
    """
    settled = settle(config, versions)
    active = settled.now(MODELS)
    if active.content == ran.content:
        return [], versions
    known = misfits(with_bundles(settled.config, ran.content))
    problems = [problem for problem in misfits(settled.config) if problem not in known]
    if not problems:
        return [], versions
    again = ran.model_copy(
        update={
            "number": active.number + 1,
            "how": "rolled back",
            "by": STATION,
            "time": iso_ms(make_clock().utc()),
            "written": active.written,
        }
    )
    return problems, {**versions, MODELS: (*versions[MODELS], again)}


def before_activated(versions: tuple[Version, ...]) -> Iterator[Version]:
    """Those that were in force before the one that people activated, newest first; what stands in the file is no deed
    that can be taken back.
    """
    by_number = {one.number: one for one in versions}
    version: Version | None = versions[-1]
    while version is not None and version.how != "file":
        version = None if version.former is None else by_number.get(version.former)
        if version is not None:
            yield version


def taken_back(versions: tuple[Version, ...]) -> str:
    """What an alarm says as long as the bundles in force are those that the station itself went back to; else empty."""
    now = versions[-1]
    if now.how != "rolled back" or now.by != STATION:
        return ""
    named = ", ".join(f"{place} {bundle}" for place, bundle in sorted(now.content.items()))
    return f"version {now.number - 1} did not start on {now.time}; {named} judges"
