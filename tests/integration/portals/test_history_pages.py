"""The record's pages: take it along, bring one, look at it, remove it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from creatorspark.core.models import Creator
from rewards.models import CarriedHistory
from tests.factories import CreatorFactory, StatementFactory, UserFactory
from tests.integration.portals.scenes import client_of
from tests.integration.rewards.proof.test_history import record_from_elsewhere


def upload(client: Client, content: bytes, **more: object) -> object:
    file = SimpleUploadedFile("record.json", content)
    return client.post("/studio/history/", {"file": file, **more}, follow=True)


def test_before_the_first_statement_there_is_nothing_to_take(signed_in: Client) -> None:
    page = signed_in.get("/studio/history/").content.decode()
    assert "Nothing to take along yet" in page
    assert "Bring a record" in page


def test_a_creator_downloads_their_signed_record(creator: Creator, signed_in: Client) -> None:
    StatementFactory(creator=creator)
    page = signed_in.get("/studio/history/").content.decode()
    assert "Download my record" in page
    assert "$42.00" in page
    response = signed_in.get("/studio/history/record.json")
    assert "attachment" in response["Content-Disposition"]
    assert json.loads(response.content)["history"]["totals"]["videos"] == 1


def test_a_record_is_brought_looked_at_and_removed(creator: Creator, signed_in: Client) -> None:
    record = json.dumps(record_from_elsewhere(creator)).encode()
    page = upload(signed_in, record).content.decode()  # type: ignore[attr-defined]
    assert "Record from Other Spark" in page
    assert "nobody here knows the key" in page
    assert "€60.00" in page
    listed = signed_in.get("/studio/history/").content.decode()
    assert "Other Spark" in listed
    assert "Unverified" in listed
    row = CarriedHistory.objects.get()
    assert (
        "Remove the record" in signed_in.get(f"/studio/history/{row.pk}/remove/").content.decode()
    )
    signed_in.post(f"/studio/history/{row.pk}/remove/")
    assert not CarriedHistory.objects.exists()


def test_a_wrong_file_is_refused_on_the_same_page(creator: Creator, signed_in: Client) -> None:
    page = upload(signed_in, b"hello").content.decode()  # type: ignore[attr-defined]
    assert "no record from a Creator Spark site" in page
    assert "Bring a record" in page


def test_hostile_names_are_only_text(creator: Creator, signed_in: Client) -> None:
    nasty = "<script>alert(1)</script>\"'>"
    record = record_from_elsewhere(creator, issuer={"name": nasty, "url": "javascript:alert(1)"})
    page = upload(signed_in, json.dumps(record).encode()).content.decode()  # type: ignore[attr-defined]
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_other_peoples_records_do_not_exist(creator: Creator, signed_in: Client) -> None:
    upload(signed_in, json.dumps(record_from_elsewhere(creator)).encode())
    row = CarriedHistory.objects.get()
    stranger = client_of(CreatorFactory(user=UserFactory()))
    for path in (f"/studio/history/{row.pk}/", f"/studio/history/{row.pk}/remove/"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/studio/history/{row.pk}/remove/").status_code == 404
    assert CarriedHistory.objects.exists()


@pytest.mark.django_db
def test_strangers_log_in(client: Client) -> None:
    for path in ("/studio/history/", "/studio/history/record.json"):
        assert client.get(path).status_code == 302


def test_queries_do_not_grow_with_records(creator: Creator, signed_in: Client) -> None:
    counts = []
    for number in (1, 2, 3):
        record = record_from_elsewhere(creator, issued_at=f"2024-06-0{number}T00:00:00Z")
        upload(signed_in, json.dumps(record).encode())
        with CaptureQueriesContext(connection) as caught:
            signed_in.get("/studio/history/")
        counts.append(len(caught))
    assert len(set(counts)) == 1


@pytest.mark.django_db
def test_staff_trust_an_issuer_in_the_admin(client: Client) -> None:
    from tests.integration.rewards.proof.test_history import ELSEWHERE

    client.force_login(UserFactory(superuser=True))
    address = "/admin/rewards/trustedissuer/act/trust/"
    assert client.get(address).status_code == 200
    answer = client.post(
        address, {"name": "Friends", "public_key": ELSEWHERE.public_key}, follow=True
    )
    assert "Friends" in answer.content.decode()
    wrong = client.post(address, {"name": "x", "public_key": "abc"})
    assert "no public key" in wrong.content.decode()
