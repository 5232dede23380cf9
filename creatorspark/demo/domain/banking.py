"""Whose bank keeps the money and whose doesn't, so that every state of a payout has its story.

The endings of the numbers are those that the bank's stub knows: …0404 is a closed account, and
from …0405 the money comes back days later.
"""

from creatorspark.demo.domain.cast import Story

CLOSED, COMES_BACK = 404, 405
MANY = 10_000
# One in so many of the crowd has given no bank details.
WITHOUT = 4


def number_of(story: Story, *, week: int, of: int) -> int | None:
    """Return the account number that a member of the cast has in a week; None: none given.

    `week` counts from 1 to `of`, the present one.
    """
    match story:
        case Story.BOUGHT_BURST | Story.DORMANT:
            return None
        case Story.SMALL_BUT_GOOD:  # an old account at first, put right within the week
            return 11 * MANY + (CLOSED if week <= 2 else 7164)
        case Story.VIRAL_HIT:  # one payment came back
            return 12 * MANY + (COMES_BACK if week == of - 4 else 2260)
        case Story.REPOSTER:  # the bank closed the account, and nobody has told us another
            return 13 * MANY + (CLOSED if week > of - 2 else 3381)
        case _:
            return 14 * MANY + 1 + list(Story).index(story)


def number_of_crowd(place: int) -> int | None:
    """Return the account number of somebody in the crowd; None for one in a few."""
    return None if place % WITHOUT == 0 else 20 * MANY + place * 7 % 9_000 + 1_000
