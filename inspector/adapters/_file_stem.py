"""Names of files for what was taught, which any file system takes."""

import hashlib
import re


def file_stem(product: str, camera: str) -> str:
    """A file name without suffix; the hash keeps apart what the plain part runs together."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", f"{product}-{camera}")[:60]
    return f"{plain}-{hashlib.sha256(repr((product, camera)).encode()).hexdigest()[:10]}"
