"""What a complaint is about, read off its free text by rules: no model, no network, the same every time."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from inspector.domain.complaint_words import COMMON, NEGATION, NOT_A_FAULT, OTHERS, PATTERNS, UNCLEAR

SHORTEST_GUESS = 6  # shorter words have too many neighbours to be taken for a misspelt one

_PATTERNS = tuple((finding, re.compile(rf"\b(?:{'|'.join(patterns)})")) for finding, patterns in PATTERNS)
_NEGATION = re.compile(NEGATION)
_WORDS = re.compile(r"[^\W_]+|[.,;:!?|\n]")
_BUT = frozenset({"but", "pero", "aber", "sondern", "sino"})
_END, _TAKEN = "|", "#"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintReading:
    """`finding` is named as the station's own findings are; all of them in `findings`, and the `words` that told."""

    finding: str
    findings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def read_complaint(text: str) -> ComplaintReading:
    """The leading finding; `unclear` where no rule knows a word of it.

    >>> read_complaint("Arrived crushed and LEAKING").finding, read_complaint("La caja llegó rota").finding
    ('spillage', 'deconstruction')
    >>> read_complaint("not damaged, I changed my mind").finding, read_complaint("Smells funny").finding
    ('not_a_fault', 'unclear')
    """
    plain = plain_text(text)
    found: dict[str, str] = {}
    for finding, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            if _NEGATION.search(plain[: match.start()]):
                continue
            found.setdefault(finding, match.group().strip())
        plain = pattern.sub(lambda match: _TAKEN * len(match.group()), plain)
    if len(found) > 1:
        found.pop(NOT_A_FAULT, None)  # late and broken is broken
    if not found:
        return ComplaintReading(finding=UNCLEAR)
    return ComplaintReading(finding=next(iter(found)), findings=tuple(found), words=tuple(found.values()))


def plain_text(text: str) -> str:
    """Small letters without accents, words one space apart, known words with one wrong letter mended, `|` where a
    clause ends.

    >>> plain_text("  ¡Está ABOLLADA!  Not wet, but (crsuhed)")
    'esta abollada | not wet | crushed'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = [_END if word in _BUT or not word[0].isalnum() else _mended(word) for word in _WORDS.findall(bare)]
    kept = [word for word, before in zip(words, [_END, *words], strict=False) if word != _END or before != _END]
    return " ".join(kept).removesuffix(f" {_END}")


@lru_cache(maxsize=50_000)
def _mended(word: str) -> str:
    if len(word) < SHORTEST_GUESS or word in COMMON or word in OTHERS:
        return word
    near = [known for known in COMMON if abs(len(known) - len(word)) <= 1 and _one_apart(known, word)]
    return near[0] if len(near) == 1 else word


def _one_apart(one: str, other: str) -> bool:
    """One letter more, less or another, or two neighbours changed over; never the last alone: that is grammar."""
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, more = one[start:], other[start:]
    if len(rest) <= 1 and len(more) <= 1:
        return False
    swapped = len(rest) > 1 and len(more) > 1 and rest[:2] == more[1::-1] and rest[2:] == more[2:]
    return swapped or rest[1:] == more[1:] or rest[1:] == more or rest == more[1:]
