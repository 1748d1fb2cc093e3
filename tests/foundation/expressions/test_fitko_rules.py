"""All real rules as the FIM portal translates them."""

import json

import pytest

from rathaus.foundation.expressions import Type, check, from_json, from_text, identifiers, to_json, to_text


@pytest.mark.conformance
def test_every_published_rule_is_read(standards):
    count, names = 0, set()
    for file in sorted((standards / "fim/rules").glob("*.translated-rules.json")):
        for rule in json.loads(file.read_text(encoding="utf-8"))["translated_rules"]:
            tree = from_json(rule["condition"])
            assert to_json(tree) == rule["condition"]
            assert from_text(to_text(tree)) == tree
            assert check(tree, expect=Type.BOOLEAN) in {Type.BOOLEAN, Type.ANY}
            names |= identifiers(tree)
            count += 1
    assert count == 263
    assert all(name.removeprefix("self.")[0] in "FG" for name in names)
