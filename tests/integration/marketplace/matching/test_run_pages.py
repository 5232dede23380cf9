"""What staff see of runs, ask for, and take out; nobody else does."""

import pytest

from creatorspark.core.models import Job
from marketplace.models import MatchRun
from marketplace.services.runs.making import make_run
from marketplace.services.runs.requesting import JOB_KIND
from tests.factories.accounts import UserFactory
from tests.factories.marketplace import BrandFactory
from tests.factories.times import NOW
from tests.integration.marketplace.matching.test_runs import (
    NOBODY_WATCHES,
    SPORT,
    listed,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/marketplace/matchrun/"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def run():
    BrandFactory(name="Shoes", industries=SPORT)
    listed(["dance videos"])
    return make_run(full=True, progress=NOBODY_WATCHES, now=NOW)


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(staff=True))


def body(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def test_staff_see_how_good_a_run_is(client, staff, run):
    page = client.get(LIST).content.decode()
    assert "100%" in page
    page = client.get(f"{LIST}{run.pk}/change/").content.decode()
    assert "1 creators, 1 brands, 0 briefs" in page
    assert "Brands for creators" in page
    assert "How well it does 100%" in page
    assert run.sha256 in page


def test_staff_ask_for_a_run_and_it_waits_once(client, staff):
    for _ in range(2):
        client.post(f"{LIST}act/make/", follow=True)
    assert Job.objects.get(kind=JOB_KIND).parameters == {"full": True}


@pytest.mark.parametrize("kind", ["recommendations", "features", "similarity", "merged"])
def test_staff_take_out_each_table(client, staff, run, kind):
    by_page = client.get(f"{LIST}{run.pk}/csv/{kind}/")
    by_api = client.get(f"/api/v1/matching/files/{kind}/")
    assert "Shoes" in body(by_page)
    assert by_page["Content-Disposition"] == f'attachment; filename="{kind}-1.csv"'
    assert "Shoes" in body(by_api)


def test_there_is_no_other_table_and_none_of_a_run_half_made(client, staff, run):
    MatchRun.objects.update(state="building")
    assert client.get(f"{LIST}{run.pk}/csv/features/").status_code == 404
    assert client.get(f"{LIST}{run.pk}/csv/secrets/").status_code == 404
    assert client.get("/api/v1/matching/files/secrets/").status_code == 404
    assert client.get("/api/v1/matching/files/features/").status_code == 404


@pytest.mark.parametrize("role", ["creator", "brand"])
def test_nobody_else_takes_them_out(client, run, role):
    client.force_login(UserFactory(role=role))
    assert client.get("/api/v1/matching/files/features/").status_code == 403
    assert client.get(f"{LIST}{run.pk}/csv/features/").status_code == 302
