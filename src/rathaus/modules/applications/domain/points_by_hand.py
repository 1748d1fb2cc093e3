"""What no machine checks: the rules of the form that are free text, and a competence nobody has confirmed."""

from collections.abc import Sequence

from rathaus.modules.applications.enums import Ground
from rathaus.modules.applications.spec import OfferSpec
from rathaus.modules.cases import public as cases
from rathaus.modules.forms import public as forms


def points_by_hand(form: forms.CompiledForm, spec: OfferSpec) -> list[cases.ExtraCheck]:
    """The points a clerk looks at for every application of this offer, whichever way it came."""
    competence = (
        [cases.ExtraCheck(key="zustaendigkeit", label="Zuständigkeit", help_text=spec.manual_competence)]
        if spec.manual_competence
        else []
    )
    rules = [
        cases.ExtraCheck(key=f"regel.{number}.{point['id']}", label=point["name"], help_text=point["text"])
        for number, point in enumerate(forms.manual_points(form), start=1)
    ]
    return [*(competence if spec.manual_competence else ()), *rules]


def points_of_representation(persons: Sequence[cases.PartyData], *, prefix: str = "") -> list[cases.ExtraCheck]:
    """That somebody declares to act for another is looked at; a mandate accepted in the Servicekonto is proof enough."""
    return [
        cases.ExtraCheck(
            key=f"{prefix}vertretung",
            label=f"Vertretung: {Ground(ground).label}",
            help_text=f"Der Antrag ist für {person.name} gestellt. Prüfen Sie, ob der Nachweis vorliegt, diesen Antrag abdeckt "
            "und noch gilt (§ 14 Abs. 1 VwVfG, § 80 Abs. 1 AO, § 13 Abs. 1 SGB X).",
        )
        for person in persons
        if (ground := str(person.identity.get("represented_by", ""))) and "mandate" not in person.identity
    ]
