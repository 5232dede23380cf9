"""Which addresses are public."""

import pytest
from hypothesis import given
from hypothesis.strategies import ip_addresses

from creatorspark.lib.addresses import is_public

PUBLIC = [
    "1.1.1.1",
    "142.250.185.78",
    "2606:4700:4700::1111",
    "::ffff:1.1.1.1",
    "64:ff9b::101:101",
    "2002:101:101::1",
]
INWARD = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::101:101",
    "2001:db8::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2002:7f00:1::1",
    "2002:a00:1::1",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "localhost",
    "2130706433",
    "",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize("address", INWARD)
def test_all_others(address):
    assert not is_public(address)


@given(ip_addresses(v=4))
def test_an_address_inside_another_is_as_public_as_it_is_alone(address):
    alone = is_public(str(address))
    number = int(address)
    assert is_public(f"::ffff:{address}") == alone
    assert is_public(f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}") == alone
    assert is_public(f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1") == alone
