"""The reference page: complete, without script or inline style, and where problems lead."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.urls import reverse

from creatorspark.core.api.advice import STATUS_AND_WORDS
from creatorspark.core.api.problems import KINDS, TITLES, TYPE_BASE
from creatorspark.core.api.reference import description
from tests.integration.api.callers import browser

pytestmark = pytest.mark.django_db
PAGE = "/api/v1/docs/"


class Page(HTMLParser):
    """What of a page the content policy cares about, its anchors and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.refused: list[str] = []
        self._inline = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if tag == "a" else []
        inline = tag == "style" or (tag == "script" and "src" not in values)
        handlers = [name for name in values if name == "style" or name.startswith("on")]
        if inline or handlers:
            self.refused.append(f"{tag} {values}")
        outside = [values.get(name, "") for name in ("src", "href") if tag in ("script", "link")]
        self.refused += [url for url in outside if re.match(r"(https?:)?//", url)]


@pytest.fixture
def page(client) -> Page:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    return Page(answer.content.decode())


def test_the_page_needs_nothing_that_the_content_policy_refuses(page):
    assert page.refused == []


def test_every_operation_stands_on_the_page(page, client):
    text = client.get(PAGE).content.decode()
    for path, item in description("en")["paths"].items():
        assert path in text
        for method, operation in item.items():
            if method != "parameters":
                assert operation["operationId"] in page.ids


def test_anchors_are_unique_and_links_lead_somewhere(page):
    assert len(set(page.ids)) == len(page.ids)
    for link in page.links:
        if link.startswith("#"):
            assert link[1:] in page.ids


def test_the_type_of_every_problem_is_explained_there(page):
    assert TYPE_BASE.startswith(f"{PAGE}#")
    assert set(STATUS_AND_WORDS) == set(TITLES)
    assert set(KINDS.values()) <= set(TITLES)
    for kind in TITLES:
        assert f"{TYPE_BASE}{kind}".partition("#")[2] in page.ids


def test_people_read_it_in_their_own_frame(creator):
    answer = browser(creator.user).client.get(PAGE)
    assert answer.status_code == 200
    assert b"redemptions_create" in answer.content


def test_other_methods_are_refused(client):
    assert client.post(PAGE).status_code == 405
    assert client.head(PAGE).status_code == 200


def test_the_document_is_for_everyone(client):
    answer = client.get(reverse("api:schema"))
    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.0"
    accepted = client.get(
        reverse("api:schema"), headers={"Accept": "application/vnd.oai.openapi+json"}
    )
    assert accepted.status_code == 200


def test_the_written_guide_names_every_operation():
    guide = (settings.BASE_DIR / "docs" / "api.md").read_text()
    steps = ("approve", "fulfil", "reject", "hold", "release")
    for path, item in description("en")["paths"].items():
        for method in set(item) & {"get", "post", "delete"}:
            step = path.rstrip("/").rpartition("/")[2]
            named = f"…/{step}/" if step in steps[1:] else f"{method.upper()} {path}`"
            assert named in guide, f"docs/api.md lacks {method.upper()} {path}"
