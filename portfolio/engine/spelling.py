"""Which rare names are probably another, more frequent one: a slip, an acronym, a turned order?"""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

SMALL_WORDS = {"of", "the", "and", "for", "&"}
TIMES_RARER = 3  # below it two names are two names
LIKE = 0.88
MOST_NAMES = 400  # comparing each with each grows with the square


def lookalikes(counts: Mapping[str, int]) -> dict[str, str]:
    """The rarer name → the frequent one it looks like.

    `Department of Agraculture` (7) beside `Department of Agriculture` (91) is a slip;
    `Agriculture Department` has the same words; `DoA` is its acronym.
    """
    if len(counts) > MOST_NAMES:
        return {}
    frequent = sorted(counts, key=lambda name: (-counts[name], name))
    found = {}
    for rare in frequent:
        for usual in frequent:
            if counts[usual] < TIMES_RARER * counts[rare]:
                break
            if _alike(rare, usual):
                found[rare] = usual
                break
    return found


def _alike(rare: str, usual: str) -> bool:
    ours, theirs = _words(rare), _words(usual)
    if not ours or not theirs:
        return False
    if sorted(ours) == sorted(theirs):
        return True
    if len(theirs) > 1 and len(rare) > 1 and rare.casefold() in _acronyms(usual):
        return True
    if re.sub(r"\D", "", rare) != re.sub(r"\D", "", usual):
        return False  # Region 1 and Region 2 differ by their number alone
    if min(len(rare), len(usual)) < 8:
        return False
    return SequenceMatcher(None, rare.casefold(), usual.casefold()).ratio() >= LIKE


def _words(name: str) -> list[str]:
    return [word for word in re.findall(r"\w+", name.casefold()) if word not in SMALL_WORDS]


def _acronyms(name: str) -> set[str]:
    """DoA and DA for Department of Agriculture."""
    all_words = re.findall(r"\w+", name.casefold())
    return {"".join(word[0] for word in all_words), "".join(word[0] for word in _words(name))}
