"""Run as a program: a web page as UTF-8 on standard input, its pieces as JSON on standard output."""

from knowledge.documents.child import serve
from knowledge.documents.limits import Limits
from knowledge.documents.pieces import Reading


def _read(data: bytes, limits: Limits) -> Reading:
    from knowledge.documents.web_page import read_page  # noqa: PLC0415 - after the process has bounded itself

    return read_page(data.decode("utf-8"), limits)


if __name__ == "__main__":
    serve(_read)
