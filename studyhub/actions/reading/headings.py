"""Words that say that a decision or an action follows: as a heading, or before a colon."""

import re
import unicodedata
from enum import StrEnum

from studyhub.actions.reading.letters import narrow, plain


class Kind(StrEnum):
    """What a line is; a heading may announce either."""

    DECISION = "decision"
    ACTION = "action"
    EITHER = "either"


_WORDS = {
    Kind.DECISION: """
        決定 決定事項 結論 決まったこと 決めたこと 合意 合意事項 合意したこと
        Decision Decisions Decided Conclusion Conclusions What_we_decided Decisions_made Agreed Resolution
    """,
    Kind.ACTION: """
        宿題 次回までの宿題 TODO TODOs TODOリスト To-do To-dos タスク 残タスク 残作業 残課題 アクション
        アクションアイテム ネクストアクション 次のアクション 次にやること やること 次回までにやること 次に試すこと
        次回まで
        Action Actions Action_item Action_items AI AIs Next_action Next_actions Next_step Next_steps Tasks Homework
        Follow-ups What_to_try_next
    """,
    Kind.EITHER: """
        決定事項と宿題 決定事項・宿題 決定事項/宿題 宿題・決定事項 決定事項とTODO 決定事項・TODO 決定とTODO 決定・TODO
        決定事項とアクション 決定事項・アクション 決定とアクション
        Decisions_and_actions Decisions_&_actions Decisions_and_action_items Decisions_and_next_steps
    """,
}


def _word(text: str) -> str:
    """Words as they are compared, however they are joined."""
    return "".join(letter for letter in plain(text) if letter not in "-_")


_KINDS = {_word(word): kind for kind, words in _WORDS.items() for word in words.split()}
# Each of the words begins with one of these, so that of most lines nothing else is looked at.
_FIRST = re.compile(f"[{''.join(sorted({word[0] for word in _KINDS}))}]", re.IGNORECASE)
LABEL_MAX_CHARS = 40
# What stands around a heading, and before it.
_AROUND = " \t#*_■◆●○▼▽□◇★☆【】[]<>《》「」:：-―—"
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[.)]?[ \t]+")
_ASIDE = re.compile(r"[ ]?\([^()]{0,40}\)$")


def heading_kind(text: str) -> Kind | None:
    """What stands below a heading of these words, or None. What is left from last time was kept then."""
    if len(text) > 2 * LABEL_MAX_CHARS or not _may_hold_a_word(text):
        return None
    bare = _NUMBER.sub("", narrow(text).strip(_AROUND), count=1).strip(_AROUND)
    return _KINDS.get(_word(_ASIDE.sub("", bare).strip(_AROUND)))


def _may_hold_a_word(text: str) -> bool:
    # Width and variants of letters are alike to a reader: a text with any of these is looked at in full.
    return not unicodedata.is_normalized("NFKC", text) or _FIRST.search(text) is not None


def labelled(text: str) -> tuple[Kind, str] | None:
    """The kind a line says before its colon, or in brackets at its beginning, and what stands behind; None without."""
    line = narrow(text)
    for sign, places in ((":", line.find(":", 0, LABEL_MAX_CHARS)), ("】", line.find("】", 0, LABEL_MAX_CHARS))):
        if places > 0 and (kind := heading_kind(line[:places])) in (Kind.DECISION, Kind.ACTION):
            return kind, text[places + len(sign) :].lstrip(" \t　:：*_")
    if line.startswith("[") and (end := line.find("]", 0, LABEL_MAX_CHARS)) > 0:
        kind = heading_kind(line[1:end])
        if kind in (Kind.DECISION, Kind.ACTION):
            return kind, text[end + 1 :].lstrip(" \t　:：*_")
    return None
