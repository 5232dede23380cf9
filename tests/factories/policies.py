"""Policies: drafts, or in force since long ago with the trait `active`."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from creatorspark.core.models import Policy
from creatorspark.lib.canonical import sha256_of
from tests.factories.times import NOW


class PolicyFactory(DjangoModelFactory[Policy]):
    """A draft of the kind “test”; `active=True` puts it in force a year before `NOW`."""

    class Meta:
        model = Policy

    class Params:
        active = factory.Trait(
            state=Policy.State.ACTIVE,
            effective_from=NOW - timedelta(days=365),
            activated_at=NOW - timedelta(days=365),
        )

    kind = "test"
    version = factory.Sequence(lambda n: f"test-{n}")
    parameters = factory.LazyFunction(lambda: {"threshold": 1})
    sha256 = factory.LazyAttribute(lambda policy: sha256_of(policy.parameters))
    created_at = NOW - timedelta(days=366)
