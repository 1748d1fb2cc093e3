"""A Leistung of XZuFi as a description: what people read of it. The rest stays in the kept object."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rathaus.foundation import html
from rathaus.modules.catalogue.descriptions import Deadline, Description, Document, Duration, Fee, Link, Term, Text
from rathaus.modules.catalogue.enums import (
    LEVEL_OF_TYPE,
    AccessChannel,
    DurationKind,
    FeeKind,
    Markup,
    TextCode,
    TrustLevel,
)
from rathaus.modules.catalogue.naming import slug_of
from rathaus.standards.xzufi import model

T = TypeVar("T")
GERMAN = ("de", "")
_CODES, _CHANNELS, _TRUST = (
    frozenset(TextCode.values),
    frozenset(AccessChannel.values),
    frozenset(TrustLevel.values),
)  # listed once


def describe_service(item: model.Service, *, key: str, keys: tuple[str, ...]) -> Description:
    """`keys` are all services the object speaks of; the first of them is the one that is described."""
    machine = {entry.language for entry in item.languages if entry.machine_translated}
    typing = next((code.code for code in item.typing), "")
    period = next(iter(item.validity), None)
    return Description(
        key=key,
        name=html.plain(item.name()),
        official_name=html.plain(item.text("02")),
        other_keys=tuple(other for other in keys if other != key),
        terms=tuple(_terms(item)),
        texts=tuple(_texts(item, machine)),
        fees=tuple(_fees(item)),
        deadlines=tuple(_deadlines(item)),
        durations=tuple(_durations(item)),
        documents=tuple(_documents(item)),
        life_events=tuple(dict.fromkeys(slug_of(name) for entry in item.categories if (name := words(entry.name)))),
        level=LEVEL_OF_TYPE.get(typing),
        level_source=f"Typisierung {typing} der Quelle" if typing in LEVEL_OF_TYPE else "",
        type=typing,
        trust_level=item.trust_level.code if item.trust_level and item.trust_level.code in _TRUST else "",
        written_form=item.needs_written_form,
        personal_appearance=item.needs_presence,
        informal=item.informal_possible,
        single_contact=next((code.code for code in item.single_contact_kinds), ""),
        addressees=tuple(code.code for code in item.audiences),
        sdg_areas=tuple(code.code for code in (*item.sdg_areas, *item.sdg_areas_2)),
        catalogue_status=_status(item.catalogue_status),
        library_status=_status(item.library_status),
        valid_from=period.begins.date() if period and period.begins else None,
        valid_until=period.ends.date() if period and period.ends else None,
    )


def describe_specialisation(item: model.Specialisation, *, key: str) -> Description:
    """Only what it says itself; the service below it says the rest."""
    machine = {entry.language for entry in item.languages if entry.machine_translated}
    return Description(
        key=key,
        terms=tuple(_terms(item)),
        texts=tuple(_texts(item, machine)),
        fees=tuple(_fees(item)),
        deadlines=tuple(_deadlines(item)),
        durations=tuple(_durations(item)),
        documents=tuple(_documents(item)),
        trust_level=item.trust_level.code if item.trust_level and item.trust_level.code in _TRUST else "",
        written_form=item.needs_written_form,
    )


def words(localized: Iterable[model.LocalizedText]) -> str:
    """The German words among texts in several languages."""
    return next((found for entry in localized if entry.language in GERMAN and (found := html.plain(entry.text))), "")


def _status(code: model.Code | None) -> int | None:
    return int(code.code) if code and code.code.isascii() and code.code.isdigit() and len(code.code) < 5 else None


def _in_order(modules: Iterable[T]) -> list[T]:
    return sorted(modules, key=lambda module: getattr(module, "position", None) or 0)


def _channel(module: model.Module) -> AccessChannel:
    code = module.channel.code if module.channel else ""
    return AccessChannel(code) if code in _CHANNELS else AccessChannel.ALL


def _terms(item: model.Described) -> Iterator[Term]:
    for entry in dict.fromkeys(term.term for module in item.terms for term in module.terms):
        if word := html.plain(entry.text)[:200]:
            yield Term(text=word, language=entry.language or "de")


def _texts(item: model.Described, machine: set[str]) -> Iterator[Text]:
    approval = next(iter(item.approvals), None)
    by, on = (words(approval.approved_by)[:200], approval.approved_on) if approval else ("", None)
    for module in _in_order(item.texts):
        if module.kind.code not in _CODES:
            continue
        for content in module.content:
            language = content.language or "de"
            links = tuple(
                Link(uri=link.uri, title=link.title, description=link.description)
                for link in module.links
                if link.language in {language, ""} and link.uri.startswith(("https://", "http://"))
            )
            if not html.shown(content.text) and not links:
                continue
            yield Text(
                code=TextCode(module.kind.code),
                text=content.text,
                language=language[:12],
                markup=Markup.HTML,
                access_channel=_channel(module),
                links=links,
                machine_translated=language in machine,
                approved_by=by,
                approved_on=on,
            )


def _fees(item: model.Described) -> Iterator[Fee]:
    for module in item.fees:
        whole = words(module.description)
        for fee in _in_order(module.fees):
            url = next((link.uri for link in fee.links), "")
            yield _fee(fee, text=words(fee.description), url=url)
        if whole.casefold() not in html.PLACEHOLDERS:
            yield Fee(kind=FeeKind.TEXT, text=whole)


def _fee(fee: model.Fee, *, text: str, url: str) -> Fee:
    code = fee.kind.code[:3] if fee.kind else ""
    base = Fee(kind=FeeKind.TEXT, code=code, text=text, url=url, prepayment=fee.prepayment)
    match fee.amount:
        case model.FixedFee(amount=amount) if amount.cents is not None:
            return _with(base, kind=FeeKind.FIXED, cents=amount.cents, currency=amount.currency)
        case model.FreeFee(description=why):
            return _with(base, kind=FeeKind.NONE, text="\n".join(filter(None, (text, words(why)))))
        case model.VariableFee(minimum=low, maximum=high, description=how):
            said = "\n".join(filter(None, (text, words(how))))
            if low and high and low.cents is not None and high.cents is not None:
                return _with(base, kind=FeeKind.RANGE, text=said, cents=low.cents, cents_to=high.cents, currency=low.currency)
            ends = (("ab", low), ("bis", high))
            open_end = " ".join(f"{word} {end.value} {end.currency}" for word, end in ends if end)
            return _with(base, text="\n".join(filter(None, (open_end, said))))
        case model.FixedFee(amount=amount):
            return _with(base, text="\n".join(filter(None, (f"{amount.value} {amount.currency}", text))))
    return base


def _with(fee: Fee, **changes: object) -> Fee:
    values = {name: getattr(fee, name) for name in fee.__struct_fields__}
    return Fee(**(values | changes))


def _span(term: model.Span | model.KeyDate | None) -> dict[str, object]:
    match term:
        case model.Span(length=length, unit=unit, length_to=longest):
            return {"amount": length, "amount_to": longest, "unit": unit[:12]}
        case model.KeyDate(begins=begins, ends=ends):
            return {"month_day": (ends or begins)[:10]}
    return {}


def _deadlines(item: model.Described) -> Iterator[Deadline]:
    for module in item.deadlines:
        for entry in _in_order(module.deadlines):
            code = entry.kind.code[:3] if entry.kind else ""
            yield Deadline(code=code, text=words(entry.description), **_span(entry.term))  # type: ignore[arg-type]
        if whole := words(module.description):
            yield Deadline(text=whole)


def _durations(item: model.Described) -> Iterator[Duration]:
    for module in item.durations:
        for entry in _in_order(module.durations):
            span = {name: value for name, value in _span(entry.term).items() if name != "month_day"}
            said = words(entry.description)
            if span or said:
                yield Duration(kind=DurationKind.USUAL, text=said, **({"unit": ""} | span))  # type: ignore[arg-type]
        if whole := words(module.description):
            yield Duration(kind=DurationKind.USUAL, unit="", text=whole)


def _documents(item: model.Described) -> Iterator[Document]:
    for module in item.documents:
        for entry in module.incoming:
            name = words(entry.document.name) or entry.document.unlisted_kind
            if name:
                code = entry.document.kind.code[:3] if entry.document.kind else ""
                yield Document(name=name[:300], code=code, text=words(entry.document.description))
