"""A message drawn the way a person sees it, in a client of our own drawing; HTML, and a PNG of it."""

import base64
import html
import mimetypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal

from tests.loopback.discord.markdown import Reader, inline, to_html
from tests.loopback.discord.messages import EPHEMERAL, LOADING, Message
from tests.loopback.discord.picture_style import EYE, style
from tests.loopback.discord.screenshot import NoChromiumError, chromium, screenshot

__all__ = ["NoChromiumError", "Shown", "chromium", "picture_of", "render", "screenshot"]

Theme = Literal["dark", "light"]
Part = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands around a message.

    Attributes:
        author: Who wrote it.
        bot: Whether the badge is shown.
        at: When it was written, UTC.
        used: What it answers, such as "ana used /analyze".
        names: What users, roles and channels are called, by id.
    """

    author: str = "Plumbline"
    bot: bool = True
    at: datetime = datetime(2026, 1, 2, 14, 30, tzinfo=UTC)
    used: str = ""
    names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Page:
    files: Mapping[str, bytes]
    reader: Reader

    def source(self, media: Part) -> str:
        """A picture's address: its bytes where it is one of the files."""
        url = str(media.get("url", ""))
        name = url.rsplit("/", 1)[-1]
        if name not in self.files:
            return url
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(self.files[name]).decode()}"


def picture_of(message: Message, *, theme: Theme = "dark", used: str = "") -> str:
    """A message of the loopback as a page."""
    users = {one.id: one.name for one in message.channel.world.users.values()}
    channels = {one.id: one.name for one in message.channel.world.channels.values()}
    shown = Shown(
        message.author.name.title(), message.author.bot, message.created, used=used, names=users | channels
    )
    payload = {**message.payload, "flags": message.flags | (EPHEMERAL if message.ephemeral else 0)}
    return render(payload, {one.name: one.data for one in message.files}, theme=theme, shown=shown)


def render(
    message_payload: Part, files: Mapping[str, bytes], *, theme: Theme = "dark", shown: Shown | None = None
) -> str:
    """A message's payload as a page.

    Args:
        message_payload: `content`, `embeds`, `components`, `flags`, as sent or as given back.
        files: Its files by name.
        theme: "dark" or "light".
        shown: What stands around it.
    """
    about = shown or Shown()
    page = _Page(files, Reader(about.at, about.names))
    flags = message_payload.get("flags") or 0
    parts = [_used(about), _head(about), _body(message_payload, page, loading=bool(flags & LOADING))]
    if flags & EPHEMERAL:
        parts.append(f'<div class="only">{EYE} Only you can see this · <a>Dismiss message</a></div>')
    initial = html.escape(about.author[:1].upper())
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A message</title>'
        f"<style>{style(theme)}</style></head><body><div class='message'>"
        f'<div class="avatar">{initial}</div><div class="said">{"".join(parts)}</div></div></body></html>'
    )


def _used(about: Shown) -> str:
    return f'<div class="used">╭─ {html.escape(about.used)}</div>' if about.used else ""


def _head(about: Shown) -> str:
    badge = '<span class="badge">BOT</span>' if about.bot else ""
    when = f"<time>{about.at:%-d %b %Y, %H:%M}</time>"
    return f'<div class="head"><b>{html.escape(about.author)}</b>{badge}{when}</div>'


def _body(payload: Part, page: _Page, *, loading: bool) -> str:
    if loading:
        return '<div class="thinking"><i></i><i></i><i></i> is thinking…</div>'
    parts = [to_html(payload.get("content") or "", page.reader)]
    parts += [_embed(one, page) for one in payload.get("embeds") or ()]
    components = payload.get("components") or []
    if not any("attachment://" in str(one) or "attachment_id" in str(one) for one in components):
        parts += [_attached(name, page) for name in page.files]
    parts += [_component(one, page) for one in components]
    return "".join(parts)


def _embed(embed: Part, page: _Page) -> str:
    fields = "".join(_field(one, page) for one in embed.get("fields") or ())
    title = f"<h3>{inline(embed['title'], page.reader)}</h3>" if embed.get("title") else ""
    footer = f"<small>{html.escape(embed['footer']['text'])}</small>" if embed.get("footer") else ""
    body = title + to_html(embed.get("description") or "", page.reader) + fields + footer
    return _boxed(body, embed.get("color"))


def _field(one: Part, page: _Page) -> str:
    name, value = inline(one["name"], page.reader), to_html(one["value"], page.reader)
    return f'<div class="field"><b>{name}</b>{value}</div>'


def _attached(name: str, page: _Page) -> str:
    if (mimetypes.guess_type(name)[0] or "").startswith("image/"):
        return f'<div class="gallery"><figure><img src="{page.source({"url": name})}" alt=""></figure></div>'
    return _file({"file": {"url": name}}, page)


def _boxed(inside: str, colour: int | None) -> str:
    accent = f"--accent:#{colour:06x}" if colour is not None else "--accent:transparent"
    return f'<div class="container" style="{accent}">{inside}</div>'


def _component(one: Part, page: _Page) -> str:
    draw = _DRAWN.get(one["type"])
    return draw(one, page) if draw is not None else f"<p>(component of type {int(one['type'])})</p>"


def _inside(components: Sequence[Part], page: _Page) -> str:
    return "".join(_component(one, page) for one in components)


def _container(one: Part, page: _Page) -> str:
    return _boxed(_inside(one["components"], page), one.get("accent_color"))


def _text(one: Part, page: _Page) -> str:
    return f'<div class="text">{to_html(one["content"], page.reader)}</div>'


def _row(one: Part, page: _Page) -> str:
    return f'<div class="row">{_inside(one["components"], page)}</div>'


def _section(one: Part, page: _Page) -> str:
    accessory = _component(one["accessory"], page)
    return (
        f'<div class="section"><div>{_inside(one["components"], page)}</div><aside>{accessory}</aside></div>'
    )


def _separator(one: Part, _: _Page) -> str:
    line = "line" if one.get("divider", True) else ""
    return f'<div class="separator {line} spacing{int(one.get("spacing") or 1)}"></div>'


def _gallery(one: Part, page: _Page) -> str:
    items = one["items"]
    many = "many" if len(items) > 1 else ""
    return f'<div class="gallery {many}">{"".join(_figure(item, page) for item in items)}</div>'


def _figure(item: Part, page: _Page) -> str:
    alt = html.escape(item.get("description") or "")
    badge = "<b>ALT</b>" if alt else ""
    source = html.escape(page.source(item["media"]))
    return f'<figure><img src="{source}" alt="{alt}" title="{alt}">{badge}</figure>'


def _thumbnail(one: Part, page: _Page) -> str:
    return f'<div class="thumbnail">{_figure(one, page)}</div>'


def _file(one: Part, page: _Page) -> str:
    name = str(one["file"]["url"]).rsplit("/", 1)[-1]
    size = len(page.files.get(name, b""))
    told = f"{size:,} bytes" if size < 1024 else f"{size / 1024:,.1f} KB"
    return f'<div class="file"><i>▤</i><div><a>{html.escape(name)}</a><small>{told}</small></div></div>'


def _button(one: Part, _: _Page) -> str:
    kind = f"style{int(one['style'])}" + (" disabled" if one.get("disabled") else "")
    emoji = html.escape((one.get("emoji") or {}).get("name") or "")
    label = html.escape(one.get("label") or "")
    arrow = " ↗" if one.get("url") else ""
    return f'<span class="button {kind}">{f"{emoji} {label}".strip()}{arrow}</span>'


def _select(one: Part, _: _Page) -> str:
    chosen = [option["label"] for option in one.get("options") or () if option.get("default")]
    said = html.escape(", ".join(chosen) or one.get("placeholder") or "Make a selection")
    return f'<div class="select {"chosen" if chosen else ""}"><span>{said}</span><i>⌄</i></div>'


_DRAWN: Final[Mapping[int, Callable[[Part, _Page], str]]] = {
    1: _row,
    2: _button,
    **dict.fromkeys((3, 5, 6, 7, 8), _select),
    9: _section,
    10: _text,
    11: _thumbnail,
    12: _gallery,
    13: _file,
    14: _separator,
    17: _container,
}
