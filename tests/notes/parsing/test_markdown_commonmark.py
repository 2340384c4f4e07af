"""M1: the examples of the CommonMark Spec with our emphasis rule on."""

import json
from pathlib import Path

from markdown_it import MarkdownIt

from studyhub.notes.parsing.cjk_emphasis import cjk_emphasis_plugin

EXAMPLES = json.loads((Path(__file__).parents[2] / "data/commonmark/examples.json").read_text(encoding="utf-8"))
# The library writes an empty quote without the line end the examples have in it.
EMPTY_QUOTES = [218, 239, 240]


def failing(md: MarkdownIt) -> list[int]:
    return [each["example"] for each in EXAMPLES if md.render(each["markdown"]) != each["html"]]


def test_the_specification_has_652_examples() -> None:
    assert [each["example"] for each in EXAMPLES] == list(range(1, 653))


def test_all_examples_but_three_empty_quotes_pass_with_the_emphasis_rule() -> None:
    assert failing(MarkdownIt("commonmark").use(cjk_emphasis_plugin)) == EMPTY_QUOTES


def test_with_html_off_577_examples_pass() -> None:
    md = MarkdownIt("commonmark", {"html": False}).use(cjk_emphasis_plugin)

    assert len(EXAMPLES) - len(failing(md)) == 577
