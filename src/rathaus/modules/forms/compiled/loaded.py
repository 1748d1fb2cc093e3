"""A compiled form ready to run: the form with what is worth computing once per version."""

from functools import cached_property

from rathaus.modules.forms.compiled.codec import digest
from rathaus.modules.forms.compiled.model import Effect, Field, Form, Kind, Note, Page, repeated
from rathaus.modules.forms.compiled.tree import Place, places


class CompiledForm:
    """Immutable and shared between requests; `pieces` is the renderer's store of formatted markup."""

    def __init__(self, form: Form, sha256: str = "") -> None:
        self.form = form
        self.sha256 = sha256 or digest(form)
        self.pieces: dict[str, tuple[str, ...]] = {}

    @cached_property
    def places(self) -> dict[str, Place]:
        return {place.path: place for place in places(self.form)}

    @cached_property
    def fields(self) -> dict[str, Field]:
        return {path: place.element for path, place in self.places.items() if isinstance(place.element, Field)}

    @cached_property
    def repeats(self) -> bool:
        """Whether any key carries an occurrence."""
        return any(repeated(place.element) for place in self.places.values())

    @cached_property
    def takes_files(self) -> bool:
        return any(field.kind is Kind.FILE for field in self.fields.values())

    @cached_property
    def conditional(self) -> frozenset[str]:
        """The paths of elements that are not always shown."""
        found = {path for path, place in self.places.items() if place.element.visible_if is not None}
        found |= {rule.target for rule in self.form.rules if rule.effect is Effect.FORBID}
        for path, place in self.places.items():
            if not isinstance(place.element, Note):
                found |= {rule.target or path for rule in place.element.rules if rule.effect is Effect.FORBID}
        return frozenset(found)

    @property
    def title(self) -> str:
        return self.form.title

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.form.pages

    def page(self, page_id: str) -> Page | None:
        return next((page for page in self.form.pages if page.id == page_id), None)

    def options(self, field: Field) -> dict[str, str]:
        """Code to label, from the field or from its frozen list."""
        found = self.form.code_lists[field.code_list].options if field.code_list and not field.options else field.options
        return {option.code: option.label for option in found}
