"""What a value can not be as a message ends in one error that says which value."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from inspector.domain.errors import BadMessage
from inspector.wire.problems import problems_in


@contextmanager
def speaking_of(what: str) -> Iterator[None]:
    """Raises `BadMessage` for what goes wrong while a message about `what` is made."""
    try:
        yield
    except ValidationError as error:
        raise BadMessage(f"{what} can not be put on the wire: {problems_in(error)}") from error
    except ValueError as error:
        raise BadMessage(f"{what} can not be put on the wire: {error}") from error
