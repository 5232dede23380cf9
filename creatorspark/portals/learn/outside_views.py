"""What leaves this house, and the decision of a creator about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from creatorspark.core.models import User
from creatorspark.portals.creators.access import own_creator
from creatorspark.portals.roles import role_required, signed_in_as
from scoring import interface as scoring


@require_safe
def outside(request: HttpRequest) -> HttpResponse:
    """Say what is sent elsewhere; a creator reads and changes what they decided."""
    user = request.user
    creator = own_creator(user) if isinstance(user, User) else None
    sharing = scoring.opinion_sharing(creator_id=creator.pk if creator else None)
    context = {
        "sharing": sharing,
        "percent": f"{100 * sharing.cap:g}",
        "decides": creator is not None and sharing.is_on and sharing.asks_creators,
    }
    return render(request, "learn/outside.html", context)


@role_required(User.Role.CREATOR)
@require_POST
def consent(request: HttpRequest) -> HttpResponse:
    """Take a creator's yes or no."""
    user = signed_in_as(request)
    creator = own_creator(user)
    agrees = request.POST.get("agrees") == "yes"
    try:
        scoring.set_consent(
            creator_id=creator.pk if creator else 0, agrees=agrees, actor=user, now=timezone.now()
        )
    except scoring.ConsentRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            _("Thank you. You can change your mind here at any time.")
            if agrees
            else _("Noted. Nothing more of yours is sent, and what is under way stops."),
        )
    return redirect("learn:outside")
