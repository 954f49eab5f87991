"""A mosquitto with the configuration and the ACL that ship, in the file that Debian ships, but for paths and port."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.line_pki import Pki
from tests.support.mosquitto import free_port, mosquitto_program

SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "mosquitto"
STATION = "site/l1/st01"  # as in the shipped ACL
DEBIAN = """\
pid_file {folder}/mosquitto.pid

persistence true
persistence_location {folder}/

log_dest file {folder}/mosquitto.log

include_dir {folder}/conf.d
"""  # /etc/mosquitto/mosquitto.conf of its package 2.0.11


@contextmanager
def shipped_broker(folder: Path, pki: Pki) -> Iterator[int]:
    """Runs it; its port on `localhost`."""
    folder.chmod(0o777)
    port = free_port()
    acl = Path(shutil.copy(SHIPPED / "edge-inspector.acl", folder))
    acl.chmod(0o644)
    text = (SHIPPED / "edge-inspector.conf").read_text()
    text = text.replace("listener 8883", f"listener {port} 127.0.0.1").replace("/etc/mosquitto/pki", str(pki.folder))
    text = text.replace("/etc/mosquitto/edge-inspector.acl", str(acl))
    config, included = folder / "mosquitto.conf", folder / "conf.d"
    included.mkdir()
    config.write_text(DEBIAN.format(folder=folder))
    (included / "edge-inspector.conf").write_text(text)
    (included / "of-the-test.conf").write_text("user root\n")
    process = subprocess.Popen(
        [mosquitto_program(), "-c", str(config)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for_port(port, process)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=10)


def _wait_for_port(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        assert process.poll() is None, (process.stderr.read() if process.stderr else b"").decode()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
        except OSError:
            continue
        return
    pytest.fail("mosquitto did not open its port")
