"""What a server's answer means for a notice."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from inspector.domain.notice import NoticeAnswer, NoticeOutcome

# About the message, not about us or the moment: another message may well be taken.
_OF_THE_MESSAGE = frozenset({400, 409, 410, 413, 415, 422})
_DENIED = frozenset({401, 403, 407})
_LATER = frozenset({408, 425, 429})


def answer_of(status: int, *, retry_after: str | None, said: str, now: datetime) -> NoticeAnswer:
    """2xx is taken; a redirect is not followed, for what is signed for one address goes to no other."""
    if 200 <= status < 300:
        return NoticeAnswer(outcome=NoticeOutcome.TAKEN)
    outcome = NoticeOutcome.REFUSED if status in _OF_THE_MESSAGE else NoticeOutcome.FAILED
    detail = f"answered {status} {_phrase(status)}".strip() + (f": {said}" if said else "")
    if 300 <= status < 400:
        detail = f"answered {status}, a redirect, which is not followed: configure the address that it leads to"
    return NoticeAnswer(
        outcome=outcome,
        why=_why(status),
        detail=detail,
        retry_after_s=_seconds(retry_after, now) if retry_after else None,
    )


def _why(status: int) -> str:
    if 300 <= status < 400:
        return "redirect"
    if status in _OF_THE_MESSAGE:
        return "refused"
    if status in _DENIED:
        return "denied"
    if status in _LATER:
        return "throttled"
    return "server" if status >= 500 else "status"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _seconds(written: str, now: datetime) -> float | None:
    """Retry-After is a number of seconds or a date (RFC 9110, section 10.2.3); None where it is neither."""
    text = written.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, TypeError, OverflowError):  # TypeError: a date without a zone
        return None
