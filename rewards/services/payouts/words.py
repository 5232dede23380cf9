"""What a creator reads when a payout moves."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from creatorspark.lib.money import format_minor
from creatorspark.lib.periods import week_label
from rewards.domain.payout import State
from rewards.models import Payout


@dataclass(frozen=True)
class Message:
    """A title and a body."""

    title: str
    body: str


def message_for(payout: Payout, state: State, *, reason: str) -> Message | None:
    """Return what to tell about a payout that reaches a state; None where it needs no word."""
    words = _words().get(state)
    if words is None:
        return None
    values = {
        "amount": format_minor(payout.amount, currency=payout.currency),
        "week": week_label(payout.statement.week),
    }
    title, body = words
    return Message(title % values, "\n\n".join(part for part in (body % values, reason) if part))


def _words() -> dict[State, tuple[str, str]]:
    return {
        State.PAYABLE: (
            _("%(amount)s of week %(week)s is ready to be paid"),
            _(
                "It goes to your bank account with the next payout, once what is ready reaches "
                "the smallest payout."
            ),
        ),
        State.HELD: (
            _("%(amount)s of week %(week)s is on hold"),
            _("The money is set aside and safe while a person looks. This is why:"),
        ),
        State.FORFEITED: (
            _("%(amount)s of week %(week)s won’t be paid"),
            _(
                "A person decided that it doesn’t count, and the time to appeal is over. It was "
                "set aside for this:"
            ),
        ),
        State.PAID: (
            _("%(amount)s of week %(week)s was paid"),
            _("Your bank has it. It may take a day until you see it in your account."),
        ),
        State.REJECTED: (
            _("Your bank did not take %(amount)s of week %(week)s"),
            _(
                "The money is back with us and safe. Check your bank details under Payouts; when "
                "you save them again, it is sent once more. This is what the bank said:"
            ),
        ),
        State.RETURNED: (
            _("Your bank sent %(amount)s of week %(week)s back"),
            _(
                "The money is back with us and safe. Check your bank details under Payouts; when "
                "you save them again, it is sent once more. This is what the bank said:"
            ),
        ),
    }
