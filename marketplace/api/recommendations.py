"""Creators for a brief: a list with factors and facets, side by side, alike, and as a file."""

from typing import Any

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.utils.urls import remove_query_param, replace_query_param

from creatorspark.core.api.fields import ID_SCHEMA, IdField
from creatorspark.core.api.pagination import CURSOR, bad_cursor, read_cursor, write_cursor
from creatorspark.core.api.scoping import sees_everything
from creatorspark.core.api.throttles import MatchingThrottle
from creatorspark.core.api.views import ApiView
from marketplace import interface
from marketplace.api.cards import (
    AlikeSerializer,
    ComparisonSerializer,
    RecommendationsSerializer,
)
from marketplace.models import Campaign
from marketplace.selectors.campaigns import campaigns_of

ID = OpenApiParameter("id", ID_SCHEMA, OpenApiParameter.PATH)
FACETS = (
    *("category", "market", "age", "gender", "size", "grade", "originality", "rate"),
    *("language", "verified"),
)
SORTS = ["match", "followers", "engagement", "originality", "price"]
MOST_VALUES = 50
LARGEST_RUN = 2**31 - 1


def _values(what: str) -> Any:
    return serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        max_length=MOST_VALUES,
        help_text=what,
    )


class RunQuery(serializers.Serializer):
    """Names the computation to read."""

    run = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_RUN, help_text="The newest if you don't say."
    )


class ListQuery(RunQuery):
    """Narrows and orders a list. Values of one facet add up, facets narrow each other."""

    category = _values("Categories of videos, such as `dance`.")
    market = _values("Countries of the audience, ISO codes.")
    age = _values("Ages of the audience: `13-17`, `18-20`, `21-24`, `25-34`, …")
    gender = _values("`female`, `male`, `even` or `unknown`: of whom most watch.")
    size = _values("`nano`, `micro`, `mid`, `macro`, `mega`, `star` or `unknown`.")
    grade = _values("Grades of engagement, A to E, or `unknown`.")
    originality = _values("`all`, `mostly`, `partly` or `unknown`.")
    rate = _values("Steps of the estimate, 0 to 6, or `unknown`.")
    language = _values("Languages, by code.")
    verified = _values("`yes`.")
    sort = serializers.ChoiceField(choices=SORTS, required=False)


class PageQuery(ListQuery):
    """A page of it."""

    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=100, help_text="Rows a page; 24 if you don't say."
    )
    cursor = serializers.CharField(
        required=False, max_length=400, help_text="Where the page begins; take it from `next`."
    )


class NamedQuery(RunQuery):
    """Names creators."""

    creator = serializers.ListField(
        child=IdField(), min_length=1, max_length=10, help_text="Numbers of creators."
    )


class CampaignView(ApiView):
    """Something of a campaign of the caller's brands; for staff, of any."""

    tag = "campaigns"

    def get_throttles(self) -> list[BaseThrottle]:
        """Count what goes through all creators apart from other requests."""
        return [*super().get_throttles(), MatchingThrottle()]

    def campaign(self, id: str) -> Campaign:
        """Return the campaign. Raises Http404 where it isn't the caller's."""
        user = self.request.user
        mine = Campaign.objects.all() if sees_everything(user) else campaigns_of(user)
        found: Campaign = get_object_or_404(mine, pk=int(id))
        return found


class Recommendations(CampaignView):
    """The creators whom a brief finds."""

    @extend_schema(
        operation_id="campaigns_recommendations",
        parameters=[ID, PageQuery],
        responses=RecommendationsSerializer,
    )
    def get(self, request: Request, id: str) -> Response:
        """List the creators who suit a brief, best first, each with its factors and reasons.

        Every page of one list comes from one run. What creators don't show isn't used.
        """
        campaign = self.campaign(id)
        wish = _read(PageQuery, request)
        run, page = _cursor(request)
        found = _found(
            campaign, wish, run=run or wish.get("run"), page=page, limit=wish.get("limit", 24)
        )
        next_link = None
        if found.run is not None and page < found.pages:
            here = remove_query_param(request.build_absolute_uri(), CURSOR)
            cursor = write_cursor([str(found.run.version), str(page + 1)])
            next_link = replace_query_param(here, CURSOR, cursor)
        answer = {
            "next": next_link,
            "run": found.run,
            "creators": found.creators,
            "eligible": found.eligible,
            "found": found.found,
            "removed": found.removed,
            "facets": found.facets,
            "results": found.rows if page <= found.pages else (),
        }
        return Response(RecommendationsSerializer(answer).data)


class Compared(CampaignView):
    """Named creators side by side."""

    @extend_schema(
        operation_id="campaigns_compare",
        parameters=[ID, NamedQuery],
        responses=ComparisonSerializer,
    )
    def get(self, request: Request, id: str) -> Response:
        """Put up to four creators side by side, also those whom a rule of the brief leaves out."""
        campaign = self.campaign(id)
        wish = _read(NamedQuery, request)
        try:
            found = interface.compare_creators(
                campaign_id=campaign.pk,
                creator_ids=wish["creator"],
                run_version=wish.get("run"),
                now=timezone.now(),
            )
        except interface.RunGone as fault:
            raise _gone() from fault
        return Response(ComparisonSerializer(found).data)


class Alike(CampaignView):
    """Look-alikes."""

    @extend_schema(
        operation_id="campaigns_alike", parameters=[ID, NamedQuery], responses=AlikeSerializer
    )
    def get(self, request: Request, id: str) -> Response:
        """List creators like the named ones whom the brief doesn't leave out, the likest first."""
        campaign = self.campaign(id)
        wish = _read(NamedQuery, request)
        try:
            found = interface.alike_creators(
                campaign_id=campaign.pk,
                creator_ids=wish["creator"],
                run_version=wish.get("run"),
                now=timezone.now(),
            )
        except interface.RunGone as fault:
            raise _gone() from fault
        return Response(AlikeSerializer(found).data)


class RecommendationsFile(CampaignView):
    """The list as a file."""

    @extend_schema(
        operation_id="campaigns_recommendations_file",
        parameters=[ID, ListQuery],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, id: str) -> StreamingHttpResponse:
        """Give the list as CSV: a line a creator, at most 5,000, with factors and reasons."""
        campaign = self.campaign(id)
        wish = _read(ListQuery, request)
        try:
            lines = interface.recommendations_csv(
                campaign_id=campaign.pk,
                chosen=_chosen(wish),
                sort=wish.get("sort", "match"),
                run_version=wish.get("run"),
                now=timezone.now(),
            )
        except interface.RunGone as fault:
            raise _gone() from fault
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        name = f"recommendations-{campaign.pk}.csv"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _found(
    campaign: Campaign, wish: dict[str, Any], *, run: int | None, page: int, limit: int
) -> interface.SearchPage:
    try:
        return interface.search_creators(
            campaign_id=campaign.pk,
            chosen=_chosen(wish),
            sort=wish.get("sort", "match"),
            page=page,
            per_page=limit,
            run_version=run,
            now=timezone.now(),
        )
    except interface.RunGone as fault:
        raise _gone() from fault


def _read(query: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    asked = query(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


def _chosen(wish: dict[str, Any]) -> dict[str, list[str]]:
    return {name: wish[name] for name in FACETS if wish.get(name)}


def _cursor(request: Request) -> tuple[int | None, int]:
    cursor = read_cursor(request, size=2)
    if cursor is None:
        return None, 1
    if not all(part.isascii() and part.isdigit() and 0 < len(part) < 10 for part in cursor):
        raise bad_cursor()
    run, page = map(int, cursor)
    return run, max(1, page)


def _gone() -> ValidationError:
    return ValidationError({"run": _("This run isn't kept any more. Ask without it.")})
