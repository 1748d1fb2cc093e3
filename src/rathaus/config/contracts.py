"""Contract 4 for import-linter: of another module only its published faces may be imported."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PublishedInterface(Contract):
    """Options: `container` (the package whose children are the modules), `published` (names open to the others)."""

    type_name = "published_interface"

    container = fields.StringField()
    published = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 (the library's signature)
        broken: list[tuple[str, str, int | None]] = []
        published = {str(name) for name in self.published}  # type: ignore[attr-defined]
        depth = str(self.container).count(".") + 1
        inside = [name for name in graph.modules if name.startswith(f"{self.container}.")]
        for importer in inside:
            room = importer.split(".")[depth]
            for imported in graph.find_modules_directly_imported_by(importer):
                if not imported.startswith(f"{self.container}."):
                    continue
                parts = imported.split(".")
                if parts[depth] == room or (len(parts) > depth + 1 and parts[depth + 1] in published):
                    continue
                details = graph.get_import_details(importer=importer, imported=imported)
                broken.append((importer, imported, details[0]["line_number"] if details else None))
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken, key=str)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported, line in check.metadata["broken"]:
            room = ".".join(imported.split(".")[: str(self.container).count(".") + 2])
            output.print_error(f"{importer}:{line} imports {imported}: import {room}.public or {room}.events instead")
