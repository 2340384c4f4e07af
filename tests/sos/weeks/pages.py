"""What each page and message says, and what it must say by the model, in one shape."""

from collections import Counter
from datetime import datetime
from typing import Any

from tests.sos.weeks.hands import MOODS, Hands
from tests.sos.weeks.model import TEAMS, Rounds, Wish

SUBJECTS = {
    "card": "チームの近況を書いてください",
    "long": "3回続けて片づいていない手伝いがあります",
    "became": "手伝ってほしいことが、勉強会になりました",
}
ASKS = " の近況を書いてください"
STATES = {"resolved": "片づいた", "withdrawn": "取り下げ"}


def text(element: Any) -> str:
    """What stands there, in one line."""
    return " ".join(" ".join(element.itertext()).split())


def heading(page: Any, title: str) -> Any:
    """The part of a page under this heading, or an empty list."""
    return page.xpath(f"//section[.//h2[normalize-space()='{title}']]")


# Help wanted, wherever it stands

Line = tuple[str, tuple[str, ...]]


def wishes_shown(part: Any) -> list[Line]:
    lines = part.xpath(".//li[starts-with(@id, 'help-')]")
    said = [[text(one) for one in line.xpath("./div/p[@class='row']/*")] for line in lines]
    return [(text(line.xpath("./div/p[1]")[0]), tuple(words)) for line, words in zip(lines, said, strict=True)]


def wish_meant(wish: Wish, age: tuple[int, int]) -> Line:
    rounds, days = age
    said = [f"{rounds}回目 ・ {days}日" if rounds > 1 else "今回から"]
    if wish.is_told:
        said.append("リーダーに届けました")
    if wish.state == "claimed":
        said.append(f"{wish.claimed_by}さんが引き受けました")
    elif wish.became:
        said.append("勉強会になりました")
    elif not wish.is_unsettled:
        said.append(STATES[wish.state])
    return wish.what, tuple(said)


# The page of a round


def round_shown(hands: Hands, who: str, round_: int) -> dict[str, Any]:
    page = hands.of[who].read(hands.page(round_))
    cards = page.xpath("//section[starts-with(@id, 'team-')]")
    left = heading(page, "前からの持ち越し")
    return {
        "cards": [_card_shown(card) for card in cards],
        "silent": [text(one) for one in page.xpath("//li[starts-with(@id, 'team-')]/div/p[1]")],
        "left": wishes_shown(left[0]) if left else [],
        "to do": lines_under(page, "前回からの宿題"),
        "decided": lines_under(page, "これまでの決定事項"),
    }


def lines_under(page: Any, title: str) -> list[str]:
    return sorted(text(one) for part in heading(page, title) for one in part.xpath(".//li/div/p[1]"))


def _card_shown(card: Any) -> tuple[Any, ...]:
    tags = [text(one) for one in card.xpath("./div[@class='section-head']//span[contains(@class, 'tag')]")]
    return text(card.xpath(".//h2")[0]), tags, text(card.xpath("./p[@class='strong']")[0]), wishes_shown(card)


def round_meant(rounds: Rounds, round_: int, now: datetime) -> dict[str, Any]:
    is_over = now >= rounds.ends(round_)
    return {
        "cards": [_card_meant(rounds, round_, team, now) for team in rounds.written(round_)],
        "silent": rounds.silent(round_),
        "left": [wish_meant(one, rounds.age_in(one, round_, now)) for one in rounds.carried_into(round_, now)],
        "to do": [] if is_over else sorted(what for what, of in rounds.to_do.items() if of != round_),
        "decided": [] if is_over else sorted(what for what, of in rounds.decided.items() if of != round_),
    }


def _card_meant(rounds: Rounds, round_: int, team: str, now: datetime) -> tuple[Any, ...]:
    card = rounds.cards[round_, team]
    spoken = ["司会が代筆"] if card.is_spoken else []
    late = ["遅れて提出"] if rounds.is_late(round_, team) else []
    wishes = [wish_meant(one, rounds.age_in(one, round_, now)) for one in rounds.new_in(round_, team)]
    return team, [MOODS[card.mood], *spoken, *late], card.line, wishes


# The wall


def wall_shown(hands: Hands, who: str, round_: int, team: str) -> dict[str, Any]:
    page = hands.of[who].read(f"{hands.page(round_)}wall?team={hands.teams[team]}")
    turns = [" ".join(text(one) for one in line) for line in page.xpath("//ol[@class='turns']/li")]
    left = heading(page, "前からの持ち越し")[0]
    said = page.xpath("//section[@aria-labelledby='team']/p[@class='wall-say']")
    return {"turns": turns, "says": text(said[0]), "left": [what for what, _said in wishes_shown(left)]}


def wall_meant(rounds: Rounds, round_: int, team: str, now: datetime) -> dict[str, Any]:
    order = rounds.turns(round_)
    place, card = order.index(team), rounds.handed_in(round_, team)
    waits = {one: "" if rounds.handed_in(round_, one) else "近況待ち" for one in order}
    words = ["✓ 完了"] * place + ["いま"] + [waits[one] for one in order[place + 1 :]]
    return {
        "turns": [f"{one} {word}".strip() for one, word in zip(order, words, strict=True)],
        "says": card.line if card else "このチームの近況はまだありません。口頭でお願いします。",
        "left": [one.what for one in rounds.carried_into(round_, now)],
    }


# A card, as its team writes it


def card_shown(hands: Hands, who: str, round_: int, team: str) -> dict[str, Any]:
    page = hands.of[who].read(hands.card(round_, team))
    asked = heading(page, "まだ要りますか") or page.xpath("//section[contains(@class, 'sheet-waits')]")
    return {
        "line": page.xpath("//input[@name='line']/@value")[0],
        "asked": [(text(one.xpath(".//h2")[0]), text(one.xpath("./p")[0]).split(" ・ ", 1)[1]) for one in asked],
    }


def card_meant(rounds: Rounds, round_: int, team: str, now: datetime) -> dict[str, Any]:
    card = rounds.cards.get((round_, team))
    asked = []
    for wish in rounds.asked_again(round_, team):
        age, days = rounds.age_in(wish, round_, now)
        goes = " ・ 片づかなければ、リーダーに届きます" if age == 3 else ""
        asked.append((wish.what, f"{days}日 ・ {age}回目{goes}"))
    return {"line": card.line if card else "", "asked": asked}


# The first page of all, the list of what is wanted, messages


def home_shown(hands: Hands, who: str) -> list[str]:
    waits = [text(one) for one in hands.of[who].read("/").xpath("//*[@aria-labelledby='waits']//li/div/p[1]")]
    return sorted(one.removesuffix(ASKS) for one in waits if one.endswith(ASKS))


def list_shown(hands: Hands, who: str) -> list[Line]:
    part = heading(hands.of[who].read("/sos/"), "手伝ってほしいこと")
    return wishes_shown(part[0]) if part else []


def list_meant(rounds: Rounds, now: datetime) -> list[Line]:
    return [wish_meant(one, rounds.age(one, now)) for one in rounds.unsettled()]


def told_shown(hands: Hands, who: str) -> Counter[str]:
    items = hands.of[who].read("/inbox/").xpath("//main//ul[@class='waits']/li/div/p[1]")
    subjects = [text(one).removesuffix(" 未読") for one in items]
    return Counter(one for one in subjects if one in SUBJECTS.values())


def told_meant(rounds: Rounds, who: str) -> Counter[str]:
    return Counter(SUBJECTS[kind] for person, kind in rounds.told if person == who)


# The note, as it begins


def note_shown(source: str) -> dict[str, list[str]]:
    lines = [line.strip() for line in source.splitlines()]
    heads = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
    wished = lines[lines.index("### 手伝ってほしいこと") + 1 : lines.index(":::")]
    return {"teams": heads[:-1], "wishes": [line.removeprefix("- ") for line in wished if line.removeprefix("-")]}


def note_meant(rounds: Rounds, round_: int) -> dict[str, list[str]]:
    wishes = [one for one in rounds.unsettled() if one.round <= round_]
    # Whoever reads it looks a team up: they stand by their names, whenever they talked.
    teams = sorted(rounds.written(round_), key=list(TEAMS).index)
    return {"teams": teams, "wishes": [f"{one.team}: {one.what}" for one in wishes]}
