"""Every component in every state, for people who build pages and for the accessibility tests."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from rathaus.web.components.lists import Entry, Row, Task, Upload
from rathaus.web.components.tables import Column
from rathaus.web.components.text import badge, status
from rathaus.web.forms import DateField

CHOICES = [("a", "Abholen"), ("b", "Zuschicken")]


class SampleForm(forms.Form):
    name = forms.CharField(label="Familienname", max_length=40, help_text="Wie im Ausweis")
    email = forms.EmailField(label="E-Mail-Adresse", required=False)
    birthday = DateField(label="Geburtsdatum", birthday=True, help_text="Zum Beispiel 24 12 1980")
    count = forms.IntegerField(label="Anzahl der Stellplätze", min_value=1)
    kind = forms.ChoiceField(label="Art des Ausweises", choices=[("", "Bitte wählen"), ("n", "Neu"), ("v", "Verlängerung")])
    way = forms.ChoiceField(label="Wie möchten Sie den Ausweis bekommen?", choices=CHOICES, widget=forms.RadioSelect)
    extras = forms.MultipleChoiceField(
        label="Was gehört dazu?",
        choices=[("p", "Anhänger"), ("w", "Wohnmobil")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(label="Begründung", widget=forms.Textarea(attrs={"rows": 4}))
    file = forms.FileField(label="Nachweis", required=False, help_text="PDF oder Bild, höchstens 20 MB")
    consent = forms.BooleanField(label="Ich habe die Angaben geprüft")


def samples() -> dict[str, Any]:
    """Invented data for each component."""
    later = dt.date(2026, 11, 23)
    moment = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)
    cases = [
        ("VG-7KQ2", "Bewohnerparkausweis", status("In Bearbeitung", "info"), "30,70 €"),
        ("VG-M9XF", "Sondernutzung einer Straße für ein Nachbarschaftsfest", status("Frist läuft ab", "warning"), "0,00 €"),
        ("VG-2R8T", "Falknerprüfung", badge("Bewilligt", "success", small=True), "150,00 €"),
    ]
    return {
        "form": SampleForm(),
        "wrong": SampleForm(
            {"wrong-name": "x" * 60, "wrong-birthday_day": "31", "wrong-birthday_month": "2", "wrong-birthday_year": "1980"},
            prefix="wrong",
        ),
        "rows": [
            Row("Kennzeichen", "HAL-AB 123", "/demo/bausteine/#antworten"),
            Row("Anschrift", ["Musterweg 1", "06108 Halle (Saale)"], "/demo/bausteine/#antworten", "aus Ihrem Servicekonto"),
            Row("Telefon", "", "/demo/bausteine/#antworten"),
        ],
        "facts": [("Zuständig", "Fachbereich Sicherheit"), ("Dauer", "etwa drei Arbeitstage"), ("Kosten", "30,70 €")],
        "tasks": [
            Task("Ihre Angaben", "/demo/bausteine/#aufgaben", "Fertig", "success"),
            Task("Ihr Fahrzeug", "/demo/bausteine/#aufgaben", "Noch offen", "info", "Halten Sie den Fahrzeugschein bereit."),
            Task("Prüfen und absenden", "", "Noch nicht möglich", "warning"),
        ],
        "uploads": [
            Upload("Mietvertrag.pdf", 1_234_567, "/demo/bausteine/", "Angenommen", "success", remove_value="1"),
            Upload(
                "Urlaubsbild_mit_einem_sehr_langen_Namen_ohne_Leerzeichen.heic", 4_200_000, remove_value="2",
                error="Dieses Format können wir nicht lesen. Speichern Sie das Bild als JPEG und laden Sie es noch einmal hoch.",
            ),
        ],
        "entries": [
            Entry("Antrag eingegangen", moment, "Wir haben Ihren Antrag erhalten.", "Onlinedienst"),
            Entry("In Bearbeitung", moment + dt.timedelta(days=1)),
            Entry("Bescheid bereitgestellt", later, format_html("<p>{}</p>", "Er liegt im Postfach.")),
        ],
        "columns": [Column("Vorgang"), Column("Leistung"), Column("Stand"), Column("Gebühr", numeric=True)],
        "cases": cases,
        "nothing": (),
        "page": Paginator(range(200), 10).page(7),
        "sections": [("Übersicht", "#abschnitte"), ("Nachrichten", "#nachrichten"), ("Unterlagen", "#unterlagen")],
        "languages": [("de", "Deutsch", "?"), ("en", "English", "?sprache=en"), ("uk", "Українська", "?sprache=uk")],
        "choices": CHOICES,
        "chosen": ["a"],
        "date_parts": ("24", "12", "2026"),
    }  # fmt: skip


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "web/gallery.html", {**samples(), "more": "mehr" in request.GET})


@require_safe
def piece(request: HttpRequest) -> HttpResponse:
    """What htmx puts into the page."""
    return render(request, "web/gallery_piece.html")


@require_safe
def gallery_form(request: HttpRequest) -> HttpResponse:
    """A form sent back with errors: alone on its page, so that its summary takes the focus as in life."""
    return render(request, "web/gallery_form.html", {"form": samples()["wrong"]})
