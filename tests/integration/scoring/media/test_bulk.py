"""Many files at once: looked at first, brought in once, whatever is wrong with some."""

import shutil
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from scoring.models import Submission
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.integration.scoring.media.sending import State, work

pytestmark = pytest.mark.django_db(transaction=True)
BRING = "/admin/scoring/submission/act/bring/"


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "films"
    place.mkdir()
    return place


def import_videos(source, **options) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_videos", source, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_a_folder_of_files_named_by_their_videos(folder, film, other_film, stored, content):
    one, two = VideoFactory(), VideoFactory()
    shutil.copy(film, folder / f"{one.external_id}.mp4")
    shutil.copy(other_film, folder / f"{two.external_id}.mov")
    (folder / "unknown.mp4").write_bytes(film.read_bytes())
    (folder / ".hidden").write_bytes(b"x")
    out, err = import_videos(folder)
    assert "3 looked at: 2 to bring in, 0 here already, 1 problems." in out
    assert "unknown.mp4: There is no video with this number." in err
    work()
    for video, path in ((one, film), (two, other_film)):
        video.refresh_from_db()
        assert content(video.file.name) == path.read_bytes()
    assert film.exists()
    assert len(stored()[0]) == 2


def test_twice_is_once(folder, film, stored):
    video = VideoFactory()
    shutil.copy(film, folder / f"{video.external_id}.mp4")
    import_videos(folder)
    assert "1 here already" in import_videos(folder)[0]
    work()
    assert "1 here already" in import_videos(folder)[0]
    assert Submission.objects.count() == 1
    assert len(stored()[0]) == 1


def test_a_look_keeps_nothing(folder, film, stored):
    shutil.copy(film, folder / f"{VideoFactory().external_id}.mp4")
    import_videos(folder, dry_run=True)
    assert stored() == ([], [])
    assert not Submission.objects.exists()


def test_strict_brings_in_all_or_nothing(folder, film):
    shutil.copy(film, folder / f"{VideoFactory().external_id}.mp4")
    (folder / "letter.mp4").write_text("Dear reader")
    with pytest.raises(CommandError, match="mend the problems"):
        import_videos(folder, strict=True)
    assert not Submission.objects.exists()


def test_a_list_with_files_and_links(folder, film):
    by_file, by_link, by_own_address = VideoFactory.create_batch(3)
    shutil.copy(film, folder / "a.mp4")
    (folder / "letter.mp4").write_text("Dear reader, this is no film at all." * 9)
    video = VideoFactory()
    (folder / "list.csv").write_text(
        "Video,External_ID,platform,file,link\n"
        f"{by_file.pk},,,a.mp4,\n"
        f",{by_link.external_id},tiktok,,https://www.tiktok.com/@a/video/1\n"
        f",{by_own_address.external_id},,,\n"
        f"{video.pk},,,letter.mp4,\n"
        f"{video.pk},,,missing.mp4,\n"
        f"{video.pk},,,,https://elsewhere.example/a\n"
        f"{by_file.pk},,,a.mp4,\n"
        ",nobody,,,\n"
        "99999999999999999999,,,a.mp4,\n"
    )
    out, err = import_videos(folder / "list.csv")
    assert "9 looked at: 3 to bring in, 0 here already, 6 problems." in out
    for line, words in {
        5: "isn’t a video",
        6: "There is no such file",
        7: "wasn’t posted on",
        8: "stands in the list before",
        9: "no video with this number",
        10: "no video with this number",
    }.items():
        found = [row for row in err.splitlines() if row.startswith(f"line {line}:")]
        assert words.replace("’", "'") in found[0].replace("’", "'"), err
    sources = Submission.objects.values_list("source", flat=True)
    assert list(sources) == ["bulk", "bulk", "bulk"]


def test_the_same_number_on_two_platforms(folder, film):
    one = VideoFactory(external_id="42")
    other = VideoFactory(external_id="42", platform="youtube", creator=CreatorFactory())
    shutil.copy(film, folder / "42.mp4")
    assert "say which platform" in import_videos(folder)[1]
    import_videos(folder, platform="youtube")
    assert Submission.objects.get().video == other != one


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "needs a column"),
        ("", "needs a column"),
        ("video,file\n1,../../etc/passwd\n", "outside the list"),
        ("video,file\n1,/etc/passwd\n", "outside the list"),
    ],
)
def test_lists_that_cannot_be_read(folder, text, words):
    path = folder / "list.csv"
    path.write_text(text)
    with pytest.raises(CommandError, match=words):
        import_videos(path)


def test_a_list_that_is_not_there(folder):
    with pytest.raises(CommandError, match="can't be read"):
        import_videos(folder / "nowhere.csv")


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(UserFactory(superuser=True))
    return client


def named(name, path) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, path.read_bytes())


def test_staff_see_problems_before_anything_is_kept(staff, film, stored):
    video = VideoFactory()
    files = [named(f"{video.external_id}.mp4", film), named("nobody.mp4", film)]
    page = staff.post(BRING, {"videos": files}).content.decode()
    assert "Nothing was brought in yet: 1 of 2" in page
    assert "nobody.mp4: There is no video with this number." in page
    assert stored() == ([], [])
    files = [named(f"{video.external_id}.mp4", film), named("nobody.mp4", film)]
    done = staff.post(BRING, {"videos": files, "despite": "on"}, follow=True).content.decode()
    assert "1 file handed to the workers, 0 here already, 1 with problems." in done
    work()
    assert Submission.objects.get().state == State.RECEIVED


def test_staff_bring_a_list_of_links(staff):
    video = VideoFactory()
    text = f"external_id,link\n{video.external_id},\n".encode()
    staff.post(BRING, {"listed": SimpleUploadedFile("list.csv", text)})
    found = Submission.objects.get()
    assert (found.url, found.source) == (video.url, "bulk")
    for body in (b"", b"a,b\n", b"video,file\n1,a.mp4\n", b"\xff\xfe"):
        answer = staff.post(BRING, {"listed": SimpleUploadedFile("list.csv", body)})
        assert answer.status_code == 200
    assert Submission.objects.count() == 1


def test_staff_read_try_again_and_take_back(staff, video):
    row = Submission.objects.create(
        purpose="video",
        source="link",
        video=video,
        creator=video.creator,
        url=video.url,
        state="failed",
        problem="link_gone",
    )
    page = staff.get(f"/admin/scoring/submission/{row.pk}/change/").content.decode()
    assert "There is no video behind this link any more." in page
    staff.post(f"/admin/scoring/submission/{row.pk}/act/retry/")
    row.refresh_from_db()
    assert row.state == State.WAITING
    staff.post(f"/admin/scoring/submission/{row.pk}/act/withdraw/")
    row.refresh_from_db()
    assert row.state == State.WITHDRAWN
    assert staff.get("/admin/scoring/submission/").status_code == 200
