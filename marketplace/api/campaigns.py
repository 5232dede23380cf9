"""Campaigns of one's brands: briefs that are written, changed, opened and closed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import (
    IdField,
    MoneySerializer,
    TextField,
    WholeNumberField,
    money,
)
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.problems import refused
from creatorspark.core.api.scoping import sees_everything
from creatorspark.core.api.views import Readable
from marketplace.api.offer_fields import SumField
from marketplace.domain.briefs import Brief
from marketplace.models import Campaign
from marketplace.selectors.campaigns import brands_of, campaigns_of
from marketplace.services import campaigns
from marketplace.services.campaigns import BriefRefused, CampaignRefused

MOST_VERSION = 2**31 - 1
MOST_WORDS = 250
LISTS = frozenset(("industries", "genders", "markets", "languages", "excluded_categories"))
NOT_OF_THE_BRIEF = frozenset({"brand", "version"})


def _words(what: str) -> Any:
    return serializers.ListField(
        child=TextField(max_length=60),
        required=False,
        max_length=MOST_WORDS,
        help_text=what,
    )


def _shares(what: str) -> Any:
    return serializers.DictField(
        child=serializers.FloatField(min_value=0, max_value=100), required=False, help_text=what
    )


class CampaignSerializer(serializers.ModelSerializer):
    """A brief. `version` grows with every change; `industries` are what is sold, with shares."""

    id = IdField(read_only=True)
    brand = IdField(source="brand_id", read_only=True)
    brand_name = serializers.CharField(source="brand.name", read_only=True)
    industries = serializers.SerializerMethodField()
    industries_are_read = serializers.SerializerMethodField(
        help_text="Whether what is sold was read from the goals."
    )
    categories = serializers.DictField(child=serializers.FloatField(), read_only=True)
    weights = serializers.DictField(child=serializers.FloatField(), read_only=True)
    budget = serializers.SerializerMethodField()
    per_creator_budget = serializers.SerializerMethodField()

    class Meta:
        model = Campaign
        fields = (
            *("id", "brand", "brand_name", "name", "state", "version", "goals", "industries"),
            *("industries_are_read", "categories", "ages", "genders", "markets", "languages"),
            *("budget", "per_creator_budget", "excluded_categories"),
            *("exclusivity_days", "weights", "least_followers", "most_followers"),
            *("least_grade", "least_originality", "verified_only", "starts_on", "ends_on"),
            *("created_at", "updated_at"),
        )
        read_only_fields = fields

    @extend_schema_field(
        {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["industry", "share", "because"],
                "properties": {
                    "industry": {"type": "string"},
                    "share": {"type": "number"},
                    "because": {"type": "array", "items": {"type": "string"}},
                },
            },
        }
    )
    def get_industries(self, row: Campaign) -> list[dict[str, Any]]:
        """Return what is sold and the words that tell."""
        return [
            {
                "industry": one["industry"],
                "share": one["share"],
                "because": list(one.get("because", ())),
            }
            for one in row.industries
        ]

    @extend_schema_field({"type": "boolean"})
    def get_industries_are_read(self, row: Campaign) -> bool:
        """Say whether what is sold was read."""
        return row.industries_source == Campaign.Source.READ

    @extend_schema_field(MoneySerializer(allow_null=True))
    def get_budget(self, row: Campaign) -> dict[str, str] | None:
        """Spell the budget."""
        return money(row.budget, currency=row.currency)

    @extend_schema_field(MoneySerializer(allow_null=True))
    def get_per_creator_budget(self, row: Campaign) -> dict[str, str] | None:
        """Spell what one creator may cost."""
        return money(row.per_creator_budget, currency=row.currency)


class BriefSerializer(serializers.Serializer):
    """What a brand asks for. What is left out asks for nothing."""

    name = TextField(max_length=200)
    goals = TextField(max_length=5_000, required=False, allow_blank=True)
    industries = _words("What is sold; left out, it is read from the goals.")
    categories = _shares("Weight by category of videos, 0 to 1; left out, what is sold decides.")
    ages = TextField(max_length=40, required=False, allow_blank=True, help_text="Like “18-34”.")
    genders = _words("`female` or `male`; left out is everybody.")
    markets = _words("Countries, ISO codes or names; left out is the whole world.")
    languages = _words("Codes or names.")
    budget = SumField(required=False, allow_null=True)
    per_creator_budget = SumField(required=False, allow_null=True)
    excluded_categories = _words("Creators of these are left out.")
    exclusivity_days = WholeNumberField(required=False, min_value=0, max_value=730)
    weights = _shares("Weight by factor: content, audience, performance, trust, price.")
    least_followers = WholeNumberField(
        required=False, allow_null=True, min_value=0, max_value=10**10
    )
    most_followers = WholeNumberField(
        required=False, allow_null=True, min_value=0, max_value=10**10
    )
    least_grade = serializers.ChoiceField(
        choices=["A", "B", "C", "D"], required=False, allow_blank=True
    )
    least_originality = serializers.FloatField(
        required=False, allow_null=True, min_value=0, max_value=1
    )
    verified_only = serializers.BooleanField(required=False)
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)

    def brief(self) -> Brief:
        """Return what was read."""
        said: dict[str, Any] = self.validated_data
        given: dict[str, Any] = {
            name: tuple(value) if name in LISTS else value
            for name, value in said.items()
            if name not in NOT_OF_THE_BRIEF
        }
        return Brief(**given)


class NewCampaignSerializer(BriefSerializer):
    """A brief, and for which of your brands."""

    brand = IdField()


class ChangedCampaignSerializer(BriefSerializer):
    """The whole brief as it shall be, and the version that you read."""

    version = WholeNumberField(min_value=1, max_value=MOST_VERSION)


class CampaignFilters(filters.FilterSet):
    """Narrows a list of campaigns."""

    state = filters.ChoiceFilter(choices=Campaign.State.choices)


class Campaigns(Readable):
    """The campaigns of your brands, newest first; for staff, everyone's to read."""

    tag = "campaigns"
    model = Campaign
    serializer_class = CampaignSerializer
    filterset_class = CampaignFilters

    def scoped(self, user: Any) -> QuerySet[Campaign]:
        """Return the campaigns that `user` may know of."""
        if sees_everything(user):
            return Campaign.objects.select_related("brand")
        return campaigns_of(user)

    @extend_schema(request=NewCampaignSerializer, responses={201: CampaignSerializer})
    @idempotent()
    def create(self, request: Request) -> Response:
        """Keep a brief as a draft. Nobody is asked yet."""
        given = NewCampaignSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        brand = brands_of(caller(request)).filter(pk=given.validated_data["brand"]).first()
        if brand is None:
            raise NotFound
        with refusals():
            row = campaigns.create(
                brand, brief=given.brief(), actor=caller(request), now=timezone.now()
            )
        return Response(self._shown(row), status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangedCampaignSerializer, responses=CampaignSerializer)
    @idempotent()
    def update(self, request: Request, pk: str) -> Response:
        """Change a brief. Refused when somebody changed it since the version you read."""
        row = self.get_object()
        given = ChangedCampaignSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with refusals():
            row = campaigns.edit(
                row,
                brief=given.brief(),
                version=given.validated_data["version"],
                actor=caller(request),
                now=timezone.now(),
            )
        return Response(self._shown(row))

    @extend_schema(request=None, responses=CampaignSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def open(self, request: Request, pk: str) -> Response:
        """Let a campaign send offers."""
        return self._move(campaigns.open_, request)

    @extend_schema(request=None, responses=CampaignSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def close(self, request: Request, pk: str) -> Response:
        """Stop it. What was agreed goes on."""
        return self._move(campaigns.close, request)

    def _move(self, act: Callable[..., Campaign], request: Request) -> Response:
        row = self.get_object()
        with refusals():
            row = act(row, actor=caller(request), now=timezone.now())
        return Response(self._shown(row))

    def _shown(self, row: Campaign) -> Any:
        return self.get_serializer(Campaign.objects.select_related("brand").get(pk=row.pk)).data


@contextmanager
def refusals() -> Iterator[None]:
    """Tell what campaigns refuse in the API's words."""
    try:
        yield
    except BriefRefused as refusal:
        raise ValidationError(refusal.sentences) from refusal
    except CampaignRefused as refusal:
        raise refused(str(refusal), reason="campaign") from refusal
