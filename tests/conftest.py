"""Fixtures that several packages share."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("plumbline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("plumbline")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real test data; tests that need it are skipped where it is absent."""
    default = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("PLUMB_TEST_DATA", default))
    if not (folder / "manifest.toml").is_file():
        pytest.skip(f"no real test data: set PLUMB_TEST_DATA (looked in {folder})")
    return folder
