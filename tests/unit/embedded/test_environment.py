import pytest

from creatorspark.embedded import environment, location


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["help"],
        ["--version"],
        ["makemigrations", "--help"],
        ["migrate", "-h"],
        ["collectstatic", "--no-input"],
        ["compilemessages"],
        ["check"],
        ["check", "--deploy"],
    ],
)
def test_these_ask_no_database(arguments):
    assert not environment.needs_servers(arguments)


@pytest.mark.parametrize(
    "arguments", [["migrate"], ["run"], ["shell", "-c", "1"], ["check", "--database", "default"]]
)
def test_these_may_ask_a_database(arguments):
    assert environment.needs_servers(arguments)


@pytest.mark.parametrize(
    ("configured", "expected"),
    [
        ((), ["postgres", "valkey"]),
        (("DATABASE_URL",), ["valkey"]),
        (("REDIS_URL",), ["postgres"]),
        (("DATABASE_URL", "REDIS_URL"), []),
    ],
)
def test_only_what_no_url_replaces_is_embedded(monkeypatch, tmp_path, configured, expected):
    monkeypatch.setattr(location, "BASE_DIR", tmp_path)
    for variable in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(variable, raising=False)
    for variable in configured:
        monkeypatch.setenv(variable, "somewhere://else")
    assert environment.missing() == expected


def test_a_url_in_the_settings_file_counts_too(monkeypatch, tmp_path):
    monkeypatch.setattr(location, "BASE_DIR", tmp_path)
    # Set and deleted, so that what reading the file adds is taken back after the test.
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    (tmp_path / ".env").write_text("DATABASE_URL=postgresql://elsewhere/spark\n")
    assert environment.missing() == []
