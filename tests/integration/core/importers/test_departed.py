"""A file that still names somebody who left brings counts, and no word about them back."""

import pytest

from creatorspark.core.models import Creator, MetricSnapshot, Video
from creatorspark.core.services.erasure import erase_creator, merge_creators
from tests.factories import NOW, CreatorFactory

pytestmark = pytest.mark.django_db
LATER = {"observed_at": "2025-01-09T12:00:00Z", "views": "2000", "caption": "a new caption"}


def test_an_erased_creators_names_and_captions_do_not_come_back(csv_file, import_csv):
    import_csv(csv_file({}))
    creator = Creator.objects.get()
    erase_creator(creator, reason="They asked", actor=None, now=NOW)
    import_csv(csv_file(LATER, LATER | {"video_id": "77"}, name="later.csv"))
    creator.refresh_from_db()
    assert (creator.handle, creator.display_name) == ("", "")
    assert Creator.objects.count() == 1
    assert MetricSnapshot.objects.filter(views=2000).count() == 2
    assert list(Video.objects.values_list("caption", "url", "hashtags")) == [("", "", [])] * 2


def test_others_in_the_same_file_keep_theirs(csv_file, import_csv):
    import_csv(csv_file({}))
    erase_creator(Creator.objects.get(), reason="They asked", actor=None, now=NOW)
    other = {"creator_id": "7", "creator": "omar", "video_id": "78"}
    import_csv(csv_file(LATER, LATER | other, name="later.csv"))
    assert Creator.objects.get(external_id="7").handle == "omar"
    assert Video.objects.get(external_id="78").caption == "a new caption"


def test_rows_of_a_merged_profile_are_those_of_the_one_that_goes_on(csv_file, import_csv):
    import_csv(csv_file({}))
    absorbed = Creator.objects.get()
    kept = CreatorFactory(handle="anna")
    merge_creators(kept, absorbed, reason="The same", actor=None, now=NOW)
    run = import_csv(
        csv_file(LATER, LATER | {"video_id": "77", "creator": "renamed"}, name="later.csv")
    )
    assert run.rows_rejected == 0
    assert not run.problems.exists()
    kept.refresh_from_db()
    absorbed.refresh_from_db()
    assert set(Video.objects.values_list("creator", flat=True)) == {kept.pk}
    assert (kept.handle, absorbed.handle) == ("anna", "nina")
    assert Video.objects.get(external_id="77").caption == "a new caption"
