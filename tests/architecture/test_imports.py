"""The direction of imports, and proof that each contract can fail."""

import tomllib
from pathlib import Path

import pytest

from tests.architecture.contracts import CONFIG, ROOT, check

# A small copy of the house: every module a contract names, importing nothing.
HOUSE = (
    "creatorspark/celery.py",
    "creatorspark/settings.py",
    "creatorspark/api.py",
    "creatorspark/embedded/supervisor.py",
    "creatorspark/urls.py",
    "creatorspark/portals/views.py",
    "creatorspark/lib/money.py",
    "creatorspark/core/admin.py",
    "creatorspark/core/models.py",
    "creatorspark/core/selectors.py",
    "creatorspark/core/services/audit.py",
    *(
        f"{app}/{module}.py"
        for app in ("scoring", "fraud", "rewards", "marketplace")
        for module in (
            "urls",
            "views",
            "tasks",
            "interface",
            "services/acts",
            "selectors",
            "models/rows",
            "domain/rules",
        )
    ),
    "rewards/ledger/models.py",
    "rewards/ledger/services.py",
)

# contract, the module that breaks it, the import that does
BREAKS = (
    ("apps", "creatorspark/lib/money.py", "import creatorspark.core.models"),
    ("apps", "creatorspark/core/selectors.py", "from scoring import interface"),
    ("apps", "scoring/services/acts.py", "from fraud import interface"),
    ("apps", "fraud/tasks.py", "import scoring.interface"),
    ("apps", "scoring/models/rows.py", "import rewards.interface"),
    ("apps", "rewards/services/acts.py", "import marketplace.interface"),
    ("apps", "marketplace/views.py", "import creatorspark.portals.views"),
    ("apps", "creatorspark/portals/views.py", "import creatorspark.urls"),
    ("inside", "scoring/models/rows.py", "import scoring.selectors"),
    ("inside", "fraud/selectors.py", "import fraud.services.acts"),
    ("inside", "rewards/services/acts.py", "def late():\n    import rewards.tasks"),
    ("inside", "marketplace/domain/rules.py", "import marketplace.models.rows"),
    ("inside", "rewards/ledger/services.py", "import rewards.services.acts"),
    ("core", "creatorspark/core/models.py", "import creatorspark.core.services.audit"),
    ("core", "creatorspark/core/services/audit.py", "import creatorspark.core.admin"),
    ("ledger", "rewards/ledger/models.py", "import rewards.ledger.services"),
    ("embedded", "creatorspark/embedded/supervisor.py", "import django.conf"),
    ("embedded", "creatorspark/embedded/supervisor.py", "import rewards.interface"),
    ("purity", "scoring/domain/rules.py", "import django.db"),
    ("purity", "rewards/domain/rules.py", "from celery import shared_task"),
    ("purity", "fraud/domain/rules.py", "import rest_framework.serializers"),
    ("purity", "creatorspark/lib/money.py", "from django.conf import settings"),
    ("door-scoring", "rewards/services/acts.py", "from scoring.models import rows"),
    ("door-scoring", "creatorspark/portals/views.py", "import scoring.selectors"),
    ("door-fraud", "rewards/services/acts.py", "import fraud.services.acts"),
    ("door-rewards", "creatorspark/portals/views.py", "import rewards.ledger.models"),
    ("door-marketplace", "creatorspark/portals/views.py", "import marketplace.models.rows"),
)


def test_every_folder_of_code_is_a_package():
    # The linter doesn't look into a folder without __init__.py, so its imports would go unseen.
    settings = tomllib.loads(CONFIG.read_text())
    hidden = {
        file.parent.relative_to(ROOT).as_posix()
        for name in settings["tool"]["importlinter"]["root_packages"]
        for file in (ROOT / name).rglob("*.py")
        if not (file.parent / "__init__.py").exists()
    }
    assert hidden == set()


def test_the_project_keeps_its_contracts():
    verdict = check(ROOT)
    assert verdict.kept, verdict.report


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for module in HOUSE:
        path = tmp_path / module
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for folder in [path for path in tmp_path.rglob("*") if path.is_dir()]:
        (folder / "__init__.py").touch()
    return tmp_path


def test_a_sound_house_keeps_every_contract(house: Path):
    (house / "creatorspark/portals/views.py").write_text("from rewards import interface\n")
    (house / "rewards/services/acts.py").write_text("import scoring.interface, fraud.interface\n")
    (house / "scoring/views.py").write_text("from scoring.services import acts\n")
    verdict = check(house)
    assert verdict.kept, verdict.report


@pytest.mark.parametrize(("contract", "module", "line"), BREAKS)
def test_a_broken_layer_is_named(house: Path, contract: str, module: str, line: str):
    (house / module).write_text(line + "\n")
    verdict = check(house, contract=contract)
    assert not verdict.kept
    assert "BROKEN" in verdict.report, verdict.report


def test_every_contract_was_seen_to_fail():
    settings = tomllib.loads(CONFIG.read_text())
    named = {row["id"] for row in settings["tool"]["importlinter"]["contracts"]}
    assert named == {contract for contract, _, _ in BREAKS}
