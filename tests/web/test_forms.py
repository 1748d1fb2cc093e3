import datetime as dt
from html.parser import HTMLParser

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from rathaus.web.components import fields
from rathaus.web.components.markup import attributes, esc
from rathaus.web.forms import DateField, DateParts


class Tags(HTMLParser):
    """Collects (tag, attributes) and the text of a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.found, self.text = [], ""
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attrs for name, attrs in self.found if name == tag]


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="Wie im Ausweis", max_length=5)
    note = forms.CharField(label="Notiz", required=False)
    kind = forms.ChoiceField(label="Art", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    born = DateField(label="Geburtsdatum", birthday=True)
    agreed = forms.BooleanField(label="Ich habe alles geprüft")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_every_control_has_a_label_or_legend():
    tags = Tags(Sample())
    labels = {entry.get("for") for entry in tags.all("label")}
    visible = {entry["id"] for entry in tags.all("input") if entry["type"] != "hidden"}
    assert visible == labels
    assert len(tags.all("legend")) == 2


def test_hint_and_error_are_announced_and_exist():
    html = Sample({"name": "zu lang", "born_day": "31", "born_month": "2", "born_year": "2020"})
    tags = Tags(html)
    ids = {attrs["id"] for _, attrs in tags.found if "id" in attrs}
    described = [attrs["aria-describedby"] for _, attrs in tags.found if "aria-describedby" in attrs]
    assert "id_name_error id_name_hint" in described
    assert {target for entry in described for target in entry.split()} <= ids
    assert [entry["id"] for entry in tags.all("input") if entry.get("aria-invalid")] == [
        "id_name", "id_kind_0", "id_kind_1", "id_born_day", "id_born_month", "id_born_year", "id_agreed",
    ]  # fmt: skip


def test_summary_links_every_error_in_order():
    tags = Tags(Sample({"name": "zu lang", "born_day": "31", "born_month": "2", "born_year": "2020"}))
    targets = [entry["href"] for entry in tags.all("a")]
    ids = {attrs["id"] for _, attrs in tags.found if "id" in attrs}
    assert targets == ["#id_name", "#id_kind_0", "#id_born_day", "#id_agreed"]
    assert {target.removeprefix("#") for target in targets} <= ids
    assert "„Name“: höchstens 5 Zeichen, Sie haben 7 geschrieben." in tags.text
    assert "Bitte wählen Sie bei „Art“ etwas aus." in tags.text
    assert "Bitte bestätigen Sie: Ich habe alles geprüft" in tags.text


def test_unsent_form_has_no_summary():
    assert "fehler" not in str(Sample())


def test_errors_of_the_whole_form_come_first():
    form = Sample({"name": "x" * 9})
    form.is_valid()
    form.add_error(None, "Der Antrag ist seit heute geschlossen.")
    assert Tags(form).text.index("geschlossen") < Tags(form).text.index("höchstens 5")


def test_what_a_field_says_itself_stays():
    class Own(forms.Form):
        plate = forms.CharField(label="Kennzeichen", error_messages={"required": "Das Kennzeichen steht auf dem Fahrzeugschein."})

    assert "Das Kennzeichen steht auf dem Fahrzeugschein." in Tags(Own({})).text


def test_optional_fields_say_so():
    assert Tags(Sample()).text.count("(freiwillig)") == 1


def test_unknown_widget_falls_back_to_django():
    class Odd(forms.Form):
        both = forms.SplitDateTimeField(required=False)

    assert [entry["name"] for entry in Tags(Odd()).all("input")] == ["both_0", "both_1"]


def test_select_keeps_groups_and_choice():
    class Grouped(forms.Form):
        zone = forms.ChoiceField(choices=[("Mitte", [("1", "Altstadt")]), ("2", "Nord")], initial="2")

    tags = Tags(Grouped())
    assert tags.all("optgroup") == [{"label": "Mitte"}]
    assert tags.all("option") == [{"value": "1"}, {"value": "2", "selected": None}]


def test_formset_draws_each_form():
    html = str(forms.formset_factory(Sample, extra=2)())
    assert 'name="form-0-name"' in html
    assert 'name="form-1-name"' in html
    assert 'name="form-TOTAL_FORMS"' in html


@given(st.dates())
def test_date_survives_its_three_fields(day):
    widget = DateParts()
    shown = widget.parts(day)
    data = dict(zip(("d_day", "d_month", "d_year"), shown, strict=True))
    assert DateField().clean(widget.value_from_datadict(data, {}, "d")) == day


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_any_typing_gives_a_date_or_a_sentence(day, month, year):
    value = DateParts().value_from_datadict({"d_day": day, "d_month": month, "d_year": year}, {}, "d")
    try:
        read = DateField(required=False).clean(value)
    except forms.ValidationError as error:
        read = error.messages[0].startswith("Dieses Datum gibt es nicht.")
    assert read is None or read is True or isinstance(read, dt.date)


def test_wrong_date_comes_back_as_typed():
    tags = Tags(Sample({"born_day": "3x", "born_month": "13", "born_year": ""}))
    shown = {entry["name"]: entry.get("value") for entry in tags.all("input")}
    assert (shown["born_day"], shown["born_month"], shown["born_year"]) == ("3x", "13", None)


def test_birthday_can_be_filled_by_the_browser():
    assert [entry.get("autocomplete") for entry in Tags(Sample()).all("input") if entry["name"].startswith("born")] == [
        "bday-day", "bday-month", "bday-year",
    ]  # fmt: skip


HOSTILE = st.text(alphabet=st.sampled_from("<>\"'&/ =aü\u0301"), max_size=40)


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_nothing_typed_becomes_markup(label, value, hint, error):
    one = Tags(fields.text_input(name="x", label=label, value=value, hint=hint, error=error))
    assert [tag for tag, _ in one.found if tag in {"input", "label"}] == ["label", "input"]
    assert {tag for tag, _ in one.found} <= {"div", "label", "input", "span"}
    assert one.all("input")[0].get("value", "") == value
    many = Tags(fields.radios(name="x", legend=label, choices=[(value, hint)], value=value, error=error))
    assert {tag for tag, _ in many.found} <= {"div", "label", "input", "span", "fieldset", "legend"}
    long = Tags(fields.textarea(name="x", label=label, value=value))
    assert {tag for tag, _ in long.found} == {"div", "label", "textarea"}


@given(st.text())
def test_escaping_is_lossless(text):
    assert Tags(f"<p>{esc(text)}</p>").text.replace("\r\n", "\n") == Tags("<p></p>").text + text.replace("\r\n", "\n")
    assert Tags(f"<p{attributes({'title': text})}>").all("p")[0]["title"] == text


@pytest.mark.parametrize(("value", "shown"), [(None, None), ("", None), (0, "0"), ("0", "0")])
def test_value_of_nothing_and_of_zero(value, shown):
    assert Tags(fields.text_input(name="x", label="x", value=value)).all("input")[0].get("value") == shown


def test_limit_of_a_textarea_is_said_in_words():
    tags = Tags(fields.textarea(name="x", label="Begründung", max_length=1000, hint="Kurz"))
    assert "Höchstens 1.000 Zeichen" in tags.text
    assert tags.all("textarea")[0]["aria-describedby"] == "id_x_hint id_x_count"
    assert "maxlength" not in tags.all("textarea")[0]
