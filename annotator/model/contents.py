"""What a clause says to be so: the part of it behind "that", behind a verb of saying, or behind its conjunction.

"Nunez confirmed that [the mechanism had been reactivated]", "He said [the objective is to restore relations]",
"Although [the mechanism was reinstated]". A relative clause ("an episode that reignited strains") says nothing of its
own. English only: German and Russian put a comma before such a part, so that it is a clause there by itself.
All places are code points.
"""

from __future__ import annotations

import re
from functools import cache

from annotator.model.characters import Bounds, is_boundary

_SAYING = (
    r"(?:s(?:aid|ays?|aying)|t(?:old|ells?|elling)|th(?:ought|inks?|inking)|kn(?:ew|ows?|owing|own)|fe(?:lt|els?|eling)"
    r"|showed|shows?|showing|shown|(?:be|dis)?liev(?:ed?|es|ing)|den(?:y|ies|ied|ying)|impl(?:y|ies|ied|ying)|fear(?:s|ed|ing)?"
    r"|(?:accept|add|affirm|announc|argu|assert|assum|caution|claim|complain|conced|conclud|confirm|declar|demand|"
    r"disclos|doubt|emphasi[sz]|estimat|expect|explain|hint|hop|indicat|insist|learn|maintain|mention|observ|"
    r"predict|promis|propos|realis|realiz|recall|recogni[sz]|recommend|reiterat|remind|repeat|report|reveal|signal|"
    r"stat|stress|suggest|underlin|underscor|understand|understood|vow|warn|worr)(?:e?s|e?d|ing|e|y|ied|ies)?"
    r"|not(?:es?|ed|ing)|find(?:s|ing)?|found|m(?:ean|eans|eant)|s(?:aw|ees?|een)|heard?|hears|agre(?:e|es|ed|eing)"
    r"|adm(?:it|its|itted|itting)|acknowledg(?:e|es|ed|ing)|pledg(?:e|es|ed|ing)|wr(?:ote|ites?|itten|iting)"
    r"|clear|certain|likely|convinced|confident|sure|fact|view|idea|sign|evidence|warning|suggestion|belief)"
)
_SUBJECT = r"(?:the|an?|he|she|it|they|we|i|you|there|this|these|those|his|her|its|their|our|my|no|both|all|many)\b"
_THAT = rf"\b{_SAYING}(?:\s+\w+){{0,2}}?\s+that\s+(?=\w)"  # "told reporters that"
_BARE = rf"\b(?:said|says|believes?|thinks?)\s+(?={_SUBJECT})"
_CONJUNCTION = r"(?:although|though|because|while|whereas|since|if|unless|when|once|until|that)\s+(?=\w)"


@cache
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written, re.IGNORECASE)  # when first asked: the window starts without it


def contents_of(text: str, clause: Bounds) -> list[Bounds]:
    """Return what the clause says to be so, the larger first, each the end of the one before."""
    start, end = clause
    opening = _pattern(_CONJUNCTION).match(text, start, end)
    places = {opening.end()} if opening else set[int]()
    places |= {match.end() for match in _pattern(_THAT).finditer(text, start, end)}
    places |= {match.end() for match in _pattern(_BARE).finditer(text, start, end)}
    return [(place, end) for place in sorted(places) if place < end and is_boundary(text, place)]
