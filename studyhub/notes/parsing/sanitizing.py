"""What HTML may stand in a note, whatever the parser let through: tags, attributes and the shape of each value."""

import re

import nh3

SCHEMES = {"http", "https", "mailto"}
TAGS = {
    "a", "blockquote", "br", "code", "details", "em", "h2", "h3", "h4", "h5", "h6", "hr", "input", "kbd", "label", "li",
    "ol", "p", "pre", "s", "section", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr",
    "ul",
}  # fmt: skip

IDS = re.compile(r"[^\s\"'<>]+")
LANGUAGE = re.compile(r"language-[\w+#.-]{1,40}", re.ASCII)
ALIGNMENT = re.compile(r"align-(?:left|center|right)")
NUMBER = re.compile(r"[0-9]{1,9}")
VALUES: dict[tuple[str, str], re.Pattern[str]] = {
    ("a", "href"): re.compile(r"(?:(?:https?://|mailto:)[^/\\?#\s]|#).*", re.IGNORECASE | re.DOTALL),
    ("a", "title"): re.compile(r".*", re.DOTALL),
    ("a", "class"): re.compile(r"footnote-backref"),
    ("a", "id"): IDS,
    ("blockquote", "class"): re.compile(r"box box-(?:note|info|tip|warning|danger)"),
    ("code", "class"): LANGUAGE,
    ("input", "type"): re.compile(r"checkbox"),
    ("input", "checked"): re.compile(r""),
    ("input", "disabled"): re.compile(r""),
    ("li", "class"): re.compile(r"task|footnote-item"),
    ("li", "id"): IDS,
    ("ol", "class"): re.compile(r"footnotes-list"),
    ("ol", "start"): NUMBER,
    ("p", "class"): re.compile(r"code-name"),
    ("pre", "tabindex"): re.compile(r"0"),
    ("section", "class"): re.compile(r"footnotes"),
    ("sup", "class"): re.compile(r"footnote-ref"),
    ("td", "class"): ALIGNMENT,
    ("th", "class"): ALIGNMENT,
    **{(f"h{level}", "id"): IDS for level in range(2, 7)},
}
# The frame around what is internal; a page for readers outside has no use for it, and so no permission.
FRAME_TAGS = {"div", "span"}
FRAME_VALUES = {
    ("div", "class"): re.compile(r"internal"),
    ("p", "class"): re.compile(r"internal-label|code-name"),
    ("span", "class"): re.compile(r"internal"),
    ("span", "lang"): re.compile(r"ja|en"),
}


def cleaner(tags: set[str], values: dict[tuple[str, str], re.Pattern[str]]) -> nh3.Cleaner:
    """A sanitiser that keeps these tags, and these attributes where the whole value has the given shape."""
    attributes: dict[str, set[str]] = {}
    for tag, name in values:
        attributes.setdefault(tag, set()).add(name)

    def permitted(tag: str, name: str, value: str) -> str | None:
        shape = values.get((tag, name))
        return value if shape and shape.fullmatch(value) else None

    return nh3.Cleaner(tags=tags, attributes=attributes, attribute_filter=permitted, url_schemes=SCHEMES, link_rel=None)


OUTSIDE = cleaner(TAGS, VALUES)
INSIDE = cleaner(TAGS | FRAME_TAGS, VALUES | FRAME_VALUES)
