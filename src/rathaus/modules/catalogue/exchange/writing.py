"""What the city says, as objects of XZuFi, so that others can harvest it."""

import datetime as dt
import html
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from rathaus.modules.catalogue.descriptions import Deadline, Description, Duration, Fee, Text
from rathaus.modules.catalogue.enums import FeeKind, Markup, TextCode
from rathaus.modules.catalogue.naming import is_official
from rathaus.modules.organisation import public as organisation
from rathaus.standards.xzufi import model

KEY_SCHEME = "urn:de:fim:leika:leistung"
LIST_TEXT = "urn:de:xzufi:codeliste:leistungstextmodulleika"
_BLANK_LINE = re.compile(r"\n\s*\n")


def as_html(text: Text) -> str:
    """Plain words become paragraphs; HTML stays as it is."""
    if text.markup == Markup.HTML:
        return text.text
    paragraphs = (html.escape(part.strip(), quote=False).replace("\n", "<br>") for part in _BLANK_LINE.split(text.text))
    return "".join(f"<p>{part}</p>" for part in paragraphs if part)


def as_service(
    said: Description, *, agency: str, territories: Iterable[str] = (), changed_at: dt.datetime | None = None, number: int = 1
) -> model.Service:
    """`agency` issues the identifiers of our objects; `territories` are regional keys the text holds for."""
    names = ((TextCode.NAME, said.official_name), (TextCode.SECOND_NAME, said.name))
    known = {(text.code, text.language) for text in said.texts}
    titles = [Text(code=code, text=name) for code, name in names if name and (code, "de") not in known]
    keys = [key for key in (said.key, *said.other_keys) if is_official(key)]
    return model.Service(
        id=model.Identifier(value=said.key, scheme_agency_id=agency),
        keys=tuple(model.Identifier(value=key, scheme_uri=KEY_SCHEME) for key in keys),
        catalogue_status=_code(said.catalogue_status),
        library_status=_code(said.library_status),
        audiences=tuple(model.Code(code=code) for code in said.addressees),
        texts=tuple(_text_modules([*titles, *said.texts])),
        fees=(model.FeeModule(fees=tuple(_fee(fee, at) for at, fee in enumerate(said.fees, 1))),) if said.fees else (),
        deadlines=_deadlines(said.deadlines),
        durations=_durations(said.durations),
        documents=_documents(said),
        terms=_terms(said),
        typing=(model.Code(code=said.type),) if said.type else (),
        trust_level=model.Code(code=said.trust_level) if said.trust_level else None,
        needs_written_form=said.written_form,
        needs_presence=said.personal_appearance,
        informal_possible=said.informal,
        single_contact_kinds=(model.Code(code=said.single_contact),) if said.single_contact else (),
        sdg_areas=tuple(model.Code(code=code) for code in said.sdg_areas),
        territories=tuple(model.Identifier(value=ars, scheme_id="ars") for ars in territories),
        languages=tuple(_languages(said)),
        version=model.VersionInfo(changed_at=changed_at, version=str(number)),
        validity=_validity(said.valid_from, said.valid_until),
    )


def as_unit(unit: organisation.UnitInfo, *, agency: str) -> model.Unit:
    *lines, town = unit.address_lines or ("",)
    postal_code, _, place = town.partition(" ")
    street = lines[-1] if lines else ""
    contacts = ((unit.phone, "01"), (unit.email, "04"))
    return model.Unit(
        id=model.Identifier(value=str(unit.id), scheme_agency_id=agency),
        name=model.UnitName(name=_german(unit.name)),
        addresses=(model.Address(street=street, postal_code=postal_code, place=place),) if town else (),
        contacts=tuple(model.Contact(address=address, channel=model.Code(code=code)) for address, code in contacts if address),
        opening_hours_text=_german("\n".join(unit.opening_hours)) if unit.opening_hours else (),
        validity=_validity(unit.valid_from, unit.valid_until),
    )


def as_responsibility(
    service_key: str, unit_id: str, *, agency: str, territories: Iterable[str], identifier: str
) -> model.OwnedResponsibility:
    return model.OwnedResponsibility(
        owner_id=model.Identifier(value=unit_id, scheme_agency_id=agency),
        responsibility=model.Responsibility(
            id=model.Identifier(value=identifier, scheme_agency_id=agency),
            services=(model.Identifier(value=service_key, scheme_agency_id=agency),),
            territories=tuple(model.Identifier(value=ars, scheme_id="ars") for ars in territories),
            owner=model.Owner.UNIT,
        ),
    )


def _german(text: str) -> tuple[model.LocalizedText, ...]:
    return (model.LocalizedText(language="de", text=text),) if text else ()


def _code(number: int | None) -> model.Code | None:
    return None if number is None else model.Code(code=str(number))


def _validity(begins: dt.date | None, ends: dt.date | None) -> tuple[model.Period, ...]:
    if begins is None and ends is None:
        return ()
    midnight = dt.time()
    return (
        model.Period(
            begins=dt.datetime.combine(begins, midnight) if begins else None,
            ends=dt.datetime.combine(ends, midnight) if ends else None,
        ),
    )


def _text_modules(texts: Iterable[Text]) -> Iterator[model.TextModule]:
    """One module a text code and access channel, with all its languages."""
    groups: dict[tuple[str, str], list[Text]] = {}
    for text in texts:
        groups.setdefault((text.code, text.access_channel), []).append(text)
    for position, ((code, channel), group) in enumerate(groups.items(), 1):
        yield model.TextModule(
            kind=model.Code(code=code, list_uri=LIST_TEXT),
            channel=model.Code(code=channel),
            position=position,
            content=tuple(model.LocalizedText(language=text.language, text=as_html(text)) for text in group),
            links=tuple(
                model.Link(uri=link.uri, title=link.title, description=link.description, language=text.language)
                for text in group
                for link in text.links
            ),
        )


def _languages(said: Description) -> Iterator[model.LanguageVersion]:
    for language in dict.fromkeys(text.language for text in said.texts):
        machine = any(text.machine_translated for text in said.texts if text.language == language)
        yield model.LanguageVersion(language=language, machine_translated=machine)


def _fee(fee: Fee, position: int) -> model.Fee:
    amount: model.FixedFee | model.FreeFee | model.VariableFee | None = None
    if fee.kind == FeeKind.NONE:
        amount = model.FreeFee(description=_german(fee.text or "gebührenfrei"))
    elif fee.kind == FeeKind.FIXED and fee.cents is not None:
        amount = model.FixedFee(amount=_amount(fee.cents, fee.currency))
    elif fee.kind == FeeKind.RANGE and fee.cents is not None:
        highest = _amount(fee.cents_to, fee.currency) if fee.cents_to is not None else None
        amount = model.VariableFee(minimum=_amount(fee.cents, fee.currency), maximum=highest)
    said = [
        fee.label,
        fee.text if fee.kind != FeeKind.NONE else "",
        f"Rechtsgrundlage: {fee.legal_basis}" if fee.legal_basis else "",
    ]
    return model.Fee(
        kind=model.Code(code=fee.code) if fee.code else None,
        amount=amount,
        description=_german("\n".join(filter(None, said))),
        prepayment=fee.prepayment,
        links=(model.Link(uri=fee.url),) if fee.url else (),
        position=position,
        validity=_validity(fee.valid_from, fee.valid_until),
    )


def _amount(cents: int, currency: str) -> model.Amount:
    return model.Amount(value=Decimal(cents).scaleb(-2), currency=currency)


def _deadlines(entries: Iterable[Deadline]) -> tuple[model.DeadlineModule, ...]:
    found = tuple(
        model.Deadline(
            kind=model.Code(code=entry.code) if entry.code else None,
            term=_term(entry.amount, entry.amount_to, entry.unit, entry.month_day),
            description=_german(entry.text),
            position=position,
        )
        for position, entry in enumerate(entries, 1)
    )
    return (model.DeadlineModule(deadlines=found),) if found else ()


def _durations(entries: Iterable[Duration]) -> tuple[model.DurationModule, ...]:
    found = tuple(
        model.Duration(
            term=_term(entry.amount, entry.amount_to, entry.unit, ""), description=_german(entry.text), position=position
        )
        for position, entry in enumerate(entries, 1)
    )
    return (model.DurationModule(durations=found),) if found else ()


def _term(amount: int | None, longest: int | None, unit: str, day: str) -> model.Span | model.KeyDate | None:
    if amount is not None and unit:
        return model.Span(length=amount, unit=unit, length_to=longest, unit_to=unit if longest is not None else "")
    return model.KeyDate(ends=day) if day else None


def _documents(said: Description) -> tuple[model.DocumentModule, ...]:
    found = tuple(
        model.IncomingDocument(
            document=model.Document(
                kind=model.Code(code=entry.code) if entry.code else None,
                name=_german(entry.name),
                description=_german(entry.text),
            )
        )
        for entry in said.documents
    )
    return (model.DocumentModule(incoming=found),) if found else ()


def _terms(said: Description) -> tuple[model.TermModule, ...]:
    found = tuple(model.Term(term=model.LocalizedText(language=term.language, text=term.text)) for term in said.terms)
    return (model.TermModule(terms=found),) if found else ()
