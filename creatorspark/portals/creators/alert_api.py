"""The statement of reasons as JSON: what its page and its letter say, from the same facts."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import IdField, MoneySerializer, money
from creatorspark.core.api.scoping import own_creator
from creatorspark.core.api.views import ApiView
from creatorspark.portals.creators.alert_page import AlertPage, alert_page
from fraud import interface as fraud

ID = OpenApiParameter("id", int, OpenApiParameter.PATH)


class ClockSerializer(serializers.Serializer):
    """A time that matters. `key`: decide_by, freed_at, appeal_until, appeal_decided_by, answer_by.

    `freed_at`: what is set aside is free by itself if nobody has decided by then.
    """

    key = serializers.CharField()
    words = serializers.CharField(source="label")
    at = serializers.DateTimeField()
    is_late = serializers.BooleanField()


class ReportSectionSerializer(serializers.Serializer):
    """A heading and its sentences, in the language that the request asks for."""

    heading = serializers.CharField()
    sentences = serializers.ListField(child=serializers.CharField())


class SumsSerializer(serializers.Serializer):
    """What waits and what doesn't. `held` can come back, `lost` can't, `safe` isn't touched."""

    in_question = serializers.CharField(help_text="Views, likes or gifts, for people.")
    held = MoneySerializer()
    held_points = serializers.IntegerField()
    lost = MoneySerializer()
    safe = MoneySerializer(help_text="On its way to you as before.")
    apology_points = serializers.IntegerField()


class AlertReportSerializer(serializers.Serializer):
    """The whole report on an alert about you.

    `standing`: held (a person looks), left_out (not counted, nobody is accused), kept (decided, set
    aside while you can appeal), lost (closed), over (everything counts).
    """

    id = IdField()
    reference = serializers.CharField()
    standing = serializers.ChoiceField([one.value for one in fraud.Standing])
    lead = serializers.CharField()
    clocks = ClockSerializer(many=True)
    sums = SumsSerializer()
    sections = ReportSectionSerializer(many=True)
    can_appeal = serializers.BooleanField()
    appeal_words = serializers.CharField(help_text="Whether, how often and until when.")
    open_appeal = IdField(allow_null=True)
    evidence_sha256 = serializers.CharField()


class AlertReport(ApiView):
    """The statement of reasons of one alert."""

    tag = "alerts"

    @extend_schema(operation_id="alerts_report", parameters=[ID], responses=AlertReportSerializer)
    def get(self, request: Request, id: int) -> Response:
        """Read what was found about you, what waits, what doesn't, and who decides by when."""
        creator = own_creator(caller(request))
        page = alert_page(creator, id, now=timezone.now()) if creator else None
        if page is None:
            raise Http404
        return Response(AlertReportSerializer(_document(page)).data)


def _document(page: AlertPage) -> dict[str, Any]:
    appeal = page.appeal
    return {
        "id": page.row.id,
        "reference": page.row.reference,
        "standing": page.standing.value,
        "lead": page.lead,
        "clocks": page.clocks,
        "sums": _sums(page),
        "sections": page.sections,
        "can_appeal": page.permission.allowed,
        "appeal_words": page.permission.sentence,
        "open_appeal": appeal.pk if appeal is not None and appeal.is_open else None,
        "evidence_sha256": page.evidence.sha256,
    }


def _sums(page: AlertPage) -> dict[str, Any]:
    kept = page.kept
    return {
        "in_question": page.evidence.affected,
        "held": money(kept.held, currency=kept.currency),
        "held_points": kept.points,
        "lost": money(kept.forfeited, currency=kept.currency),
        "safe": money(kept.safe, currency=kept.currency),
        "apology_points": page.report.apology_points,
    }
