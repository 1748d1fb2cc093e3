"""The detail answer of the Suchdienst (`/servicedescriptions/{id}/detail`): one service with its online services."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rathaus.standards.pvog.modules import Modules, link_of, parameters_of
from rathaus.standards.pvog.opened import Opened, PvogError, parse
from rathaus.standards.xzufi import values
from rathaus.standards.xzufi.codelists import URN_ARS, URN_TRUST_LEVEL
from rathaus.standards.xzufi.errors import FindingKind, Findings
from rathaus.standards.xzufi.model.basics import Code, Identifier, LanguageVersion, LocalizedText, Period, VersionInfo
from rathaus.standards.xzufi.model.category import Category
from rathaus.standards.xzufi.model.modules import SourcePortalModule, Term, TermModule
from rathaus.standards.xzufi.model.online import Form, OnlineService, ServiceLink
from rathaus.standards.xzufi.model.service import Service

MAX_BYTES: Final = 16 * 1024 * 1024
_ID: Final = re.compile(r"([A-Z]\d{2,12})\.([A-Z]{2})\.([A-Za-z0-9_-]{1,64})")
_DEPTH: Final = 10


@dataclass(frozen=True, slots=True)
class Offer:
    """An online service of a description. Means of identification and payment come as names without codes."""

    service: OnlineService
    identification: tuple[str, ...] = ()
    payment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """A service as PVOG tells it. `units` name who is responsible; `audiences` and `suggestions` are words without codes.

    `findings` list what the model has no place for, with its path, and each placeholder that was left out.
    """

    service: Service
    offers: tuple[Offer, ...]
    forms: tuple[Form, ...]
    units: tuple[Identifier, ...]
    audiences: tuple[str, ...]
    suggestions: tuple[str, ...]
    placeholders: tuple[str, ...]
    findings: Findings


def identifier(text: str) -> Identifier:
    """`B100019.LB.574711`: the editorial office is the scheme, the whole text the value."""
    match = _ID.fullmatch(text.strip())
    if match is None:
        raise PvogError(f"{text[:60]!r} ist keine Kennung wie B100019.LB.574711.")
    return Identifier(match[0], scheme_agency_id=match[1])


def read_description(data: bytes) -> Description:
    """Raises PvogError."""
    answer = parse(data, MAX_BYTES)
    service_id = identifier(answer.text("id", needed=True))
    language = answer.text("languageCode") or "de"
    modules = Modules(language)
    for detail in answer.opened("details"):
        modules.add(detail)
    offers = tuple(_offer(link, language) for link in answer.opened("onlineServiceLinks"))
    service = Service(
        id=service_id,
        keys=tuple(Identifier(key.strip()) for key in answer.texts("leikakeys") if key.strip()),
        texts=tuple(modules.texts),
        custom_texts=tuple(modules.custom_texts),
        deadlines=tuple(modules.deadlines),
        durations=tuple(modules.durations),
        fees=tuple(modules.fees),
        terms=_terms(answer, language),
        source_portals=_portals(answer, language),
        typing=tuple(_typing(code) for code in answer.opened("typing")),
        categories=tuple(_categories(answer, language)),
        sdg_areas=tuple(_sdg(area) for area in answer.opened("sdgInformation")),
        territories=_territories(answer),
        version=_version(answer),
        languages=_languages(answer, language),
        validity=_validity(answer),
        catalogue_status=modules.states.get("catalogue_status"),
        library_status=modules.states.get("library_status"),
    )
    _repeated(answer, service, language)
    forms = tuple(_form(form, language) for form in answer.opened("forms"))
    units = tuple(identifier(unit) for unit in answer.texts("organisationIds"))
    audiences, suggestions = answer.texts("addressees"), answer.texts("suggest")
    answer.close()
    return Description(service, offers, forms, units, audiences, suggestions, tuple(modules.placeholders), answer.findings)


def _repeated(answer: Opened, service: Service, language: str) -> None:
    """Name and teaser stand again outside the modules; they are told only where they differ."""
    for name, known in (
        ("name", {service.name(language)}),
        ("description", {service.text(kind, language) for kind in ("24", "05", "06")}),
    ):
        text = answer.text(name)
        if text and text not in known:
            answer.tell(name, f"Steht so in keinem Modul: {text[:200]}")


def _terms(answer: Opened, language: str) -> tuple[TermModule, ...]:
    terms = tuple(Term(LocalizedText(language, word)) for word in answer.texts("synonyms") if word)
    return (TermModule(terms=terms),) if terms else ()


def _portals(answer: Opened, language: str) -> tuple[SourcePortalModule, ...]:
    found = []
    for portal in answer.opened("sourcePortals"):
        uri, title = portal.text("uri", needed=True), portal.text("title")
        parameters = parameters_of(portal)
        portal.close()
        found.append(SourcePortalModule(uri=uri.strip(), title=title, language=language, parameters=parameters))
    return tuple(found)


def _typing(code: Opened) -> Code:
    found = Code(code.text("code", needed=True), code.text("listURI"), code.text("listVersionID"), code.text("name"))
    code.close()
    return found


def _sdg(area: Opened) -> Code:
    names = area.one("texts")
    found = Code(area.text("code", needed=True), area.text("uri"), area.text("version"), names.text("de"))
    names.close()
    key = area.one("key")
    same = (key.text("code"), key.text("uri"), key.text("version")) in {
        ("", "", ""),
        (found.code, found.list_uri, found.list_version),
    }
    if not same:
        area.tell("key", "Der Schlüssel weicht von der Angabe ab.")
    key.close()
    if area.text("id") not in {"", f"{found.list_uri}_{found.list_version}_{found.code}"}:
        area.tell("id", "Die Kennung weicht von der Angabe ab.")
    area.close()
    return found


def _categories(answer: Opened, language: str) -> list[Category]:
    """The tree of situations as a flat list; each category names its parent and children."""
    found: list[Category] = []

    def walk(node: Opened, parent: Identifier | None, depth: int) -> Identifier:
        own = Identifier(node.text("code", needed=True), scheme_id="personalMatters")
        at = len(found)
        name = node.text("name")
        found.append(Category(id=own))
        if depth >= _DEPTH:
            raise PvogError(f"Die Lagen sind tiefer als {_DEPTH} Ebenen verschachtelt.", path=node.path)
        children = tuple(walk(child, own, depth + 1) for child in node.opened("children"))
        node.close()
        texts = (LocalizedText(language, name),) if name else ()
        found[at] = Category(id=own, parent=parent, children=children, name=texts)
        return own

    for root in answer.opened("personalMatters"):
        walk(root, None, 0)
    return found


def _territories(answer: Opened) -> tuple[Identifier, ...]:
    """Regional keys of 12 digits; twelve zeros mean the whole federation."""
    keys = answer.texts("ars")
    states = answer.texts("arsFederalstate")
    if not set(states) <= {key[:2] for key in keys}:
        answer.tell("arsFederalstate", f"Folgt nicht aus den Regionalschlüsseln: {', '.join(states)[:200]}")
    return tuple(Identifier(key.strip(), scheme_uri=URN_ARS) for key in keys if key.strip())


def _version(answer: Opened) -> VersionInfo | None:
    """The change by the editors; when PVOG took it over is its own affair and only told."""
    changed = _moment(answer, "externalLastUpdate")
    for name in ("timestamp", "lastUpdate"):
        if text := answer.text(name):
            answer.tell(name, f"Stand von PVOG: {text[:60]}", FindingKind.NOTE)
    return VersionInfo(changed_at=changed) if changed else None


def _languages(answer: Opened, language: str) -> tuple[LanguageVersion, ...]:
    complete = answer.one("languageComplete").rest()
    for code, whole in complete.items():
        if whole is not True:
            answer.tell("languageComplete", f"Die Fassung {code[:20]!r} ist nicht vollständig.", FindingKind.NOTE)
    languages = answer.texts("availableLanguages") or (language,)
    return tuple(LanguageVersion(code) for code in languages if code)


def _validity(owner: Opened) -> tuple[Period, ...]:
    whole = _period(owner)
    periods = []
    for period in owner.opened("validityPeriods"):
        periods.append(_period(period))
        period.close()
    return tuple(dict.fromkeys(period for period in (*periods, *(() if periods else (whole,))) if period != Period()))


def _period(owner: Opened) -> Period:
    """Days, the last one included; so the end is its last second."""
    begins, ends = _moment(owner, "validFrom"), _moment(owner, "validTo")
    if ends is not None and ends.time() == datetime.min.time():
        ends += timedelta(hours=23, minutes=59, seconds=59)
    return Period(begins, ends)


def _moment(owner: Opened, name: str) -> datetime | None:
    text = owner.text(name)
    if not text:
        return None
    try:
        return values.to_moment(text)
    except values.BadValue as bad:
        raise PvogError(bad.reason, bad.remedy, path=f"{owner.path}/{name}") from None


def _offer(link: Opened, language: str) -> Offer:
    title = link.text("title")
    description = link.text("description")
    target = ServiceLink(
        link.text("uri", needed=True).strip(),
        title=title,
        description=description,
        language=language,
        parameters=parameters_of(link),
    )
    level = link.text("levelOfConfidence")
    service = OnlineService(
        id=identifier(link.text("id", needed=True)),
        name=(LocalizedText(language, title),) if title else (),
        links=(target,),
        help_links=tuple(_help(other, language) for other in link.opened("helpLinks")),
        trust_level=Code(level, URN_TRUST_LEVEL) if level else None,
        execution_languages=link.texts("executionLanguages"),
        nationalities=tuple(Code(code) for code in link.texts("executionNationalities") if code),
        validity=_validity(link),
    )
    identification = tuple(" ".join(name.split()) for name in link.texts("identificationMethods"))
    payment = link.texts("paymentMethods")
    link.close()
    return Offer(service, identification, payment)


def _help(link: Opened, language: str) -> ServiceLink:
    parameters = parameters_of(link)
    found = link_of(link, language)
    return ServiceLink(found.uri, title=found.title, description=found.description, language=language, parameters=parameters)


def _form(form: Opened, language: str) -> Form:
    title, uri = form.text("title"), form.text("uri", needed=True).strip()
    own = form.text("id")
    parameters = parameters_of(form)
    found = Form(
        id=identifier(own) if own else Identifier(uri, scheme_id="uri"),
        name=(LocalizedText(language, title),) if title else (),
        links=(ServiceLink(uri, title=title, language=language, parameters=parameters),),
        validity=_validity(form),
    )
    form.close()
    return found
