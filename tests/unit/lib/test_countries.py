"""Names of countries."""

import pytest

from creatorspark.lib.countries import country_codes, country_names


def test_every_country_has_a_code_of_two_letters_and_a_name():
    names = country_names()
    assert len(names) > 240
    assert all(len(code) == 2 and code.isupper() and name for code, name in names.items())
    assert list(names.values()) == sorted(names.values())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("united states", "US"),
        ("usa", "US"),
        ("united kingdom", "GB"),
        ("south korea", "KR"),
        ("germany", "DE"),
        ("czechia", "CZ"),
    ],
)
def test_countries_are_known_by_what_people_write(written, code):
    assert country_codes()[written] == code


def test_every_alias_leads_to_a_country():
    assert set(country_codes().values()) == set(country_names())
