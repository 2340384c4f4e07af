"""What the pages of rounds show: teams one after another, who is waited for, and help wanted with its age."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from studyhub.circles import queries as circles
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.sos import queries, rules, writing
from studyhub.sos.ages import Age, ages
from studyhub.sos.models import HelpWanted, TeamUpdate
from studyhub.teams.models import Team

PAST_SHOWN = 12
MINUTES_EACH, MINUTES_EACH_OF_MANY, MANY_TEAMS = 3, 2, 10


@dataclass(frozen=True)
class Wish:
    """Help wanted as a page shows it to one reader."""

    wanted: HelpWanted
    age: Age
    can_claim: bool
    can_give_back: bool
    can_resolve: bool
    can_withdraw: bool


@dataclass(frozen=True)
class Card:
    """One team in a round: `update` once it is handed in; `has_draft` only for those of the team.

    `can_write_down` is for whoever leads the round, while the team has written nothing itself.
    """

    team: Team
    update: TeamUpdate | None
    has_draft: bool
    is_mine: bool
    can_write_down: bool
    wishes: Sequence[Wish]


@dataclass(frozen=True)
class Round:
    """A round with those who have written, in the order they talk, and behind them those it waits for."""

    meeting: Meeting
    cards: Sequence[Card]
    carried: Sequence[Wish]
    can_write: bool

    @property
    def written(self) -> int:
        """How many teams have handed in."""
        return sum(card.update is not None for card in self.cards)

    @property
    def mine(self) -> list[Card]:
        """The cards of the reader's own teams."""
        return [card for card in self.cards if card.is_mine]


def round_page(meeting: Meeting, user: User, *, now: datetime) -> Round:
    """What the page of a round shows this person."""
    own = queries.own_team_ids(user)
    wishes = _wishes(queries.in_round(meeting), user, own, now, as_of=meeting.starts_at)
    leads = rules.can_write_down(meeting, user, circles.participation(meeting.circle, user), now)
    [page] = _rounds([meeting], wishes, own, now, leads=leads)
    return page


def _rounds(
    meetings: Sequence[Meeting], wishes: Sequence[Wish], own: set[int], now: datetime, *, leads: bool = False
) -> list[Round]:
    """Some rounds, with those of the wishes that are theirs. The same number of statements for however many."""
    updates: dict[int, list[TeamUpdate]] = {meeting.id: [] for meeting in meetings}
    for update in queries.updates_of(updates) if meetings else []:
        updates[update.meeting_id].append(update)
    teams = list(db.session.scalars(queries.teams_with_members()))
    return [_round(meeting, teams, updates[meeting.id], wishes, own, now, leads=leads) for meeting in meetings]


def _round(
    meeting: Meeting,
    teams: Sequence[Team],
    updates: Sequence[TeamUpdate],
    wishes: Sequence[Wish],
    own: set[int],
    now: datetime,
    *,
    leads: bool,
) -> Round:
    by_team = {update.team_id: update for update in updates}
    asked = {team.id: team for team in teams}
    # A team that is no more keeps the cards it wrote.
    asked |= {one.team_id: one.team for one in updates if one.handed_in_at and one.team_id not in asked}
    here = [wish for wish in wishes if wish.wanted.meeting.circle_id == meeting.circle_id]
    new = [wish for wish in here if _is_new(wish, meeting)]
    is_open = writing.is_open(meeting, now)
    cards = [_card(team, by_team.get(team.id), own, new, leads=leads and is_open) for team in asked.values()]
    carried = [] if meeting.is_held(now) else [wish for wish in here if not _is_new(wish, meeting)]
    # A card that comes in while the teams talk leaves its team where it stood: none talks twice, and none is left out.
    in_turn = sorted(cards, key=lambda card: card.update is None or not card.update.was_there_in_time)
    return Round(meeting, in_turn, carried, is_open)


def _is_new(wish: Wish, meeting: Meeting) -> bool:
    return wish.wanted.meeting_id == meeting.id


def _card(team: Team, update: TeamUpdate | None, own: set[int], wishes: Sequence[Wish], *, leads: bool) -> Card:
    is_mine, is_handed_in = team.id in own, update is not None and update.handed_in_at is not None
    asked = [wish for wish in wishes if wish.wanted.team_id == team.id]
    # A draft, which its team alone knows of, keeps nobody from being offered it: the form says that the team writes.
    is_silent = team.closed_at is None and (not is_handed_in or (update is not None and update.is_by_facilitator))
    return Card(
        team,
        update if is_handed_in else None,
        has_draft=update is not None and is_mine,
        is_mine=is_mine,
        can_write_down=leads and not is_mine and is_silent,
        wishes=asked,
    )


def _wishes(
    found: Iterable[HelpWanted], user: User, own: set[int], now: datetime, as_of: datetime | None = None
) -> list[Wish]:
    rows = list(found)
    age = ages(rows, now=now, as_of=as_of)
    return [_wish(one, age[one.id], user, own) for one in rows]


def _wish(wanted: HelpWanted, age: Age, user: User, own: set[int]) -> Wish:
    return Wish(
        wanted,
        age,
        can_claim=rules.can_claim(wanted),
        can_give_back=rules.can_give_back(wanted, user),
        can_resolve=rules.can_resolve(wanted, user, own),
        can_withdraw=rules.can_withdraw(wanted, own),
    )


@dataclass(frozen=True)
class Wall:
    """The team that talks, who comes next, how many have talked, and for how many seconds each may.

    `ends_about` is when the last team will have talked.
    """

    card: Card | None
    following: Card | None
    done: int
    seconds: int
    ends_about: datetime


def wall(page: Round, team_id: int | None, *, now: datetime) -> Wall:
    """The wall at one team; at the first where none is named."""
    cards = page.cards
    index = next((place for place, card in enumerate(cards) if card.team.id == team_id), 0)
    following = cards[index + 1] if index + 1 < len(cards) else None
    minutes = MINUTES_EACH if len(cards) <= MANY_TEAMS else MINUTES_EACH_OF_MANY
    left = timedelta(minutes=minutes * (len(cards) - index))
    ends_about = max(now, page.meeting.starts_at) + left
    return Wall(cards[index] if cards else None, following, index, minutes * 60, ends_about)


@dataclass(frozen=True)
class Overview:
    """The next round of each circle, what is unsettled, what was settled lately, and rounds that are over."""

    rounds: Sequence[Round]
    wishes: Sequence[Wish]
    settled: Sequence[HelpWanted]
    past: Sequence[Meeting]


def overview(user: User, *, now: datetime) -> Overview:
    """What the first page of the Scrum of Scrums shows this person."""
    own = queries.own_team_ids(user)
    return Overview(
        _rounds(queries.next_rounds(user, now), [], own, now),
        _wishes(queries.unsettled(user), user, own, now),
        queries.lately_settled(user),
        queries.past_rounds(user, now, PAST_SHOWN),
    )


def wish_of(wanted: HelpWanted, user: User, *, now: datetime) -> Wish:
    """One wish as this person sees it."""
    [wish] = _wishes([wanted], user, queries.own_team_ids(user), now)
    return wish
