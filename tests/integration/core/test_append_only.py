"""Facts can't be rewritten, whoever asks the database."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from creatorspark.core.models import AuditEntry, MetricSnapshot, Policy
from creatorspark.core.policies import services as policies
from creatorspark.core.services import audit
from scoring.models import CohortReference
from tests.factories import NOW, MetricSnapshotFactory, PolicyFactory, UserFactory, VideoFactory

pytestmark = pytest.mark.django_db


def refused(sql: str, *values: Any) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cur:
        cur.execute(sql, values)
    return str(caught.value)


def test_an_audit_entry_is_neither_changed_nor_deleted():
    user = UserFactory()
    entry = audit.record("core.test.done", target=user, actor=user)
    assert "append-only" in refused(
        "UPDATE core_auditentry SET action = 'x' WHERE id = %s", entry.pk
    )
    assert "append-only" in refused("DELETE FROM core_auditentry WHERE id = %s", entry.pk)
    assert AuditEntry.objects.get().action == "core.test.done"


def test_an_audit_entry_outlives_its_actor():
    user = UserFactory()
    number = user.pk
    audit.record("core.test.done", target=user, actor=user)
    user.delete()
    assert AuditEntry.objects.get().actor_id == number


def test_a_snapshot_is_neither_changed_nor_deleted():
    snapshot = MetricSnapshotFactory(views=100)
    refused("UPDATE core_metricsnapshot SET views = 1 WHERE id = %s", snapshot.pk)
    refused("DELETE FROM core_metricsnapshot WHERE id = %s", snapshot.pk)
    assert MetricSnapshot.objects.get().views == 100


def test_a_draft_is_free_until_it_is_in_force():
    policy = PolicyFactory(kind="test")
    policies.edit_draft(policy, parameters={"threshold": 2}, actor=None)
    policies.activate(policy, effective_from=NOW, actor=None, now=NOW)
    for column, value in (
        ("kind", "other"),
        ("version", "other-1"),
        ("parameters", "{}"),
        ("sha256", "0" * 64),
        ("effective_from", NOW - timedelta(days=1)),
        ("state", "draft"),
    ):
        why = refused(f"UPDATE core_policy SET {column} = %s WHERE id = %s", value, policy.pk)
        assert "frozen" in why
    refused("DELETE FROM core_policy WHERE id = %s", policy.pk)


def test_a_policy_in_force_can_still_end():
    first = PolicyFactory(kind="test", active=True)
    second = PolicyFactory(kind="test")
    policies.activate(second, effective_from=NOW, actor=None, now=NOW)
    first.refresh_from_db()
    assert first.effective_until == NOW
    assert policies.policy_at("test", at=NOW) == second


def test_two_policies_of_a_kind_never_overlap():
    PolicyFactory(kind="test", active=True)
    draft = PolicyFactory(kind="test")
    refused(
        "UPDATE core_policy SET state = 'active', effective_from = %s WHERE id = %s", NOW, draft.pk
    )
    assert Policy.objects.get(pk=draft.pk).state == Policy.State.DRAFT


def test_a_cohort_reference_is_frozen():
    reference = CohortReference.objects.create(
        policy=PolicyFactory(),
        period=NOW.date().replace(day=1),
        cohort="tiktok|30|*",
        level=1,
        window_start=NOW - timedelta(days=30),
        window_end=NOW,
        parameters={"median": 1},
        sample_size=40,
        sha256="0" * 64,
    )
    refused("UPDATE scoring_cohortreference SET sample_size = 1 WHERE id = %s", reference.pk)
    refused("DELETE FROM scoring_cohortreference WHERE id = %s", reference.pk)


def test_a_snapshot_of_a_video_that_is_not_there_is_refused():
    snapshot = MetricSnapshot(video_id=987_654_321, observed_at=NOW, views=1, source="test")
    with pytest.raises(IntegrityError, match="not there"), transaction.atomic():
        snapshot.save()


def test_a_video_with_snapshots_stays_whoever_deletes_it():
    video = VideoFactory(views=10)
    assert "stays" in refused("DELETE FROM core_video WHERE id = %s", video.pk)
