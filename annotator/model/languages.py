"""The languages that texts may be in, by their codes, and the mark that says which one those of a project are in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from annotator.model.mark import Key
from annotator.model.tongue import tr

USUAL = "en"  # what the texts are taken to be in where nothing is said
LANGUAGE = Key("setting", None, "language")
NAMES: Mapping[str, str] = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "bg": "Bulgarian", "bn": "Bengali",
    "bo": "Tibetan", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "dsb": "Lower Sorbian",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fo": "Faroese", "fr": "French", "ga": "Irish", "gd": "Scottish Gaelic", "grc": "Ancient Greek",
    "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hsb": "Upper Sorbian", "ht": "Haitian Creole",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "kmr": "Northern Kurdish", "kn": "Kannada", "ko": "Korean", "ky": "Kyrgyz", "la": "Latin", "lb": "Luxembourgish",
    "lg": "Ganda", "lij": "Ligurian", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
    "mr": "Marathi", "ms": "Malay", "nb": "Norwegian Bokm\u00e5l", "ne": "Nepali", "nl": "Dutch",
    "nn": "Norwegian Nynorsk", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sa": "Sanskrit", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "ta": "Tamil", "te": "Telugu", "th": "Thai", "ti": "Tigrinya", "tl": "Tagalog", "tn": "Tswana",
    "tr": "Turkish", "tt": "Tatar", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "xx": "Several languages",
    "yo": "Yoruba", "zh": "Chinese",
}  # fmt: skip
_CODE = re.compile(r"[a-z]{2,3}")
_UNSPACED = (  # what is written without spaces, and the languages by whose rules spaCy parts it
    ("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]", ("ja", "zh")), ("[\u0e01-\u0e5b]", ("th",)),
)  # fmt: skip


def is_code(code: str) -> bool:
    """Return whether `code` is written as the code of a language is."""
    return _CODE.fullmatch(code) is not None


def parts(code: str, words: str) -> bool:
    """Return whether spaCy's rules for a language part these words: those of English see one token in Chinese."""
    return all(code in codes or re.search(signs, words) is None for signs, codes in _UNSPACED)


def named(code: str) -> str:
    """Return the name of a language, its code where no name is known."""
    return tr(NAMES[code]) if code in NAMES else code
