"""A calibrated threshold becomes a draft of the originality policy."""

import pytest
from django.core.management import CommandError, call_command

from creatorspark.core.models import Policy
from scoring.domain.originality import folders
from scoring.domain.verdicts.policy import OriginalityPolicy
from scoring.management.commands import calibrate_originality

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, monkeypatch):
    scores = folders.Scores(copies=[0.9, 0.95, 0.99], innocent=[0.1, 0.2, 0.31])
    monkeypatch.setattr(calibrate_originality, "scores_of", lambda pairs, **options: scores)
    (tmp_path / "pairs.csv").write_text("query,original,label\n")
    return tmp_path


def test_a_draft_with_threshold_and_interval_is_kept(folder, capsys):
    call_command("calibrate_originality", folder, "--save", "originality-7")
    draft = Policy.objects.get(kind="originality", version="originality-7")
    rules = OriginalityPolicy.from_parameters(draft.parameters)
    assert draft.state == Policy.State.DRAFT
    assert rules.threshold == pytest.approx(0.31, abs=1e-3)
    assert rules.threshold_low <= rules.threshold <= rules.threshold_high
    assert "3 copies" in draft.note


def test_a_name_that_is_taken_is_refused_with_a_sentence(folder):
    call_command("calibrate_originality", folder, "--save", "originality-7")
    with pytest.raises(CommandError, match="choose another name"):
        call_command("calibrate_originality", folder, "--save", "originality-7")
