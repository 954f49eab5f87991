"""`python -m inspector_gui`."""

import sys

from inspector_gui.app import main

if __name__ == "__main__":
    sys.exit(main())
