"""A page as a PNG, by a headless Chromium."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

WIDTH, TALLEST, MARGIN, SCALE = 692, 6_000, 16, 1.5


class NoChromiumError(RuntimeError):
    """There is no Chromium on this machine to take the picture with."""


def chromium() -> str | None:
    """Where Chromium is; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name)) is not None), None)


def screenshot(html: str, path: Path) -> Path:
    """Draw a page into a PNG as tall as its content.

    Raises:
        NoChromiumError: There is no Chromium.
    """
    program = chromium()
    if program is None:
        raise NoChromiumError("no picture: there is no chromium on the PATH (apt-get install chromium)")
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder, "page.html"), Path(folder, "page.png")
        page.write_text(html, encoding="utf-8")
        options = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--force-device-scale-factor={SCALE}",
            f"--user-data-dir={folder}/profile",
            f"--window-size={WIDTH},{TALLEST}",
            f"--screenshot={shot}",
        )
        subprocess.run([program, *options, page.as_uri()], check=True, capture_output=True, timeout=60)
        with Image.open(shot) as image:
            _trimmed(image.convert("RGB")).save(path)
    return path


def _trimmed(image: Image.Image) -> Image.Image:
    """The picture without the empty rows under its content."""
    empty = Image.new("RGB", image.size, image.getpixel((0, image.height - 1)))
    box = ImageChops.difference(image, empty).getbbox()
    bottom = box[3] if box is not None else 1
    return image.crop((0, 0, image.width, min(bottom + int(MARGIN * SCALE), image.height)))
