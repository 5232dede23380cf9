"""The reasons a creator may give when they appeal against an alert, and the proof that helps."""

from typing import Final

from django.utils.translation import gettext_lazy

from creatorspark.core.appeals.handlers import Ground

GROUNDS: Final = (
    Ground(
        code="advert",
        label=gettext_lazy("I paid for an advert"),
        helps=gettext_lazy("The receipt, or a picture of the campaign in the platform’s own app."),
    ),
    Ground(
        code="news",
        label=gettext_lazy("Somebody showed or linked my video"),
        helps=gettext_lazy("A link to the page, the newspaper or the post."),
    ),
    Ground(
        code="event",
        label=gettext_lazy("There was an event, a show or an appeal"),
        helps=gettext_lazy("What it was, when, and anything that shows it."),
    ),
    Ground(
        code="shared",
        label=gettext_lazy("People share devices: a home, a school, a club"),
        helps=gettext_lazy("Who shares them, and about how many people they are."),
    ),
    Ground(
        code="victim",
        label=gettext_lazy("Others did this to me"),
        helps=gettext_lazy("Messages or dates that fit, if you have any."),
    ),
    Ground(
        code="other",
        label=gettext_lazy("Another reason"),
        helps=gettext_lazy("Whatever shows where the people came from."),
    ),
)
