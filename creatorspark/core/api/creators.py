"""Creators: the profile a platform publishes."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from creatorspark.core.api.fields import IdField
from creatorspark.core.api.scoping import own_creators
from creatorspark.core.api.views import Readable
from creatorspark.core.models import Creator
from creatorspark.core.models.videos import Platform


class CreatorSerializer(serializers.ModelSerializer):
    """A creator as the platform shows them. `follower_count` null: not known."""

    id = IdField(read_only=True)

    class Meta:
        model = Creator
        fields = (
            "id",
            "platform",
            "external_id",
            "handle",
            "display_name",
            "bio",
            "verified",
            "follower_count",
            "niche",
            "country",
            "language",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields


class CreatorFilters(filters.FilterSet):
    """Narrows a list of creators."""

    platform = filters.ChoiceFilter(choices=Platform.choices)
    handle = filters.CharFilter(lookup_expr="icontains", max_length=120, help_text="Part of it.")
    niche = filters.CharFilter(max_length=40)
    country = filters.CharFilter(lookup_expr="iexact", max_length=2)


class Creators(Readable):
    """Your own profile; for staff, everyone's. Brands read media kits instead."""

    tag = "creators"
    model = Creator
    serializer_class = CreatorSerializer
    filterset_class = CreatorFilters

    def scoped(self, user: Any) -> QuerySet[Creator]:
        """Return the creators that `user` may know of."""
        return own_creators(user)
