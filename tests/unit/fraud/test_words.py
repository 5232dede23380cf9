"""Everything that an alert or an appeal makes a creator read is easy: grade 8 or lower."""

import ast
from pathlib import Path

import pytest

from tests.unit.readability import grade

ROOT = Path(__file__).resolve().parents[3]
READ_BY_CREATORS = (
    "fraud/domain/reports.py",
    "fraud/domain/report_help.py",
    "fraud/domain/burst_words.py",
    "fraud/domain/detectors/gifting.py",
    "fraud/domain/detectors/referrers.py",
    "fraud/domain/detectors/rings.py",
    "fraud/domain/detectors/signups.py",
    "fraud/domain/detectors/user_agents.py",
    "fraud/selectors/reports.py",
    "fraud/services/appeals.py",
    "fraud/services/telling.py",
    "fraud/services/tending.py",
    "creatorspark/core/appeals/telling.py",
    "creatorspark/core/appeals/wording.py",
    "creatorspark/portals/creators/alert_page.py",
    "creatorspark/portals/creators/alert_sums.py",
    "creatorspark/portals/creators/alerts.py",
    "creatorspark/portals/appeals/forms.py",
)
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
# Below that many words one long name decides the grade.
LONG = 12
HARDEST = 10


def sentences_of(path: str) -> list[str]:
    """Return the words that are marked for translation, with something in place of values."""
    found = []
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in MARKS:
            continue
        for given in node.args:
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                found.append(_filled(given.value))
    return found


def _filled(text: str) -> str:
    for name in ("day", "when", "since", "until"):
        text = text.replace(f"%({name})s", "3 May")
    parts = text.split("%(")
    return parts[0] + "".join("ten" + part.partition(")")[2][1:] for part in parts[1:])


@pytest.mark.parametrize("path", READ_BY_CREATORS)
def test_words_are_easy_to_read(path: str):
    said = sentences_of(path)
    assert said
    assert grade("\n\n".join(f"{one}." for one in said)) <= 8
    hard = {one: grade(one) for one in said if len(one.split()) >= LONG and grade(one) > HARDEST}
    assert not hard
