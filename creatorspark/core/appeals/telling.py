"""What people are told about an appeal, in the portal and by e-mail, each once."""

from datetime import datetime

from django.utils.translation import gettext as _

from creatorspark.core.appeals.handlers import handler_of
from creatorspark.core.appeals.terms import terms_of
from creatorspark.core.appeals.wording import day
from creatorspark.core.domain.appeals.states import LEAVES_SOMETHING, State
from creatorspark.core.models import Appeal, Decision, User
from creatorspark.core.services.notifications import notify

STAFF_TOLD_AT_MOST = 50


def title_of(appeal: Appeal) -> str:
    """Name what an appeal is about."""
    handler = handler_of(appeal.subject_kind)
    titles = handler.titles([appeal.subject_id]) if handler else {}
    return titles.get(appeal.subject_id, appeal.reference)


def tell_creator(appeal: Appeal, event: str, *, title: str, body: str, now: datetime) -> None:
    """Tell the account that holds the profile now; nobody when none does."""
    user = User.objects.filter(creator__pk=appeal.creator_id).first()
    if user is not None:
        notify(
            user,
            key=f"core.appeal.{appeal.pk}.{event}",
            title=title[:200],
            body=body,
            url=f"/appeals/{appeal.pk}/",
            now=now,
        )


def tell_filed(appeal: Appeal, *, now: datetime) -> None:
    """Say that it arrived, and the day."""
    tell_creator(
        appeal,
        "filed",
        title=_("We have your appeal"),
        body=_(
            "%(title)s. A person decides by %(day)s and you can read the reasons then. Until "
            "then nothing about the judgement changes."
        )
        % {"title": title_of(appeal), "day": day(appeal.due_at)},
        now=now,
    )


def tell_asked(appeal: Appeal, *, step_id: int, question: str, now: datetime) -> None:
    """Pass on a question."""
    until = day(appeal.answer_by) if appeal.answer_by else ""
    tell_creator(
        appeal,
        f"asked.{step_id}",
        title=_("A question about your appeal"),
        body=_("%(question)s\n\nPlease answer by %(day)s. Our clock waits for you meanwhile.")
        % {"question": question, "day": until},
        now=now,
    )


def tell_waiting(appeal: Appeal, *, now: datetime) -> None:
    """Remind of a question whose time runs out."""
    until = day(appeal.answer_by) if appeal.answer_by else ""
    since = appeal.waiting_since.isoformat() if appeal.waiting_since else ""
    tell_creator(
        appeal,
        f"waiting.{since}",
        title=_("Our question about your appeal still waits"),
        body=_("%(title)s. Without your answer the appeal closes on %(day)s.")
        % {"title": title_of(appeal), "day": until},
        now=now,
    )


def tell_late(appeal: Appeal, *, now: datetime) -> None:
    """Admit that we broke our promise."""
    tell_creator(
        appeal,
        "late",
        title=_("We are late with your appeal"),
        body=_(
            "%(title)s. We promised a decision by %(day)s and did not keep it. We are sorry. Your "
            "appeal is now at the top of the list, and staff were told."
        )
        % {"title": title_of(appeal), "day": day(appeal.due_at)},
        now=now,
    )


def tell_over(appeal: Appeal, *, now: datetime) -> None:
    """Say that it was closed without a decision."""
    bodies = {
        State.EXPIRED: _(
            "%(title)s. Our question stayed without an answer, so the appeal is closed and the "
            "judgement stays. You can appeal again if something changes."
        ),
        State.SETTLED: _(
            "%(title)s. The judgement changed in the meantime, so nothing is left to decide."
        ),
    }
    body = bodies.get(State(appeal.state))
    if body:
        titles = {
            State.EXPIRED: _("Your appeal was closed"),
            State.SETTLED: _("Your appeal is settled"),
        }
        tell_creator(
            appeal,
            appeal.state,
            title=titles[State(appeal.state)],
            body=body % {"title": title_of(appeal)},
            now=now,
        )


def tell_decided(appeal: Appeal, decision: Decision, *, consequence: str, now: datetime) -> None:
    """Give the decision, what it changes, its reasons, and the way on."""
    titles = {
        State.UPHELD: _("Your appeal was decided: the judgement stays"),
        State.OVERTURNED: _("You were right: the judgement is overturned"),
        State.PARTLY: _("You were right in part"),
    }
    parts = [title_of(appeal) + ".", consequence, decision.reason]
    if appeal.look == 1 and appeal.state in LEAVES_SOMETHING:
        parts.append(
            _("If you disagree, another person can look at it. Ask for it within %(n)d days.")
            % {"n": terms_of(appeal).second_look_window_days}
        )
    tell_creator(
        appeal,
        f"decided.{decision.pk}",
        title=titles[State(appeal.state)],
        body="\n\n".join(part for part in parts if part),
        now=now,
    )


def tell_assignee(appeal: Appeal, event: str, *, title: str, now: datetime) -> None:
    """Tell whoever has the appeal what its creator did; nobody when nobody has it."""
    if appeal.assigned_to_id is not None:
        words = title % {"appeal": appeal.reference}
        tell_staff(appeal, event, title=words, body=title_of(appeal), now=now)


def tell_staff(appeal: Appeal, event: str, *, title: str, body: str, now: datetime) -> None:
    """Tell whoever has the appeal, or every member of staff when nobody has."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    if appeal.assigned_to_id and event != "late":
        staff = staff.filter(pk=appeal.assigned_to_id)
    for user in staff.order_by("pk")[:STAFF_TOLD_AT_MOST]:
        notify(
            user,
            key=f"core.appeal.{appeal.pk}.staff.{event}",
            title=title,
            body=body,
            url=f"/admin/core/appeal/{appeal.pk}/change/",
            now=now,
        )
