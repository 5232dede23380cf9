"""The stand-alone program, loaded as it is handed out."""

import importlib.util
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parents[4] / "docs" / "verify" / "verify_statement.py"


def load_verifier() -> Any:
    """Return the program as a module."""
    spec = importlib.util.spec_from_file_location("verify_statement", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
