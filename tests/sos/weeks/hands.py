"""What people do in these weeks, by pressing what stands on the pages."""

from datetime import datetime

from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.teams import memberships
from tests.cast import NOON, Cast
from tests.meetings.scenes import meetings_of
from tests.sos.weeks.model import LEADS, ORGANIZER, PEOPLE, TEAMS, Wish
from tests.term.hands import Hand

TITLE = "週ごとのSoS会"
MOODS = {"fine": "順調", "worried": "気がかりがある", "short_handed": "手が足りない"}


class Hands:
    """Everybody before their browser; `rounds` are the ids of the rounds' sessions, in order."""

    def __init__(self, cast: Cast) -> None:
        known: dict[str, User] = {"Aki": cast.aki, "Botan": cast.botan, "Chika": cast.chika}
        self.people = {name: known.get(name) or cast.person(name) for name in PEOPLE}
        self.teams: dict[str, int] = {}
        for team, members in TEAMS.items():
            row = cast.team if team == "minne" else memberships.create_team(team, by=cast.admin, now=NOON)
            self.teams[team] = row.id
            for name in members:
                person = self.people[name]
                if team != "minne":
                    memberships.add_member(row, person, by=cast.admin, now=NOON)
                if name in LEADS[team]:
                    memberships.name_lead(row, person, is_lead=True, by=cast.admin, now=NOON)
        db.session.commit()
        self.of = {name: Hand(cast.browser(person)) for name, person in self.people.items()}
        self.rounds: list[int] = []

    def plan(self, rule: str, count: int) -> list[datetime]:
        """The organiser plans the rounds on Mondays at 13:00; hands back when they begin."""
        typed = {"title": TITLE, "first_day": "2026-12-28", "start": "13:00", "minutes": "30"}
        typed |= {"weeks": "1", "rounds": str(count), "holidays": rule}
        self.of[ORGANIZER].press("/sos/new", "この予定ではじめる", **typed)
        meetings: list[Meeting] = meetings_of(db.session.scalars(db.select(Circle).where(Circle.title == TITLE)).one())
        self.rounds = [meeting.id for meeting in meetings]
        return [meeting.starts_at for meeting in meetings]

    def page(self, round_: int) -> str:
        return f"/sos/{self.rounds[round_]}/"

    def card(self, round_: int, team: str) -> str:
        return f"/sos/{self.rounds[round_]}/teams/{self.teams[team]}/edit"

    def write(self, who: str, round_: int, team: str, label: str, **typed: str) -> None:
        self.of[who].press(self.card(round_, team), label, **typed)

    def answer_name(self, who: str, round_: int, team: str, what: str) -> str:
        """What the card calls the question whether that is still wanted."""
        page = self.of[who].read(self.card(round_, team))
        return str(page.xpath(f"//section[.//h2[contains(., '{what}')]]//input[@type='radio']/@name")[0])

    def press_help(self, who: str, round_: int, wish: Wish, label: str) -> None:
        self.of[who].press(
            self.page(round_), label, near=f"//li[starts-with(@id, 'help-')][contains(., '{wish.what}')]"
        )

    def plan_session(self, who: str, wish: Wish, day: str) -> str:
        """From the list of all that is wanted, by one press and what is proposed; the address of its circle."""
        [line] = self.of[who].read("/sos/").xpath(f"//li[starts-with(@id, 'help-')][contains(., '{wish.what}')]")
        [link] = line.xpath(".//a[starts-with(normalize-space(), '勉強会にする')]/@href")
        self.of[who].press(link, "この内容で", day=day, start="19:00", minutes="60")
        row = db.session.scalars(db.select(Circle).where(Circle.title == wish.what)).one()
        return f"/circles/{row.slug}/"

    def hold_session(self, who: str, circle: str) -> None:
        """Say who came to the only session of a circle."""
        [address] = set(self.of[who].read(f"{circle}?past=all").xpath("//tbody//th/a/@href"))
        self.of[who].press(f"{address}attendance", "出席を確定")

    def keep(self, who: str, round_: int, text: str, label: str) -> None:
        self.of[who].press(self.page(round_), label, text=text)

    def finish(self, who: str, round_: int, text: str) -> None:
        self.of[who].press(self.page(round_), "完了にする", near=f"//li[contains(., '{text}')]")

    def drop(self, who: str, round_: int, text: str) -> None:
        [link] = (
            self.of[who].read(self.page(round_)).xpath(f"//li[contains(., '{text}')]//a[contains(., '変更')]/@href")
        )
        self.of[who].press(link, "取り下げ", reason="決め直すため")

    def begin_note(self, who: str, round_: int) -> str:
        """What the note of a round begins with."""
        page = self.of[who].press(f"/meetings/{self.rounds[round_]}/", "ノートを書く")
        return str(page.xpath("//textarea[@name='source']")[0].text or "")
