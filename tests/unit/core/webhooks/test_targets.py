"""Which addresses may be told something, before any name is looked up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.domain.webhooks.targets import Fault, fault_of

GOOD = [
    "https://example.com/hooks",
    "https://example.com:8443/a?b=c",
    "https://1.1.1.1/",
    "https://[2606:4700:4700::1111]:443/x",
    "https://xn--bcher-kva.example/",
]
BAD = {
    "": Fault.UNREADABLE,
    "example.com/hooks": Fault.UNREADABLE,
    "https://": Fault.UNREADABLE,
    "https://exa mple.com/": Fault.UNREADABLE,
    "https://example.com/\r\nX: y": Fault.UNREADABLE,
    "https://example.com:99999/": Fault.UNREADABLE,
    "https://bücher.example/": Fault.UNREADABLE,
    "ftp://example.com/": Fault.UNREADABLE,
    "https://[::1/": Fault.UNREADABLE,
    "https://[v1.a]/": Fault.UNREADABLE,
    "https://example.com/" + "a" * 500: Fault.TOO_LONG,
    "http://example.com/hooks": Fault.NOT_HTTPS,
    "https://me:secret@example.com/": Fault.CREDENTIALS,
    "https://example.com@127.0.0.1/": Fault.CREDENTIALS,
    "https://example.com/#top": Fault.FRAGMENT,
    "https://example.com:25/": Fault.PORT,
    "https://example.com:80/": Fault.PORT,
    "https://localhost/": Fault.INWARD,
    "https://127.0.0.1/": Fault.INWARD,
    "https://10.0.0.7:8443/": Fault.INWARD,
    "https://169.254.169.254/latest/meta-data": Fault.INWARD,
    "https://[::1]/": Fault.INWARD,
    "https://[::ffff:10.0.0.1]/": Fault.INWARD,
    "https://db.internal/": Fault.INWARD,
    "https://printer.local./": Fault.INWARD,
    "https://127.1/": Fault.INWARD,
    "https://0x7f.0.0.1/": Fault.INWARD,
    "https://2130706433/": Fault.INWARD,
}


@pytest.mark.parametrize("url", GOOD)
def test_public_addresses_over_https_are_taken(url):
    assert fault_of(url) is None


@pytest.mark.parametrize(("url", "fault"), BAD.items())
def test_others_are_refused_for_what_is_wrong_with_them(url, fault):
    assert fault_of(url) is fault


def test_only_a_named_test_server_may_be_plain_and_inward():
    allowed = [("127.0.0.1", 8123)]
    assert fault_of("http://127.0.0.1:8123/x", allowed=allowed) is None
    assert fault_of("http://127.0.0.1:8124/x", allowed=allowed) is Fault.NOT_HTTPS
    assert fault_of("https://127.0.0.1:8124/x", allowed=allowed) is Fault.INWARD


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    fault_of(text)
    fault_of("https://" + text)
