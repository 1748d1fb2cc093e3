"""What ./run understands, and what it answers to the rest."""

import pytest

from rathaus.config.launcher.options import read_options
from rathaus.config.launcher.plain_words import Trouble


@pytest.mark.parametrize("words", [["--hilfe"], ["--port", "acht"], ["--port"], ["start"], ["--check", "--jetzt"]])
def test_what_it_does_not_understand_is_one_german_line(words, capsys):
    with pytest.raises(Trouble, match=r"versteht \./run nicht.*Abhilfe: \./run --help") as caught:
        read_options(words)
    assert "\n" not in str(caught.value)
    assert capsys.readouterr().err == ""


def test_what_it_understands(tmp_path, monkeypatch):
    monkeypatch.delenv("RATHAUS_DEMO", raising=False)
    options = read_options(["--port", "8001", "--data", str(tmp_path), "--no-demo"])
    assert (options.port, options.data, options.demo, options.check) == (8001, tmp_path, False, False)
