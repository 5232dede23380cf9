"""Policies: the rules that judgements and payments refer to, for everyone to read."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from creatorspark.core.api.fields import IdField
from creatorspark.core.api.views import Readable
from creatorspark.core.models import Policy


class PolicySerializer(serializers.ModelSerializer):
    """A frozen set of parameters. `sha256` is the hash of their canonical JSON."""

    id = IdField(read_only=True)
    parameters = serializers.DictField(read_only=True)
    state = serializers.ChoiceField(choices=["active", "retired"], read_only=True)
    effective_from = serializers.DateTimeField(read_only=True)

    class Meta:
        model = Policy
        fields = (
            "id",
            "kind",
            "version",
            "parameters",
            "sha256",
            "state",
            "effective_from",
            "effective_until",
        )
        read_only_fields = fields


class PolicyFilters(filters.FilterSet):
    """Narrows a list of policies."""

    kind = filters.CharFilter(max_length=40, help_text="For example “points”.")
    version = filters.CharFilter(max_length=40)
    sha256 = filters.CharFilter(max_length=64, help_text="The hash a judgement names.")


class Policies(Readable):
    """Every policy that was ever in force, or will be; drafts are not public."""

    tag = "policies"
    public_read = True
    model = Policy
    serializer_class = PolicySerializer
    filterset_class = PolicyFilters

    def scoped(self, user: Any) -> QuerySet[Policy]:
        """Return the policies that are public: all but drafts."""
        return Policy.objects.exclude(state=Policy.State.DRAFT)
