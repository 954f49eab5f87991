"""Edge inspection station: frames in, decisions out, nothing lost."""

import os

__version__ = "0.1.0"

# onnxruntime reports sessions to its maker unless this is set before it loads. A station reports to its own line only.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
