"""Asks for every described service and compares the page and the interfaces with `expected.toml`.

An answer is right and complete when it names the unit in charge (or says that this depends, where it does), what it costs
with the legal basis (or that it costs nothing), every document, and every way to apply. Naming a wrong body is worse than
naming none and is counted for itself.
"""

import html
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORDS = {"counter": "am Schalter", "paper": "mit einem Papierformular", "phone": "am Telefon", "online": 'href="/antrag/'}
AGENT = {"user-agent": "bench/1"}
_ROW = re.compile(r'<dt class="kern-description-list-item__key">(.*?)</dt><dd [^>]*>(.*?)</dd>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """`lacks` names what is missing; `wrong` the body that was named though it is not in charge."""

    where: str
    asked: str
    lacks: tuple[str, ...] = ()
    wrong: str = ""

    @property
    def good(self) -> bool:
        return not self.lacks and not self.wrong


def expected() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "expected.toml").read_text(encoding="utf-8"))


def measure(client: Any) -> list[Answer]:
    """`client` is Django's test client on an instance with the demonstration city."""
    said = expected()
    depends = {key for rule in said["inside"] for key in rule["services"]}
    found = []
    for service in said["service"]:
        found.append(_page(client, service, depends=service["key"] in depends))
        found.append(_api(client, service, depends=service["key"] in depends))
        found += _routes(client, service, said, depends=service["key"] in depends)
    return [*found, *_inside(client, said)]


def _page(client: Any, service: dict[str, Any], *, depends: bool) -> Answer:
    body = client.get(f"/leistungen/{service['key']}/", follow=True).content.decode()
    rows = {key: html.unescape(value) for key, value in _ROW.findall(body)}
    lacks = [f"Kosten: {fee}" for fee in service["fees"] if not _costs(rows.get("Was es kostet", ""), fee)]
    documents = html.unescape(body.partition("Was Sie brauchen</h2>")[2].partition("</ul>")[0])
    lacks += [f"Unterlage: {name}" for name in service["documents"] if name not in documents]
    lacks += [f"Weg: {way}" for way in service["ways"] if way != "online" and WORDS[way] not in rows.get("Wie", "")]
    named = re.findall(r'href="/stellen/([a-z0-9-]+)/"', rows.get("Wo", ""))
    return _judged("Seite", service, lacks, named[0] if named else "", depends=depends, told='id="zustaendig"' in body)


def _costs(said: str, fee: str) -> bool:
    return "kostenfrei" in said if fee == "frei" else f"Rechtsgrundlage: {fee}" in said


def _api(client: Any, service: dict[str, Any], *, depends: bool) -> Answer:
    said = client.get(f"/api/v1/services/{service['key']}").json()
    bases = {"frei" if fee["kind"] == "none" else fee["legal_basis"] for fee in said["fees"]}
    lacks = [f"Kosten: {fee}" for fee in service["fees"] if fee not in bases]
    named = {document["name"] for document in said["documents"]}
    lacks += [f"Unterlage: {name}" for name in service["documents"] if name not in named]
    lacks += [f"Weg: {way}" for way in service["ways"] if way != "online" and way not in said["channels"]]
    responsible = said["responsible"]
    return _judged("API", service, lacks, responsible["unit"] or "", depends=depends, told=bool(responsible["depends"]))


def _judged(where: str, service: dict[str, Any], lacks: list[str], unit: str, *, depends: bool, told: bool) -> Answer:
    if depends:
        lacks += [] if told and not unit else ["dass es von Angaben abhängt"]
        return Answer(where, service["key"], tuple(lacks))
    if not unit:
        lacks.append("zuständige Stelle")
    return Answer(where, service["key"], tuple(lacks), unit if unit not in {"", service["unit"]} else "")


def _routes(client: Any, service: dict[str, Any], said: dict[str, Any], *, depends: bool) -> Iterator[Answer]:
    """The same question for both territories, as other systems ask it; a service without official key cannot be asked for."""
    if not service["key"].isdigit():
        return
    for place, ars in (("Halle", said["home"]), ("Gütersloh", said["beside"])):
        asked = f"{service['key']} in {place}"
        routes = client.get("/routing/v2/routes", {"leikaKey": service["key"], "ars": ars}, headers=AGENT).json()["routes"]
        units = [route["customParameters"].get("unit", route["destinationShortName"]) for route in routes]
        if place == "Halle" and depends:
            inside = {row["unit"] for rule in said["inside"] if service["key"] in rule["services"] for row in rule["asked"]}
            yield Answer("Routing", asked, tuple(f"Stelle: {one}" for one in inside - set(units)))
        elif len(units) != 1:
            yield Answer("Routing", asked, ("zuständige Stelle",))
        else:
            allowed = {service["unit"]} if place == "Halle" else {service["unit"], said["beside_otherwise"]}
            yield Answer("Routing", asked, (), "" if units[0] in allowed else units[0])


def _inside(client: Any, said: dict[str, Any]) -> Iterator[Answer]:
    """By address or name, through the form a person uses."""
    for rule in said["inside"]:
        for key in rule["services"]:
            address = client.get(f"/leistungen/{key}/", follow=True).redirect_chain[-1][0]
            for row in rule["asked"]:
                fields = {name: row[name] for name in ("street", "number", "name") if name in row}
                body = html.unescape(client.post(f"{address}zustaendig/", fields, follow=True).content.decode())
                names = re.findall(r"Zuständige Stelle</dt><dd [^>]*>(?:Nicht wir, sondern )?<strong>(.*?)</strong>", body)
                wanted = said["units"].get(row["unit"], row["unit"])
                asked = f"{key}: {' '.join(fields.values())}"
                if not names:
                    yield Answer("Anschrift", asked, ("zuständige Stelle",))
                else:
                    yield Answer("Anschrift", asked, (), "" if names == [wanted] else ", ".join(names))


def lines(answers: list[Answer]) -> Iterator[str]:
    """One line for each place asked, one for all, then everything that is not good."""
    for where in dict.fromkeys(answer.where for answer in answers):
        of = [answer for answer in answers if answer.where == where]
        yield f"{where:<10} {sum(answer.good for answer in of)} of {len(of)} right and complete"
    good, wrong = sum(answer.good for answer in answers), sum(bool(answer.wrong) for answer in answers)
    yield f"{'all':<10} {good} of {len(answers)} ({good / len(answers):.3f}, goal 0.95), wrong bodies {wrong} (goal 0)"
    lacking = Counter(one.partition(":")[0] for answer in answers for one in answer.lacks)
    yield from (f"  lacks {name}: {number}" for name, number in lacking.most_common())
    for answer in answers:
        if not answer.good:
            wrong_body = f" WRONG: {answer.wrong}" if answer.wrong else ""
            yield f"  - {answer.where} {answer.asked}: {'; '.join(answer.lacks)}{wrong_body}"
