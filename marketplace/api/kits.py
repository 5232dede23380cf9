"""A creator's media kit, as its owner or as brands see it, and the brands that suit a creator."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.fields import ID_SCHEMA, IdField, MoneySerializer, money
from creatorspark.core.api.scoping import own_creators
from creatorspark.core.api.views import ApiView
from marketplace import interface

ID = OpenApiParameter("id", ID_SCHEMA, OpenApiParameter.PATH)


class KitShareSerializer(serializers.Serializer):
    """How many of the last videos are of a category or have a grade."""

    name = serializers.CharField()
    videos = serializers.IntegerField()


class KitAudienceSerializer(serializers.Serializer):
    """Who watches, in shares of 0 to 1. What isn't known is empty or null."""

    ages = serializers.DictField(child=serializers.FloatField())
    female = serializers.FloatField(allow_null=True)
    markets = serializers.DictField(child=serializers.FloatField())
    given_by = serializers.CharField()
    as_of = serializers.DateField(allow_null=True)


class KitVideoSerializer(serializers.Serializer):
    """One of the best of the last videos. `grade` and `category` are empty where not known."""

    title = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)
    posted_at = serializers.DateTimeField()
    views = serializers.IntegerField()
    engagement = serializers.FloatField(allow_null=True)
    grade = serializers.CharField(source="letter", allow_blank=True)
    category = serializers.CharField(allow_blank=True)


class KitWorkSerializer(serializers.Serializer):
    """How the last videos do: middle views and engagement, and how many a week."""

    videos = serializers.IntegerField()
    views = serializers.IntegerField(allow_null=True)
    engagement = serializers.FloatField(allow_null=True)
    a_week = serializers.FloatField(allow_null=True)
    newest = serializers.DateField(allow_null=True)
    best = KitVideoSerializer(many=True)


class KitRateSerializer(serializers.Serializer):
    """What a video may cost: the estimate, and the least the creator takes."""

    low = MoneySerializer(allow_null=True)
    high = MoneySerializer(allow_null=True)
    least = MoneySerializer(allow_null=True)


class KitOriginalSerializer(serializers.Serializer):
    """How many of the examined videos are original."""

    original = serializers.IntegerField()
    examined = serializers.IntegerField()


class KitSerializer(serializers.Serializer):
    """A media kit. `hidden` names the parts that only the owner sees; empty for brands."""

    creator = IdField()
    name = serializers.CharField()
    handle = serializers.CharField(allow_blank=True)
    platform = serializers.CharField()
    verified = serializers.BooleanField()
    country = serializers.CharField(allow_blank=True)
    language = serializers.CharField(allow_blank=True)
    about = serializers.CharField(allow_blank=True)
    topics = serializers.ListField(child=serializers.CharField())
    followers = serializers.IntegerField(allow_null=True)
    categories = KitShareSerializer(many=True)
    audience = KitAudienceSerializer(allow_null=True)
    grades = KitShareSerializer(many=True)
    originality = KitOriginalSerializer(allow_null=True)
    work = KitWorkSerializer(allow_null=True)
    rate = KitRateSerializer(allow_null=True)
    is_listed = serializers.BooleanField()
    accepts_offers = serializers.BooleanField()
    public_address = serializers.CharField(allow_blank=True)
    hidden = serializers.ListField(child=serializers.CharField())


class CreatorKit(ApiView):
    """A media kit: your own with everything, another creator's as it is shown to brands."""

    tag = "creators"

    @extend_schema(operation_id="creators_kit", parameters=[ID], responses=KitSerializer)
    def get(self, request: Request, id: str) -> Response:
        """Return a media kit. What a creator hides is for others as if it weren't known."""
        kit = _kit_for(request.user, int(id))
        if kit is None:
            raise Http404
        return Response(KitSerializer(_answer(kit)).data)


class WhyLineSerializer(serializers.Serializer):
    """One factor of a match: its weight of all, its value of 0 to 1, and why."""

    factor = serializers.CharField()
    weight = serializers.FloatField()
    value = serializers.FloatField()
    is_known = serializers.BooleanField()
    sentence = serializers.CharField()


class SuggestedBrandSerializer(serializers.Serializer):
    """A brand that suits a creator, with the reasons."""

    brand = IdField(source="match.brand_id")
    name = serializers.CharField(source="match.name")
    rank = serializers.IntegerField(source="match.rank")
    score = serializers.FloatField(source="match.score")
    industries = serializers.ListField(child=serializers.CharField())
    is_wanted = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.CharField(), source="match.why.reasons")
    warnings = serializers.ListField(child=serializers.CharField(), source="match.why.warnings")
    factors = WhyLineSerializer(many=True, source="match.why.factors")


class SuggestionsSerializer(serializers.Serializer):
    """A creator's brands in one run; `run` is null before the first."""

    creator = IdField()
    run = serializers.IntegerField(allow_null=True)
    brands = SuggestedBrandSerializer(many=True)


class CreatorBrands(ApiView):
    """The brands that suit your own profile; for staff, any."""

    tag = "creators"

    @extend_schema(operation_id="creators_brands", parameters=[ID], responses=SuggestionsSerializer)
    def get(self, request: Request, id: str) -> Response:
        """Return the brands of the newest run, best first, without those that were declined."""
        creator = get_object_or_404(own_creators(request.user), pk=id)
        found = interface.suggested_brands(creator_id=creator.pk, now=timezone.now())
        answer = {
            "creator": creator.pk,
            "run": found.run.version if found.run else None,
            "brands": found.brands,
        }
        return Response(SuggestionsSerializer(answer).data)


def _kit_for(user: Any, creator_id: int) -> interface.Kit | None:
    if own_creators(user).filter(pk=creator_id).exists():
        return interface.own_kit(creator_id=creator_id)
    if interface.speaks_for_a_brand(user_id=user.pk):
        return interface.kit_for_brands(creator_id=creator_id, user_id=user.pk)
    return None


def _answer(kit: interface.Kit) -> dict[str, Any]:
    audience, rate = kit.audience, kit.rate
    names = (
        *("name", "handle", "platform", "verified", "country", "language", "about", "topics"),
        *("followers", "work", "is_listed", "accepts_offers", "public_address"),
    )
    return {
        **{name: getattr(kit, name) for name in names},
        "creator": kit.creator_id,
        "categories": [{"name": name, "videos": n} for name, n in kit.categories],
        "grades": [{"name": letter, "videos": n} for letter, n in kit.grades],
        "originality": {"original": kit.original[0], "examined": kit.original[1]}
        if kit.original
        else None,
        "audience": {
            "ages": audience.ages,
            "female": audience.female,
            "markets": dict(audience.markets),
            "given_by": audience.source,
            "as_of": audience.as_of,
        }
        if audience
        else None,
        "rate": {name: _money(getattr(rate, name), rate) for name in ("low", "high", "least")}
        if rate
        else None,
        "hidden": sorted(kit.hidden),
    }


def _money(amount: int | None, rate: interface.KitRate) -> dict[str, str] | None:
    return None if amount is None else money(amount, currency=rate.currency)
