"""Payouts: the list, one payout, and the bank details, for which the password is asked again."""

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from creatorspark.core.models import Creator
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.payout_forms import BankAccountForm
from creatorspark.portals.creators.payouts_page import payout_page, payouts_page
from creatorspark.portals.roles import signed_in_as
from rewards import interface as rewards

UNPROCESSABLE = 422


@require_safe
@for_creator
def payouts(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Every payout, where it is and what to do next."""
    before = request.GET.get("before", "")
    short = before.isascii() and before.isdecimal() and len(before) < 19
    cursor = int(before) if short else None
    page = payouts_page(creator, cursor=cursor, now=timezone.now())
    context = {"page": page, "cursor": cursor, "next_cursor": page.next_cursor}
    return render(request, "creators/payouts.html", context)


@require_safe
@for_creator
def payout(request: HttpRequest, creator: Creator, payout_id: int) -> HttpResponse:
    """One payout and its steps; other people's don't exist."""
    page = payout_page(creator, payout_id, now=timezone.now())
    if page is None:
        raise Http404
    return render(request, "creators/payout.html", {"page": page})


@sensitive_post_parameters("iban")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_creator
def account(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Say where payouts go. Asks for the password unless it was given again a moment ago."""
    if request.method != "POST":
        _ask_for_password(request)
        return _account_page(request, creator, BankAccountForm())
    try:
        _ask_for_password(request)
    except ReauthenticationRequired:
        # The usual way keeps the form in the session meanwhile; an account number must not be.
        messages.info(request, _("Nothing was saved: confirm that it is you, then enter it again."))
        return redirect("creators:payout_account")
    return _save(request, creator, BankAccountForm(request.POST))


@reauthentication_required
def _ask_for_password(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _save(request: HttpRequest, creator: Creator, form: BankAccountForm) -> HttpResponse:
    if form.is_valid():
        try:
            rewards.set_bank_account(
                creator_id=creator.pk,
                holder=form.cleaned_data["holder"],
                iban=form.cleaned_data["iban"],
                actor=signed_in_as(request),
                now=timezone.now(),
            )
        except rewards.BankDetailsRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved. Your payouts go there from now on."))
            return redirect("creators:payouts")
    return _account_page(request, creator, form, status=UNPROCESSABLE)


def _account_page(
    request: HttpRequest, creator: Creator, form: BankAccountForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "known": rewards.bank_account_of(creator_id=creator.pk)}
    return render(request, "creators/payout_account.html", context, status=status)
