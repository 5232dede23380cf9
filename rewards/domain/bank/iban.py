"""International bank account numbers (ISO 13616): spelling, length by country, check digits."""

import re
from enum import StrEnum
from typing import Final

# Lengths from the IBAN registry; every country that pays and is paid by IBAN.
LENGTHS: Final[dict[str, int]] = {
    **{"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22},
    **{"BH": 22, "BI": 27, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24},
    **{"DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18},
    **{"FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27},
    **{"GT": 28, "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26},
    **{"IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20},
    **{"LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20},
    **{"MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24},
    **{"PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24},
    **{"SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25},
    **{"SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20},
    **{"YE": 30},
}
_SEPARATORS: Final = re.compile(r"[\s\u00a0\u200b.\-]")
_SHAPE: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}")


class IbanFault(StrEnum):
    """Why a text is no IBAN."""

    SHAPE = "shape"
    COUNTRY = "country"
    LENGTH = "length"
    CHECK_DIGITS = "check_digits"


class NoIban(ValueError):
    """A text that is no IBAN; `fault` says why, and `country` where it begins like one."""

    def __init__(self, fault: IbanFault, *, country: str = "", length: int = 0) -> None:
        self.fault = fault
        self.country = country
        self.length = length
        super().__init__(f"no IBAN: {fault}")


def read_iban(text: str) -> str:
    """Return an IBAN as machines write it: capitals, no spaces. Raises NoIban."""
    iban = _SEPARATORS.sub("", text).upper()
    if not _SHAPE.fullmatch(iban):
        raise NoIban(IbanFault.SHAPE)
    country = iban[:2]
    if country not in LENGTHS:
        raise NoIban(IbanFault.COUNTRY, country=country)
    if len(iban) != LENGTHS[country]:
        raise NoIban(IbanFault.LENGTH, country=country, length=LENGTHS[country])
    if _remainder(iban) != 1 or not 2 <= int(iban[2:4]) <= 98:
        raise NoIban(IbanFault.CHECK_DIGITS, country=country)
    return iban


def with_check_digits(country: str, account: str) -> str:
    """Return the IBAN of an account number; for banks' stubs and made-up worlds."""
    return f"{country}{98 - _remainder(f'{country}00{account}'):02}{account}"


def grouped(iban: str) -> str:
    """Write an IBAN in groups of four, as people read it."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def _remainder(iban: str) -> int:
    digits = "".join(str(int(character, 36)) for character in iban[4:] + iban[:4])
    return int(digits) % 97
