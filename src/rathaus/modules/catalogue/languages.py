"""The one list of languages in which a service may be described. Keys are BCP 47."""

from typing import NamedTuple


class Language(NamedTuple):
    """`name` is for those who write, `heading` is what a reader of the language understands."""

    tag: str
    name: str
    heading: str
    right_to_left: bool = False


GERMAN = "de"
PLAIN = "de-simple"  # Leichte Sprache
SIGN = "gsg"  # Deutsche Gebärdensprache (ISO 639-3): a text of links to videos
LANGUAGES = {
    language.tag: language
    for language in (
        Language(GERMAN, "Deutsch", "Auf Deutsch"),
        Language(PLAIN, "Leichte Sprache", "In Leichter Sprache"),
        Language(SIGN, "Gebärdensprache (Video)", "In Gebärdensprache"),
        Language("en", "Englisch", "In English"),
        Language("uk", "Ukrainisch", "Українською"),
        Language("ar", "Arabisch", "بالعربية", right_to_left=True),
        Language("tr", "Türkisch", "Türkçe"),
        Language("ru", "Russisch", "По-русски"),
        Language("pl", "Polnisch", "Po polsku"),
        Language("fr", "Französisch", "En français"),
        Language("ro", "Rumänisch", "În română"),
        Language("bg", "Bulgarisch", "На български"),
        Language("es", "Spanisch", "En español"),
        Language("it", "Italienisch", "In italiano"),
        Language("vi", "Vietnamesisch", "Tiếng Việt"),
        Language("fa", "Persisch", "به فارسی", right_to_left=True),
        Language("ku", "Kurdisch", "Bi kurdî"),
        Language("dsb", "Niedersorbisch", "Dolnoserbski"),
        Language("hsb", "Obersorbisch", "Hornjoserbsce"),
        Language("nds", "Niederdeutsch", "Op Plattdüütsch"),
    )
}


def name_of(tag: str) -> str:
    """For those who write; the tag itself where the list does not know it."""
    return LANGUAGES[tag].name if tag in LANGUAGES else tag


def known_or_german(tag: str) -> str:
    return tag if tag in LANGUAGES else GERMAN
