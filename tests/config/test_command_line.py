"""`./rathaus` in a house that is not prepared says so in one line."""

import pytest
from django.core import management
from django.db.utils import OperationalError, ProgrammingError

from rathaus import __main__ as command_line


def failing(error):
    def run(_words):
        raise error

    return run


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("no such table: audit_verification"),
        ProgrammingError('relation "audit_verification" does not exist\nLINE 1: ...'),
        OperationalError("no such column: cookbook_installedrecipe.files"),
    ],
)
def test_an_empty_database_is_one_line_with_its_remedy(monkeypatch, error):
    monkeypatch.setattr(management, "execute_from_command_line", failing(error))
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    assert ended.value.code == command_line.UNPREPARED
    assert "Abhilfe: ./rathaus prepare" in command_line.UNPREPARED


def test_any_other_error_of_the_database_stays_as_it_is(monkeypatch):
    monkeypatch.setattr(management, "execute_from_command_line", failing(OperationalError("disk I/O error")))
    with pytest.raises(OperationalError, match="disk"):
        command_line.main()
