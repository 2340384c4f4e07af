"""What surrounds the words of a line and says nothing about the book: bullets, Markdown, links, small pictures."""

import re
import unicodedata

# One character for one, so that a place found in the folded text is the same place in the original.
FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
FOLDED |= dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], ord(" "))

INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\x00"
PICTURE_PARTS = "\u200d\ufe0e\ufe0f"
KEYCAP = re.compile("([0-9]{1,3})\ufe0f?\u20e3\\s*")

HEADING = re.compile(r"(#{1,6})[ \t]+")
# What a line cut out of a longer one begins with.
SLASH = re.compile(r"(?:[／｜|、,;；。]|/(?=[\s0-9第]))[ \t]*")
BULLET = re.compile(r"(?:[-*+–—→➔»][ \t]+|[•‣◦●○■□◆◇▼▶▪・･](?![・･])[ \t]*)(?:\[[ xX]\][ \t]+)?")
NUMBERED_BOX = re.compile(r"([0-9]{1,3}[.)][ \t]+)\[[ xX]?\][ \t]+")
SHORTCODE = re.compile(r"(?:\s+:[a-z][a-z0-9_]{2,30}:)+\Z")
SHORTCODES_CHARS = 80
CHECKBOX = re.compile(r"\[[ xX]?\][ \t]+|:[a-z_]{3,30}:[ \t]*|>[ \t]+")

LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()]*\)")
TAGS = "a|b|br|code|del|div|em|i|img|kbd|li|ol|p|pre|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul"
TAG = re.compile(rf"</?(?:{TAGS})(?:[ \t/][^<>]*)?>")
# Where a list says in which folder something lies.
FOLDER = re.compile(r"\s(?:->|→|=>|⇒)\s*`[^`]+`\s*(?:\([^()]*\))?\Z")
EMPHASIS = re.compile(r"\*\*|~~")
# What may stand between and around the second link of a line and those that follow.
BETWEEN_LINKS = re.compile(r"[\s*()\[\]（）,、，/／|・·:：;–—-]*\Z")


def fold(text: str) -> str:
    """The text with full-width letters, digits, signs and spaces made narrow; never a change in length."""
    # Nothing that is folded is ASCII.
    return text if text.isascii() else text.translate(FOLDED)


def normal(text: str) -> str:
    """A number as printed, in plain characters: １．１ is 1.1, Ⅲ is III, ① is 1."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def plain(body: str) -> str:
    """The text without Markdown, links, tags and the small pictures around it; itself where nothing else is left."""
    text = unlinked(whole_link(TAG.sub("", body).strip()))
    text = FOLDER.sub("", EMPHASIS.sub("", text)).strip()
    if len(text) > 2 and text[0] == text[-1] == "`" and text.count("`") == 2:
        text = text[1:-1].strip()
    if len(text) > 4 and text.startswith("__") and text.endswith("__"):
        text = text[2:-2].strip()
    return without_pictures(without_shortcodes(without_address(text))) or body


def without_address(text: str) -> str:
    """The text without an address at its end."""
    place = max(text.rfind("http://"), text.rfind("https://"))
    if place < 1 or any(sign.isspace() for sign in text[place:]):
        return text
    return text[:place].rstrip(" \t\u3000-–—:：|")


def without_shortcodes(text: str) -> str:
    """The text without small pictures written in words at its end, such as :memo:."""
    found = SHORTCODE.search(text[-SHORTCODES_CHARS:])
    return text[: len(text) - len(found[0])] if found else text


def whole_link(text: str) -> str:
    """The words of a link that is all of the line; they may hold brackets."""
    if text.startswith("[") and text.endswith(")") and text.count("](") == 1:
        place = text.index("](")
        return text[1:place].strip() if is_address(text[place + 2 : -1]) else text
    return text


def is_address(text: str) -> bool:
    """Whether every bracket in it was opened in it: "a_(b).md", not ") (see below"."""
    opened = 0
    for sign in text:
        opened += (sign == "(") - (sign == ")")
        if opened < 0:
            return False
    return opened == 0


def is_link(body: str) -> bool:
    """Whether all of the line is one link."""
    return whole_link(body) != body


def unlinked(text: str) -> str:
    """The text with links replaced by their words; links behind the first that have nothing between them go."""
    found = LINK.search(text) if "](" in text else None
    if found is None:
        return text
    behind = text[found.end() :]
    if LINK.search(behind) and BETWEEN_LINKS.match(LINK.sub("", behind)):
        behind = ""
    return text[: found.start()] + found[1] + LINK.sub(r"\1", behind)


def without_pictures(text: str) -> str:
    """The text without small pictures before and after it; a digit in a box is a number."""
    start = 0
    while start < len(text) and (is_picture(text[start]) or text[start] in PICTURE_PARTS + " \t\u3000"):
        start += 1
    end = len(text)
    while end > start and (is_picture(text[end - 1]) or text[end - 1] in PICTURE_PARTS):
        end -= 1
    text = text[start:end].strip()
    keycap = KEYCAP.match(text)
    return f"{keycap[1]}. {text[keycap.end() :]}" if keycap else text


def is_picture(sign: str) -> bool:
    return sign > "\u2190" and unicodedata.category(sign) == "So"
