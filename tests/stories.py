"""Stories to be copied: made up, or of real sentences."""

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
