"""Addresses in running text as links, and what Zenn embeds: `https://example.com/a`, `@[youtube](id)`.

An address is ASCII only, so that Japanese goes on directly behind it, and ends before the punctuation of the sentence.
"""

import re

from markdown_it.rules_inline import StateInline

MAX_CHARS = 2_000
SCHEME = re.compile(r"(?<![A-Za-z0-9])https?\Z", re.IGNORECASE)
SCHEME_MAX_CHARS = len("https")
HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?(?::[0-9]{1,5})?"
REST = re.compile(rf"://{HOST}(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]{{0,{MAX_CHARS}}})?")
SENTENCE_ENDS = ".,:;!?'*_~"
EMBED = re.compile(rf"@\[(?P<name>[a-z][a-z0-9_-]{{0,30}})\]\((?P<value>(?:[^\s()]|\([^\s()]*\)){{1,{MAX_CHARS}}}+)\)")
VIDEO = re.compile(r"[A-Za-z0-9_-]{5,20}")
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def bare_link(state: StateInline, silent: bool) -> bool:
    """The inline rule, asked at each colon."""
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    # One character more, which the scheme may not go on from.
    scheme = SCHEME.search(state.src[max(state.pos - SCHEME_MAX_CHARS - 1, 0) : state.pos])
    rest = REST.match(state.src, state.pos, state.posMax)
    if not scheme or not rest or not (silent or state.pending.endswith(scheme[0])):
        return False
    written = without_sentence_end(rest[0])
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        write_link(state, scheme[0] + written)
    state.pos += len(written)
    return True


def without_sentence_end(address: str) -> str:
    """Without the punctuation after it, and without the bracket of a remark the address stands in."""
    while address.endswith(tuple(SENTENCE_ENDS)) or is_bracketed(address):
        address = address[:-1]
    return address


def is_bracketed(address: str) -> bool:
    return address.endswith(")") and address.count(")") > address.count("(")


def embed(state: StateInline, silent: bool) -> bool:
    """The inline rule, asked at each @."""
    # Skipped as a whole within what may be a link's words, it would end up as a link in a link.
    found = None if silent or state.linkLevel > 0 else EMBED.match(state.src, state.pos, state.posMax)
    address = embedded(found["name"], found["value"]) if found else None
    if not found or not address:
        return False
    write_link(state, address)
    state.pos = found.end()
    return True


def embedded(name: str, value: str) -> str | None:
    """The address of what is embedded: its own, or that of a video; None for what has none."""
    if ADDRESS.fullmatch(value):
        return value
    return f"https://www.youtube.com/watch?v={value}" if name == "youtube" and VIDEO.fullmatch(value) else None


def write_link(state: StateInline, address: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs, opening.markup, opening.info = {"href": state.md.normalizeLink(address)}, "linkify", "auto"
    state.push("text", "", 0).content = address
    closing = state.push("link_close", "a", -1)
    closing.markup, closing.info = "linkify", "auto"
