from pathlib import Path

import environ
import pytest
from redis.connection import parse_url

from creatorspark.embedded import location
from creatorspark.embedded.location import Location

LONG = Path("/home/somebody with a long name") / ("deep " * 40).strip() / "var"


def test_two_clones_never_share_sockets():
    one, other = Location(var=Path("/srv/one/var")), Location(var=Path("/srv/other/var"))
    assert one.runtime != other.runtime
    assert Location(var=Path("/srv/one/var")).runtime == one.runtime


@pytest.mark.parametrize("variable", ["TMPDIR", "XDG_RUNTIME_DIR", "HOME", "USER"])
def test_every_shell_finds_the_same_sockets(monkeypatch, variable):
    before = Location(var=LONG).sockets
    monkeypatch.setenv(variable, "/somewhere/else")
    assert Location(var=LONG).sockets == before


def test_sockets_fit_into_an_address_however_deep_the_clone_lies():
    assert len(str(LONG)) > 200
    assert len(str(Location(var=LONG).sockets / ".s.PGSQL.5432")) < 104


def test_a_link_to_the_clone_leads_to_the_same_servers(monkeypatch, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.setenv("CREATORSPARK_VAR", str(tmp_path / "real"))
    direct = location.current()
    monkeypatch.setenv("CREATORSPARK_VAR", str(tmp_path / "link"))
    assert location.current() == direct


def test_the_database_url_is_understood_by_django_environ(monkeypatch):
    monkeypatch.setenv("CREATORSPARK_RUNTIME", "/run/a dir")
    place = Location(var=LONG)
    parsed = environ.Env.db_url_config(place.database_url)
    assert parsed["OPTIONS"]["host"] == str(place.sockets)
    assert (parsed["NAME"], parsed["USER"]) == ("creatorspark", "creatorspark")


def test_the_redis_url_is_understood_by_redis_py(monkeypatch):
    monkeypatch.setenv("CREATORSPARK_RUNTIME", "/run/a dir")
    place = Location(var=LONG)
    parsed = parse_url(place.redis_url(db=5))
    assert (parsed["path"], parsed["db"]) == (str(place.valkey_socket), 5)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://cache.example:6379/2", "redis://cache.example:6379/2"),
        ("rediss://cache.example/0", "rediss://cache.example/0"),
        ("unix:///tmp/x/valkey?db=4", "redis+socket:///tmp/x/valkey?virtual_host=4"),
        ("unix:///tmp/x/valkey", "redis+socket:///tmp/x/valkey?virtual_host=0"),
    ],
)
def test_kombu_gets_the_spelling_it_knows(url, expected):
    assert location.as_kombu_url(url) == expected
