"""A drawn message shows what a person sees, and nothing of its text becomes part of the page."""

import asyncio
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.markdown import Reader, relative, to_html
from tests.loopback.discord.picture import NoChromiumError, chromium, picture_of, render, screenshot
from tests.loopback.small_bot import png, running

NOW = datetime(2026, 1, 2, 14, 30, tzinfo=UTC)
READER = Reader(NOW, {5: "ana", 6: "signals"})


@pytest.mark.parametrize(
    ("markdown", "drawn"),
    [
        ("plain", "<p>plain</p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("# One\n### Three\ntext", "<h1>One</h1><h3>Three</h3><p>text</p>"),
        ("#nothing", "<p>#nothing</p>"),
        ("**bold** *slant* _slant_", "<p><strong>bold</strong> <em>slant</em> <em>slant</em></p>"),
        ("***both***", "<p><strong><em>both</em></strong></p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("__under__ ~~gone~~", "<p><u>under</u> <s>gone</s></p>"),
        ("`a * b`", "<p><code>a * b</code></p>"),
        ("`** not bold **`", "<p><code>** not bold **</code></p>"),
        ("```\na  <b>\n```", "<pre><code>a  &lt;b&gt;</code></pre>"),
        ("```py\nx = 1\n```after", "<pre><code>x = 1</code></pre><p>after</p>"),
        ("> quoted\n> twice\nafter", "<blockquote><p>quoted<br>twice</p></blockquote><p>after</p>"),
        (">>> all\nof it", "<blockquote><p>all<br>of it</p></blockquote>"),
        ("-# small print", "<small>small print</small>"),
        (r"\*\*stars\*\* \# \<t:1>", "<p>**stars** # &lt;t:1&gt;</p>"),
        ("[a report](https://example.org/a)", '<p><a href="https://example.org/a">a report</a></p>'),
        ("<https://example.org>", '<p><a href="https://example.org">https://example.org</a></p>'),
        ("[bad](javascript:x)", "<p>[bad](javascript:x)</p>"),
        ("<@5> <#6> <@&7>", None),
        ("<t:1767364200:R>", '<p><span class="time">0 seconds ago</span></p>'),
        ("<t:1767364200:D>", '<p><span class="time">2 January 2026</span></p>'),
        ("</analyze:12>", '<p><span class="mention">/analyze</span></p>'),
        (
            '<script>alert(1)</script> & "x"',
            "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;</p>",
        ),
    ],
)
def test_markdown_is_drawn_as_discord_reads_it(markdown: str, drawn: str | None) -> None:
    names = "".join(
        f'<span class="mention">{name}</span> ' for name in ("@ana", "#signals", "@unknown")
    ).rstrip()
    assert to_html(markdown, READER) == (drawn or f"<p>{names}</p>")


def test_lists_are_drawn_with_their_depth() -> None:
    made = to_html("- one\n  - two\n3. three", READER)
    assert made.count('class="item"') == 3
    assert 'style="--depth:1"><i>◦</i><span>two</span>' in made
    assert "<i>3.</i><span>three</span>" in made


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes += attrs


PIECES = st.sampled_from(
    [
        *("<", ">", '"', "'", "&", "`", "```", "*", "**", "_", "~~", "||", "[", "](", ")", "\\", "\n", "> "),
        *(
            "- ",
            "# ",
            "-# ",
            "<t:",
            "<@5>",
            "https://x.y/z",
            "<img src=x onerror=y>",
            "javascript:",
            "a",
            " ",
        ),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_no_text_becomes_part_of_the_page(text: str) -> None:
    tags = _Tags()
    tags.feed(to_html(text, READER))
    tags.close()
    allowed = {"p", "br", "h1", "h2", "h3", "small", "blockquote", "div", "i", "span", "pre", "code", "a"}
    assert tags.seen <= allowed | {"strong", "em", "u", "s"}
    for name, value in tags.attributes:
        assert name in {"class", "style", "href"}
        assert name != "href" or str(value).startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(seconds=-1), "1 second ago"),
        (timedelta(minutes=-5), "5 minutes ago"),
        (timedelta(hours=3), "in 3 hours"),
        (timedelta(days=-800), "2 years ago"),
    ],
)
def test_relative_times_are_said_in_the_largest_unit(away: timedelta, said: str) -> None:
    assert relative(NOW + away, NOW) == said


def test_a_message_is_drawn_with_its_picture_alt_text_and_buttons() -> None:
    async def run() -> str:
        async with LoopbackDiscord() as loopback:
            guild = loopback.add_guild("Small caps")
            ana = guild.add_member("ana")
            async with running(loopback):
                exchange = await (await ana.slash(guild["general"], "analyze", symbol="IWM")).done()
                return picture_of(exchange.message, used="ana used /analyze")

    page = asyncio.run(run())
    for shown in (
        "<h2>IWM 20</h2>",
        "--accent:#2e7d32",
        'src="data:image/png;base64,',
        'alt="Close 234.10, EMA 21 at 231.02"',
        ">Why?</span>",
        "style1",
        "Horizon",
        "BOT",
        "ana used /analyze",
    ):
        assert shown in page
    assert "attachment://" not in page
    assert "Only you can see this" not in page


def test_an_ephemeral_and_a_thinking_message_say_so() -> None:
    assert "Only you can see this" in render({"content": "hello", "flags": 64}, {})
    assert "is thinking…" in render({"content": "", "flags": 128}, {})


def test_plain_content_shows_its_files_and_its_embeds() -> None:
    embed = {
        "title": "A *title*",
        "description": "text",
        "color": 255,
        "fields": [{"name": "n", "value": "v"}],
    }
    page = render({"content": "hi", "embeds": [embed]}, {"a.png": png(), "b.json": b"{}"}, theme="light")
    for shown in ("<p>hi</p>", "<em>title</em>", "--accent:#0000ff", "data:image/png", "b.json", "2 bytes"):
        assert shown in page


def test_alt_text_and_labels_are_escaped() -> None:
    item = {"media": {"url": "attachment://a.png"}, "description": '"><script>'}
    button = {"type": 2, "style": 1, "label": "<b>", "custom_id": "a"}
    page = render({"components": [{"type": 12, "items": [item]}, {"type": 1, "components": [button]}]}, {})
    assert "<script>" not in page
    assert "&lt;b&gt;" in page


def test_a_page_becomes_a_png_as_tall_as_its_content(tmp_path: Path) -> None:
    if chromium() is None:
        with pytest.raises(NoChromiumError, match="there is no chromium"):
            screenshot("<p>x</p>", tmp_path / "a.png")
        pytest.skip("no chromium here")
    from PIL import Image  # noqa: PLC0415

    page = render({"content": "one line"}, {})
    with Image.open(screenshot(page, tmp_path / "a.png")) as picture:
        assert 60 < picture.height < 200
        assert picture.width > 900


def test_without_chromium_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoChromiumError, match="there is no chromium on the PATH"):
        screenshot("<p>x</p>", tmp_path / "a.png")
