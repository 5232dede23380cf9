"""Banks' reason codes (ISO 20022) in words that a creator can act on."""

from django.utils.translation import gettext as _


def reason_in_words(reason: str) -> str:
    """Return a sentence for “AC04 …”; the bank's own words where the code says nothing to us."""
    code, _space, words = reason.partition(" ")
    sentence = _sentences().get(code)
    if sentence is not None:
        return f"{sentence} ({code})"
    told = words or code
    if not told:
        return _("The bank gave no reason.")
    return _("The bank gave this reason: %(reason)s") % {"reason": told}


def _sentences() -> dict[str, str]:
    no_account = _("The account number isn't one that the bank knows.")
    closed = _("The account is closed.")
    blocked = _("The account is blocked.")
    name = _("The name doesn't fit the account.")
    kind = _("The account can't take this kind of payment.")
    nothing = _("The bank gave no reason.")
    return {
        "AC01": no_account,
        "AC02": no_account,
        "AC03": no_account,
        "AC04": closed,
        "AC06": blocked,
        "AC07": closed,
        "AC13": kind,
        "AC14": kind,
        "AG01": kind,
        "AG03": kind,
        "AM05": _("The bank took it for a payment that it had already."),
        "BE01": name,
        "BE04": _("The bank needs the account holder's address."),
        "BE05": name,
        "CNOR": _("The bank can't be reached by this payment."),
        "DNOR": _("The bank can't be reached by this payment."),
        "FOCR": _("It was called back."),
        "MS02": nothing,
        "MS03": nothing,
        "RC01": no_account,
        "RR01": _("The bank needs to know more about the payer or the account holder."),
        "RR02": _("The bank needs to know more about the payer or the account holder."),
        "RR03": _("The bank needs to know more about the payer or the account holder."),
        "RR04": _("A legal rule of the bank's country stopped it."),
    }
