"""Claims in unseen news: what one reader would label in articles of GUM, in the manner of the sample.

Each line tells a mark by its first and its last words. `EARLIER` was marked before the rules that are measured by it
(what a clause says, the walk by clauses) were written, and was looked at while they were; `HELD_BACK` was read and
marked when they were finished, and nothing was changed for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from benches.apparatus.corpora import Bounds

EARLIER = {
    "iodine": """\
Almost half ... iodine deficient
Almost half ... researchers say
A new study ... growth retardation
many are ... growth retardation
The report's authors say ... very serious one
iodine deficiency is ... very serious one
is "the sleeper ... issue in Australia"
The results of ... borderline iodine deficient
children in mainland ... borderline iodine deficient
The report has ... to be iodised
They say adding ... deficiency disorders
adding the mineral ... deficiency disorders
The authors say ... Australian population
the results confirm ... Australian population
They call for ... salt in Australia."
call for "urgent ... salt in Australia."
Most iodine ... iodised salt
Professor Cres ... intake of iodine
it is crucial ... intake of iodine
Iodine deficiency can lead ... and deafness
Professor Eastman says ... European countries
manufacturers could ... European countries
""",
    "afghan": """\
The President later ... into the country
According to Afghan Ambassador ... military conflict
the participation ... military conflict
the European team ... bronze to Armenia
We are so interested because ... ability of Afghans
The team arrived ... many difficulties
They were twice ... the United States
Even applying ... by the Taliban
""",
    "defector": """\
Recent reports ... then arrested
a defector from ... then arrested
Montalvo was charged ... Sea Org group
The Sea Org requires ... multiple lifetimes
Members of the ... work per day
the claims made ... were lies
he would assist ... and housing
According to Rathbun the ... left the Sea Org
the Scientology property ... left the Sea Org
Scientology officials have ... the materials
they have not ... the materials
""",
    "hackers": """\
Wikinews has learned ... to shut down
the Church of Scientology's website ... to shut down
The "History" section ... from YouTube
the incident was ... from YouTube
YouTube is complying ... down the video
other sites such ... hosting the video
they will keep ... hosting the video
The Church's website is ... unreachable
a denial-of-service ... had occurred
""",
    "questionnaire": """\
The forms are ... by year end
standard security ... will continue
officials will scrap ... above 95%
"must be ... in English"
A leaked internal ... published policy"
"failure to ... published policy"
Officials tell ... meritocratically
every claim ... meritocratically
no one will ... of the questionnaire"
Labour's Shadow ... "for months"
her party has ... "for months"
""",
}
HELD_BACK = {
    "taxes": """\
several municipalities have ... local services
The request of the municipalities results ... on July 8
Requests have come ... of Lombardy
the M5S party ... Supreme Court
The request was advanced ... in 2010
The city reasoned ... commercial one"
this kind of ... commercial one
A mean cost ... by the State
The new law ... retroactive
the taxes requested ... ICI system
Minister of Education ... is needed
a "more general ... is needed
Claudio De Vincenti ... included"
"a discussion table ... included"
Undersecretary for ... will quit
many schools will ... will quit
the president of the Lombardy ... private schools
Italian secularist ... religious schools
the Government will ... religious schools
The secularist magazine ... historic
The Union of Rationalist ... signatures
""",
    "iodine": """\
More than two billion ... iodine deficiency
the problem is easily ... fixed
The World Health Organisation (WHO) recommends ... edible salt
every country should ... edible salt
The most well ... early life
WHO say ... brain damage
Iodine deficiency is the ... brain damage
Professor Eastman said he ... they found
he is alarmed ... they found
Pregnant women in Australia ... daily basis
Lydia Buchtmann ... the year
they are looking ... the year
She says the issue ... get right
the issue is ... get right
Senior researcher ... iodine deficiency."
it is reasonable to assume ... iodine deficiency."
pregnant women and breastfeeding ... also iodine deficient
""",
    "questionnaire": """\
media have said ... legal counsel
the questionnaires attract ... legal counsel
The Guardian cited ... fifty words
this latest move ... at risk
No one’s right ... don’t speak
Moves to reduce ... are welcome
Sunak defended ... government's record
""",
}


def claims_in(text: str, lines: str) -> list[Bounds]:
    """Return the places of the marks, in the order in which they are labelled: the larger first where one begins."""
    found: list[Bounds] = []
    for line in lines.splitlines():
        first, _, last = line.partition(" ... ")
        start = text.index(first)
        found.append((start, text.index(last or first, start) + len(last or first)))
    return sorted(found, key=lambda one: (one[0], -one[1]))


def marked(articles: Mapping[str, str], among: Mapping[str, str]) -> list[tuple[str, list[Bounds]]]:
    """Return each article of `articles` (texts by name) that has marks `among` these, with their places."""
    return [(articles[name], claims_in(articles[name], lines)) for name, lines in among.items() if name in articles]
