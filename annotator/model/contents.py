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
_STATING = (
    r"said|says?|stat(?:ed?|es|ing)|reveal(?:s|ed|ing)?|claim(?:s|ed|ing)?|believ(?:es?|ed|ing)|th(?:inks?|ought|inking)"
    r"|insist(?:s|ed|ing)?|admit(?:s|ted|ting)?|suggest(?:s|ed|ing)?|fear(?:s|ed|ing)?|hop(?:es?|ed|ing)"
    r"|kn(?:ow|ows|ew)|add(?:s|ed|ing)|report(?:s|ed|ing)|argu(?:es?|ed|ing)|warn(?:s|ed|ing)?|promis(?:es?|ed|ing)"
)
_SOMEONE = r"(?:he|she|they|we|i|you|there|many|most|some|both|all|no one|nobody|everyone|everybody)\b"
_ANYTHING = rf"(?:{_SOMEONE}|it (?:is|was|will|would|has|had|can|could|may|might|must|should)\b)"
_NO_SUBJECT = (  # what follows "he said" without a content: when, where, how, of whom
    r"(?!(?:on|in|at|by|to|of|for|from|with|about|after|before|during|as|so|that|what|how|why|who|when|where|whether"
    r"|earlier|later|today|tomorrow|yesterday|yes|no more|hello|nothing|something|anything|much|more|again|(?:mon|tues"
    r"|wednes|thurs|fri|satur|sun)day|and|or|but|out|aloud|publicly|repeatedly)\b)(?=\w+\W+\w+\W+\w)"
)
_THAT = rf"\b{_SAYING}(?:\s+\w+){{0,2}}?\s+that\s+(?=\w)"  # "told reporters that"
_SAID = rf"(?<=\w )(?-i:said|says?|saying)\s+{_NO_SUBJECT}"  # Said is a name, too
_BARE = rf"\b(?:{_STATING})\s+(?={_ANYTHING})"  # "stated they have", and not "reported the theft"
_TOLD = rf"\bt(?:old|ells?|elling)\s+(?:\w+\s+){{1,3}}?(?={_ANYTHING})"  # "told him he would"
_CONJUNCTION = (
    r"(?:although|though|because|while|whereas|since|if|unless|when|once|until|that|and|but|or|nor|yet|so|including"
    r"|such as|namely|especially|particularly|notably|(?:in|to|of|for|by|from|on|at|with|about) (?=(?:what|how|why)\b)"
    r"|according to [^,;:.]+,)\s*\b(?=\w)"
)


@cache
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written, re.IGNORECASE)  # when first asked: the window starts without it


def contents_of(text: str, clause: Bounds) -> list[Bounds]:
    """Return what the clause says to be so, the larger first, each the end of the one before."""
    start, end = clause
    places = {opened_at(text, clause)}
    for written in (_THAT, _SAID, _BARE, _TOLD):
        places |= {match.end() for match in _pattern(written).finditer(text, start, end)}
    return [(place, end) for place in sorted(places) if start < place < end and is_boundary(text, place)]


def opened_at(text: str, clause: Bounds) -> int:
    """Return where the clause begins behind its conjunction, without one its start."""
    opening = _pattern(_CONJUNCTION).match(text, *clause)
    return clause[0] if opening is None else opening.end()
