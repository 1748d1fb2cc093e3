"""LIESMICH.txt: what the bundle shows, what it does not show, how to check it. For people, not for programs."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 78


@dataclass(frozen=True, slots=True)
class Line:
    """An event in the words of the reader: `20.11.2026, 12:00 Uhr` and `Dokument abgerufen`."""

    when: str
    what: str


def readme(*, issuer: str, title: str, lines: Sequence[Line], clock: str, fingerprint: str, log_url: str) -> str:
    """The text; `clock` is what citizen and clerk read about the deadline."""
    steps = "\n".join(f"  {line.when}   {line.what}" for line in lines)
    return f"""NACHWEIS ÜBER EINE ZUSTELLUNG

Absender:   {issuer}
Schreiben:  {title}

Was geschah
-----------
{steps}

{clock}

Was dieser Nachweis zeigt
-------------------------
- Das Schreiben im Ordner "dokumente" ist genau das, um das es ging.
  Kein einziges Zeichen wurde geändert.
- Die Ereignisse oben stehen so im Protokoll des Absenders.
  Der Absender hat dieses Protokoll elektronisch unterschrieben und kann
  es nachträglich nicht ändern, ohne dass es auffällt.

Was dieser Nachweis nicht zeigt
-------------------------------
- Er trägt keine qualifizierte Signatur, kein qualifiziertes Siegel und keinen
  qualifizierten Zeitstempel. Er begründet deshalb keine gesetzliche Vermutung
  nach Artikel 35 oder 41 der eIDAS-Verordnung. Ein Gericht würdigt ihn frei.
- Die Uhrzeiten sind die der Uhr des Absenders.
- Er zeigt nicht, wer vor dem Bildschirm saß. Wie sicher die Person erkannt
  wurde, steht bei jedem Ereignis in nachweis.json ("trust_level").

Selbst prüfen, ohne Internet
----------------------------
Entpacken Sie die ZIP-Datei und rufen Sie in dem Ordner auf:

    python3 pruefen.py

Sie brauchen dafür nur Python 3 und openssl ab Version 3.
Die ZIP-Datei selbst prüfen Sie so:

    python3 pruefen.py nachweis.zip

Ohne diese Programme geht es auf der Seite "Nachweis prüfen" des Absenders.

Der Schlüssel
-------------
Fingerabdruck: {fingerprint[:32]}
               {fingerprint[32:]}

Vergleichen Sie ihn mit dem Fingerabdruck auf dem Schreiben oder hier:
{log_url}
"""
