"""What the marketplace forgets when a creator is erased, and what follows when two are merged."""

from creatorspark.core.models import Creator
from creatorspark.core.services.leaving import Chapter, Leave
from marketplace.models import (
    Audience,
    BrandAnswer,
    CreatorProfile,
    ImportedRow,
    Listing,
    Match,
    ShortlistEntry,
)


def _erase(creator: Creator, leave: Leave) -> None:
    """Forget words and figures about them, here and in the rows of files; nothing is owed on it."""
    for model in (Audience, BrandAnswer, CreatorProfile, Match, ShortlistEntry, Listing):
        model._default_manager.filter(creator=creator).delete()
    # The line of the file stays as a number, so that its count of rows still adds up.
    ImportedRow.objects.filter(creator=creator).update(original={}, cleaned={}, problems=[])


def _merge(kept: Creator, absorbed: Creator, leave: Leave) -> None:
    """Let audiences and shortlists follow; what either refuses, the kept one refuses."""
    _merge_audiences(kept, absorbed)
    _merge_listings(kept, absorbed)
    on_lists = ShortlistEntry.objects.filter(creator=kept).values("shortlist")
    ShortlistEntry.objects.filter(creator=absorbed, shortlist__in=on_lists).delete()
    ShortlistEntry.objects.filter(creator=absorbed).update(creator=kept)
    answered = BrandAnswer.objects.filter(creator=kept).values("brand")
    BrandAnswer.objects.filter(creator=absorbed, brand__in=answered).delete()
    BrandAnswer.objects.filter(creator=absorbed).update(creator=kept)
    # Derived: the next run knows them as one.
    Match.objects.filter(creator=absorbed).delete()
    CreatorProfile.objects.filter(creator=absorbed).delete()


def _merge_audiences(kept: Creator, absorbed: Creator) -> None:
    Audience.objects.filter(creator__in=[kept, absorbed]).update(is_current=False)
    Audience.objects.filter(creator=absorbed).update(creator=kept)
    newest = Audience.objects.filter(creator=kept).order_by("-as_of", "-pk").first()
    if newest is not None:
        Audience.objects.filter(pk=newest.pk).update(is_current=True)


def _merge_listings(kept: Creator, absorbed: Creator) -> None:
    gone = Listing.objects.filter(creator=absorbed).first()
    if gone is None:
        return
    stays = Listing.objects.filter(creator=kept).first()
    if stays is None:
        gone.creator = kept
        gone.save(update_fields=["creator", "updated_at"])
        return
    stays.refuses = sorted({*stays.refuses, *gone.refuses})
    stays.accepts_offers = stays.accepts_offers and gone.accepts_offers
    stays.save(update_fields=["refuses", "accepts_offers", "updated_at"])
    stays.refused_brands.add(*gone.refused_brands.all())
    gone.delete()


CHAPTER = Chapter(name="marketplace", erase=_erase, merge=_merge)
