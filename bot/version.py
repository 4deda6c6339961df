"""Which version is running."""

from importlib.metadata import PackageNotFoundError, version


def running_version() -> str:
    """The installed version, or a word for a checkout that was never installed."""
    try:
        return version("plumbline")
    except PackageNotFoundError:
        return "of a checkout that is not installed"
