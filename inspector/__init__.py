"""Edge inspection station: frames in, decisions out, nothing lost."""

import os

__version__ = "0.1.0"

# onnxruntime reports sessions to its maker unless this is set before it loads. A station reports to its own line only.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

# OpenCV and the FFmpeg in it write their own lines beside ours when a file is damaged or a stream breaks off, which we
# say ourselves. Read when they load; whoever looks for a fault in a driver sets another level before the start.
os.environ.setdefault("OPENCV_LOG_LEVEL", "FATAL")
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "8")
