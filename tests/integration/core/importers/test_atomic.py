"""All of a file or nothing of it, whoever dies and whoever else imports at the same time."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from django.db import connection

from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.importers.services import import_path
from creatorspark.core.models import Creator, ImportProblem, ImportRun, MetricSnapshot, Video
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)

DYING = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import django
django.setup()
from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.importers.services import import_path

class Killer:
    def reading(self, *, done, total, rows):
        if sys.argv[2] == "reading" and rows >= 1500:
            os.kill(os.getpid(), signal.SIGKILL)
    def merging(self, *, rows):
        if sys.argv[2] == "merging":
            os.kill(os.getpid(), signal.SIGKILL)

import_path(Path(sys.argv[1]), file_format="metrics", options=ImportOptions(), actor=None,
            now=datetime(2025, 5, 14, tzinfo=UTC), watch=Killer())
"""


def _this_database():
    """The URL of the test's own database: the name differs from that in the environment."""
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    return f"{base.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{query}"


@pytest.mark.parametrize("moment", ["reading", "merging"])
def test_a_kill_leaves_nothing_and_the_next_import_everything(csv_file, import_csv, moment):
    path = csv_file(*({"likes": "x" if n % 7 == 0 else "1"} for n in range(3000)))
    environment = os.environ | {"DATABASE_URL": _this_database()}
    died = subprocess.run(
        [sys.executable, "-c", DYING, str(path), moment],
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    for model in (ImportRun, ImportProblem, MetricSnapshot, Video, Creator):
        assert not model.objects.exists()
    run = import_csv(path)
    assert run.snapshots_added + run.rows_rejected == 3000


def test_a_failure_in_the_middle_leaves_nothing(csv_file):
    class Stops:
        def reading(self, *, done, total, rows):
            pass

        def merging(self, *, rows):
            raise RuntimeError("stop")

    path = csv_file({}, {"views": "x"})
    with pytest.raises(RuntimeError, match="stop"):
        import_path(
            path,
            file_format="metrics",
            options=ImportOptions(),
            actor=None,
            now=NOW,
            watch=Stops(),
        )
    assert not ImportRun.objects.exists()
    assert not Video.objects.exists()


def test_imports_at_once_of_the_same_videos_wait_for_each_other(csv_file):
    days = ["2025-01-08", "2025-01-09", "2025-01-10", "2025-01-11"]
    rows = range(400)
    paths = [
        csv_file(
            *(
                {
                    "video_id": str(6907228749016714497 + n),
                    "creator_id": str(10**18 + n % 37),
                    "creator": f"maker{n % 37}",
                    "observed_at": day,
                    "views": str(1000 + place),
                }
                for n in (rows if place % 2 else reversed(rows))
            ),
            name=f"{day}.csv",
        )
        for place, day in enumerate(days)
    ]
    failures = []
    together = threading.Barrier(len(paths))

    def work(path):
        try:
            together.wait(timeout=60)
            import_path(path, file_format="metrics", options=ImportOptions(), actor=None, now=NOW)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failures == []
    assert (Video.objects.count(), Creator.objects.count()) == (400, 37)
    assert MetricSnapshot.objects.count() == 1600
    assert set(Video.objects.values_list("latest__views", flat=True)) == {1003}
