"""Figures with no baseline: search, a notice as PDF, what is imported, whether the record holds."""

import json
import sys
import time
from pathlib import Path

NOTICE = json.loads((Path(__file__).parent / "notice.json").read_text(encoding="utf-8"))
HEAVY = ("typst", "pikepdf", "PIL", "schwifty", "holidays", "lxml")  # fido2 (3 MB) comes with the sign-in of allauth
QUESTIONS = (
    "anwohnerparken verlängern", "personalausweis", "reisepass verloren", "hund anmelden", "umzug", "gewerbe anmelden",
    "heiraten", "geburtsurkunde", "führungszeugnis", "wohngeld", "kfz zulassung", "sperrmüll", "baugenehmigung", "elterngeld",
    "kitaplatz",
    "schwerbehindertenausweis", "fischereischein", "jagdschein", "waffenschein", "hundesteur", "parkauswies", "strasse sperren",
    "gaststättenerlaubnis", "namensänderung", "kirchenaustritt", "meldebescheinigung", "unterhaltsvorschuss", "blindengeld",
    "falknerprüfung", "grundsteuer", "was muss ich tun wenn ich umziehe", "ausländer aufenthaltserlaubnis verlängern",
    "fuehrerschein umtausch", "pass kind", "trauung termin", "zweitwohnung steuer", "baumfällen", "marktstand genehmigung",
)  # fmt: skip


def search():
    """CPU of each question in milliseconds, each asked `times` times; the text as people type it."""
    from rathaus.modules.catalogue import finding
    from rathaus.modules.catalogue.models import Service

    number = Service.objects.filter(valid_until=None).count()

    def run(times):
        found = []
        for question in QUESTIONS * times:
            begin = time.process_time()
            finding.find(question, limit=20)
            found.append(time.process_time() - begin)
        return {"cpu": found, "services": number}

    return run


def notice():
    """CPU of this process and of the child that sets the pages."""
    from rathaus.foundation.documents import public as documents
    from rathaus.foundation.documents.rendering import RENDERER

    def child():
        return int(Path(f"/proc/{RENDERER.pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9

    documents.render(template="notice", data=NOTICE)

    def run(times):
        found, walls = [], []
        for number in range(times):
            data = {**NOTICE, "subject": f"Bescheid {number}"}
            begin, wall, there = time.process_time(), time.perf_counter(), child()
            documents.render(template="notice", data=data)
            walls.append(time.perf_counter() - wall)
            found.append(time.process_time() - begin + child() - there)
        return {"cpu": found, "wall": walls}

    return run


def heavy():
    """Which heavy libraries this process has imported: asked after it has answered everything else."""
    return lambda _times: {
        "asked": ", ".join(HEAVY),
        "loaded": [name for name in HEAVY if name in sys.modules],
        "modules": len(sys.modules),
    }


def verify():
    """All entries sequenced, then the whole chain computed again."""
    from rathaus.foundation import clock
    from rathaus.foundation.audit import public as audit

    def run(_times):
        audit.sequence_pending(now=clock.now(), everything=True)
        report = audit.check(now=clock.now())
        return {"report": repr(report)[:600], "good": not report.finding}

    return run
