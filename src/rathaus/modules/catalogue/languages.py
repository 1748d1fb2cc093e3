"""In which languages a service may be described, with the heading a reader of each understands. Keys are BCP 47."""

from typing import NamedTuple


class Language(NamedTuple):
    tag: str
    heading: str
    right_to_left: bool = False


GERMAN = "de"
PLAIN = "de-simple"  # Leichte Sprache
SIGN = "gsg"  # Deutsche Gebärdensprache (ISO 639-3): a text of links to videos
LANGUAGES = {
    language.tag: language
    for language in (
        Language(PLAIN, "In Leichter Sprache"),
        Language("en", "In English"),
        Language("fr", "En français"),
        Language("pl", "Po polsku"),
        Language("ru", "По-русски"),
        Language("tr", "Türkçe"),
        Language("uk", "Українською"),
        Language("ar", "بالعربية", right_to_left=True),
    )
}
