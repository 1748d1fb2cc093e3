"""The demonstration register of residents and vehicles: invented people, true behaviour."""

from collections.abc import Mapping

from django.conf import settings

from rathaus.foundation import text
from rathaus.foundation.plugins import ConfigProblem
from rathaus.modules.applications.registers.base import Verdict
from rathaus.modules.applications.registers.registry import registers

KEEPERS = {
    "HAL-AB 123": "mustermann",
    "HAL-RT 77": "beispielmann",
    "HAL-XY 9": "probe",
}
ELSEWHERE = {"HAL-XY 9"}


class DemoRegister:
    """Answers for three plates that belong to invented people; of every other plate it knows nothing."""

    identifier = "demo"
    label = "Demonstrationsregister (Einwohner und Fahrzeuge)"
    questions: Mapping[str, str] = {
        "resident": "Ist die Person mit Hauptwohnung in der Bewohnerparkzone gemeldet?",
        "keeper": "Ist das Fahrzeug auf die Person zugelassen?",
    }

    def ask(self, question: str, facts: Mapping[str, str]) -> Verdict:
        plate, family = facts.get("plate", ""), text.fold(facts.get("family_name", ""))
        if plate not in KEEPERS:
            return Verdict(None, "Im Demonstrationsregister nicht gefunden. Bitte von Hand prüfen.")
        if question == "keeper":
            same = KEEPERS[plate] == family
            return Verdict(same, "Halter stimmt überein." if same else "Das Fahrzeug ist auf einen anderen Namen zugelassen.")
        resident = KEEPERS[plate] == family and plate not in ELSEWHERE
        return Verdict(resident, "In der Zone gemeldet." if resident else "Nicht mit Hauptwohnung in der Zone gemeldet.")

    def check_config(self) -> list[ConfigProblem]:
        if settings.RATHAUS_DEMO:
            return []
        return [ConfigProblem("Das Demonstrationsregister ist angebunden.", "Binden Sie das Register Ihrer Stadt an.")]


registers.register(DemoRegister())
