"""What keeps secrets out of the database and the log."""

import pytest

from creatorspark.core.middleware import SECRET_IN_PATH
from creatorspark.core.services import sealing, tokens


class TestSealing:
    def test_what_is_sealed_opens_again_and_looks_like_nothing(self):
        sealed = sealing.seal("JBSWY3DPEHPK3PXP")
        assert "JBSWY3DP" not in sealed
        assert sealing.seal("JBSWY3DPEHPK3PXP") != sealed
        assert sealing.unseal(sealed) == "JBSWY3DPEHPK3PXP"

    def test_an_old_key_still_opens_while_it_is_listed(self, settings):
        old = settings.SECRET_KEY
        sealed = sealing.seal("seed")
        settings.SECRET_KEY = "another-key-of-a-good-length-0123456789"
        with pytest.raises(ValueError, match="SECRET_KEY_FALLBACKS"):
            sealing.unseal(sealed)
        settings.SECRET_KEY_FALLBACKS = [old]
        assert sealing.unseal(sealed) == "seed"

    def test_a_changed_seal_is_refused(self):
        sealed = sealing.seal("seed")
        with pytest.raises(ValueError, match="Sealed"):
            sealing.unseal(sealed[:-4] + "AAAA")


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/accounts/confirm-email/MTIz:abc/", "/accounts/confirm-email/…/"),
        ("/accounts/password/reset/key/1-c0ffee/", "/accounts/password/reset/key/…/"),
        ("/accounts/password/reset/", "/accounts/password/reset/"),
        ("/accounts/confirm-email/", "/accounts/confirm-email/"),
    ],
)
def test_links_that_open_an_account_are_cut(path, logged):
    assert SECRET_IN_PATH.sub(r"\1…", path) == logged


def test_a_digest_is_the_known_sha256():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tokens.digest_of("") == empty
