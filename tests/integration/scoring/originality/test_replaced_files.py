"""A file that was replaced accuses nobody any more."""

import pytest

from scoring.models import OriginalityVerdict
from scoring.services.originality import judging
from tests.factories import NOW
from tests.integration.scoring.originality.films import film, filmed, put_file

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("edit", ["", "coded"])
def test_only_the_file_that_a_video_has_now_is_compared(edit):
    earlier = filmed(film(1), days=20)
    judging.judge(earlier.pk, now=NOW)
    put_file(earlier, film(3, 3))
    later = filmed(film(1, edit=edit), days=5)
    judging.judge(later.pk, now=NOW)
    verdict = OriginalityVerdict.objects.get(video=later, is_current=True)
    assert verdict.verdict == "original"
    assert not verdict.matches.filter(other=earlier, similarity__gt=0.5).exists()
