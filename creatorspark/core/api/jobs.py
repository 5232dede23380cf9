"""Jobs of the workers, for staff: see, stop, start again."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.permissions import HasScope, IsStaff
from creatorspark.core.api.problems import refused
from creatorspark.core.api.views import Readable
from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job

UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"


class JobSerializer(serializers.ModelSerializer):
    """A piece of work and how far it is."""

    result = serializers.DictField(read_only=True, allow_null=True)

    class Meta:
        model = Job
        fields = (
            "id",
            "kind",
            "state",
            "stage",
            "percent",
            "result",
            "error",
            "attempts",
            "cancel_requested",
            "created_at",
            "started_at",
            "finished_at",
        )
        read_only_fields = fields


class JobFilters(filters.FilterSet):
    """Narrows a list of jobs."""

    kind = filters.CharFilter(max_length=60)
    state = filters.ChoiceFilter(choices=Job.State.choices)


class Jobs(Readable):
    """What the workers do, newest first."""

    tag = "jobs"
    model = Job
    serializer_class = JobSerializer
    filterset_class = JobFilters
    permission_classes = [HasScope, IsStaff]
    lookup_value_regex = UUID
    keyset = ("created_at", "id")

    def scoped(self, user: Any) -> QuerySet[Job]:
        """Return all: only staff come this far."""
        return Job.objects.all()

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def cancel(self, request: Request, pk: str) -> Response:
        """Stop a job: at once while it waits, at its next step while it runs."""
        job = self.get_object()
        if not jobs.cancel(job, actor=caller(request), now=timezone.now()):
            raise refused(_("This job is over, so there is nothing to stop."), reason="job_over")
        job.refresh_from_db()
        return Response(self.get_serializer(job).data)

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def retry(self, request: Request, pk: str) -> Response:
        """Queue a failed or cancelled job again."""
        job = self.get_object()
        if not jobs.retry(job, actor=caller(request), now=timezone.now()):
            raise refused(
                _("Only a failed or cancelled job can be tried again."), reason="job_not_failed"
            )
        job.refresh_from_db()
        return Response(self.get_serializer(job).data)
