"""Data of letters, notices, receipts and forms as the rooms will send them."""

from typing import Any


def authority() -> dict[str, Any]:
    return {
        "name": "Stadt Halle (Saale)",
        "unit": "Fachbereich Sicherheit · Straßenverkehrsbehörde",
        "lines": ["Am Stadion 6", "06122 Halle (Saale)"],
        "phone": "0345 221-0",
        "email": "verkehr@beispiel.invalid",
        "web": "www.beispiel.invalid",
        "hours": "Di 9–18 Uhr",
    }


def letter(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Bescheid über einen Bewohnerparkausweis",
        "subject": "Ihr Antrag auf Verlängerung des Bewohnerparkausweises vom 20. November 2026",
        "authority": authority(),
        "recipient": {"lines": ["Frau", "Đặng Thị Ślązak-Öztürk", "Große Ulrichstraße 1a", "06108 Halle (Saale)"]},
        "dispatch": "",
        "references": [["Unser Zeichen", "32.21-2026-000017"], ["Vorgang", "7KQ2-M9XF"]],
        "date": "2026-11-22",
        "salutation": "Sehr geehrte Frau Đặng Thị Ślązak-Öztürk,",
        "closing": "Mit freundlichen Grüßen",
        "signatory": {"name": "Kerstin Brandt", "title": "Sachbearbeiterin", "prefix": "Im Auftrag", "phone": "0345 221-1234"},
        "enclosures": ["Merkblatt Bewohnerparken"],
        "note": "Dieses Schreiben wurde mit Datenverarbeitung erstellt.",
        **changes,
    }


def notice(**changes: Any) -> dict[str, Any]:
    return letter(
        **{
            "ruling": [
                "wir verlängern Ihren Bewohnerparkausweis für die Zone 7 um ein Jahr.",
                "Er gilt bis zum 30. November 2027.",
            ],
            "facts": [["Kennzeichen", "HAL-ÄÖ 123"], ["Zone", "7 (Paulusviertel)"], ["Gültig bis", "30. November 2027"]],
            "conditions": ["Der Ausweis gilt nur für das genannte Fahrzeug.", "Ein Umzug ist unverzüglich mitzuteilen."],
            "reasons": ["Sie wohnen in der Zone 7 und sind dort gemeldet. " * 6, "Ein eigener Stellplatz fehlt."],
            "fee": {
                "items": [
                    {"label": "Bewohnerparkausweis, ein Jahr", "cents": 3070, "basis": "Gebührenverzeichnis Nr. 1"},
                    {"label": "Auslagen", "cents": 123456, "basis": "Gebührenverzeichnis Nr. 2"},
                ],
                "basis": "der Gebührensatzung der Stadt",
                "due": "2026-12-22",
                "cash_reference": "2026.0000.1234.5",
                "iban": "DE02 1203 0000 0000 2020 51",
            },
            "remedy": {"text": "Gegen diesen Bescheid kann Widerspruch erhoben werden.\nStadt Halle"},
            "fingerprint": "SHA256:3q2+7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "verify_url": "https://rathaus.beispiel.invalid/pruefen",
        }
        | changes
    )


def receipt(**changes: Any) -> dict[str, Any]:
    return letter(
        **{
            "title": "Quittung",
            "subject": "Quittung über die Zahlung Ihrer Gebühr",
            "intro": ["wir haben Ihre Zahlung erhalten."],
            "facts": [["Kassenzeichen", "2026.0000.1234.5"], ["Zahlungsart", "Karte"]],
            "items": [{"label": "Bewohnerparkausweis", "cents": 3070, "basis": "Gebührenverzeichnis Nr. 1"}],
            "sections": [{"title": "Wie es weitergeht", "facts": [["Nächster Schritt", "Prüfung"]], "texts": ["Wir schreiben."]}],
            "outro": ["Bitte bewahren Sie die Quittung auf."],
        }
        | changes
    )


def form(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Antrag auf Verlängerung des Bewohnerparkausweises",
        "authority": authority(),
        "code": "7KQ2-M9XF",
        "intro": ["Bitte füllen Sie das Formular in Druckschrift aus."],
        "sections": [
            {
                "title": "Ihre Angaben",
                "hint": "Wie im Personalausweis.",
                "fields": [
                    {"label": "Familienname", "value": "Ślązak"},
                    {"label": "Vornamen", "required": False},
                    {"label": "Anrede", "kind": "choice", "options": [{"label": "Frau", "chosen": True}, {"label": "Herr"}]},
                    {"label": "Ich wohne in der Zone", "kind": "check", "value": True},
                    {"label": "Bemerkung", "kind": "long", "hint": "Höchstens 500 Zeichen"},
                ],
            }
        ],
        "declaration": ["Ich versichere, dass meine Angaben stimmen."],
        **changes,
    }
