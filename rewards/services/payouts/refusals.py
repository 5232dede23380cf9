"""What can't be done with payouts, each with a sentence that says what was kept and what to do."""

from typing import ClassVar

from django.utils.translation import gettext as _

from rewards.domain.bank.iban import IbanFault, NoIban
from rewards.domain.bank.report import BadFile, Fault


class PayoutRefused(Exception):
    """Nothing was changed. `str(error)` is for the person; `code` is for a machine."""

    code: ClassVar[str] = "refused"


class BankDetailsRefused(PayoutRefused):
    """Bank details that can't be right; `field` says which of them."""

    code = "bank_details"

    def __init__(self, sentence: str, *, field: str) -> None:
        self.field = field
        super().__init__(sentence)

    @classmethod
    def for_iban(cls, error: NoIban) -> "BankDetailsRefused":
        """Say what is wrong with an account number."""
        sentences = {
            IbanFault.SHAPE: _(
                "An IBAN starts with two letters and two digits, such as GB29 NWBK 6016 1331 "
                "9268 19. Look it up in your bank's app and type it again."
            ),
            IbanFault.COUNTRY: _(
                "No country's IBANs start with %(country)s. Look yours up in your bank's app."
            ),
            IbanFault.LENGTH: _(
                "An IBAN that starts with %(country)s has %(length)d characters. Check that none "
                "is missing."
            ),
            IbanFault.CHECK_DIGITS: _(
                "One character isn't right: the IBAN's own check doesn't add up. Compare it with "
                "your bank's app."
            ),
        }
        sentence = sentences[error.fault] % {"country": error.country, "length": error.length}
        return cls(sentence, field="iban")


class NoSuchPayout(PayoutRefused):
    """There is no such payout, or it is somebody else's."""

    code = "no_payout"

    def __init__(self) -> None:
        super().__init__(_("This payout doesn't exist. Nothing was changed."))


class WrongState(PayoutRefused):
    """The payout is in a state that this step can't start from."""

    code = "wrong_state"

    def __init__(self, *, state: str) -> None:
        self.state = state
        super().__init__(
            _("This payout is “%(state)s”, so this can't be done. Nothing was changed.")
            % {"state": state}
        )


class ReasonMissing(PayoutRefused):
    """The creator must be told why, and no reason was given."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__(_("Write a reason: the creator will read it. Nothing was changed."))


class NoPayer(PayoutRefused):
    """The account that pays isn't set up."""

    code = "no_payer"

    def __init__(self, *, setting: str) -> None:
        super().__init__(
            _(
                "No payout was sent: the setting %(setting)s doesn't hold what a bank needs. "
                "Correct it, then press again."
            )
            % {"setting": setting}
        )


class MoreThanAgreed(PayoutRefused):
    """More became ready to pay than somebody said yes to."""

    code = "more_than_agreed"

    def __init__(self, *, total: str) -> None:
        super().__init__(
            _(
                "Meanwhile more became ready: %(total)s in all. Nothing was sent; read the sums "
                "again and press once more."
            )
            % {"total": total}
        )


class BadReport(PayoutRefused):
    """A file from the bank that can't be read as it stands."""

    code = "bad_report"

    @classmethod
    def for_file(cls, error: BadFile) -> "BadReport":
        """Say what is wrong with a file."""
        return cls(
            _("%(what)s Nothing of the file was applied.")
            % {"what": _fault_sentences()[error.fault] % {"detail": error.detail}}
        )


def _fault_sentences() -> dict[Fault, str]:
    return {
        Fault.NOT_A_REPORT: _(
            "This is no payment status report (pain.002) and no notification (camt.054)."
        ),
        Fault.BROKEN: _("The file is damaged or cut off (%(detail)s); ask the bank for it again."),
        Fault.UNSAFE: _(
            "The file declares things that a bank's file never needs (%(detail)s), so it wasn't "
            "opened. Find out where it came from."
        ),
        Fault.TOO_LARGE: _("The file is larger than 64 MB; ask the bank for smaller ones."),
        Fault.EMPTY: _("The file says nothing about any payment."),
        Fault.COLUMNS: _("The first line of a CSV report must be: %(detail)s."),
        Fault.STATUS: _(
            "The file uses the status “%(detail)s”, which isn't one of ISO 20022 that we know."
        ),
        Fault.AMOUNT: _("An amount can't be read or doesn't add up (%(detail)s)."),
        Fault.NAMELESS: _("A line (status %(detail)s) doesn't say which payment it is about."),
        Fault.TOO_LONG: _("A payment's name is longer than 35 characters: “%(detail)s”."),
    }
