"""What people are told about an alert, in the portal and by e-mail, each once."""

from datetime import datetime

from django.utils.translation import gettext as _

from creatorspark.core.appeals.wording import day
from creatorspark.core.models import User
from creatorspark.core.services.notifications import notify
from fraud.domain.outcomes import Outcome
from fraud.models import Alert, AlertDecision

STAFF_TOLD_AT_MOST = 50


def page_of(alert: Alert) -> str:
    """Return the address of the creator's report."""
    return f"/studio/alerts/{alert.pk}/"


def tell_creator(alert: Alert, event: str, *, title: str, body: str, now: datetime) -> None:
    """Tell the account that holds the profile now; nobody when none does."""
    user = User.objects.filter(creator__pk=alert.creator_id).first()
    if user is not None:
        notify(
            user,
            key=f"fraud.alert.{alert.pk}.{event}",
            title=title[:200],
            body=body,
            url=page_of(alert),
            now=now,
        )


def tell_decided(alert: Alert, decision: AlertDecision, *, now: datetime) -> None:
    """Give the decision and its reasons; what ended a hold was told with the hold."""
    title, body = _words(alert)[Outcome(decision.outcome)]
    if not title:
        return
    tell_creator(
        alert,
        f"decided.{decision.pk}",
        title=title,
        body="\n\n".join(part for part in (body, decision.reason) if part),
        now=now,
    )


def _words(alert: Alert) -> dict[Outcome, tuple[str, str]]:
    held = alert.holds.exists()
    stays = _(
        "A person looked. What is in question stays set aside; nothing of it is lost while you "
        "can appeal, and a different person decides then. The rest is free. This is why:"
    )
    if alert.tier == Alert.Tier.CASE and not held:
        fine = _("A person looked, and all is fine")
        return {
            Outcome.UPHELD: (_("A person decided about gifts that you got"), unheld_words()),
            Outcome.PARTLY: (_("A person decided about gifts that you got"), unheld_words()),
            Outcome.CLEARED: (fine, ""),
            Outcome.OVERTURNED: (fine, ""),
            Outcome.EXPIRED: (_("Nobody decided in time, so it ended in your favour"), ""),
        }
    return {
        Outcome.UPHELD: (_("A person decided: some of your numbers don’t count"), stays),
        Outcome.PARTLY: (_("A person decided: a part of these numbers doesn’t count"), stays),
        Outcome.CLEARED: ("" if held else _("These views count again"), ""),
        Outcome.OVERTURNED: ("", ""),
        Outcome.EXPIRED: ("", ""),
    }


def unheld_words() -> str:
    """Say what a case about gifts alone does to rewards: nothing."""
    return _("It is about gifts only, so nothing of your pay or points is on hold.")


def tell_unheld(alert: Alert, *, reason: str, now: datetime) -> None:
    """Tell of a case that holds nothing, as a hold tells of one that does."""
    tell_creator(
        alert,
        "made",
        title=_("Some gifts look unusual, and a person looks at them"),
        body=f"{reason} {unheld_words()}",
        now=now,
    )


def tell_window(alert: Alert, *, until: datetime, now: datetime) -> None:
    """Remind of the time to appeal before it ends, once a window."""
    tell_creator(
        alert,
        f"window.{until:%Y-%m-%d}",
        title=_("You can appeal until %(day)s") % {"day": day(until)},
        body=_(
            "Something of yours is set aside (%(alert)s). If you see it another way, tell us by "
            "then, and a different person decides. After that it won’t be paid."
        )
        % {"alert": alert.reference}
        if alert.holds.exists()
        else _("If you see %(alert)s another way, tell us by then, and a different person decides.")
        % {"alert": alert.reference},
        now=now,
    )


def tell_final(alert: Alert, *, now: datetime) -> None:
    """Say that the window is closed and what is in question is gone."""
    tell_creator(
        alert,
        "final",
        title=_("%(alert)s is closed") % {"alert": alert.reference},
        body=_(
            "The time to appeal ended on %(day)s, so what stayed set aside won’t be paid. "
            "Everything else is yours as before."
        )
        % {"day": day(now)}
        if alert.holds.exists()
        else _("The time to appeal ended on %(day)s. %(unheld)s")
        % {"day": day(now), "unheld": unheld_words()},
        now=now,
    )


def tell_staff(
    alert: Alert,
    event: str,
    *,
    title: str,
    body: str,
    now: datetime,
    but: User | None = None,
) -> None:
    """Tell every member of staff, but one."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    if but is not None:
        staff = staff.exclude(pk=but.pk)
    for user in staff.order_by("pk")[:STAFF_TOLD_AT_MOST]:
        notify(
            user,
            key=f"fraud.alert.{alert.pk}.staff.{event}",
            title=title[:200],
            body=body,
            url=f"/admin/fraud/alert/{alert.pk}/change/",
            now=now,
        )
