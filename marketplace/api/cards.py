"""Creators as the API spells them: what they show, why they match, and what isn't known."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from creatorspark.core.api.fields import IdField, MoneySerializer, money
from marketplace.interface import CreatorCard


class RunSerializer(serializers.Serializer):
    """The computation that an answer comes from; name it as `run` to stay with it."""

    version = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    is_current = serializers.BooleanField(help_text="False: a newer one is there.")


class ShareSerializer(serializers.Serializer):
    """A value and its share of the whole, 0 to 1."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    share = serializers.FloatField()


class FactorSerializer(serializers.Serializer):
    """One factor of a match: `points` are weight times value, and add up to the score."""

    factor = serializers.ChoiceField(
        choices=["content", "audience", "performance", "trust", "price"]
    )
    label = serializers.CharField()  # type: ignore[assignment]
    weight = serializers.FloatField(help_text="All weights add up to 1.")
    value = serializers.FloatField(help_text="0 to 1; 0.5 where it isn't known.")
    points = serializers.FloatField()
    is_known = serializers.BooleanField()
    sentence = serializers.CharField()


class WatchersSerializer(serializers.Serializer):
    """Who watches, as far as it is known and shown."""

    ages = ShareSerializer(many=True)
    female = serializers.FloatField(allow_null=True)
    markets = ShareSerializer(many=True)
    as_of = serializers.DateField(allow_null=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]


class RateSerializer(serializers.Serializer):
    """What a sponsored video may cost: an estimate."""

    low = MoneySerializer()
    high = MoneySerializer()


class CardSerializer(serializers.Serializer):
    """A creator for a brief. Null and empty are “not yet known”, or not shown by the creator."""

    creator = IdField(source="creator_id")
    name = serializers.CharField()
    handle = serializers.CharField()
    platform = serializers.CharField()
    verified = serializers.BooleanField()
    is_new = serializers.BooleanField(help_text="Nothing of theirs was graded yet.")
    place = serializers.IntegerField(allow_null=True, help_text="In this list, from 1.")
    score = serializers.FloatField(help_text="0 to 1.")
    stopped_by = serializers.ListField(
        child=serializers.CharField(), help_text="The rules of the brief that leave them out."
    )
    factors = FactorSerializer(many=True, source="lines")
    warnings = serializers.ListField(child=serializers.CharField())
    would_help = serializers.ListField(child=serializers.CharField())
    categories = ShareSerializer(many=True)
    audience = WatchersSerializer()
    followers = serializers.IntegerField(allow_null=True)
    country = serializers.CharField()
    language = serializers.CharField()
    grade = serializers.CharField(help_text="Of engagement, A to E.")
    originality = serializers.FloatField(allow_null=True)
    rate = serializers.SerializerMethodField()
    newest_data = serializers.DateField(allow_null=True)

    @extend_schema_field(RateSerializer(allow_null=True))
    def get_rate(self, card: CreatorCard) -> dict[str, Any] | None:
        """Spell the estimate."""
        if card.rate is None:
            return None
        currency = card.rate.currency
        return {
            "low": money(card.rate.low, currency=currency),
            "high": money(card.rate.high, currency=currency),
        }


class BriefRuleSerializer(serializers.Serializer):
    """A rule of the brief: `first` are those that no rule before it left out, `alone` all."""

    rule = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    first = serializers.IntegerField()
    alone = serializers.IntegerField()


class FacetValueSerializer(serializers.Serializer):
    """A value to narrow by, and how many creators it would show."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    creators = serializers.IntegerField()
    is_chosen = serializers.BooleanField()


class FacetSerializer(serializers.Serializer):
    """What the list can be narrowed by; `name` is the parameter."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    values = FacetValueSerializer(many=True)


class RecommendationsSerializer(serializers.Serializer):
    """A page of creators for a brief. `run` is null while nothing was computed."""

    next = serializers.URLField(allow_null=True)
    run = RunSerializer(allow_null=True)
    creators = serializers.IntegerField(help_text="All that the run knows.")
    eligible = serializers.IntegerField(help_text="Those that no rule leaves out.")
    found = serializers.IntegerField(help_text="Those of them that the facets leave.")
    removed = BriefRuleSerializer(many=True)
    facets = FacetSerializer(many=True)
    results = CardSerializer(many=True)


class ComparedFactorSerializer(serializers.Serializer):
    """A factor over the creators, in their order; null where it isn't known."""

    factor = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    weight = serializers.FloatField()
    values = serializers.ListField(child=serializers.FloatField(allow_null=True))
    best = serializers.ListField(child=IdField())


class ComparisonSerializer(serializers.Serializer):
    """Up to four creators side by side."""

    run = RunSerializer(allow_null=True)
    factors = ComparedFactorSerializer(many=True, source="lines")
    results = CardSerializer(many=True, source="creators")


class AlikeRowSerializer(serializers.Serializer):
    """A creator like the named ones: how much, 0 to 1, and in what."""

    likeness = serializers.FloatField()
    sentences = serializers.ListField(child=serializers.CharField())
    creator = CardSerializer()


class AlikeSerializer(serializers.Serializer):
    """Creators like the named ones, the likest first."""

    run = RunSerializer(allow_null=True)
    like = CardSerializer(many=True)
    results = AlikeRowSerializer(many=True, source="rows")
