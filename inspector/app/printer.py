"""Lines on standard output, written by another thread until there are enough or nobody reads them any more."""

import os
import sys
import threading


class Printer:
    """`line` from one thread, the rest from another. `enough` is set when no further line will be written.

    `problem` says why standard output could not be written; a reader that went away, as `head` does, is none.
    """

    def __init__(self, count: int | None) -> None:
        """`count`: after so many it is enough; None: never."""
        self.enough = threading.Event()
        self.problem = ""
        self._left = count

    def line(self, text: str) -> None:
        """Write one, at once; never raises."""
        if self.enough.is_set():
            return
        try:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
        except (OSError, ValueError) as error:  # ValueError: a character that the terminal does not know
            self._give_up(error)
            return
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self.enough.set()

    def _give_up(self, error: OSError | ValueError) -> None:
        if isinstance(error, OSError):  # what is still buffered must not raise once more when the program ends
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
        if not isinstance(error, BrokenPipeError):
            self.problem = f"standard output can not be written: {error}"
        self.enough.set()
