"""Which camera a command is about: what is learnt or measured under a wrong name, the line never uses."""

from typing import TYPE_CHECKING

from inspector.app.cli.output import fail

if TYPE_CHECKING:
    from inspector.config.station import StationConfig


def camera_meant(station: "StationConfig", named: str | None, *, given: bool) -> str:
    """The name of one of the station's cameras; its only one need not be named.

    `given` tells whether a person gave the station's file. Without one any name serves, as the default station has no
    cameras of its own. Exits with 2 and the names that there are.
    """
    names = [camera.name for camera in station.cameras]
    if named is None:
        if len(names) > 1:
            raise fail(f"--camera: which of the station's cameras? It has: {', '.join(names)}", 2)
        return names[0]
    if given and named not in names:
        raise fail(f"--camera {named}: the station has no such camera; it has: {', '.join(names)}", 2)
    return named
