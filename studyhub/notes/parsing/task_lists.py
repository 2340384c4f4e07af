"""`- [ ]` and `- [x]` as boxes nobody can tick, labelled by their own text.

The plugin for this looks backwards through all tokens for every item: quadratic, 14 000 items take minutes.
"""

import re

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

BOX = re.compile(r"\[([ xX])\][ \t]+")


def mark_tasks(state: StateCore) -> None:
    """Turn the box at the start of a list item into `task_open` … `task_close`; `meta["checked"]` says which."""
    for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if (item.type, paragraph.type, inline.type) == ("list_item_open", "paragraph_open", "inline"):
            mark_task(item, inline)


def mark_task(item: Token, inline: Token) -> None:
    children = inline.children or []
    if not children or children[0].type != "text" or not (box := BOX.match(children[0].content)):
        return
    if box.end() == len(children[0].content) and len(children) == 1:
        return
    children[0].content = children[0].content[box.end() :]
    opening, closing = Token("task_open", "label", 1), Token("task_close", "label", -1)
    opening.meta["checked"] = box[1] != " "
    inline.children = [opening, *children, closing]
    item.attrs["class"] = "task"
