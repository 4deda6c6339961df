"""The shape of the project: what may be imported, and what importing does."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "tools", "knowledge")


def modules() -> list[str]:
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found.append(name.removesuffix(".__init__"))
    return found


def test_importing_every_module_with_an_empty_environment_does_nothing() -> None:
    """No module opens a socket, writes a file, starts a thread or sets up a log handler."""
    script = textwrap.dedent(
        f"""
        import importlib, logging, os, socket, sys, threading

        def closed(*_, **__):
            raise AssertionError("a socket was opened at import")

        socket.socket.connect = closed
        socket.create_connection = closed
        socket.getaddrinfo = closed
        written = []
        real_open = open

        def watch(event, arguments):
            if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
                written.append(arguments[0])

        sys.addaudithook(watch)
        sys.path.insert(0, {str(ROOT)!r})
        before = threading.active_count()
        for name in {modules()!r}:
            importlib.import_module(name)
        assert not logging.getLogger().handlers, "a log handler was set up at import"
        assert threading.active_count() == before, threading.enumerate()
        ours = [path for path in written if "matplotlib" not in str(path) and "__pycache__" not in str(path)]
        assert not ours, ours
        print(len({modules()!r}), "modules")
        """
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-B", "-c", script],
        env={"HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[0]) == len(modules()) > 60


def test_the_pure_core_never_loads_what_reaches_out() -> None:
    """Layers, overlays and the stack come without network, plotting, terminal or vendor libraries."""
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "import tools.stack, tools.sizing, tools.risk, tools.levels, tools.votes, tools.horizons\n"
        "reaching = {'requests', 'yfinance', 'matplotlib', 'exchange_calendars', 'rich', 'sqlite3'}\n"
        "print(sorted(reaching & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_help_does_not_pay_for_pandas() -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "import bot.cli\n"
        "print(sorted({'pandas', 'numpy', 'pydantic', 'matplotlib', 'yfinance'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "path", sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py")), ids=str
)
def test_no_file_is_longer_than_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_every_package_is_named_for_the_wheel() -> None:
    """Discovery would drop `tools`, so packages are listed, and one left out would miss in a wheel."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for package in PACKAGES:
        for init in (ROOT / package).rglob("__init__.py"):
            name = ".".join(init.parent.relative_to(ROOT).parts)
            assert f'"{name}"' in text, name
