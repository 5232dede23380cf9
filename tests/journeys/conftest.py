"""A real browser against a real server. Any CSP violation or script error fails the journey."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.journeys import working

# Playwright's sync API keeps an event loop in this thread; the ORM here is not called from it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for all journeys."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open fresh browser windows; afterwards none of them may have complained."""
    complaints: list[str] = []
    contexts = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 40" not in message.text:
            complaints.append(message.text)

    def opened(**options: Any) -> Page:
        options = {"viewport": DESKTOP, "locale": "en-US", "timezone_id": "UTC"} | options
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Path]:
    """A real Celery worker on this test's database; yields the folder it writes e-mails to."""
    # What this process sends must reach the worker, which reads the environment anew.
    assert os.environ["REDIS_URL"] == settings.REDIS_URL
    database = urlsplit(os.environ["DATABASE_URL"])
    ours = urlunsplit(database._replace(path=f"/{connection.settings_dict['NAME']}"))
    letters = tmp_path / "letters"
    letters.mkdir()
    environment = os.environ | {
        "DATABASE_URL": ours,
        "EMAIL_URL": f"filemail:///{letters}",
    }
    command = [
        *(sys.executable, "-m", "celery", "-A", "creatorspark", "worker"),
        *("--pool", "solo", "--loglevel", "INFO", "--without-gossip", "--without-mingle"),
        *("--beat", "--schedule", str(tmp_path / "schedule")),
    ]
    log = (tmp_path / "worker.log").open("w")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    working.LOG = Path(log.name)
    yield letters
    working.LOG = None
    process.terminate()
    process.wait(timeout=30)
    log.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A window of a desktop."""
    return open_page()


def sign_in(page: Page, email: str, password: str = "a-password-for-tests") -> None:
    """Log in through the form, as a person does."""
    page.goto("/accounts/login/")
    page.get_by_label("Email", exact=False).fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)


# Asked for in the page: a full result of a large page is tens of thousands of nodes to hand over.
ASK_AXE = """async impacts => {
    const result = await axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        resultTypes: ["violations"],
    });
    return result.violations
        .filter(problem => impacts.includes(problem.impact))
        .map(problem => ({
            id: problem.id, help: problem.help, at: problem.nodes.map(node => node.target),
        }));
}"""


def serious_problems(page: Page) -> list[str]:
    """Ask axe-core what is wrong with the page; return what is serious or critical."""
    page.evaluate(axe_source())
    found = page.evaluate(ASK_AXE, sorted(SERIOUS))
    return [f"{problem['id']}: {problem['help']} at {problem['at']}" for problem in found]


@cache
def axe_source() -> str:
    """Return axe-core as it is installed."""
    return (settings.NODE_MODULES / "axe-core" / "axe.min.js").read_text()


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
