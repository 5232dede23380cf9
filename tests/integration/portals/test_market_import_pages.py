"""The staff's pages about files of creators and brands: who may, and the way through them."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Creator, Job
from marketplace.models import Brand, MarketImport
from tests.factories import NOW, UserFactory

CREATORS = (
    b"Creator Name,Username,Content,Followers,Audience Age\n"
    b"Ada,@ada,dance vidoes,12000,13-24\n"
    b"=cmd,@grace,music,many,24-13\n"
    b",@nobody,music,5,18+\n"
)


@pytest.fixture(autouse=True)
def _files_of_this_test(media):
    MarketImport._meta.get_field("file").storage = default_storage


@pytest.fixture
def staff(client, transactional_db):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


def send(client, data=CREATORS, kind="creators"):
    file = SimpleUploadedFile("../list.csv", data, content_type="text/csv")
    return client.post(reverse("market_imports:upload"), {"file": file, "kind": kind}, follow=True)


def page_of(client, name="detail", **query):
    address = reverse(f"market_imports:{name}", args=[MarketImport.objects.latest("pk").pk])
    return client.get(address, query)


def test_from_upload_to_the_rows(client, staff):
    words = send(client).content.decode()
    assert "list.csv" in words
    assert "“vidoes” was taken as “videos”." in words
    assert "The row has no name." in words
    assert not Creator.objects.exists()
    run = MarketImport.objects.get()
    client.post(reverse("market_imports:confirm", args=[run.pk]))
    assert "Waiting for a worker" in page_of(client).content.decode()
    assert not page_of(client, "progress").has_header("HX-Refresh")
    jobs.run(Job.objects.get().pk, now=NOW)
    assert page_of(client, "progress").has_header("HX-Refresh")
    assert Creator.objects.count() == 2
    words = page_of(client, odd=1).content.decode()
    assert "We couldn&#x27;t read “24-13”" in words
    text = b"".join(page_of(client, "rows").streaming_content).decode()
    assert "dance vidoes,dance videos" in text
    assert "'=cmd" in text
    listed = b"".join(client.get(reverse("market_imports:creators")).streaming_content).decode()
    assert "ada" in listed
    assert MarketImport.objects.get().file.name == ""


def test_columns_are_chosen_on_the_page(client, staff):
    send(client, b"Who,Wants\nLoom,clothing\n", kind="brands")
    run = MarketImport.objects.get()
    assert not run.preview["readable"]
    client.post(reverse("market_imports:confirm", args=[run.pk]))
    assert MarketImport.objects.get().state == "uploaded"
    address = reverse("market_imports:columns", args=[run.pk])
    client.post(address, {"column_name": "Who", "column_goals": "Wants"})
    client.post(reverse("market_imports:confirm", args=[run.pk]))
    jobs.run(Job.objects.get().pk, now=NOW)
    assert Brand.objects.get(name="Loom").industries[0]["industry"] == "fashion"
    assert b"Loom" in b"".join(client.get(reverse("market_imports:brands")).streaming_content)


def test_a_file_is_discarded_once(client, staff):
    send(client)
    run = MarketImport.objects.get()
    client.post(reverse("market_imports:discard", args=[run.pk]))
    page = client.post(reverse("market_imports:confirm", args=[run.pk]), follow=True)
    assert "has moved on" in page.content.decode()
    assert MarketImport.objects.get().state == "discarded"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"Creator Name,Username\n"])
def test_a_file_that_cannot_be_read_leaves_nothing(client, staff, data):
    send(client, data)
    assert not MarketImport.objects.exists()


def test_a_form_without_a_kind_is_shown_again(client, staff):
    assert send(client, kind="cities").status_code == 422


def test_a_stopped_import_can_be_looked_at_again(client, staff):
    send(client)
    run = MarketImport.objects.get()
    client.post(reverse("market_imports:confirm", args=[run.pk]))
    client.post(reverse("market_imports:stop", args=[run.pk]))
    assert MarketImport.objects.get().state == "uploaded"


@pytest.mark.django_db
@pytest.mark.parametrize("who", [{}, {"brand": True}])
def test_for_others_the_pages_do_not_exist(client, who):
    client.force_login(UserFactory(**who))
    for name in ("index", "creators", "brands"):
        assert client.get(reverse(f"market_imports:{name}")).status_code == 404
    assert send(client).status_code == 404


@pytest.mark.django_db
def test_queries_do_not_grow_with_rows(client, django_assert_max_num_queries):
    client.force_login(UserFactory(staff=True))
    run = MarketImport.objects.create(kind="creators", state="imported", file_name="x", mapping={})
    run.rows.bulk_create(
        [run.rows.model(run=run, number=number, state="added") for number in range(2, 60)]
    )
    with django_assert_max_num_queries(12):
        assert page_of(client).status_code == 200
