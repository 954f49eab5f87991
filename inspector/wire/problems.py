"""Pydantic's findings about a message, in one line."""

from pydantic import ValidationError


def problems_in(error: ValidationError) -> str:
    """Every field that is wrong, with why. What was given is left out: it may be long, or nobody's business."""
    return "; ".join(
        f"{'.'.join(str(part) for part in found['loc']) or 'payload'}: {found['msg'].removeprefix('Value error, ')}"
        for found in error.errors(include_url=False, include_input=False, include_context=False)
    )
