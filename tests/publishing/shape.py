"""What a reader sees of HTML: words, code, tables, footnotes, tasks, lists, emphasis, without a tool's wrapping."""

import re
import unicodedata
from urllib.parse import unquote

from lxml import html
from lxml.html import HtmlElement

Event = tuple[str, str]

INLINE = {"em", "strong", "s", "code", "a", "sup"}
BLOCKS = {"ul", "ol", "li", "blockquote", "pre", "table", "th", "td", "tr", "h2", "h3", "h4", "h5", "h6", "hr"}
HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
# A box is a quotation with a bold title elsewhere, and a key is code.
SAME = {"del": "s", "kbd": "code", "details": "blockquote"}
# Raised and lowered figures, which elsewhere are characters of their own.
FIGURES = {"sup", "sub"}
PARAGRAPH = ("", "")
# Our pages put it before the ids of a note.
PREFIX = "n"
# It stands outside emphasis, so that tools without our rule see the emphasis, and nobody sees it.
INVISIBLE = "\u200b"


def shape(document: str) -> list[Event]:
    """The events of reading: words with white space run together, and where each thing begins and ends."""
    found: list[Event] = []
    _walk(html.fromstring(f"<main>{document}</main>"), found, frozenset())
    return _tidied(found)


def _walk(element: HtmlElement, found: list[Event], within: frozenset[str]) -> None:
    name = SAME.get(str(element.tag), str(element.tag))
    if name in FIGURES and not element.get("class") and not element.get("id"):
        found.append(("text", element.text_content()))
        return
    if name == "summary":
        found.extend([PARAGRAPH, ("begin", "strong")])
        _walk_inside(element, found, within | {"strong"})
        found.extend([("end", "strong"), PARAGRAPH])
        return
    if element.get("class") == "footnote-backref" or "footnotes-sep" in element.get("class", ""):
        return
    is_shown = name in BLOCKS or (name in INLINE and name not in within)
    if is_shown:
        found.append(("begin", _described(name, element)))
    if name == "p":
        found.append(PARAGRAPH)
    if name == "input":
        found.append(("task", "done" if element.get("checked") is not None else "open"))
    if name == "br":
        # A heading written with # has one line.
        found.append(("text", " ") if within & HEADINGS else ("break", ""))
    if name == "pre":
        found.append(("code", element.text_content().rstrip("\n").replace(INVISIBLE, "")))
    else:
        _walk_inside(element, found, within | {name})
    if is_shown:
        found.append(("end", name))
    if name == "p":
        found.append(PARAGRAPH)


def _walk_inside(element: HtmlElement, found: list[Event], within: frozenset[str]) -> None:
    is_reference = str(element.tag) == "a" and (element.get("href") or "").startswith("#fn")
    found.append(("text", _number(element) if is_reference else element.text or ""))
    for child in element:
        if isinstance(child.tag, str) and not _is_line_above_footnotes(child):
            _walk(child, found, within)
        found.append(("text", child.tail or ""))


def _number(reference: HtmlElement) -> str:
    """The footnote's number; `[1:1]` is the second reference to the first."""
    return (reference.text or "").strip("[]").split(":", 1)[0]


def _is_line_above_footnotes(element: HtmlElement) -> bool:
    parent, following = element.getparent(), element.getnext()
    if element.tag != "hr" or parent is None:
        return False
    if following is not None and following.tag == "section" and following.get("class") == "footnotes":
        return True
    return bool(parent.get("class") == "footnotes")


def _described(name: str, element: HtmlElement) -> str:
    if name == "a":
        href = element.get("href") or ""
        address = "#fn" if href.startswith("#fn") else unquote(href.replace(f"#{PREFIX}-", "#"))
        return f"a {address} {element.get('title') or ''}".strip()
    if name in ("td", "th"):
        aligned = re.search(r"align[-:]\s*(left|right|center)", f"{element.get('class')} {element.get('style')}")
        return f"{name} {aligned[1] if aligned else ''}".strip()
    if name == "ol":
        return f"ol {element.get('start', '1')}"
    if name == "pre":
        language = re.search(r"language-(\S+)", html.tostring(element, encoding="unicode").split(">")[1])
        return f"pre {language[1] if language else ''}".strip()
    return name


def _tidied(events: list[Event]) -> list[Event]:
    """Neighbouring words as one text, without white space at the edges of blocks and without what is empty."""
    joined = _joined(_spaces_outside([(kind, _seen_as(value)) for kind, value in events]))
    tidy = [_stripped(joined, index) for index in range(len(joined))]
    seen: list[Event] = []
    for event in tidy:
        if event != ("text", ""):
            _see(seen, event)
    joined = _joined(seen)
    stripped = [_stripped(joined, index) for index in range(len(joined))]
    return _joined([event for event in stripped if event not in (PARAGRAPH, ("text", ""))])


def _seen_as(value: str) -> str:
    """Without what nobody sees, and with figures at their usual height."""
    usual = (unicodedata.normalize("NFKC", each) if _is_figure(each) else each for each in value)
    return "".join(usual).replace(INVISIBLE, "").replace("\u2212", "-")


def _is_figure(character: str) -> bool:
    return unicodedata.decomposition(character).startswith(("<super>", "<sub>"))


def _spaces_outside(events: list[Event]) -> list[Event]:
    """White space at the edge of emphasis before or after it: nobody sees the difference."""
    moved = _spaces_after([event for event in _joined(events) if event != ("text", "")], "end")
    return _spaces_after(moved[::-1], "begin")[::-1]


def _spaces_after(events: list[Event], edge: str) -> list[Event]:
    moved: list[Event] = []
    for event in events:
        kind, value = moved[-1] if moved else PARAGRAPH
        strip = str.rstrip if edge == "end" else str.lstrip
        if _is_inline(edge, event) and event[1] != "code" and kind == "text" and strip(value) != value:
            # Of emphasis in emphasis it goes on to the edge of the outer one.
            moved[-1:] = [("text", strip(value))] if strip(value) else []
            moved += [event, ("text", " ")]
        else:
            moved.append(event)
    return moved


def _see(seen: list[Event], event: Event) -> None:
    """Add the event, with breaks outside of emphasis and not at the edges of blocks, and no empty emphasis."""
    last = seen[-1] if seen else PARAGRAPH
    if event[0] == "break" and _is_block_edge(last) and last[0] != "break":
        return
    if (event[0] == "break" and _is_inline("begin", last)) or (last[0] == "break" and _is_inline("end", event)):
        seen.pop()
        _see(seen, event)
        _see(seen, last)
    elif last[0] == "break" and event[0] != "break" and _is_block_edge(event):
        seen.pop()
        _see(seen, event)
    elif _is_inline("end", event) and last == ("begin", event[1]):
        seen.pop()
    else:
        seen.append(event)


def _is_inline(edge: str, event: Event) -> bool:
    return event[0] == edge and event[1] in INLINE


def _joined(events: list[Event]) -> list[Event]:
    joined: list[Event] = []
    for kind, value in events:
        if kind == "text" and joined and joined[-1][0] == "text":
            joined[-1] = ("text", re.sub(r"\s+", " ", joined[-1][1] + value))
        else:
            joined.append((kind, re.sub(r"\s+", " ", value) if kind == "text" else value))
    return joined


def _stripped(events: list[Event], index: int) -> Event:
    kind, value = events[index]
    if kind != "text":
        return events[index]
    if index == 0 or _is_block_edge(events[index - 1]):
        value = value.lstrip()
    if index + 1 >= len(events) or _is_block_edge(events[index + 1]):
        value = value.rstrip()
    return ("text", value)


def _is_block_edge(event: Event) -> bool:
    kind, value = event
    return event == PARAGRAPH or kind in ("task", "break") or (kind in ("begin", "end") and value.split()[0] in BLOCKS)


def without_breaks_in_cells(events: list[Event]) -> list[Event]:
    """Hugo has no line ends in the cells of a table: there a space stands for one."""
    found: list[Event] = []
    is_cell = False
    for kind, value in events:
        if value[:2] in ("td", "th") and kind in ("begin", "end"):
            is_cell = kind == "begin"
        event = ("text", " ") if is_cell and kind == "break" else (kind, value)
        if event[0] == "text" and found and found[-1][0] == "text":
            event = ("text", re.sub(r"\s+", " ", found.pop()[1] + event[1]))
        found.append(event)
    return found
