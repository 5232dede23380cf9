"""The job that reads a claimed profile's bio of this moment and looks for the code."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobFault, JobProgress, job_kind
from creatorspark.core.models import Creator, ProfileClaim
from creatorspark.core.services import claims
from creatorspark.core.tiktok.errors import TikTokError
from creatorspark.core.tiktok.services import NotConnected, explain, public_profile


@job_kind(claims.CHECK_JOB)
def check_claim(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Store the bio and check the claim; a claim that was closed meanwhile is left alone."""
    claim = (
        ProfileClaim.objects.select_related("creator", "user")
        .filter(pk=parameters["claim_id"], state=ProfileClaim.State.PENDING)
        .first()
    )
    if claim is None:
        return {"proven": False}
    progress.report(_("Asking TikTok"))
    try:
        bio = public_profile(claim.creator.handle).bio
    except NotConnected as error:
        raise JobFault(str(error)) from error
    except TikTokError as error:
        raise JobFault(explain(error)) from error
    Creator.objects.filter(pk=claim.creator_id).exclude(bio=bio).update(bio=bio)
    try:
        claims.prove_by_bio_on_record(claim, now=timezone.now())
    except claims.ClaimError:
        return {"proven": False}
    return {"proven": True}
