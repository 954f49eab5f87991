"""What libraries would send home stays here."""

import os
import subprocess
import sys
from pathlib import Path

from inspector.config.locations import default_models_dir

OPEN_A_SESSION = """
import sys
from pathlib import Path
from inspector.adapters._onnx_session import open_session
from inspector.config.bundle import load_bundle
open_session(load_bundle(Path(sys.argv[1])), provider="cpu", threads=1)
"""


def test_onnxruntime_neither_keeps_nor_queues_reports(tmp_path: Path) -> None:
    """Where it may report, it keeps a device id and a queue in the cache folder. `CI` would silence it too."""
    silenced_by = {"CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "XDG_CACHE_HOME"}
    quiet = {name: value for name, value in os.environ.items() if name not in silenced_by}
    subprocess.run(
        [sys.executable, "-c", OPEN_A_SESSION, str(default_models_dir() / "line-detector")],
        env=quiet | {"HOME": str(tmp_path)},
        check=True,
        timeout=100,
    )
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
