"""How the objects of a source are kept: as JSON of the standard's own model, nothing lost, and what each of them speaks of."""

import hashlib
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.enums import ObjectKind
from rathaus.modules.catalogue.exchange.describing import describe_service, describe_specialisation
from rathaus.modules.catalogue.naming import is_official, slug_of
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model

T = TypeVar("T")
_KINDS: dict[type, ObjectKind] = {
    model.Service: ObjectKind.SERVICE,
    model.Specialisation: ObjectKind.SPECIALISATION,
    model.Unit: ObjectKind.UNIT,
    model.OwnedResponsibility: ObjectKind.RESPONSIBILITY,
    model.OnlineService: ObjectKind.ONLINE_SERVICE,
    model.Form: ObjectKind.FORM,
}
_CLASSES = {
    xzufi.ObjectClass.SERVICE: ObjectKind.SERVICE,
    xzufi.ObjectClass.SPECIALISATION: ObjectKind.SPECIALISATION,
    xzufi.ObjectClass.UNIT: ObjectKind.UNIT,
    xzufi.ObjectClass.RESPONSIBILITY: ObjectKind.RESPONSIBILITY,
    xzufi.ObjectClass.ONLINE_SERVICE: ObjectKind.ONLINE_SERVICE,
    xzufi.ObjectClass.FORM: ObjectKind.FORM,
}
_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER: msgspec.json.Decoder[xzufi.XzufiObject] = msgspec.json.Decoder(xzufi.XzufiObject)


def encode(item: xzufi.XzufiObject) -> bytes:
    return _ENCODER.encode(item)


def decode(content: bytes) -> xzufi.XzufiObject:
    """Raises msgspec.ValidationError for what `encode` has not written."""
    return _DECODER.decode(content)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def kind_of(item: xzufi.XzufiObject) -> ObjectKind:
    return _KINDS[type(item)]


def kind_of_class(item_class: xzufi.ObjectClass) -> ObjectKind:
    return _CLASSES[item_class]


def identity(item_id: model.Identifier) -> tuple[str, str]:
    """Scheme and value, as the database holds them."""
    scheme, value = item_id.key
    return scheme[:300], value[:300]


def of_scheme(found: Mapping[str, T], scheme: str) -> T | None:
    """Of what has the same value, by scheme: what has this one; where one of both names none, the only one there is."""
    if scheme in found:
        return found[scheme]
    if len(found) == 1 and (not scheme or "" in found):
        return next(iter(found.values()))
    return None


def about(item: xzufi.XzufiObject) -> str:
    """The value of the object that this one specialises or hangs on; empty for what stands alone."""
    match item:
        case model.Specialisation(service_id=service):
            return service.value
        case model.OwnedResponsibility(owner_id=owner):
            return owner.value
    return ""


def service_keys(item: xzufi.XzufiObject) -> tuple[str, ...]:
    """The services a Leistung speaks of: its official keys, or a local one made of its identifier where it has none."""
    if not isinstance(item, model.Service):
        return ()
    official = tuple(dict.fromkeys(key.strip() for key in item.service_keys if is_official(key.strip())))
    return official or (f"local:{slug_of('-'.join(part for part in item.id.key if part))[:50]}",)


def describe(content: bytes, *, key: str) -> Description | None:
    """What a kept object says about the service `key`: all of a Leistung, the added texts of a Spezialisierung, else None."""
    item = decode(content)
    match item:
        case model.Service():
            return describe_service(item, key=key, keys=service_keys(item))
        case model.Specialisation():
            return describe_specialisation(item, key=key)
    return None
