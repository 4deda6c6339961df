"""Discord's Markdown as HTML: the subset it has, everything else shown as it is."""

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, and when: what mentions are called and what relative times are relative to."""

    now: datetime
    names: Mapping[int, str] = field(default_factory=dict)


Made = Callable[[re.Match[str], Reader], str]

_INLINE: Final = re.compile(
    r"(?P<escape>\\(?P<escaped>[^\w\s]))"
    r"|(?P<code>(?P<ticks>`{1,2})(?P<verbatim>.+?)(?P=ticks)(?!`))"
    r"|(?P<time><t:(?P<unix>-?\d{1,13})(?::(?P<style>[tTdDfFR]))?>)"
    r"|(?P<mention><(?P<sign>@[!&]?|\#)(?P<whom>\d+)>)"
    r"|(?P<command></(?P<said>[^:>]{1,100}):\d+>)"
    r"|(?P<emoji><a?:(?P<called>\w+):\d+>)"
    r"|(?P<link>\[(?P<label>[^\[\]\n]+)\]\(<?(?P<target>https?://[^\s<>()]+)>?\))"
    r"|(?P<bare><?(?P<url>https?://[^\s<>]+[^\s<>.,:;\"')\]])>?)"
    r"|(?P<strong>\*\*(?P<strong_text>.+?)\*\*(?!\*))"
    r"|(?P<under>__(?P<under_text>.+?)__(?!_))"
    r"|(?P<strike>~~(?P<strike_text>.+?)~~)"
    r"|(?P<spoiler>\|\|(?P<spoiler_text>.+?)\|\|)"
    r"|(?P<star>\*(?=\S)(?P<star_text>.+?)(?<=\S)\*(?!\*))"
    r"|(?P<slant>(?<!\w)_(?P<slant_text>.+?)_(?!\w))",
    re.DOTALL,
)
_LIST = re.compile(r"(?P<indent> *)(?P<mark>[-*]|\d+\.) (?P<text>.*)")
_HEADING = re.compile(r"(?P<level>#{1,3}) +(?P<text>.+)")
_FENCE = re.compile(r"```(?:[\w+-]*\n)?(?P<code>.*?)\n?```", re.DOTALL)
_SPANS = (("strong", "strong"), ("under", "u"), ("strike", "s"), ("star", "em"), ("slant", "em"))
_UNITS = (("year", 31_536_000), ("month", 2_592_000), ("day", 86_400), ("hour", 3_600), ("minute", 60))
_STYLES = {
    "t": "%H:%M",
    "T": "%H:%M:%S",
    "d": "%d/%m/%Y",
    "D": "%-d %B %Y",
    "f": "%-d %B %Y %H:%M",
    "F": "%A, %-d %B %Y %H:%M",
}


def to_html(text: str, reader: Reader) -> str:
    """A message's text as HTML; nothing of it reaches the page unescaped."""
    parts = []
    end = 0
    for found in _FENCE.finditer(text):
        parts.append(_blocks(text[end : found.start()].removesuffix("\n"), reader))
        parts.append(f"<pre><code>{html.escape(found['code'])}</code></pre>")
        end = found.end()
    parts.append(_blocks(text[end:].removeprefix("\n") if end else text, reader))
    return "".join(parts)


def _blocks(text: str, reader: Reader) -> str:
    if not text:
        return ""
    lines = text.split("\n")
    parts: list[str] = []
    while lines:
        parts.append(_block(lines, reader))
    return "".join(parts)


def _block(lines: list[str], reader: Reader) -> str:
    """The next block; its lines are taken."""
    first = lines[0]
    if first.startswith(">>> "):
        rest = "\n".join([first[4:], *lines[1:]])
        lines.clear()
        return f"<blockquote>{_blocks(rest, reader)}</blockquote>"
    if first.startswith("> "):
        quoted = [line[2:] for line in _taken(lines, lambda line: line.startswith("> "))]
        return f"<blockquote>{_blocks(chr(10).join(quoted), reader)}</blockquote>"
    if _LIST.fullmatch(first):
        return _list(_taken(lines, lambda line: _LIST.fullmatch(line) is not None), reader)
    del lines[0]
    if (heading := _HEADING.fullmatch(first)) is not None:
        level = len(heading["level"])
        return f"<h{level}>{inline(heading['text'], reader)}</h{level}>"
    if first.startswith("-# "):
        return f"<small>{inline(first[3:], reader)}</small>"
    plain = [first, *_taken(lines, _is_plain)]
    return f"<p>{inline(chr(10).join(plain), reader).replace(chr(10), '<br>')}</p>"


def _is_plain(line: str) -> bool:
    return not (line.startswith(("> ", ">>> ", "-# ")) or _LIST.fullmatch(line) or _HEADING.fullmatch(line))


def _taken(lines: list[str], belongs: Callable[[str], bool]) -> list[str]:
    count = next((index for index, line in enumerate(lines) if not belongs(line)), len(lines))
    taken = lines[:count]
    del lines[:count]
    return taken


def _list(lines: Iterable[str], reader: Reader) -> str:
    parts = []
    for line in lines:
        found = _LIST.fullmatch(line)
        assert found is not None
        depth = len(found["indent"]) // 2
        mark = found["mark"] if found["mark"][0].isdigit() else ("•", "◦", "▪")[min(depth, 2)]
        text = inline(found["text"], reader)
        parts.append(
            f'<div class="item" style="--depth:{depth}"><i>{html.escape(mark)}</i><span>{text}</span></div>'
        )
    return "".join(parts)


def inline(text: str, reader: Reader) -> str:
    """A stretch of text without blocks."""
    parts = []
    end = 0
    for found in _INLINE.finditer(text):
        parts += [html.escape(text[end : found.start()]), _span(found, reader)]
        end = found.end()
    return "".join([*parts, html.escape(text[end:])])


def _span(found: re.Match[str], reader: Reader) -> str:
    for name, tag in _SPANS:
        if found[name]:
            return f"<{tag}>{inline(found[name + '_text'], reader)}</{tag}>"
    made = next(made for name, made in _MADE.items() if found[name])
    return made(found, reader)


def _code(found: re.Match[str], _: Reader) -> str:
    verbatim = found["verbatim"].strip() if len(found["ticks"]) > 1 else found["verbatim"]
    return f"<code>{html.escape(verbatim)}</code>"


def _mention(found: re.Match[str], reader: Reader) -> str:
    sign = "#" if found["sign"] == "#" else "@"
    name = reader.names.get(int(found["whom"]), "unknown")
    return f'<span class="mention">{html.escape(sign + name)}</span>'


def _link(found: re.Match[str], reader: Reader) -> str:
    return f'<a href="{html.escape(found["target"])}">{inline(found["label"], reader)}</a>'


def _bare(found: re.Match[str], _: Reader) -> str:
    url = html.escape(found["url"])
    return f'<a href="{url}">{url}</a>'


def _time(found: re.Match[str], reader: Reader) -> str:
    try:
        moment = datetime.fromtimestamp(int(found["unix"]), UTC)
    except (OverflowError, ValueError, OSError):
        return html.escape(found[0])
    style = found["style"] or "f"
    said = relative(moment, reader.now) if style == "R" else moment.strftime(_STYLES[style])
    return f'<span class="time">{html.escape(said)}</span>'


def relative(moment: datetime, now: datetime) -> str:
    """How long ago, or in how long."""
    seconds = int((moment - now).total_seconds())
    size = abs(seconds)
    unit, length = next(((unit, length) for unit, length in _UNITS if size >= length), ("second", 1))
    count = size // length
    said = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"in {said}" if seconds > 0 else f"{said} ago"


_MADE: Final[Mapping[str, Made]] = {
    "escape": lambda found, _: html.escape(found["escaped"]),
    "code": _code,
    "time": _time,
    "mention": _mention,
    "command": lambda found, _: f'<span class="mention">/{html.escape(found["said"])}</span>',
    "emoji": lambda found, _: html.escape(f":{found['called']}:"),
    "link": _link,
    "bare": _bare,
    "spoiler": lambda found, reader: f'<span class="spoiler">{inline(found["spoiler_text"], reader)}</span>',
}
