"""More like these: creators who make the same, for the same people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import numpy as np
from django.utils.translation import gettext as _

from marketplace.domain.searching.likeness import Likeness, likeness_to
from marketplace.domain.searching.orders import ordered_by
from marketplace.models import Campaign
from marketplace.selectors.phrases import makers_of
from marketplace.services.search.cards import cards_of
from marketplace.services.search.facts import AlikeCard, AlikePage, CreatorCard
from marketplace.services.search.naming import view_of
from marketplace.services.search.runs import note_of, run_of

MOST_LIKED: Final = 10
MOST_SHOWN: Final = 50
# From here on a part is alike enough to be named.
ALIKE: Final = 0.7
COMMON: Final = 3


def alike(
    campaign: Campaign,
    *,
    creator_ids: Sequence[int],
    most: int,
    run_version: int | None,
    now: datetime,
) -> AlikePage:
    """Return creators like the named ones (at most ten count) who pass every rule of a brief.

    Raises RunGone.
    """
    run = run_of(run_version)
    if run is None:
        return AlikePage(run=None)
    view = view_of(campaign, run, now=now)
    table = view.opened.table
    places = table.places_of(list(dict.fromkeys(creator_ids))[:MOST_LIKED])
    named = cards_of(view, [int(place) for place in places])
    if not named:
        return AlikePage(run=note_of(run))
    # Only whom the reader may see decides what “like these” means.
    places = table.places_of([one.creator_id for one in named])
    found = likeness_to(table, [int(place) for place in places])
    total = np.round(found.total, 4)
    among = view.judged.passed & (total > 0)
    among[places] = False
    order = ordered_by((total, view.judged.scores), among, most=max(1, min(most, MOST_SHOWN)))
    cards = cards_of(view, [int(place) for place in order])
    at = {int(table.ids[place]): int(place) for place in order}
    return AlikePage(
        run=note_of(run),
        like=named,
        rows=tuple(
            AlikeCard(
                creator=card,
                likeness=float(total[at[card.creator_id]]),
                sentences=_sentences(found, at[card.creator_id], card, named),
            )
            for card in cards
        ),
    )


def _sentences(
    found: Likeness, place: int, card: CreatorCard, named: Sequence[CreatorCard]
) -> tuple[str, ...]:
    said = []
    theirs = {one.value for other in named for one in other.categories}
    common = [makers_of(one.value) for one in card.categories if one.value in theirs][:COMMON]
    if common:
        said.append(_("Makes %(categories)s too.") % {"categories": ", ".join(common)})
    if found.audience[place] >= ALIKE:
        said.append(
            _("Who watches is about %(share)d %% the same by age, gender and country.")
            % {"share": round(100 * float(found.audience[place]))}
        )
    if found.size[place] >= ALIKE and card.size:
        said.append(_("About as many followers."))
    return tuple(said)
