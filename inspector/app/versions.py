"""Versions of the program, its protocol and the libraries that shape its answers."""

import platform
from importlib.metadata import PackageNotFoundError, version

import inspector
from inspector.wire.header import PROTOCOL_VERSION

_LIBRARIES = ("numpy", "onnxruntime", "opencv-python-headless", "paho-mqtt", "pydantic")


def versions() -> dict[str, str]:
    """Name to version; a library that is not installed as a package is left out."""
    found = {
        "edge-inspector": inspector.__version__,
        "protocol": str(PROTOCOL_VERSION),
        "python": platform.python_version(),
    }
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
