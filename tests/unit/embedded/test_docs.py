"""The documents keep up with the code, or this fails."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
READS_ENVIRONMENT = re.compile(
    r"""(?:env\.\w+\(\s*|environ(?:\.get\(|\[|\.setdefault\()\s*)["']([A-Z][A-Z_]+)["']"""
)
OF_THE_SYSTEM = {"DJANGO_SETTINGS_MODULE", "CI", "PGHOST"}


def sources() -> list[Path]:
    packages = ("creatorspark", "scoring", "fraud", "rewards", "marketplace")
    found = [path for package in packages for path in (ROOT / package).rglob("*.py")]
    return [*found, ROOT / "gunicorn.conf.py", ROOT / "manage.py"]


def test_every_environment_variable_is_in_the_deployment_guide():
    guide = (ROOT / "docs" / "deploy.md").read_text()
    read = {name for path in sources() for name in READS_ENVIRONMENT.findall(path.read_text())}
    assert len(read) > 30
    assert sorted(name for name in read - OF_THE_SYSTEM if f"`{name}`" not in guide) == []


def asked_for(name: str) -> dict[str, str]:
    """The packages a requirements file asks for itself, with their versions."""
    listed = (ROOT / name).read_text().partition("# asked for\n")[2].partition("\n# ")[0]
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", listed, re.MULTILINE))


@pytest.mark.parametrize(
    "name",
    ["requirements.txt", "requirements-s3.txt", "requirements-dev.txt", "requirements-models.txt"],
)
def test_every_package_asked_for_is_explained_with_its_version(name):
    explained = (ROOT / "docs" / "dependencies.md").read_text().lower()
    lacking = [
        f"{package} {version}"
        for package, version in asked_for(name).items()
        if not re.search(
            rf"\| {re.escape(package)}(\[[\w,]+\])? \| {re.escape(version)} ", explained
        )
    ]
    assert lacking == []


def test_every_npm_package_is_explained_with_its_version():
    explained = (ROOT / "docs" / "dependencies.md").read_text()
    package = json.loads((ROOT / "package.json").read_text())
    for name, version in {**package["dependencies"], **package["devDependencies"]}.items():
        assert re.search(rf"\| {re.escape(name)}[^|]*\| {re.escape(version)} ", explained), name


def test_locks_name_no_registry():
    names = ("requirements.txt", "requirements-s3.txt", "requirements-dev.txt", "package-lock.json")
    for name in names:
        assert "://" not in (ROOT / name).read_text(), name


def test_make_help_tells_of_every_command_in_the_guide():
    makefile = (ROOT / "Makefile").read_text()
    for target in ("run", "test", "lint", "bench", "demo-reset", "help", "prepare"):
        assert re.search(rf"^{target}:.*## \S", makefile, re.MULTILINE), target
