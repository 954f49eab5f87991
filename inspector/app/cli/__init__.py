"""The command line. Each file holds one group of commands; nothing heavy is imported before it is needed."""

from inspector.app.cli.main import main

__all__ = ["main"]
