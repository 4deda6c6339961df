"""How the drawn client looks: two sets of colours and one sheet of rules, our own."""

from typing import Final

_COLOURS: Final = {
    "dark": {
        "page": "#23252b",
        "box": "#2b2e35",
        "edge": "#3b3f48",
        "ink": "#e3e5ea",
        "strong": "#f7f8fa",
        "soft": "#9ba1ad",
        "link": "#62b0f5",
        "quiet": "#464a54",
        "field": "#1b1d21",
        "mention": "#39406b",
        "mention_ink": "#cdd4ff",
    },
    "light": {
        "page": "#ffffff",
        "box": "#f7f8fa",
        "edge": "#dcdfe5",
        "ink": "#2b2f36",
        "strong": "#0d0f12",
        "soft": "#5f6672",
        "link": "#0b66c3",
        "quiet": "#dfe2e8",
        "field": "#ffffff",
        "mention": "#e3e7ff",
        "mention_ink": "#3541a8",
    },
}

EYE: Final = (
    '<svg width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2">'
    '<path d="M2 12c4-8 16-8 20 0c-4 8-16 8-20 0z"/><circle cx="12" cy="12" r="3" fill="currentColor"/></svg>'
)

_RULES: Final = """
*{box-sizing:border-box}
body{margin:0;padding:16px;background:var(--page);color:var(--ink);
 font:16px/1.375 "Noto Sans","Liberation Sans","DejaVu Sans",sans-serif;width:660px}
.message{display:flex;gap:16px}
.avatar{flex:none;width:40px;height:40px;border-radius:50%;background:#3557b7;color:#fff;display:grid;
 place-items:center;font-weight:700;font-size:18px;margin-top:2px}
.said{min-width:0;flex:1}
.used{color:var(--soft);font-size:13px;margin-bottom:2px}
.head{display:flex;align-items:center;gap:6px;margin-bottom:2px}
.head b{color:var(--strong);font-weight:600}
.head time{color:var(--soft);font-size:12px;margin-left:2px}
.badge{background:#4a5bd4;color:#fff;font-size:10px;font-weight:700;padding:1px 5px;border-radius:4px}
.container{border:1px solid var(--edge);border-left:4px solid var(--accent);border-radius:8px;
 background:var(--box);padding:14px 16px;max-width:600px;margin:4px 0;
 display:flex;flex-direction:column;gap:8px}
.text>*:first-child,.section>div>*:first-child{margin-top:0}
h1,h2,h3{color:var(--strong);margin:10px 0 4px;line-height:1.25;font-weight:700}
h1{font-size:24px}h2{font-size:20px}h3{font-size:16px}
p{margin:0}
strong,b{font-weight:700;color:var(--strong)}
small{display:block;color:var(--soft);font-size:12.5px;line-height:1.35}
code{background:var(--field);border:1px solid var(--edge);border-radius:4px;padding:0 4px;
 font:13.5px/1.35 "Noto Sans Mono","DejaVu Sans Mono","Liberation Mono",monospace;white-space:pre-wrap}
pre{margin:4px 0;background:var(--field);border:1px solid var(--edge);border-radius:6px;padding:8px 10px;
 overflow:hidden}
pre code{border:0;padding:0;background:none;white-space:pre-wrap}
blockquote{margin:2px 0;border-left:4px solid var(--quiet);border-radius:4px;padding-left:12px}
.item{display:flex;gap:8px;padding-left:calc(6px + 20px*var(--depth))}
.item i{font-style:normal;color:var(--soft);flex:none}
a{color:var(--link);text-decoration:none}
.mention{background:var(--mention);color:var(--mention_ink);border-radius:4px;padding:0 3px;font-weight:500}
.time{background:var(--quiet);border-radius:4px;padding:0 3px}
.spoiler{background:var(--quiet);border-radius:4px;padding:0 2px}
.separator.spacing1{margin:2px 0}.separator.spacing2{margin:8px 0}
.separator.line{border-top:1px solid var(--edge)}
.section{display:flex;justify-content:space-between;gap:16px}
.section aside{flex:none}
.row{display:flex;flex-wrap:wrap;gap:8px;margin-top:2px}
.button{border-radius:8px;padding:6px 14px;font-size:14px;font-weight:600;color:#fff;min-height:32px;
 display:inline-flex;align-items:center;white-space:pre-wrap}
.style1{background:#4a5bd4}.style2,.style5{background:var(--quiet);color:var(--strong)}
.style3{background:#2c7a4b}.style4{background:#b8383d}.disabled{opacity:.5}
.select{width:100%;max-width:400px;display:flex;justify-content:space-between;background:var(--field);
 border:1px solid var(--edge);border-radius:8px;padding:8px 12px;color:var(--soft)}
.select.chosen{color:var(--ink)}.select i{font-style:normal}
.gallery{display:grid;gap:6px;margin:2px 0;max-width:560px}
.gallery.many{grid-template-columns:1fr 1fr}
figure{margin:0;position:relative;line-height:0}
figure img{width:100%;border-radius:6px}
figure b{position:absolute;left:8px;bottom:8px;background:#000c;color:#fff;font-size:10px;line-height:1;
 padding:4px 5px;border-radius:4px}
.thumbnail{width:84px}.thumbnail b{display:none}
.file{display:flex;gap:10px;align-items:center;border:1px solid var(--edge);background:var(--field);
 border-radius:8px;padding:10px 14px;margin:4px 0;max-width:420px}
.file i{font-style:normal;font-size:26px;color:var(--soft)}
.only{display:flex;align-items:center;gap:5px;color:var(--soft);font-size:12.5px;margin-top:4px}
.thinking{color:var(--soft)}
.thinking i{display:inline-block;width:8px;height:8px;border-radius:50%;background:var(--soft);
 margin-right:4px}
.field{margin-top:6px}
"""


def style(theme: str) -> str:
    """The sheet in a theme's colours."""
    colours = ";".join(f"--{name}:{value}" for name, value in _COLOURS[theme].items())
    return f":root{{{colours}}}{_RULES}"
