"""One typed answer to one value, or a sentence in German that says what to do. `None` means nothing was entered."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from rathaus.foundation import money, text
from rathaus.modules.forms import patterns
from rathaus.modules.forms.answers import latin
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Field, Kind

MAX_TYPED = 20_000
"""Characters taken from one input at most; more is refused with a message, never cut silently."""
MAX_TEXT = 4000
"""What a text without its own limit may hold."""

Value = str | int | bool | list[str]
DATE_PARTS = ("day", "month", "year")


class Unreadable(ValueError):
    """The typed text is no value of its kind; the message is for the person."""


def read(form: CompiledForm, field: Field, typed: Mapping[str, str], key: str, today: dt.date) -> Value | None:
    """The value of the inputs under `key`. Raises Unreadable."""
    if field.kind is Kind.DATE:
        return _date(field, [typed.get(f"{key}.{part}", "").strip() for part in DATE_PARTS], today)
    given = typed.get(key, "")
    if len(given) > MAX_TYPED:
        raise Unreadable(f"Der Text ist länger als {MAX_TYPED} Zeichen. Kürzen Sie ihn oder fügen Sie ihn als Datei bei.")
    if "\ufffd" in given:
        raise Unreadable("Der Text enthält ein Zeichen, das nicht lesbar ankam (�). Geben Sie es bitte neu ein.")
    plain = text.clean(given, multiline=field.kind in {Kind.TEXTAREA, Kind.CHOICES})
    if not plain:
        return None
    if field.kind in {Kind.CHOICE, Kind.CHOICES}:
        return _codes(field, plain, form.options(field))
    return _READERS.get(field.kind, _text)(field, plain)


def _text(field: Field, plain: str) -> str:
    limit = field.max_length or MAX_TEXT
    if len(plain) > limit:
        raise Unreadable(f"Erlaubt sind höchstens {limit} Zeichen, es sind {len(plain)}. Bitte kürzen Sie die Angabe.")
    if field.min_length and len(plain) < field.min_length:
        raise Unreadable(f"Die Angabe braucht mindestens {field.min_length} Zeichen.")
    if field.pattern and not patterns.matches(field.pattern, plain):
        raise Unreadable(field.message or "Die Angabe hat nicht die erwartete Form. Bitte prüfen Sie sie.")
    if field.latin and (strange := latin.outside(plain)):
        raise Unreadable(f"Das Zeichen „{strange}“ ist nicht erlaubt. Schreiben Sie den Namen mit lateinischen Buchstaben.")
    return plain


def _date(field: Field, parts: list[str], today: dt.date) -> str | None:
    if not any(parts):
        return None
    for part, name in zip(parts, ("Tag", "Monat", "Jahr"), strict=True):
        if not part:
            raise Unreadable(f"Beim Datum fehlt: {name}.")
        if not (part.isascii() and part.isdigit() and len(part) <= 4):
            raise Unreadable(f"{name} bitte als Zahl angeben, zum Beispiel 31 12 1990.")
    if len(parts[2]) != 4:
        raise Unreadable("Das Jahr bitte vierstellig angeben, zum Beispiel 1990.")
    try:
        day = dt.date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        raise Unreadable("Diesen Tag gibt es im Kalender nicht. Bitte prüfen Sie Tag und Monat.") from None
    if field.min_value and day < _day(field.min_value, today):
        raise Unreadable(field.message or f"Das Datum darf nicht vor dem {_day(field.min_value, today):%d.%m.%Y} liegen.")
    if field.max_value and day > _day(field.max_value, today):
        raise Unreadable(field.message or f"Das Datum darf nicht nach dem {_day(field.max_value, today):%d.%m.%Y} liegen.")
    return day.isoformat()


def _day(bound: str, today: dt.date) -> dt.date:
    return today if bound == "today" else dt.date.fromisoformat(bound)


def _bounds(field: Field, value: Decimal, show: Callable[[Decimal], str]) -> None:
    if field.min_value and value < Decimal(field.min_value):
        raise Unreadable(field.message or f"Der Wert ist zu klein. Erlaubt ist ab {show(Decimal(field.min_value))}.")
    if field.max_value and value > Decimal(field.max_value):
        raise Unreadable(field.message or f"Der Wert ist zu groß. Erlaubt ist bis {show(Decimal(field.max_value))}.")


def german(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def _integer(field: Field, plain: str) -> int:
    digits = plain.replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+", digits):
        digits = digits.replace(".", "")
    if not re.fullmatch(r"-?[0-9]{1,15}", digits):
        raise Unreadable("Geben Sie eine ganze Zahl ein, zum Beispiel 12.")
    _bounds(field, Decimal(digits), german)
    return int(digits)


def _number(field: Field, plain: str) -> str:
    """German notation: the comma parts the decimals, points part thousands; `2.5` alone is read as two and a half."""
    digits = plain.replace(" ", "").replace("\u00a0", "")
    if "," in digits:
        digits = digits.replace(".", "").replace(",", ".") if re.fullmatch(r"-?(\d+|\d{1,3}(\.\d{3})+),\d+", digits) else "?"
    try:
        value = Decimal(digits) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,10})?", digits) else None
    except InvalidOperation:
        value = None
    if value is None:
        raise Unreadable("Geben Sie eine Zahl ein, zum Beispiel 12,5.")
    _bounds(field, value, german)
    return f"{value:f}"


def _money(field: Field, plain: str) -> int:
    try:
        cents = money.parse_cents(plain) if len(plain) <= 20 else None
    except ValueError:
        cents = None
    if cents is None:
        raise Unreadable("Geben Sie einen Betrag in Euro ein, zum Beispiel 30,70.")
    _bounds(field, Decimal(cents) / 100, lambda value: money.format_cents(int(value * 100)))
    return cents


def _email(field: Field, plain: str) -> str:
    if (
        len(plain) > 254
        or not re.fullmatch(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[^\s@.]{1,63}(\.[^\s@.]{1,63})+", plain)
        or ".." in plain
    ):
        raise Unreadable("Das ist keine E-Mail-Adresse. Sie sieht zum Beispiel so aus: name@beispiel.de.")
    return _text(field, plain)


def _phone(field: Field, plain: str) -> str:
    if not re.fullmatch(r"\+?[0-9 ()/.\-–]{3,30}", plain) or sum(c.isdigit() for c in plain) < 3:
        raise Unreadable(
            "Das ist keine Telefonnummer. Erlaubt sind Ziffern, Leerzeichen und + am Anfang, zum Beispiel 0345 123456."
        )
    return _text(field, plain)


def _iban(field: Field, plain: str) -> str:
    """ISO 13616: check digits modulo 97; blanks and hyphens of a pasted IBAN are taken out."""
    del field
    iban = re.sub(r"[\s\u00a0.\-]", "", plain).upper()
    shape = re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", iban) and (not iban.startswith("DE") or len(iban) == 22)
    if not shape or int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 != 1:
        raise Unreadable(
            "Diese IBAN stimmt nicht. Bitte vergleichen Sie sie mit Ihrer Bankkarte; deutsche IBAN haben 22 Stellen."
        )
    return iban


def _plate(field: Field, plain: str) -> str:
    """§ 9 FZV: district, then letters and digits; a hyphen or blank must part district and letters."""
    match = re.fullmatch(r"([A-ZÄÖÜ]{1,3})[\s\-–]+([A-Z]{1,2})[\s\-–]*([1-9][0-9]{0,3})\s*([EH]?)", plain.upper())
    if match is None:
        raise Unreadable(field.message or "Das ist kein Kennzeichen. Schreiben Sie es mit Bindestrich, zum Beispiel HAL-AB 123.")
    return f"{match[1]}-{match[2]} {match[3]}{match[4]}"


def _boolean(field: Field, plain: str) -> bool:
    del field
    if plain not in {"true", "false"}:
        raise Unreadable("Wählen Sie Ja oder Nein.")
    return plain == "true"


def _consent(field: Field, plain: str) -> bool | None:
    del field
    return True if plain == "true" else None


def _time(field: Field, plain: str) -> str:
    del field
    match = re.fullmatch(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?:\s*Uhr)?", plain)
    if match is None:
        raise Unreadable("Geben Sie die Uhrzeit so ein: 14:30.")
    return f"{int(match[1]):02d}:{match[2]}"


def _codes(field: Field, plain: str, known: Mapping[str, str]) -> Value:
    chosen = list(dict.fromkeys(plain.split("\n"))) if field.kind is Kind.CHOICES else [plain]
    if any(code not in known for code in chosen):
        raise Unreadable("Wählen Sie eine der angebotenen Möglichkeiten.")
    return chosen if field.kind is Kind.CHOICES else chosen[0]


_READERS: dict[Kind, Callable[[Field, str], Value | None]] = {
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.IBAN: _iban,
    Kind.PLATE: _plate,
    Kind.BOOLEAN: _boolean,
    Kind.CONSENT: _consent,
    Kind.TIME: _time,
}
