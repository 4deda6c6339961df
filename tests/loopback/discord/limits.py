"""Discord's limits on messages that its description leaves out. Source: its developer documentation."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.loopback.discord.messages import (
    BUTTON,
    COMPONENTS_V2,
    FILE,
    SELECTS,
    TEXT_DISPLAY,
    Component,
    media,
    walked,
)
from tests.loopback.discord.refusal import Fault

ROW, SECTION, CONTAINER, SEPARATOR = 1, 9, 17, 14
ONLY_V2 = {SECTION, TEXT_DISPLAY, 11, 12, FILE, SEPARATOR, CONTAINER}
LINK = 5
CONTENT, EMBEDS_TOGETHER, EMBEDS = 2_000, 6_000, 10
COMPONENTS, ROWS, VIEW_TEXT, ALT_TEXT, LABEL, CUSTOM_ID, OPTIONS = 40, 5, 4_000, 1_024, 80, 100, 25
FILE_BYTES, NONCE = 10 * 1024 * 1024, 25
OPTION_TEXT, PLACEHOLDER, FILES = 100, 150, 10

Body = Mapping[str, Any]


def message_faults(body: Body, *, flags: int, names: Sequence[str]) -> Iterator[Fault]:
    """What is wrong with a message that is sent or edited.

    Args:
        body: What was sent.
        flags: The flags the message has after it.
        names: Names of the files it has after it.
    """
    components = body.get("components") or []
    if flags & COMPONENTS_V2:
        yield from _v2(body, components, names)
    else:
        yield from _v1(components)
    yield from _content(body)
    yield from component_faults(components)
    if any(body.get(key) for key in ("content", "embeds", "components")) and "allowed_mentions" not in body:
        yield Fault(
            "allowed_mentions", "allowed_mentions", "nothing says who may be mentioned", refused=False
        )


def _content(body: Body) -> Iterator[Fault]:
    content = body.get("content") or ""
    if len(content) > CONTENT:
        yield Fault("content", "content", f"{len(content)} characters; at most {CONTENT}")
    together = sum(_embed_size(one) for one in body.get("embeds") or ())
    if together > EMBEDS_TOGETHER:
        yield Fault("embeds", "embeds", f"{together} characters over all embeds; at most {EMBEDS_TOGETHER}")
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > NONCE:
        yield Fault("nonce", "nonce", f"{len(str(nonce))} characters; at most {NONCE}")


def _embed_size(embed: Body) -> int:
    fields = sum(
        len(one.get("name") or "") + len(one.get("value") or "") for one in embed.get("fields") or ()
    )
    footer = len((embed.get("footer") or {}).get("text") or "")
    author = len((embed.get("author") or {}).get("name") or "")
    return len(embed.get("title") or "") + len(embed.get("description") or "") + fields + footer + author


def _v1(components: Sequence[Component]) -> Iterator[Fault]:
    if any(one["type"] in ONLY_V2 for one in walked(list(components))):
        yield Fault("components v2", "components", "these components need the flag IS_COMPONENTS_V2")
    if len(components) > ROWS:
        yield Fault("rows", "components", f"{len(components)} action rows; at most {ROWS}")


def _v2(body: Body, components: Sequence[Component], names: Sequence[str]) -> Iterator[Fault]:
    for key in ("content", "embeds", "poll"):
        if body.get(key):
            yield Fault("components v2", key, f"{key} cannot be sent with IS_COMPONENTS_V2")
    every = list(walked(list(components)))
    if len(every) > COMPONENTS:
        yield Fault("components", "components", f"{len(every)} components, nested ones counted; at most 40")
    characters = sum(len(one["content"]) for one in every if one["type"] == TEXT_DISPLAY)
    if characters > VIEW_TEXT:
        yield Fault("view text", "components", f"{characters} characters over all texts; at most {VIEW_TEXT}")
    if components:
        shown = {item["media"]["url"] for item in media(list(components))}
        shown |= {one["file"]["url"] for one in every if one["type"] == FILE}
        for url in sorted(shown):
            if url.startswith("attachment://") and url.removeprefix("attachment://") not in names:
                yield Fault("attachment", "components", f"{url} is none of the files")
        for name in names:
            if not any(url.rsplit("/", 1)[-1] == name for url in shown):
                yield Fault("attachment", "attachments", f"no component shows {name}", refused=False)


def component_faults(components: Sequence[Component]) -> Iterator[Fault]:
    """What is wrong with components, whichever message or modal they are in."""
    every = list(walked(list(components)))
    ids = Counter(one["custom_id"] for one in every if one.get("custom_id"))
    for custom_id, count in ids.items():
        if count > 1:
            yield Fault("custom_id", "components", f"custom_id {custom_id!r} is there {count} times")
        if len(custom_id) > CUSTOM_ID:
            yield Fault("custom_id", "components", f"{len(custom_id)} characters; at most {CUSTOM_ID}")
    for item in media(list(components)):
        alt = item.get("description") or ""
        if len(alt) > ALT_TEXT:
            yield Fault("alt text", "components", f"{len(alt)} characters; at most {ALT_TEXT}")
        if not alt.strip():
            yield Fault("alt text", "components", "a picture without alt text", refused=False)
    for one in every:
        yield from _of_kind(one)


def _of_kind(one: Component) -> Iterator[Fault]:
    if one["type"] == BUTTON:
        yield from _button(one)
    elif one["type"] in SELECTS:
        yield from _select(one)
    elif one["type"] == ROW:
        kinds = [inner["type"] for inner in one["components"]]
        if len(kinds) > 5 or (len(kinds) > 1 and set(kinds) & set(SELECTS)):
            yield Fault("row", "components", "a row holds five buttons or one menu")
    elif one["type"] == TEXT_DISPLAY and not one["content"]:
        yield Fault("text", "components", "a text display without text")


def _button(one: Component) -> Iterator[Fault]:
    label = one.get("label") or ""
    if len(label) > LABEL:
        yield Fault("label", "components", f"{len(label)} characters on a button; at most {LABEL}")
    if not label and not one.get("emoji"):
        yield Fault("label", "components", "a button without label and emoji")
    wanted, other = ("url", "custom_id") if one["style"] == LINK else ("custom_id", "url")
    if not one.get(wanted) or one.get(other):
        yield Fault("button", "components", f"a button of style {one['style']} has {wanted} and no {other}")


def _select(one: Component) -> Iterator[Fault]:
    options = one.get("options") or []
    if len(options) > OPTIONS:
        yield Fault("select", "components", f"{len(options)} options; at most {OPTIONS}")
    values = [option["value"] for option in options]
    if len(values) != len(set(values)):
        yield Fault("select", "components", "two options have the same value")
    texts = [option.get(key) or "" for option in options for key in ("label", "value", "description")]
    if any(len(text) > OPTION_TEXT for text in texts):
        yield Fault("select", "components", f"an option's text is longer than {OPTION_TEXT}")
    if len(one.get("placeholder") or "") > PLACEHOLDER:
        yield Fault("select", "components", f"the placeholder is longer than {PLACEHOLDER}")


def modal_faults(data: Body) -> Iterator[Fault]:
    """What is wrong with a modal."""
    title = data.get("title") or ""
    if not 1 <= len(title) <= 45:
        yield Fault("modal title", "title", f"{len(title)} characters; 1 to 45")
    components = data.get("components") or []
    if not 1 <= len(components) <= 5:
        yield Fault("modal", "components", f"{len(components)} components; 1 to 5")
    for one in walked(list(components)):
        label = one.get("label") or ""
        if one["type"] in {4, 18} and len(label) > 45:
            yield Fault("modal label", "components", f"{len(label)} characters; at most 45")
        if one["type"] == 4 and len(one.get("placeholder") or "") > OPTION_TEXT:
            yield Fault("modal", "components", f"the placeholder is longer than {OPTION_TEXT}")
    yield from component_faults(components)


def choice_faults(choices: Sequence[Body]) -> Iterator[Fault]:
    """What is wrong with the choices of an autocompletion."""
    if len(choices) > OPTIONS:
        yield Fault("choices", "choices", f"{len(choices)} choices; at most {OPTIONS}")
    for one in choices:
        if not 1 <= len(one["name"]) <= OPTION_TEXT or len(str(one["value"])) > OPTION_TEXT:
            yield Fault(
                "choices", "choices", f"{one['name'][:40]!r}: name and value have 1 to 100 characters"
            )


def file_faults(files: Sequence[tuple[str, bytes]], limit: int) -> Iterator[Fault]:
    """What is wrong with uploaded files."""
    if len(files) > FILES:
        yield Fault("files", "attachments", f"{len(files)} files; at most {FILES}")
    for name, data in files:
        if len(data) > limit:
            yield Fault("file size", "attachments", f"{name} has {len(data)} bytes; at most {limit}")
