"""What holds for every template, whoever wrote it."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "templates"
PAGES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
MAIL = "delivery/mail.html"
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
EXPRESSION = re.compile(r"[\w-]*\{\{.*?\}\}[\w-]*", re.DOTALL)
INLINE = {
    "a style element": r"<style\b",
    "a style attribute": r"\sstyle\s*=",
    "a script without an address": r"<script\b(?![^>]*\ssrc=)",
    "an event attribute": r"\son[a-z]+\s*=",
    "a script address": r"javascript:|[\"']js:",
    "htmx code": r"\bhx-on\b|\bhx-on:",
    "an htmx trigger that needs eval": r"hx-trigger\s*=\s*[\"'][^\"']*\[",
    "a file from another host": r"<(?:script|img|link|iframe)\b[^>]*\s(?:src|href)=[\"'](?:https?:)?//",
}


def source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_every_template_parses(name: str) -> None:
    assert parsed(name).body


@cache
def parsed(name: str) -> nodes.Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    return environment.parse(source(name))


@pytest.mark.parametrize("name", PAGES)
def test_every_template_obeys_the_content_security_policy(name: str) -> None:
    text = JINJA.sub("", source(name))

    assert [what for what, pattern in INLINE.items() if re.search(pattern, text, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "text",
    [
        "<style>",
        '<p style="x">',
        "<script>x</script>",
        '<b onclick="x">',
        '<a href="javascript:x">',
        '<b hx-on:click="x">',
        '<b hx-trigger="click[x]">',
        '<script src="//cdn.example/x.js">',
    ],
)
def test_what_the_policy_would_block_is_noticed(text: str) -> None:
    assert [what for what, pattern in INLINE.items() if re.search(pattern, text)] != []


@pytest.mark.parametrize("name", PAGES)
def test_every_form_that_changes_something_carries_its_token(name: str) -> None:
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", source(name), re.DOTALL)

    assert [form for form in forms if "csrf_field()" not in form] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_class_is_one_of_the_stylesheet(name: str) -> None:
    text = EXPRESSION.sub(" ", JINJA.sub(" ", source(name)))
    named = {word for value in re.findall(r"\sclass=\"([^\"]*)\"", text) for word in value.split()}

    assert named - set(re.findall(r"\.([a-z][\w-]*)", stylesheet(name))) == set()


def stylesheet(name: str = "") -> str:
    """That of pages; mails carry one of their own."""
    path = FOLDER / "delivery" / "mail.css" if name == MAIL else ROOT / "studyhub" / "static" / "studyhub.css"
    text = path.read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def tokens_and_rest() -> tuple[str, str]:
    tokens, rest = stylesheet().split("@layer elements {")
    return tokens, rest


COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b(?=[^{}]*[;}])|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\("
    r"|(?<=[\s:])(?:black|white|gr[ae]y|silver|red|green|blue|yellow|orange|purple|pink|brown|navy|teal)(?=[\s;}])",
    re.IGNORECASE,
)


def test_colours_are_named_among_the_tokens_only() -> None:
    _, rest = tokens_and_rest()

    assert COLOUR.findall(rest) == []


@pytest.mark.parametrize("rule", ["a { color: #fff }", "a { color: red }", "a { background: oklch(1 0 0) }"])
def test_a_colour_elsewhere_is_noticed(rule: str) -> None:
    assert COLOUR.search(rule)


def test_every_token_exists_and_is_used() -> None:
    tokens, _ = tokens_and_rest()

    assert set(re.findall(r"var\((--[\w-]+)\)", stylesheet())) == set(re.findall(r"(--[\w-]+):", tokens))


@pytest.mark.parametrize("name", [name for name in PAGES if "{{ form.text }}" in source(name)])
def test_a_file_that_was_looked_at_is_sent_again_as_large_as_it_is(name: str) -> None:
    begins = source(name)[: source(name).index("{{ form.text }}")]

    # In addresses each of its letters would be as long as nine.
    assert 'enctype="multipart/form-data"' in begins[begins.rindex("<form") :]


@pytest.mark.parametrize("name", PAGES)
def test_what_a_template_takes_from_macros_is_used_there_or_in_its_parts(name: str) -> None:
    imported = [one for found in parsed(name).find_all(nodes.FromImport) for one in found.names]

    assert {one if isinstance(one, str) else one[1] for one in imported} - named_in(name) == set()


def named_in(name: str) -> set[str]:
    """What a template names, or a part that it includes by its name; other parts take their macros themselves."""
    named = {one.name for one in parsed(name).find_all(nodes.Name) if one.ctx == "load"}
    included = [one.template for one in parsed(name).find_all(nodes.Include)]
    return named.union(*(named_in(one.value) for one in included if isinstance(one, nodes.Const)))


def test_every_macro_is_called_by_more_than_the_page_of_components() -> None:
    defined = {macro.name for name in PAGES for macro in parsed(name).find_all(nodes.Macro)}
    pages = [parsed(name) for name in PAGES if not name.startswith("design/")]

    called = {one.name for page in pages for one in page.find_all(nodes.Name) if one.ctx == "load"}

    assert defined - called == set()


def test_every_class_of_the_stylesheet_is_used() -> None:
    selectors = re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", stylesheet()))
    places = [
        *FOLDER.rglob("*.html"),
        *(path for end in ("py", "js") for path in (ROOT / "studyhub").rglob(f"*.{end}")),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in places)
    used = set(re.findall(r"[a-z][\w-]*", text))
    # One that ends with what a thing is: `tag-{{ kind }}`.
    begun = set(re.findall(r"([a-z][\w-]*-)(?:\{|\(\?:)", text))

    assert {name for name in selectors if name not in used and not name.startswith(tuple(begun))} == set()


def test_no_rule_of_the_stylesheet_stands_twice() -> None:
    # Those of a layer alone: what holds for a width may be said again for another one.
    rules = [" ".join(one.split()) for one in re.findall(r"^  \S[^{}]*\{[^{}]*\}", stylesheet(), re.MULTILINE)]

    assert [one for one, times in Counter(rules).items() if times > 1] == []
