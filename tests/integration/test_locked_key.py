"""A TLS key behind a password is refused at once, by all that connect to a broker: nobody is asked at a terminal."""

import os
import pty
import select
import subprocess
import sys
import time

from tests.support.line_pki import Pki

PATIENCE_S = 60
ASKING = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # the terminal that a question would go to
from pathlib import Path
from inspector_gui.link.tls import TlsError, tls_context as window
from inspector.adapters.bus.mqtt import Tls, tls_context as station
from inspector.plc.link import LinkConfig, PlcLink
ca, cert, key = map(Path, sys.argv[1:])
problems = []
assert station(Tls(ca=ca, cert=cert, key=key), problems) is None
print("station:", *problems)
try:
    window(ca=ca, cert=cert, key=key)
except TlsError as error:
    print("window:", error)
config = LinkConfig(host="localhost", port=1, client_id="c", ca_file=ca, cert_file=cert, key_file=key)
try:
    PlcLink(config, topics=(("t", 1),), monotonic_ns=lambda: 0).start()
except OSError as error:
    print("controller:", type(error).__name__)
"""


def said_at_a_terminal(*words: str) -> str:
    """What Python says that runs `ASKING` with a terminal of its own, as far as it comes without an answer."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", ASKING, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    said, until = b"", time.monotonic() + PATIENCE_S
    try:
        while b"pass phrase" not in said and select.select([ours], [], [], max(0.0, until - time.monotonic()))[0]:
            try:
                said += os.read(ours, 4096)
            except OSError:  # Linux's way to say that the other side is closed
                break
    finally:
        child.kill()
        child.wait()
        os.close(ours)
    return said.decode()


def test_a_key_with_a_password_is_refused_and_nobody_is_asked_for_it(pki: Pki) -> None:
    said = said_at_a_terminal(*(pki.path(name) for name in ("ca.crt", "hmi.crt", "hmi.locked.key")))
    assert "pass phrase" not in said
    station, window, controller = said.splitlines()
    for one in (station, window):
        assert "hmi.locked.key: are no certificate and its key without a password" in one
    assert controller == "controller: SSLError"
