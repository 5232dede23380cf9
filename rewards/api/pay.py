"""Trying pay policies on weeks that were paid. Staff only; nothing is paid or changed."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import IdField, TextField
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.jobs import JobSerializer
from creatorspark.core.api.permissions import HasScope, IsStaff
from creatorspark.core.api.problems import refused
from creatorspark.core.api.views import ApiView
from creatorspark.core.models import Policy
from creatorspark.core.policies import kinds, simulations
from creatorspark.core.policies.services import PolicyError
from rewards.services.policies import PAY


class SimulationSerializer(serializers.Serializer):
    """Which policy to try, and on which closed weeks: the last eight when you name none."""

    policy = IdField(help_text="A pay policy; usually a draft.")
    first = TextField(required=False, max_length=8, help_text="First week, such as 2026-W40.")
    last = TextField(required=False, max_length=8, help_text="Last week, such as 2026-W46.")


class Simulate(ApiView):
    """A trial of a pay policy on weeks that were paid."""

    tag = "policies"
    permission_classes = [HasScope, IsStaff]

    @extend_schema(
        operation_id="pay_simulate",
        request=SimulationSerializer,
        responses={202: JobSerializer},
        examples=[
            OpenApiExample(
                "A draft on seven weeks",
                value={"policy": "8", "first": "2026-W40", "last": "2026-W46"},
                request_only=True,
            )
        ],
    )
    @idempotent()
    def post(self, request: Request) -> Response:
        """Queue a trial: total cost, winners and losers, fairness between groups. Staff only.

        Follow the job under `jobs/`; its result holds the figures.
        """
        read = SimulationSerializer(data=request.data)
        read.is_valid(raise_exception=True)
        policy = get_object_or_404(Policy, kind=PAY, pk=read.validated_data["policy"])
        weeks = {name: read.validated_data.get(name, "") for name in ("first", "last")}
        try:
            job = simulations.request(
                policy,
                answers=_checked(policy, weeks) if any(weeks.values()) else None,
                actor=caller(request),
                now=timezone.now(),
            )
        except PolicyError as error:
            raise refused(str(error), reason="no_trial") from error
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


def _checked(policy: Policy, weeks: dict[str, str]) -> dict[str, Any]:
    """Return the weeks as the staff's own form reads them. Raises ValidationError."""
    trial = kinds.trial_of(policy)
    if trial is None or trial.form is None:
        return {}
    form = trial.form(weeks)
    if not form.is_valid():
        raise ValidationError(
            {name: [str(one) for one in found] for name, found in form.errors.items()}
        )
    return form.cleaned_data
