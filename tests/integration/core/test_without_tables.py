"""A command on a database that nobody has set up says what to do."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from creatorspark.embedded.location import BASE_DIR


def test_a_database_without_tables_gets_a_sentence(embedded_servers: None, tmp_path: Path) -> None:
    file = tmp_path / "brands.csv"
    file.write_text("Brand Name\nNorth Kettle\n")
    server = urlsplit(os.environ["DATABASE_URL"])
    ran = subprocess.run(
        [sys.executable, "manage.py", "import_brands", str(file)],
        cwd=BASE_DIR,
        env=os.environ | {"DATABASE_URL": urlunsplit(server._replace(path="/template1"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "`python manage.py migrate` first" in ran.stderr
    assert "Traceback" not in ran.stderr
