"""What a use case says when it cannot do what was asked. Every message is German and names the remedy."""


class RathausError(Exception):
    """The base of all typed refusals. `str(error)` is fit for the person who asked."""

    status = 409


class Forbidden(RathausError):
    """The actor lacks the right. Views answer 403; what the object is stays unsaid."""

    status = 403


class NotFound(RathausError):
    status = 404


class Conflict(RathausError):
    """Somebody else was faster: the version the actor saw is no longer the present one."""

    status = 409


class Invalid(RathausError):
    """The request makes no sense in this state, or a field is wrong. `fields` maps field names to messages."""

    status = 422

    def __init__(self, message: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = fields or {}
