"""What a log line may hold: the place of an error, never the values it met."""

import logging
import sys

import pytest

from creatorspark.core.logging import configure


def _logged(*, as_json: bool) -> str:
    """Log an exception that passed by a secret, and return the line."""
    made = configure(as_json=as_json, level="INFO")["formatters"]["line"]
    formatter = made.pop("()")(**made)
    try:
        _check(password="hunter2" + "-and-more")
    except ValueError:
        record = logging.LogRecord("t", 40, __file__, 1, "It broke", None, sys.exc_info())
    return str(formatter.format(record))


def _check(*, password: str) -> None:
    raise ValueError(len(password))


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_names_the_place_and_keeps_the_values_to_itself(as_json: bool) -> None:
    line = _logged(as_json=as_json)
    assert "_check" in line
    assert "ValueError" in line
    assert "hunter2-and-more" not in line
