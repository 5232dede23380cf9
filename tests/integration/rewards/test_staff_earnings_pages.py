"""The staff's pages about earnings: statements are found, checked and read; corrections added."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from creatorspark.core.models import AuditEntry, Creator, Job
from rewards.models import EarningsLine, StaffAdjustment, Statement, WeekClose
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.factories.statements import WEEK, StatementFactory, pay_rules, write_statement

pytestmark = pytest.mark.django_db
MODELS = [WeekClose, Statement, EarningsLine, StaffAdjustment]


@pytest.fixture
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def creator() -> Creator:
    return CreatorFactory(handle="mina", user=UserFactory())


def listed(model) -> str:
    return reverse(f"admin:rewards_{model._meta.model_name}_changelist")


def page(row) -> str:
    options = row._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])


def correct(client, creator, **answers):
    address = f"{page(creator).removesuffix('change/')}act/correct_earnings/"
    given = {"key": "once", "amount": "-12.50", "reason": "A bot's views.", "link": "", "video": ""}
    return client.post(address, given | answers, follow=True)


def adjustment(creator, **values) -> StaffAdjustment:
    defaults = {"amount": 500, "reason": "Sorry.", "key": f"k{StaffAdjustment.objects.count()}"}
    return StaffAdjustment.objects.create(creator=creator, **defaults | values)


@pytest.mark.parametrize("model", MODELS)
def test_every_list_and_page_opens(client, staff, creator, model):
    StatementFactory(creator=creator, week=WEEK - timedelta(days=7))
    write_statement(creator, adjustments=[adjustment(creator)])
    adjustment(creator)
    assert client.get(listed(model)).status_code == 200
    for row in model.objects.all():
        assert client.get(page(row)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_nobody_edits_what_services_write(rf, model):
    request = rf.get("/")
    request.user = UserFactory(superuser=True)
    staff_page = admin.site._registry[model]
    assert not staff_page.has_add_permission(request)
    assert not staff_page.has_change_permission(request)
    assert not staff_page.has_delete_permission(request)


@pytest.mark.parametrize("model", MODELS)
def test_the_lists_ask_as_often_for_many_rows(client, staff, creator, model):
    def grow(count: int) -> int:
        for _number in range(count):
            other = CreatorFactory()
            StatementFactory(creator=other)
            adjustment(other)
        with CaptureQueriesContext(connection) as asked:
            client.get(listed(model))
        return len(asked)

    grow(1)
    assert grow(2) == grow(6)


@pytest.mark.parametrize("term", ["mina", "2025-W19", "2025-w19"])
def test_statements_are_found_by_creator_and_week(client, staff, creator, term):
    StatementFactory(creator=creator, week=WEEK)
    StatementFactory(week=WEEK - timedelta(days=70), creator=CreatorFactory(handle="other"))
    body = client.get(listed(Statement), {"q": term}).content.decode()
    assert "mina" in body
    assert "2025-W09" not in body


def test_a_statement_says_that_it_still_agrees(client, staff, creator):
    statement = StatementFactory(creator=creator)
    body = client.get(page(statement)).content.decode()
    assert "Everything agrees" in body
    assert statement.key.fingerprint in body


def test_a_changed_digit_shows(client, staff, creator):
    statement = StatementFactory(creator=creator)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE rewards_statement SET body = body || '1' WHERE id = %s", [statement.pk]
        )
        cursor.execute("SET session_replication_role = DEFAULT")
    assert "Does not agree" in client.get(page(statement)).content.decode()


def test_closing_is_asked_for_by_staff_and_queued_once(client, staff):
    address = f"{listed(WeekClose)}act/close_now/"
    assert b"A worker closes every week that is over" in client.get(address).content
    assert not Job.objects.exists()
    answer = client.post(address, follow=True)
    assert b"no pay policy is in force" in answer.content
    pay_rules()
    assert b"Queued. A worker closes" in client.post(address, follow=True).content
    assert Job.objects.get().kind == "rewards.close_weeks"
    assert AuditEntry.objects.filter(action="rewards.week.closing_requested").count() == 1


def test_a_correction_is_added_from_the_creators_page(client, staff, creator):
    shown = client.get(f"{page(creator).removesuffix('change/')}act/correct_earnings/")
    assert b"never falls below zero" in shown.content
    answer = correct(client, creator)
    assert b"Stored, and the creator was told" in answer.content
    row = StaffAdjustment.objects.get()
    assert (row.creator, row.amount, row.created_by) == (creator, -1_250, staff)
    again = correct(client, creator)
    assert again.status_code == 200
    assert StaffAdjustment.objects.count() == 1
    assert "−$12.50".encode() in client.get(listed(StaffAdjustment)).content


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"amount": "0"}, "above or below zero"),
        ({"amount": "0.005"}, "no more than 2 decimal places"),
        ({"reason": ""}, "This field is required"),
        ({"video": "1"}, "isn’t one of this creator’s"),
    ],
)
def test_a_wrong_correction_keeps_what_was_typed(client, staff, creator, answers, words):
    answer = correct(client, creator, **answers)
    text = answer.content.decode().replace("&#x27;", "’")
    assert words in text
    assert not StaffAdjustment.objects.exists()


def test_a_correction_of_a_video_names_it(client, staff, creator):
    video = VideoFactory(creator=creator)
    correct(client, creator, video=str(video.pk))
    assert StaffAdjustment.objects.get().video == video


def test_strangers_are_sent_away(client, creator):
    client.force_login(UserFactory())
    correct(client, creator)
    assert not StaffAdjustment.objects.exists()
