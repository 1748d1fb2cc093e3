"""Reading a delivery of an editorial system, against bare iterparse over the same bytes; each reading is a process of its own.

`python -m bench.xzufi ours|bare FILE` prints `{"cpu": seconds, "peak": kilobytes, "objects": n}`.
"""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

from bench import city

MODULES = ("02", "03", "05", "06", "07", "08", "09", "11", "14", "15", "16", "18", "22", "23", "24", "25")
PARAGRAPH = "<p>Stellen Sie den Antrag <strong>persönlich</strong>, mit Ausweis &amp; Meldebescheinigung.</p>"


def make(path, number):
    """A delivery as PVOG gathers them: of ten objects one service with all its texts, one unit, one online service, seven
    responsibilities. Own texts, no official file."""
    from rathaus.standards.xzufi import Header, Version, Write, write_transfer

    writes = (Write(object_at(at)) for at in range(number))
    with path.open("wb") as out:
        for piece in write_transfer(writes, header=Header(message="transfer"), version=Version.V220):
            out.write(piece)


def object_at(at):
    from rathaus.standards.xzufi.model import basics, modules, online, responsibility, service, unit

    def own(kind, number):
        return basics.Identifier(f"L100042.{kind}.{number}", scheme_agency_id="L100042")

    german = (basics.LocalizedText("de", PARAGRAPH * 3),)
    where, which = (basics.Identifier("150020000000"),), (own("LB", at - at % 10),)
    if at % 10 == 0:
        texts = tuple(modules.TextModule(kind=basics.Code(code), position=1, content=german) for code in MODULES)
        keys = (basics.Identifier("99108001001000", label="Bewohnerparkausweis Erteilung"),)
        fees = (modules.FeeModule(description=german),)
        return service.Service(id=own("LB", at), keys=keys, texts=texts, fees=fees, territories=where)
    if at % 10 == 1:
        address = unit.Address(street="Marktplatz", house_number="1", postal_code="06108", place="Halle (Saale)")
        return unit.Unit(id=own("OE", at), name=unit.UnitName(name=german), addresses=(address,))
    if at % 10 == 2:
        link = online.ServiceLink("https://example.org/", title="Zum Antrag", language="de")
        return online.OnlineService(id=own("OD", at), name=german, links=(link,), trust_level=basics.Code("10"))
    role = basics.Code("01", name="Zuständige Stelle")
    held = responsibility.Responsibility(own("Z", at), services=which, territories=where, role=role)
    return responsibility.OwnedResponsibility(own("OE", at - at % 10 + 1), held)


class Reading:
    """As a side of the comparison: each round a fresh process over the whole file."""

    def __init__(self, kind, path):
        self.kind, self.path, self.last = kind, path, {}

    def run(self, _name, _times):
        words = [sys.executable, "-m", "bench.xzufi", self.kind, str(self.path)]
        said = subprocess.run(
            words, cwd=city.ROOT, env=city.environment(self.path.parent), capture_output=True, text=True, check=True
        )
        self.last = json.loads(said.stdout)
        return {"cpu": [self.last["cpu"]]}


def ours(path):
    from rathaus.standards.xzufi import Reader

    with path.open("rb") as source:
        reader = Reader(source)
        number = sum(1 for _operation in reader)
        assert reader.findings.total == 0
        return number


def bare(path):
    from lxml import etree

    number = 0
    for _event, element in etree.iterparse(str(path), events=("end",), tag="{http://xoev.de/schemata/xzufi/2_2_0}schreibe"):
        number += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return number


def main(kind, path):
    begin = time.process_time()
    number = {"ours": ours, "bare": bare}[kind](path)
    cpu = time.process_time() - begin
    # not ru_maxrss: that one begins with what the parent held
    peak = int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))[1])
    print(json.dumps({"cpu": cpu, "peak": peak, "objects": number}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
