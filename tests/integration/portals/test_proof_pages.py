"""Anyone can fetch keys, rules and the program, and check what somebody was paid."""

import hashlib
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from creatorspark.core.models import Creator
from creatorspark.core.policies import services as policies
from creatorspark.lib.canonical import sha256_of
from rewards import interface as rewards
from tests.factories import NOW, CreatorFactory, PolicyFactory, StatementFactory, UserFactory
from tests.factories.statements import SIGNER, WEEK, reference
from tests.integration.portals.scenes import client_of
from tests.integration.rewards.proof.worlds import World, a_world

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def world() -> World:
    world = a_world()
    world.ana.user = UserFactory()
    world.ana.save(update_fields=["user"])
    return world


def body(response: Any) -> bytes:
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def test_every_key_that_signed_is_public(client: Client, world: World) -> None:
    response = client.get("/.well-known/creatorspark-keys.json")
    file = json.loads(body(response))
    assert [key["current"] for key in file["keys"]] == [True, False]
    assert file["keys"][1]["public_key"] == SIGNER.public_key
    assert {key["algorithm"] for key in file["keys"]} == {"Ed25519"}
    assert "public" in response["Cache-Control"]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_the_key_that_signs_now_is_marked(client: Client, world: World, settings) -> None:
    settings.STATEMENT_SIGNING_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    file = json.loads(body(client.get("/.well-known/creatorspark-keys.json")))
    assert [key["current"] for key in file["keys"]] == [True]


def test_rules_and_cohorts_hash_to_their_names(client: Client, world: World) -> None:
    PolicyFactory(kind="pay", version="pay-draft")
    file = json.loads(body(client.get("/proof/policies.json")))
    assert {policy["version"] for policy in file["policies"]} == {"pay-1", "grade-1"}
    for named in (*file["policies"], *file["references"]):
        assert sha256_of(named["parameters"]) == named["sha256"]
    assert [len(cohort["parameters"]["grid"]) for cohort in file["references"]] == [101]


def test_rules_are_sent_again_only_when_they_changed(client: Client, world: World) -> None:
    first = client.get("/proof/policies.json")
    body(first)
    again = client.get("/proof/policies.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    draft = PolicyFactory(kind="grade", version="grade-2")
    policies.activate(draft, effective_from=NOW, actor=None, now=NOW)
    changed = client.get("/proof/policies.json", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_what_strangers_fetch_is_the_same_for_everyone(client: Client, world: World) -> None:
    for path in (
        "/.well-known/creatorspark-keys.json",
        "/proof/policies.json",
        "/proof/verify_statement.py",
    ):
        response = client.get(path)
        body(response)
        assert "Cookie" not in response.get("Vary", ""), path
        assert not response.cookies


def test_the_program_is_the_one_in_the_repository(client: Client) -> None:
    source = body(client.get("/proof/verify_statement.py"))
    assert source == (ROOT / "docs" / "verify" / "verify_statement.py").read_bytes()
    page = body(client.get("/proof/")).decode()
    assert hashlib.sha256(source).hexdigest() in page


def test_the_page_shows_the_key_and_the_command(client: Client, world: World) -> None:
    page = body(client.get("/proof/")).decode()
    assert SIGNER.public_key in page
    assert "pay-1" in page
    assert "All your statements" not in page
    assert "All your statements" in body(client_of(world.ana).get("/proof/")).decode()


def test_before_the_first_week_the_page_shows_the_key_that_will_sign(client: Client) -> None:
    assert "and the first week that closes" in body(client.get("/proof/")).decode()


def test_a_creators_rules_are_only_those_that_their_lines_name(world: World) -> None:
    world.ben.user = UserFactory()
    world.ben.save(update_fields=["user"])
    one = client_of(world.ben).get("/studio/earnings/policies.json")
    assert len(json.loads(body(one))["references"]) == 1
    none = client_of(world.ana).get("/studio/earnings/policies.json?week=2025-W19")
    assert json.loads(body(none))["references"] == []
    some = client_of(world.ana).get("/studio/earnings/policies.json?week=2025-W20")
    assert json.loads(body(some))["references"][0]["sha256"] == reference().sha256
    odd = client_of(world.ana).get("/studio/earnings/policies.json?week=May")
    assert odd.status_code == 404


def test_statements_are_handed_to_nobody_else(client: Client, world: World) -> None:
    assert client.get("/studio/earnings/all.json").status_code == 302
    stranger: Creator = CreatorFactory(user=UserFactory())
    file = json.loads(body(client_of(stranger).get("/studio/earnings/all.json")))
    assert file["statements"] == []


def test_queries_do_not_grow_with_statements(world: World) -> None:
    browser = client_of(world.ana)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            body(browser.get("/studio/earnings/all.json"))
            body(browser.get("/studio/earnings/policies.json"))
            body(browser.get("/proof/"))
        counts.append(len(caught))
        for number in range(4, 8):
            if len(counts) == 1:
                StatementFactory(creator=world.ana, week=WEEK + timedelta(weeks=number))
    assert counts[0] == counts[1]


def test_a_creators_downloads_agree_with_the_downloaded_program(
    world: World, tmp_path: Path
) -> None:
    browser = client_of(world.ana)
    for name, path in (
        ("statements.json", "/studio/earnings/all.json"),
        ("policies.json", "/studio/earnings/policies.json"),
        ("verify_statement.py", "/proof/verify_statement.py"),
    ):
        (tmp_path / name).write_bytes(body(browser.get(path)))
    command = ["verify_statement.py", "statements.json", "--policies", "policies.json"]
    for key in rewards.public_keys():
        command += ["--public-key", key.public_key]
    done = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 statements" in done.stdout
