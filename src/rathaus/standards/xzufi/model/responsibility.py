"""Responsibility: which owner (unit, online service, form) serves which service in which territory, in which role."""

from enum import StrEnum

from rathaus.standards.xzufi.model.basics import Code, Identifier, Part, Period, Texts


class Owner(StrEnum):
    """What the responsibility hangs on, as `xsi:type` and `schemeID` name it."""

    UNIT = "ZustaendigkeitOrganisationseinheit"
    ONLINE_SERVICE = "ZustaendigkeitOnlinedienst"
    FORM = "ZustaendigkeitFormular"


class Criterion(Part, frozen=True):
    """A narrowing of the responsibility (initial letter, street, trade ...) as the sender words it."""

    kind: Code | None = None
    value: str = ""
    value_to: str = ""
    description: Texts = ()


class Responsibility(Part, frozen=True):
    """`Zustaendigkeit`. Several units with different roles are normal."""

    id: Identifier
    services: tuple[Identifier, ...] = ()
    territories: tuple[Identifier, ...] = ()
    role: Code | None = None
    owner: Owner | None = None
    criteria: tuple[Criterion, ...] = ()
    description: Texts = ()
    validity: tuple[Period, ...] = ()

    @property
    def owner_kind(self) -> Owner | None:
        """The kind of owner: as said, else as the scheme of the identifier says."""
        if self.owner is not None:
            return self.owner
        return next((owner for owner in Owner if owner.value == self.id.scheme_id), None)


class OwnedResponsibility(Part, frozen=True, tag=True):
    """`zustaendigkeitTransferObjekt`: a responsibility on its way, with the identifier of its owner."""

    owner_id: Identifier
    responsibility: Responsibility

    @property
    def id(self) -> Identifier:
        return self.responsibility.id
