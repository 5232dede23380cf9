"""The acts by which an owner lets staff rate videos, on the page of their account."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.admin.acts import Act, Order, offer
from creatorspark.core.admin.people import UserAdmin
from creatorspark.core.models import User
from scoring.services.training import ratings


def _let(order: Order) -> str:
    ratings.let_rate(order.row, may=True, actor=order.actor)
    return _("They may rate videos now.")


def _end(order: Order) -> str:
    ratings.let_rate(order.row, may=False, actor=order.actor)
    return _("They no longer rate. What they gave stays.")


def _is_rater(row: User) -> bool:
    return row.user_permissions.filter(codename="rate_quality").exists()


offer(
    UserAdmin,
    Act(
        name="let-rate",
        label=gettext_lazy("Let rate videos"),
        explanation=gettext_lazy(
            "They see files of videos without names and say how well they are made. A model learns "
            "from it."
        ),
        run=_let,
        refusals=(ratings.RatingRefused,),
        may=lambda row, actor: actor.is_superuser and row.is_staff and not _is_rater(row),
    ),
    Act(
        name="end-rating",
        label=gettext_lazy("No longer rate videos"),
        run=_end,
        refusals=(ratings.RatingRefused,),
        may=lambda row, actor: actor.is_superuser and _is_rater(row),
    ),
)
