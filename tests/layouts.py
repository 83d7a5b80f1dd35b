"""What five layouts of the keyboard send under X11: the characters of each key, plain, with Shift and with AltGr."""

from annotator.ui.keys import Press

DEAD, NOTHING = "\u25cc", " "  # a key that waits for the next one; a level that types nothing
# By place, row after row as on the board: ` 1 to =; Q to ]; A to \\; the key beside the left Shift, Z to /.
PLACES = (49, *range(10, 22), *range(24, 36), *range(38, 49), 51, 94, *range(52, 62))
# Without AltGr (American, Russian) the key at its place is a second Alt.
LAYOUTS = {
    "us": (
        "`1234567890-=qwertyuiop[]asdfghjkl;'\\<zxcvbnm,./",
        "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"|>ZXCVBNM<>?",
        "                                                ",
    ),
    "fr": (
        "²&é\"'(-è_çà)=azertyuiop◌$qsdfghjklmù*<wxcvbn,;:!",
        "~1234567890°+AZERTYUIOP◌£QSDFGHJKLM%µ>WXCVBN?./§",
        "¬¹~#{[|`\\^@]}æ«\u20ac¶ŧ\u2190\u2193\u2192øþ◌¤@ßðđŋħ◌ĸłµ◌◌|ł»¢\u201e\u201c\u201d◌\u2022·◌",
    ),
    "de": (
        "◌1234567890ß◌qwertzuiopü+asdfghjklöä#<yxcvbnm,.-",
        "°!\"§$%&/()=?◌QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_",
        "\u2032¹²³¼½¬{[]}\\◌@ſ\u20ac¶ŧ\u2190\u2193\u2192øþ◌~æſðđŋħ◌ĸł◌◌\u2019|»«¢\u201e\u201c\u201dµ·\u2026\u2013",
    ),
    "ru": (
        "ё1234567890-=йцукенгшщзхъфывапролджэ\\/ячсмитьбю.",
        "Ё!\"\u2116;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭ/|ЯЧСМИТЬБЮ,",
        "                                                ",
    ),
    "ara": (
        "\u06301234567890-=\u0636\u0635\u062b\u0642\u0641\u063a\u0639\u0647\u062e\u062d\u062c\u062f\u0634\u0633\u064a\u0628\u0644\u0627\u062a\u0646\u0645\u0643\u0637\\|\u0626\u0621\u0624\u0631\ufefb\u0649\u0629\u0648\u0632\u0638",
        "\u0651!@#$%^&*)(_+\u064e\u064b\u064f\u064c\ufef9\u0625`÷×\u061b<>\u0650\u064d][\ufef7\u0623\u0640\u060c/:\"\u2026¦~\u0652}{\ufef5\u0622',.\u061f",
        "\u066a\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660\u2013\u2260    \u06a4     \u0686    \u067e \u0671 \u066b \u06af\u27e9\u27e8 »«   \u0670 \u066c\u0698\u066d",
    ),
}  # fmt: skip
_DEAD_KEY = 0x01001252  # Qt's Key_Dead_Circumflex stands for all of them


def characters(layout: str, place: int) -> tuple[str, str, str]:
    """Return what the key at a place types: plain, with Shift, with AltGr."""
    at = PLACES.index(place)
    plain, shifted, graphic = (level[at] for level in LAYOUTS[layout])
    return plain, shifted, graphic


def press(layout: str, place: int, shift=False, graph=False, control=False, alt=False) -> Press | None:
    """Return what Qt makes of a key under X11, None where the key types nothing at that level."""
    plain, shifted, graphic = characters(layout, place)
    typed = graphic if graph else shifted if shift else plain
    if typed == NOTHING:
        return None
    if typed == DEAD:
        return Press(_DEAD_KEY, "", place, control, alt, shift)
    upper = typed.upper() if len(typed.upper()) == 1 else typed
    return Press(ord(upper), _controlled(typed) if control else typed, place, control, alt, shift)


def _controlled(typed: str) -> str:
    """Return what a character becomes with Ctrl: a control character where ASCII has one, as the X11 protocol says."""
    if "@" <= typed < "\x7f":
        return chr(ord(typed) & 0x1F)
    if typed == "2":
        return "\0"
    if "3" <= typed <= "7":
        return chr(ord(typed) - 0x18)
    return {"8": "\x7f", "/": "\x1f"}.get(typed, typed)
