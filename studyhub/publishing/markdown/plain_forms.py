"""What only our pages know, in the nearest form every tool shows: keys as code, raised and lowered figures as such."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from studyhub.publishing.markdown.escaping import ZERO_WIDTH_SPACE, Dialect, code_span

RAISED = str.maketrans("0123456789+-=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
LOWERED = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
FIGURES = {"sup": RAISED, "sub": LOWERED}
PAIRS = {"kbd", *FIGURES}
# Between < and > every tool finds this address and nothing else.
SIMPLE_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'()+,;=%-]+")
ENTITY = re.compile(r"&#?[A-Za-z0-9]+;")


def simplified(tokens: Sequence[Token], dialect: Dialect) -> list[Token]:
    """The tokens without pairs of ours; `markdown` is what is written already."""
    found: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        name, _, edge = token.type.rpartition("_")
        if name in PAIRS and edge == "open":
            end = next(place for place in range(index, len(tokens)) if tokens[place].type == f"{name}_close")
            found += of_pair(name, tokens[index + 1 : end], dialect)
            index = end
        elif is_bare_address(tokens, index):
            found.append(Token("markdown", "", 0, content=f"<{tokens[index + 1].content}>"))
            index += 2
        else:
            found.append(token)
        index += 1
    return apart(found)


def apart(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with something nobody sees between two pieces of code, which would be read as one."""
    found: list[Token] = []
    for token in tokens:
        if found and is_code(found[-1]) and is_code(token):
            found.append(Token("markdown", "", 0, content=ZERO_WIDTH_SPACE))
        found.append(token)
    return found


def is_code(token: Token) -> bool:
    return token.type == "code_inline" or (token.type == "markdown" and token.content.startswith("`"))


def of_pair(name: str, inside: Sequence[Token], dialect: Dialect) -> list[Token]:
    if any(token.type != "text" for token in inside):
        return simplified(inside, dialect)
    words = "".join(token.content for token in inside)
    if name == "kbd":
        return [Token("markdown", "", 0, content=code_span(words, dialect))] if words else []
    figures = words.translate(FIGURES[name])
    is_whole = all(figure not in words for figure in figures)
    return [Token("text", "", 0, content=figures if is_whole else words)]


def is_bare_address(tokens: Sequence[Token], index: int) -> bool:
    """Whether a link's words are its address and nothing has to be hidden from anybody."""
    link = tokens[index : index + 3]
    if [token.type for token in link] != ["link_open", "text", "link_close"]:
        return False
    address = link[1].content
    is_same = link[0].attrs.get("href") == address and not link[0].attrs.get("title")
    return is_same and SIMPLE_ADDRESS.fullmatch(address) is not None and not ENTITY.search(address)
