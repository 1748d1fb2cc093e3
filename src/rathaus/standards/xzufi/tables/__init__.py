"""All tables, by the class they describe."""

from rathaus.standards.xzufi.model.basics import Part
from rathaus.standards.xzufi.tables import basics, category, modules, online, responsibility, service, territory, transfer, unit
from rathaus.standards.xzufi.tables.base import Table

TABLES: dict[type[Part], Table] = {
    table.cls: table
    for topic in (basics, territory, category, modules, service, responsibility, unit, online, transfer)
    for table in topic.TABLES
}
