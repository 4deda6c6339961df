"""Which files a person means by the paths of a command line."""

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """What stands behind the paths.

    Attributes:
        files: Files to read, each once: named ones in the order given, those of a folder by their path.
        refused: Path -> why nothing of it is read, as a sentence.
        passed_over: Files of folders whose kind is not read.
        led_out: Links in folders to files outside of them, which are not read.
    """

    files: tuple[Path, ...]
    refused: dict[Path, str]
    passed_over: int
    led_out: int


def find_documents(paths: Sequence[Path], suffixes: Collection[str]) -> Found:
    """Look behind each path: a file is itself, a folder is all files in it and below that are of a kind read.

    Hidden files and folders are left out, and a link to a folder is not followed, so no link leads round
    in a circle. A link to a file is taken if that is in the folder too: what is outside was not meant. A
    file or folder that is named outright is taken even if it is a link or hidden.

    Args:
        paths: As typed.
        suffixes: Endings that are read, lower case with the dot.
    """
    files: dict[Path, Path] = {}
    refused: dict[Path, str] = {}
    passed_over = led_out = 0
    for path in paths:
        if path.is_file():
            files.setdefault(path.resolve(), path)
        elif path.is_dir():
            below, home = list(_below(path)), path.resolve()
            inside = [file for file in below if not file.is_symlink() or file.resolve().is_relative_to(home)]
            led_out += len(below) - len(inside)
            readable = [file for file in inside if file.suffix.lower() in suffixes]
            passed_over += len(inside) - len(readable)
            for file in readable:
                files.setdefault(file.resolve(), file)
            if not readable:
                refused[path] = f"no document in this folder; read are {', '.join(sorted(suffixes))}."
        else:
            refused[path] = "not a file or folder." if os.path.lexists(path) else "there is no such file."
    return Found(tuple(files.values()), refused, passed_over, led_out)


def _below(folder: Path) -> Iterator[Path]:
    """Regular files in a folder and below, by path."""
    for where, folders, names in os.walk(folder):
        # sorted in place: this is the order in which the walk goes on
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if not name.startswith(".") and path.is_file():
                yield path
