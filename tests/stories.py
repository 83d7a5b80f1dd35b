"""Stories and near copies of them: one word changed, a paragraph cut, a new headline."""

import re
from pathlib import Path

from benches.apparatus import texts

SENTENCES, PARAGRAPH = 12, 2  # in a story, in a paragraph of it: short ones, of which a cut takes much


def made(count):
    """Return made-up stories, which share many stock phrases; each has a headline and paragraphs."""
    return [one.text for one in texts.articles(count)]


def real(corpora: Path):
    """Return stories of real sentences: news from Wikinews, the papers and the web, and novels."""
    sources = [
        (*sorted((corpora / "webanno_gum_news").glob("*.tsv")), r"^#Text=(.+)$"),
        (*sorted((corpora / "iob2_uner_en_pud").glob("*.iob2")), r"^# text = (.+)$"),
        (*sorted((corpora / "brat_litbank").glob("*.txt")), r"^(.+)$"),
    ]
    found = []
    for *paths, line in sources:
        for path in paths:
            sentences = re.findall(line, path.read_text(encoding="utf-8"), re.MULTILINE)
            found += [story(sentences[at : at + SENTENCES]) for at in range(0, len(sentences) - SENTENCES, SENTENCES)]
    return [one for one in dict.fromkeys(found) if len(one.split()) >= 60]


def story(sentences):
    """Return sentences as paragraphs."""
    return "\n".join(" ".join(sentences[at : at + PARAGRAPH]) for at in range(0, len(sentences), PARAGRAPH))


def one_word_changed(text, dice):
    words = re.split(r"(\s+)", text)
    at = dice.choice([at for at, word in enumerate(words) if word.strip()])
    words[at] = "otherwise"
    return "".join(words)


def paragraph_cut(text, dice):
    paragraphs = text.split("\n")
    at = dice.choice([at for at, one in enumerate(paragraphs) if one.strip() and at > 0])
    return "\n".join(paragraphs[:at] + paragraphs[at + 1 :])


def new_headline(text, dice):
    words = [word for word in text.split() if word.isalpha()]
    headline = " ".join(dice.sample(words, min(8, len(words)))).capitalize()
    return "\n".join([headline, *text.split("\n")[1:]]) if len(text.split("\n")[0]) < 80 else f"{headline}\n{text}"


CHANGES = (one_word_changed, paragraph_cut, new_headline)


def copied(stories, count, dice):
    """Return `count` near copies of some stories, each with the place of the story it is of, none of them twice."""
    copies, known = [], set(stories)
    while len(copies) < count:
        at = dice.randrange(len(stories))
        copy = CHANGES[len(copies) % len(CHANGES)](stories[at], dice)
        if copy not in known:
            known.add(copy)
            copies.append((copy, at))
    return copies
