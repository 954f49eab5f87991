"""Where the installed program finds its data: model bundles beside the checkout, or installed under the prefix."""

import os
import sys
from pathlib import Path

import inspector

MODELS_VARIABLE = "INSPECTOR_MODELS"


def default_models_dir() -> Path:
    """The first that exists of `$INSPECTOR_MODELS`, the checkout's `models/`, `<prefix>/share/edge-inspector/models`.

    The last one is returned when none exists, so that an error names where an installation would have put them.
    """
    installed = Path(sys.prefix) / "share" / "edge-inspector" / "models"
    named = os.environ.get(MODELS_VARIABLE)
    checkout = Path(inspector.__file__).resolve().parent.parent / "models"
    for folder in ([Path(named)] if named else []) + [checkout, installed]:
        if folder.is_dir():
            return folder
    return installed
