"""How pages and messages say in Japanese what the model knows, at the moment they are read."""

from datetime import datetime, timedelta

from tests.term.hands import TITLE
from tests.term.model import LENGTH, Told

WEEKDAYS = "月火水木金土日"


def day(moment: datetime, now: datetime) -> str:
    """12月7日(月), with the year when that is another one."""
    year = "" if moment.year == now.year else f"{moment.year}年"
    return f"{year}{moment.month}月{moment.day}日({WEEKDAYS[moment.weekday()]})"


def hours(moment: datetime) -> str:
    """19:00–20:30."""
    return f"{moment:%H:%M}–{moment + LENGTH:%H:%M}"


def session(number: int | None) -> str:
    """Which session of the circle."""
    return f"{TITLE} 第{number}回" if number else TITLE


def subject(told: Told, now: datetime) -> str:
    """The subject of a message, written or read at this moment."""
    quoted = "".join(f"「{one}」" for one in told.titles[:1])
    if told.starts_at is None:
        return f"「{TITLE}」の主催者を募集しています"
    which = session(told.number)
    on = f"{day(told.starts_at, now)} {which}"
    reminder = f"{_soon(told.starts_at, now)}{day(told.starts_at, now)} {told.starts_at:%H:%M} {which}"
    more = f"、ほかに{len(told.titles) - 1}章分" if len(told.titles) > 1 else ""
    return {
        "promoted in several": f"繰り上げ参加のお知らせ（{told.about}回分）:{TITLE}、{day(told.starts_at, now)}から",
        "promoted": f"繰り上げ参加のお知らせ:{on}",
        "postponed": f"延期:{on}",
        "meeting_changed": f"変更:{on}",
        "meeting_cancelled": f"中止:{on}",
        "plan_changed": f"予定の変更:{on}",
        "assignment_taken": f"{quoted}の担当は{told.about}さんです",
        "cover_wanted": f"交代希望:{quoted}",
        "cannot_present": f"{told.about}さんが{quoted}を発表できなくなりました。どうするか決めてください",
        "chapters_wanted": f"担当を募集:{quoted}{more}",
        "week_before": f"{day(told.starts_at, now)}は{quoted}の発表をお願いします",
        "day_before": reminder,
        "hour_before": reminder,
        "note_shared": f"ノートが共有されました:第{told.number}回 {told.about}",
        "note_unshared": f"ノートを共有しましょう:{on}",
    }[told.kind]


OF_CHAPTERS = ("assignment_taken", "cover_wanted", "cannot_present", "chapters_wanted")


def mail_subject(told: Told, now: datetime) -> str:
    """The subject of its mail, which says of chapters in which session they are."""
    said = subject(told, now)
    if told.starts_at is None or told.kind not in (*OF_CHAPTERS, "week_before"):
        return said
    which = session(told.number)
    return f"{said}（{which if told.kind == 'week_before' else f'{day(told.starts_at, now)} {which}'}）"


def _soon(starts_at: datetime, now: datetime) -> str:
    left = starts_at - now
    if timedelta(0) < left <= timedelta(minutes=75):
        minutes = round(left / timedelta(minutes=1))
        return "あと1時間:" if minutes >= 50 else f"あと{minutes}分:"
    if now > starts_at or (starts_at.date() - now.date()).days > 1:
        return ""
    return "今日:" if starts_at.date() == now.date() else "明日:"
