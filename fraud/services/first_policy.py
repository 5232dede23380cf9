"""The first fraud policy of an installation: the built-in thresholds, tried before they rule."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Policy
from creatorspark.core.policies.services import activate, create_draft
from fraud.domain.parameters import Parameters
from fraud.services.backtests import BACK_TEST, WEEKS
from fraud.services.events import rollups
from fraud.services.policies import FRAUD

FIRST: Final = "fraud-1"


def ensure_first_policy(*, effective_from: datetime, now: datetime) -> None:
    """Try the built-in thresholds on the events that are there and put them in force.

    All of it or nothing; where a fraud policy is in force already, nothing.
    """
    with transaction.atomic():
        known = Policy.objects.filter(kind=FRAUD)
        if known.exclude(state=Policy.State.DRAFT).exists():
            return
        draft = known.filter(version=FIRST).first() or create_draft(
            FRAUD,
            version=FIRST,
            parameters=Parameters().as_policy(),
            note=_("The first thresholds, as they come with the program."),
            actor=None,
        )
        while rollups.roll_up():
            pass
        asked = {
            "policy_id": draft.pk,
            "sha256": draft.sha256,
            "weeks": WEEKS,
            "until": now.isoformat(),
        }
        jobs.run(jobs.enqueue(BACK_TEST, parameters=asked, actor=None, now=now).pk, now=now)
        activate(draft, effective_from=effective_from, actor=None, now=now)
