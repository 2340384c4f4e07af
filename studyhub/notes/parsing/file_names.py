"""What stands behind the sign of a block of code: ```` ```ruby:app.rb ````, ```` ```ts= ````, ```` ```diff js ````."""

import re
from dataclasses import dataclass

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

INFO = re.compile(r"(?P<language>[^\s:{=]*)(?:=[0-9+]*)?(?:[ \t]+(?P<second>[A-Za-z0-9_+#-]+)(?=:))?(?::(?P<file>.*))?")
FILE_MAX_CHARS = 100


@dataclass(frozen=True)
class Info:
    """The language and the name of the file; "" for what is not said."""

    language: str
    file: str


def read(info: str) -> Info:
    """The language without the sign for line numbers, and the file behind the colon."""
    found = INFO.match(info.strip())
    if not found:
        return Info("", "")
    return Info(found["language"], " ".join((found["file"] or "").split())[:FILE_MAX_CHARS])


def name_files(state: StateCore) -> None:
    """Put the name of the file in a line of its own above its code; leave the language alone with the code."""
    tokens: list[Token] = []
    for token in state.tokens:
        if token.type == "fence":
            info = read(token.info)
            token.info = info.language
            tokens += name_line(info.file, token) if info.file else []
        tokens.append(token)
    state.tokens = tokens


def name_line(file: str, code: Token) -> list[Token]:
    opening = Token("paragraph_open", "p", 1, attrs={"class": "code-name"}, map=code.map, level=code.level, block=True)
    inline = Token("inline", "", 0, map=code.map, level=code.level + 1, block=True, content=file)
    inline.children = [Token("code_inline", "code", 0, content=file, markup="`")]
    return [opening, inline, Token("paragraph_close", "p", -1, level=code.level, block=True)]
