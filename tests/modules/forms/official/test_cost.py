"""Rules are cheap beside the answers they look at; a ratio, never a time."""

import time

import msgspec
import pytest
from bench.official import DAY, answered

from rathaus.modules.forms.answers.checking import check
from rathaus.modules.forms.compiled import CompiledForm, Note
from rathaus.modules.forms.compiled.tree import remade
from rathaus.modules.forms.official.beside import Beside
from rathaus.modules.forms.sources import xdf


def cpu(work):
    def once():
        start = time.process_time()
        for _ in range(5):
            work()
        return time.process_time() - start

    return min(once() for _ in range(7))


@pytest.mark.conformance
def test_the_rules_of_273_fields_cost_less_than_reading_their_answers(standards):
    name = "S05000001162"
    translation = (standards / f"fim/rules/{name}.translated-rules.json").read_bytes()
    form = xdf.read((standards / f"fim/xdf3/{name}.xdf3.xml").read_bytes(), beside=Beside(translation=translation))
    ruled = CompiledForm(form)
    bare = remade(
        form, lambda _path, element: element if isinstance(element, Note) else msgspec.structs.replace(element, rules=())
    )
    plain = CompiledForm(msgspec.structs.replace(bare, rules=()))
    answers, files = answered(ruled)
    checked = check(ruled, answers, files, today=DAY)
    assert checked.errors == {}
    assert len(checked.values) > 200
    with_rules = cpu(lambda: check(ruled, answers, files, today=DAY))
    without = cpu(lambda: check(plain, answers, files, today=DAY))
    assert with_rules < 2 * without
