"""Options that say which station a command is about."""

from pathlib import Path
from typing import Annotated

import typer

StationFile = Annotated[Path, typer.Option("--config", "-c", help="The station's file.", metavar="FILE")]
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Data folder where no config is given.")]
