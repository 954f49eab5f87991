"""Memory that threads make and let go lies in few places: what is free in one can be used by all."""

import re
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import ctypes, sys, threading
from inspector_gui.app import use_few_heaps
if sys.argv[2] == "few":
    use_few_heaps()
together = threading.Barrier(9)

def work():
    kept = [bytes(9000) for _ in range(50)]
    together.wait()
    together.wait()

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
together.wait()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = libc.fopen(sys.argv[1].encode(), b"w")
libc.malloc_info(0, ctypes.c_void_p(file))
libc.fclose(ctypes.c_void_p(file))
together.wait()
"""


def heaps(folder: Path, how: str) -> int:
    """How many a program has while eight threads hold something."""
    told = folder / f"{how}.xml"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(told), how], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return len(re.findall(r"<heap nr=", told.read_text(encoding="utf-8")))


def test_the_windows_threads_share_two_heaps(tmp_path: Path) -> None:
    assert heaps(tmp_path, "few") <= 2 < heaps(tmp_path, "many")
