"""Posts to write, and notes that are as bad as they can be."""

from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

from studyhub.notes.text.internal import has_marker
from studyhub.publishing.blogs.post import Post
from tests.publishing.reading.feeds import DATA

JAPAN = timezone(timedelta(hours=9))
APPROVED = datetime(2026, 5, 14, 16, 30, 5, tzinfo=JAPAN)

NOTES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((DATA / "notes").glob("*.md"))}

HOSTILE = {
    "shortcodes": "prose {{< figure src=x >}} and {{% note %}} and {{< unclosed\n\n`{{< a >}}` `{{% b %}}` `{{<`",
    "shortcodes in code": (
        "```go\n{{< youtube x >}}\n{{% a %}} {{< b >}}\n{{< unclosed\n{{</* shown */>}}\n{{% {{< c >}} %}}\n"
        "{{<x%}} {{ .Title }} {{%/* y */%}}\n{{<\nz\n>}}\n```"
    ),
    "summary divider": "a <!--more--> b\n\n```html\n<!--more-->\n<!-- more -->\n```\n\n`<!--more-->`",
    "html": (
        "<script>alert(1)</script>\n\n<b onclick=x>b</b> <img src=x onerror=alert(1)>\n\n<!-- c -->\n\n<div>\nd\n</div>"
    ),
    "entities": "&lt;script&gt; &amp;amp; &copy; &#60;b&#62; &#8203; AT&T &nbsp;x&nbsp;",
    "links": (
        '[js](javascript:alert(1)) [data](data:text/html,x) [ok](https://example.com/?a=1&copy=2 "t \\"q\\" {{<") '
        "[paren](https://example.com/a_(b)) [日本](https://example.com/日本) <https://example.com/{{<> [a*b](#x)"
    ),
    "bare addresses": "https://example.com/a_b_c and www.example.com. botan@example.com <botan@example.com> http://x.y",
    "smart typography": "\"quoted\" 'single' -- --- ... <<a>> (c) it's 1/2 a.b.. www.x",
    "emphasis beside japanese": (
        "これは**「重要」**な点。**警告！**を読む。**テスト(test)**の結果。~~「旧」~~の値。*「弱」*と。\n\n"
        "**太字***斜体* *斜体***太字** ***両方*** **太*斜*字** *斜**「太」**字* **「a」*「b」*「c」**で ~~**「x」**~~は"
    ),
    "emphasis within itself": "*a _b_ c* **a __b__ c** *(a) _(b)_* **a*b*c** ***a** b* ***a* b** ~~a **b *c* d** e~~",
    "emphasis of nothing": (
        "*&#12;* **&#12;**x **[](javascript:x)** a*&#12;*b *`code`* **[a](https://x.y)** _&nbsp;_ *&#32;a*"
    ),
    "front matter": '---\ntitle: other\ndraft: false\n---\n\n+++\nx = 1\n+++\n\n{"a": 1}',
    "definitions and more": (
        "Term\n: definition\n\n{: .class}\n\n{#id .a}\n\n# Heading {#id}\n\n"
        "*[HTML]: x\n\n$$x^2$$ H~2~O x^2^ ==m== ++i++ :smile:"
    ),
    "lists": (
        "- a\n- b\n\n* c\n* d\n\n1. x\n2. y\n\n1) p\n2) q\n\n7. seven\n8. eight\n\n"
        "- - - deep\n- \n- > quote\n  > more\n"
        "- a\n  - b\n    1. c\n\n       para\n\n    2. d\n-     code\n\n  after\n-\n  ```\n  x\n  ```\n- ***\n- # h\n"
    ),
    "list that starts late": "text\n\n- a\n  3. not a list\n\n  3. a list\n\n999999999. last\n999999999. again",
    "tasks": (
        "- [ ] open\n- [x] done\n- [X] done **bold**\n- [ ] *e* text\n- [ ] `code`\n- \\[ \\] no task\n"
        "1. [x] numbered\n   - [ ] nested\n\n[ ] x"
    ),
    "text that looks like blocks": (
        "1\\. a\n\\# b\n\\- c\n\\+ d\n\\> e\n\\=== \nf\n\\---\n\\*\\*\\*\n\\`\\`\\`\n"
        "\\| a | b |\n\\[x]: y\n    z\n1986\\. A year\n\n"
        "[1](javascript:x). a\n\n[-](javascript:x) a\n\n\\~~~\n&#35; x\n&#9;tab\n&#32;&#32;&#32;&#32;four"
    ),
    "tables": (
        "| a | `b\\|c` | d |\n|:--|:-:|--:|\n| \\| | `x\\|y\\|z` | **「太」**の |\n|  | `` `t` `` | ~~x~~ |\n"
        "| [l](https://x.y/a\\|b) | a\\\\b | https://x.y |\n\n"
        "> | q |\n> |---|\n> | r |\n\n- | l |\n  |---|\n  | m |"
    ),
    "code": (
        "`` a`b `` ``` `` ``` ` a ` `  ` ` b` `\\` `<b>` `&amp;`\n\n"
        "````\n```\nx\n```\n````\n\n~~~ruby {1-3}\nputs '~~~'\n~~~\n\n"
        "    indented\n\n      more\n\n```\n\n```\n\n```\n```\n\n"
        '```a"b<c>\ny\n```\n\n```C++\ny\n```\n\n```\n\ta\n\n\n  b\n```'
    ),
    "quotes": "> a\n>\n> > b\nlazy\n\n> c\n\n> ```\n> d\n>\n> e\n> ```\n> f\n> # g\n> h",
    "footnotes": (
        "a[^a] b[^b] a again[^a]: x[^missing] [^a](x)\n\n[^a]: one **「two」**の\n\n"
        "    second paragraph\n\n    - list\n\n"
        "[^b]: - list\n\n    ```\n    code\n    ```\n\n[^unused]: no\n\n- in list[^c]\n\n[^c]: with[^a]"
    ),
    "headings": "# a\n\n### b\n\nc\nd\n===\n\ne **「f」**の `g` #\n---\n\n#\n\n###### *z*",
    "backslash before a break": "back\\\\\\\nslash\n\n- [^1]\\\\  \n  x\n\n[^1]: 1. > a\\\n   > b",
    "breaks": "a  \nb\\\nc\nd\n改行\nあり\n**x**  \n**y**\n\n[](javascript:x)  \na  \n[](javascript:x)",
    "very long line": "長い行" * 8_000 + " word" * 500,
    "images": "![図](https://example.com/a.png) ![](b.png) ![x *y*](javascript:z) [![alt](c.png)](https://example.com)",
    "invisible": "a\u200bb\u200dc\u2028d\u2029e\ufefff \u00a0g\u3000h **\u3000i**",
    "emoji": "🦆**「🦆」**🦆 *👩‍👩‍👧‍👦* 🏳️‍🌈**！**🏳️‍🌈",
    "links in what may be links": (
        "[a @[card](https://x.y/) b](#z) [a https://x.y/ b](#z) [<kbd>k](#z)</kbd> "
        "[$a](#z)$ <kbd>**a</kbd>** *a <sup>2*</sup>"
    ),
    "nothing": "",
}

TITLES = [
    "yes", "1e3", "null", "2026-01-05", "a: b # c", "@x", "`x`", "\"quoted\" 'single'", "- dash", "? q", "{{< x >}}",
    "%25",
    "back\\slash \\u0041 \\n", "絵文字 🦆👩‍👩‍👧‍👦", "<script>alert(1)</script> & &amp;", "---", "a\tb",
    "長" * 300, "[a](b) *c*", "~", "!!int 3",
]  # fmt: skip


# What random notes are put together from.
FRAGMENTS = [
    "a", "b c", "語", "「", "」", "。", "(", ")", "*", "**", "***", "_", "__", "~~", "`", "``", "\n", "\n\n", "  \n",
    "\\\n", " ", "  ", "    ", "\t", "- ", "* ", "+ ", "1. ", "2) ", "> ", "# ", "## ", "---", "===", "```", "```x\n",
    "~~~", "| a | b |", "\n|---|---|\n", "|", "[", "]", "](https://x.y)", "](#z)", "](javascript:x)", "![", "[^1]",
    "\n\n[^1]: ", "[ ] ", "[x] ", "- [ ] ", "<b>", "</b>", "<!--", "-->", "<script>", "&amp;", "&lt;", "&#32;",
    "&#12;", "&nbsp;", "\\", ":", "!", "...", "--", "'", '"', "$", "^", "@", "{{<", ">}}", "https://x.y/", "www.x.y",
    "1", ".", "🦆", "\u3000", "<br>", "<kbd>k</kbd>", "<sub>2</sub>", "$", "$$", "\n:::message\n", "\n:::\n",
    "\n:::details t\n", "\n<details>\n<summary>s</summary>\n", "\n</details>\n", ":smile:", "@[card](https://x.y/)",
    "\n```rb:a.rb\n", "www.", "@", "http://x.y/a_b", "\n| a |\n|---|\n| b<br>c |\n", "{", "}", "=", "'a'", "~",
]  # fmt: skip


def is_odd(source: str) -> bool:
    """Whether only a picture's caption or a second explanation may refer to a footnote: our page shows it alone."""
    return "[^1]" in source and ("![" in source or source.count("[^1]: ") != 1)


def random_notes(seed: int, count: int) -> list[str]:
    """Notes of random fragments, the same for the same seed."""
    dice = Random(seed)  # noqa: S311 -- notes to try, not secrets
    notes: list[str] = []
    while len(notes) < count:
        note = "".join(dice.choices(FRAGMENTS, k=dice.randint(3, 25)))
        if not is_odd(note) and not has_marker(note):
            notes.append(note)
    return notes


def a_post(number: int = 1, **changes: Any) -> Post:
    values: dict[str, Any] = {
        "slug": f"sre-reading-{number:03}",
        "title": f"SRE本輪読会 第{number}回",
        "source": "平均ではなく**「分布」**で見る。\n",
        "date": APPROVED,
        "updated": datetime(2026, 5, 20, 1, tzinfo=UTC),
        "tags": ("SRE", "on", "1.0"),
        "authors": ("Aki",),
        "series": "SRE本を読む",
        "series_number": number,
        "circle": "SRE本輪読会",
    }
    return Post(**(values | changes))
