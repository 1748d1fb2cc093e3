"""The unit (Organisationseinheit): where it is, how it is reached, when it is open, how one pays.

Of this object only name, address and responsibilities were seen in use; the rest of its shape is an assumption (see the
evidence in `xzufi.tables.unit`).
"""

from rathaus.standards.xzufi.model.basics import Code, Identifier, LanguageVersion, Link, Part, Period, Texts, VersionInfo
from rathaus.standards.xzufi.model.category import Category
from rathaus.standards.xzufi.model.responsibility import Responsibility
from rathaus.standards.xzufi.model.territory import AdministrativeCode, Publisher


class UnitName(Part, frozen=True):
    name: Texts = ()
    short_name: Texts = ()
    validity: tuple[Period, ...] = ()


class Position(Part, frozen=True):
    """Geographical position; latitude and longitude in degrees (WGS 84) as written."""

    latitude: str = ""
    longitude: str = ""


class Address(Part, frozen=True):
    """`anschrift`: house, post or post box, told by `kind`."""

    kind: Code | None = None
    street: str = ""
    house_number: str = ""
    post_box: str = ""
    postal_code: str = ""
    place: str = ""
    place_id: Identifier | None = None
    code: AdministrativeCode | None = None
    addition: Texts = ()
    position: Position | None = None
    directions_uri: str = ""
    parking: Texts = ()
    public_transport: Texts = ()
    accessibility: Texts = ()
    has_lift: bool | None = None
    wheelchair_accessible: bool | None = None
    validity: tuple[Period, ...] = ()


class Contact(Part, frozen=True):
    """A way to reach somebody: `channel` (telephone, e-mail ...) and `address` on it."""

    channel: Code | None = None
    address: str = ""
    address_addition: str = ""
    note: Texts = ()
    validity: tuple[Period, ...] = ()


class OpeningTime(Part, frozen=True):
    """From-to (`HH:MM`) on a kind of day."""

    day: Code | None = None
    opens: str = ""
    closes: str = ""
    note: Texts = ()


class OpeningHours(Part, frozen=True):
    kind: Code | None = None
    times: tuple[OpeningTime, ...] = ()
    note: Texts = ()
    validity: tuple[Period, ...] = ()


class PaymentKind(Part, frozen=True):
    kind: Code
    description: Texts = ()


class BankAccount(Part, frozen=True):
    recipient: str = ""
    bank: str = ""
    iban: str = ""
    bic: str = ""


class ContactPerson(Part, frozen=True):
    id: Identifier | None = None
    salutation: str = ""
    title: str = ""
    first_name: str = ""
    family_name: str = ""
    position: Texts = ()
    room: str = ""
    contacts: tuple[Contact, ...] = ()
    opening_hours: Texts = ()
    validity: tuple[Period, ...] = ()


class Unit(Part, frozen=True, tag=True):
    """`Organisationseinheit`."""

    id: Identifier
    secondary_ids: tuple[Identifier, ...] = ()
    parent: Identifier | None = None
    children: tuple[Identifier, ...] = ()
    name: UnitName | None = None
    categories: tuple[Category, ...] = ()
    synonyms: Texts = ()
    short_description: Texts = ()
    description: Texts = ()
    addresses: tuple[Address, ...] = ()
    contacts: tuple[Contact, ...] = ()
    websites: tuple[Link, ...] = ()
    opening_hours_text: Texts = ()
    opening_hours: tuple[OpeningHours, ...] = ()
    accessibility: Texts = ()
    internal_note: Texts = ()
    payment_kinds: tuple[PaymentKind, ...] = ()
    payment_note: Texts = ()
    bank_accounts: tuple[BankAccount, ...] = ()
    creditor_id: str = ""
    contact_persons: tuple[ContactPerson, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    publisher: Publisher | None = None
    version: VersionInfo | None = None
    languages: tuple[LanguageVersion, ...] = ()
    validity: tuple[Period, ...] = ()

    def names(self) -> Texts:
        return self.name.name if self.name else ()
