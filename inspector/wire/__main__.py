"""`python -m inspector.wire FOLDER` writes the published contract."""

import argparse
from pathlib import Path

from inspector.wire.documents import write_documents


def main() -> None:
    """Write the documents and name them."""
    parser = argparse.ArgumentParser(prog="python -m inspector.wire", description=__doc__)
    parser.add_argument("folder", type=Path, help="for example docs/reference/messages")
    for path in write_documents(parser.parse_args().folder):
        print(path)


if __name__ == "__main__":
    main()
