"""What the staff's first page says about who can be found in the marketplace."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.admin.dashboard import Tile, tile
from marketplace.selectors.listed import listed_counts


@tile("marketplace.listed", order=19)
def creators_listed(now: datetime) -> Tile:
    """Count the creators whom brands can find, and those who haven't chosen."""
    counts = listed_counts()
    return Tile(
        value=counts.listed,
        label=_("Creators that brands can find"),
        note=ngettext(
            "%(n)d with an account isn't listed; %(open)d never chose",
            "%(n)d with an account aren't listed; %(open)d never chose",
            counts.unlisted,
        )
        % {"n": counts.unlisted, "open": counts.undecided}
        if counts.unlisted
        else _("Everybody with an account is"),
        url=reverse("admin:marketplace_listing_changelist"),
    )
