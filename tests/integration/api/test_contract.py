"""What the API says of itself holds, whatever a caller sends: bounded, from a fixed seed."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from creatorspark.core.api.reference import description
from creatorspark.core.models import (
    ApiToken,
    Job,
    Policy,
    User,
    Video,
    WebhookDelivery,
    WebhookEndpoint,
)
from creatorspark.core.webhooks import endpoints, resending
from creatorspark.wsgi import application
from marketplace.domain.offers.terms import LARGEST_FEE
from marketplace.interface import freeze_insight
from marketplace.models import Shortlist
from rewards.services.redemptions import redeem
from scoring.interface import grade_everything
from scoring.models import EngagementGrade, Submission
from scoring.services.policies import ensure_default_policies
from tests.factories import NOW, CreatorFactory, ShopItemFactory, UserFactory, VideoFactory
from tests.factories.alerts import held_alert
from tests.factories.marketplace import CampaignFactory
from tests.factories.statements import StatementFactory
from tests.integration.api.callers import ROOT, make_token
from tests.integration.api.purse import give
from tests.integration.core.appeals.scene import make_scene
from tests.integration.marketplace.offers.scene import Scene

pytestmark = pytest.mark.django_db
CSRF = "k" * 32
Rows = dict[str, Callable[[], str]]
ROW_BY_ROW = {"POST /api/v1/snapshots/bulk/"}
# Lines for machines' tokens, repeatable by the id of each event: see test_events.
LINES = {"POST /api/v1/events"}
# Staff hold no profile to redeem or appeal for, and a new row isn't in the state that these need.
NOT_WITH_NEW_ROWS = {
    "POST /api/v1/pay/simulate/",
    # Staff are on neither side of an offer; they decide, write, and wait for the brand's payment.
    "POST /api/v1/offers/",
    "POST /api/v1/offers/{id}/offer/",
    "POST /api/v1/offers/{id}/counter/",
    "POST /api/v1/offers/{id}/accept/",
    "POST /api/v1/offers/{id}/decline/",
    "POST /api/v1/offers/{id}/withdraw/",
    "POST /api/v1/offers/{id}/deliver/",
    "POST /api/v1/offers/{id}/complete/",
    "POST /api/v1/offers/{id}/cancel/",
    "POST /api/v1/offers/{id}/dispute/",
    "POST /api/v1/offers/{id}/received/",
    "POST /api/v1/redemptions/",
    "POST /api/v1/redemptions/{id}/cancel/",
    "POST /api/v1/appeals/",
    "POST /api/v1/appeals/{id}/answer/",
    "POST /api/v1/appeals/{id}/withdraw/",
    "POST /api/v1/jobs/{id}/retry/",
    "POST /api/v1/submissions/",
    "POST /api/v1/submissions/{id}/words/",
    "GET /api/v1/submissions/{id}/report/",
    "GET /api/v1/alerts/{id}/report/",
    "POST /api/v1/originality/searches/",
    "POST /api/v1/redemptions/{id}/fulfil/",
    "POST /api/v1/redemptions/{id}/release/",
    "GET /api/v1/submissions/{id}/quality/",
    "POST /api/v1/videos/{id}/quality/again/",
    "GET /api/v1/videos/{id}/points/",
    # A period is there once it is over and its figures are kept.
    "GET /api/v1/transparency/{period}/",
    # Files of matching are there once a run is made.
    "GET /api/v1/matching/files/{kind}/",
    "GET /api/v1/videos/{id}/retention/",
    "GET /api/v1/categories/{id}/",
    # Staff read what brands do, and do nothing in their name.
    "POST /api/v1/campaigns/",
    "PUT /api/v1/campaigns/{id}/",
    "POST /api/v1/campaigns/{id}/open/",
    "POST /api/v1/campaigns/{id}/close/",
    "POST /api/v1/shortlists/",
    "DELETE /api/v1/shortlists/{id}/",
    "POST /api/v1/shortlists/{id}/add/",
    "POST /api/v1/shortlists/{id}/remove/",
    "POST /api/v1/shortlists/{id}/note/",
    # No made-up name is the name of an event.
    "POST /api/v1/webhooks/",
    "PUT /api/v1/webhooks/{id}/",
}
# Now and then what is made up is a curve that falls.
LUCK = {"PUT /api/v1/videos/{id}/retention/"}
# What moves points or money.
NEED_A_KEY = (f"{ROOT}/redemptions/", f"{ROOT}/offers/")
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.missing_required_header,
    checks.unsupported_method,
]
REJECTION = checks.negative_data_rejection
bounded = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(db, unlimited):
    """The API by its own description, fetched from the running application."""
    with one_connection():
        found = schemathesis.openapi.from_wsgi(f"{ROOT}/schema/", application)
    # Whoever asks is ours to say; random tokens would make strangers of all.
    found.config.generation.with_security_parameters = False
    return found


@contextmanager
def one_connection() -> Iterator[None]:
    """Keep the connection that the test's transaction lives in; a request's end would close it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@pytest.fixture
def unlimited(settings):
    """Nobody is throttled here."""
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": {}}


@pytest.fixture
def rows(staff) -> Rows:
    """By the first part of an address: an id that exists, or a new one where a step uses it up."""
    ensure_default_policies(now=NOW)
    creator = CreatorFactory(user=UserFactory())
    give(creator, 1_000_000)
    video, item = VideoFactory(creator=creator), ShopItemFactory()

    def redemption() -> str:
        receipt = redeem(
            creator_id=creator.pk, item_id=item.pk, key=str(uuid4()), actor_id=None, now=NOW
        )
        return str(receipt.redemption_id)

    def token() -> str:
        ApiToken.objects.filter(user=staff).update(revoked_at=NOW)
        return str(make_token(staff)[0].pk)

    freeze_insight(now=NOW)
    statement = StatementFactory(creator=creator)
    known: dict[str, Any] = {
        "earnings": statement.lines.earliest("pk").pk,
        "statements": statement.pk,
        "payouts": statement.payouts.earliest("pk").pk,
        "creators": creator.pk,
        "campaigns": CampaignFactory().pk,
        "videos": video.pk,
        "snapshots": video.latest_id,
        "shop": item.pk,
        "policies": Policy.objects.latest("pk").pk,
        "grades": a_grade(video),
        "appeals": make_scene().file().pk,
    }
    return {name: partial(str, pk) for name, pk in known.items()} | {
        "redemptions": redemption,
        "offers": lambda: str(Scene().disputed(LARGEST_FEE).pk),
        "tokens": token,
        "originality": lambda: str(a_search().pk),
        "alerts": lambda: str(held_alert(CreatorFactory(user=UserFactory())).pk),
        "submissions": lambda: str(a_failure(video).pk),
        "webhooks": lambda: str(an_endpoint(staff).pk),
        "webhook-deliveries": lambda: str(a_delivery(staff).pk),
        "shortlists": lambda: str(a_shortlist()),
        "jobs": lambda: str(Job.objects.create(kind="test").pk),
    }


def a_shortlist() -> int:
    """A list of a campaign."""
    return Shortlist.objects.create(campaign=CampaignFactory(), name="First").pk


def a_search() -> Submission:
    """A file that somebody searches with."""
    return Submission.objects.create(purpose="search", source="api")


def an_endpoint(staff: User) -> WebhookEndpoint:
    """An address that the platform tells things."""
    WebhookEndpoint.objects.all().delete()
    wish = endpoints.Wish(name="x", url="https://example.com/", events=["appeal.filed"])
    return endpoints.create(wish, actor=staff, now=NOW).endpoint


def a_delivery(staff: User) -> WebhookDelivery:
    """A message on its way there."""
    return resending.send_test(an_endpoint(staff), actor=staff, now=NOW)


def a_failure(video: Video) -> Submission:
    """A link that led nowhere."""
    Submission.objects.filter(video=video).update(state="withdrawn")
    return Submission.objects.create(
        purpose="video",
        source="link",
        video=video,
        creator=video.creator,
        url=video.url,
        state="failed",
        problem="link_gone",
    )


def a_grade(video: Video) -> int:
    """Grade the video."""
    grade_everything(now=NOW)
    return EngagementGrade.objects.get(video=video).pk


def cookies_of(user: User) -> dict[str, str]:
    """The cookies of a signed-in browser, which may do all that a person may."""
    client = Client()
    client.force_login(user)
    session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    return {
        django_settings.SESSION_COOKIE_NAME: session,
        django_settings.CSRF_COOKIE_NAME: CSRF,
    }


OPEN_TO_ALL = (f"{ROOT}/policies/", f"{ROOT}/transparency/")


class Examiner:
    """Sends each operation what its description allows, or forbids, and checks the answers."""

    def __init__(self, described: Any, subtests: Any, *, cookies: dict[str, str]) -> None:
        self.described = described
        self.subtests = subtests
        self.cookies = cookies
        self.statuses: dict[str, set[int]] = defaultdict(set)

    def ask_all(self, mode: GenerationMode, *, rows: Rows | None = None, examples: int) -> None:
        for found in self.described.get_all_operations():
            operation = found.ok()
            if operation.label in LINES:
                continue
            if mode is GenerationMode.NEGATIVE and not _takes_anything(operation):
                continue
            with self.subtests.test(f"{operation.label} {mode.value}"):
                self._ask(operation, mode, rows or {}, examples)

    def _ask(self, operation: Any, mode: GenerationMode, rows: Rows, examples: int) -> None:
        kind = operation.path.removeprefix(ROOT).split("/")[1]
        # A delivery answers for each row by itself, so a broken row is no broken request.
        whole = mode is GenerationMode.NEGATIVE and operation.label not in ROW_BY_ROW
        wanted = [*CHECKS, REJECTION] if whole else CHECKS

        @settings(bounded, max_examples=examples)
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            if mode is GenerationMode.POSITIVE and "id" in case.path_parameters and kind in rows:
                case.path_parameters["id"] = rows[kind]()
                case.headers["Idempotency-Key"] = str(uuid4())
            with one_connection():
                answer = case.call_and_validate(
                    headers={"X-CSRFToken": CSRF}, cookies=self.cookies, checks=wanted
                )
            self.statuses[operation.label].add(answer.status_code)

        ask()


def _takes_anything(operation: Any) -> bool:
    raw = operation.definition.raw
    return bool(raw.get("parameters") or raw.get("requestBody"))


def test_staff_get_what_the_description_promises(described, subtests, staff, rows):
    examiner = Examiner(described, subtests, cookies=cookies_of(staff))
    examiner.ask_all(GenerationMode.POSITIVE, rows=rows, examples=8)
    seen = examiner.statuses
    never = {label for label, found in seen.items() if not found & {200, 201, 204}}
    assert never | LUCK >= NOT_WITH_NEW_ROWS
    assert never <= NOT_WITH_NEW_ROWS | LUCK
    assert not any(found & {401, 403} for found in seen.values()), seen


def test_what_the_description_forbids_is_refused(described, subtests, staff):
    examiner = Examiner(described, subtests, cookies=cookies_of(staff))
    examiner.ask_all(GenerationMode.NEGATIVE, examples=8)


def test_creators_get_what_the_description_promises(described, subtests, creator):
    examiner = Examiner(described, subtests, cookies=cookies_of(creator.user))
    examiner.ask_all(GenerationMode.POSITIVE, examples=3)
    assert not any(401 in found for found in examiner.statuses.values())


def test_strangers_get_what_the_description_promises(described, subtests):
    examiner = Examiner(described, subtests, cookies={})
    examiner.ask_all(GenerationMode.POSITIVE, examples=2)
    open_to_all = {label for label, found in examiner.statuses.items() if 401 not in found}
    assert open_to_all == {
        f"GET {ROOT}/{path}/"
        for path in ("policies", "policies/{id}", "transparency", "transparency/{period}")
    }


def test_every_operation_is_named_explained_and_guarded():
    operations = [
        (path, method, operation)
        for path, item in description("en")["paths"].items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]
    names = [operation["operationId"] for _path, _method, operation in operations]
    assert len(set(names)) == len(names) > 25
    for path, method, operation in operations:
        where = f"{method} {path}"
        assert path.startswith(f"{ROOT}/"), where
        assert operation["description"], where
        assert operation["tags"], where
        problem = operation["responses"]["default"]["content"]
        assert list(problem) == ["application/problem+json"], where
        open_to_all = {} in operation["security"]
        assert open_to_all == path.startswith(OPEN_TO_ALL), where
        if method != "get" and f"{method.upper()} {path}" not in LINES:
            headers = {row["name"]: row for row in operation["parameters"] if row["in"] == "header"}
            key = headers["Idempotency-Key"]
            assert key.get("required", False) == path.startswith(NEED_A_KEY), where


def test_the_description_is_openapi_3_1(described):
    described.validate()
    assert described.raw_schema["openapi"].startswith("3.1")
