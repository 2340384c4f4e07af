"""One organisation in which every address leads to something, and who asks for it.

Its circle "quiet" is for participants only: Aki organises it, Botan and Fumi take part, and nobody else may know of
it. A second one, "open", is public.
"""

import secrets
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from werkzeug.test import TestResponse

from studyhub.accounts import invitations, resets
from studyhub.actions import deciding, giving
from studyhub.actions.giving import Task
from studyhub.actions.places import Place
from studyhub.alerts import acting, naming
from studyhub.alerts import queries as alert_queries
from studyhub.alerts.incoming import intakes, taking
from studyhub.alerts.incoming.firings import Firing
from studyhub.alerts.models import Alert, AlertSource, DecisionKind, IntakeKind
from studyhub.alerts.reviewing import deciding as alert_deciding
from studyhub.allowance import closing
from studyhub.allowance.parts import Part
from studyhub.chat import webhooks
from studyhub.chat.models import ChatForm
from studyhub.chat.webhooks import NewWebhook
from studyhub.circles import invitations as circle_invitations
from studyhub.circles.models import Circle, CircleKind, Format, Visibility
from studyhub.circles.planning import keeping
from studyhub.circles.planning.drafts import Draft
from studyhub.circles.planning.typed_lines import TypedLine
from studyhub.db import db
from studyhub.delivery import inbox, processes
from studyhub.delivery.mailing import testing
from studyhub.delivery.models import MailTrouble, ProcessKind, TroubleKind
from studyhub.departures import leaving
from studyhub.desk import keeping as keeping_inside
from studyhub.desk import slots
from studyhub.drills import queries as answers
from studyhub.drills import scenarios
from studyhub.drills.running import casting, debriefing, playing, stepping_back
from studyhub.drills.running.casting import Cast as Played
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import EventKind, RemarkKind, Verdict
from studyhub.duty import addresses as duty_addresses
from studyhub.duty.models import AddressKind
from studyhub.handoffs import writing as handing_over
from studyhub.handoffs.writing import Response, Words
from studyhub.meetings.assigning import asking, assignments, suggestions
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.between import proposing
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.changing import cancelling, creating
from studyhub.meetings.changing.postponing import postpone
from studyhub.meetings.material import arranging
from studyhub.meetings.models import AttendanceState, Meeting
from studyhub.meetings.signing_up import joining, removing
from studyhub.meetings.thanks import giving as thanks
from studyhub.meetings.thanks.models import Thanks
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import ThoughtKind
from studyhub.notes import tagging
from studyhub.notes.edits import writing
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import releasing
from studyhub.pager import connecting
from studyhub.pager.connecting import Connection
from studyhub.pager.models import PagerKind, PagerSpan
from studyhub.paths import making, stepping
from studyhub.paths.making import Wanted
from studyhub.paths.models import ShadowNight
from studyhub.paths.steps import StepKind
from studyhub.people import addresses, tokens
from studyhub.people.addresses import Purpose
from studyhub.people.days import unavailability
from studyhub.people.models import Token, TokenPurpose, User, UserState
from studyhub.rota import drafting, publishing
from studyhub.rota import queries as rota_queries
from studyhub.rota.collecting import collecting
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.rota.pool import following
from studyhub.rota.swaps import hours
from studyhub.rota.swaps.models import Swap, SwapAsk, SwapKind
from studyhub.services import keeping as keeping_services
from studyhub.services import quirks, readying
from studyhub.services.keeping import Described
from studyhub.services.states import ReadinessState
from studyhub.settings import closed_days, organization
from studyhub.settings.models import Registration
from studyhub.sos import helping
from studyhub.sos import queries as sos_queries
from studyhub.sos import writing as sos_writing
from studyhub.sos.models import Mood
from studyhub.sos.moves import HelpState
from studyhub.teams import memberships, reorganizing
from tests.cast import CHEAP_HASHER, NOON, OF_PEOPLE, Browser, Cast
from tests.conftest import SECRET_KEY
from tests.meetings.scenes import meetings_of
from tests.rights.tables.typed import GOOD

ROLES = ("visitor", "chika", "botan", "aki", "emi", "ado")
FIRST_START = NOON - timedelta(days=6)
MEETINGS = 8


PLANTED: set[str] = set()


def planted(where: str) -> str:
    """A phrase that stands in one private field and nowhere else; secrecy.py beside this says who may find it."""
    PLANTED.add(where)
    return f"planted7{where}7"


# The draft of a book that Aki plans.
BOOK_KEY = "b" * 32


def draft_key(user_id: int | None) -> str:
    """The key of the draft without a book that somebody has begun."""
    return f"{user_id or 0:032x}"


@dataclass
class World:
    """The organisation; `names` fills addresses and fields."""

    cast: Cast
    size: int = 1
    names: dict[str, Any] = field(default_factory=dict)
    people: dict[str, int | None] = field(default_factory=dict)
    _cookies: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cast = self.cast
        organization.current().registration = Registration.OPEN
        self.people = {"visitor": None, "chika": cast.chika.id, "botan": cast.botan.id, "aki": cast.aki.id}
        self.people |= {"emi": cast.editor.id, "ado": cast.admin.id, "fumi": cast.person("Fumi").id}
        self.circle = self._circle(planted("circle-title"), Visibility.PARTICIPANTS, slug="quiet")
        self.meetings = meetings_of(self.circle)
        self.open = self._open_circle()
        self._fill_meetings()
        self.unorganized = self._unorganized_circle()
        self._write_notes()
        self._settle()
        self._fill_accounts()
        self._begin_plans()
        self._name_webhooks()
        self._run_services()
        self._connect_pager()
        self._train()
        self._show_the_way()
        self._begin_rounds()
        for role in ROLES:
            self.browser(role)
        db.session.commit()

    def _name_webhooks(self) -> None:
        new = NewWebhook(
            planted("webhook-name"), ChatForm.SLACK, f"https://127.0.0.1/{planted('webhook-address')}/9f2c"
        )
        self.webhook = webhooks.add(self.circle, new, by=self.user("aki"), now=NOON)

    def _connect_pager(self) -> None:
        """A pager whose secret nobody is shown again."""
        address = f"https://127.0.0.1/{planted('pager-address')}"
        new = Connection(PagerKind.PAGERDUTY, address, f"{planted('pager-secret')}9f2c", "PPRIME1", "PSECOND", 14)
        connecting.connect(new, by=self.user("chika"), now=NOON)
        connecting.name_people({self.user("botan").id: "PBOTAN1"}, by=self.user("chika"), now=NOON)
        begins = NOON + timedelta(days=1)
        told = {"starts_at": begins, "ends_at": begins + timedelta(hours=15), "asked_at": NOON, "attempts": 1}
        db.session.add(PagerSpan(user=self.user("aki"), role=Role.PRIMARY, trouble="away", failed_at=NOON, **told))

    def _begin_rounds(self) -> None:
        """A Scrum of Scrums that Aki and Botan are in, with the card of their team and help it wants."""
        aki, botan, team = self.user("aki"), self.user("botan"), self.cast.team
        begins = [NOON + timedelta(days=days) for days in (3, 17)]
        new = creating.NewCircle(
            title="Rounds",
            key="rounds",
            kind=CircleKind.SOS,
            visibility=Visibility.PARTICIPANTS,
            format=Format.DISCUSSED,
            meetings=[creating.NewMeeting(begin, begin + timedelta(minutes=30)) for begin in begins],
        )
        circle = creating.create(new, by=aki, now=NOON)
        joining.join(circle, botan, now=NOON)
        self.round, self.next_round = meetings_of(circle)
        said = planted("update-line"), planted("update-troubles")
        words = sos_writing.Words(Mood.FINE, *said, planted("help-wanted"))
        self.update = sos_writing.hand_in(self.round, team.id, words, base=0, by=botan, now=NOON)
        self.wanted = sos_queries.in_round(self.round)[0]
        self.claimed = helping.ask(self.round, team.id, "Claimed", None, by=aki, now=NOON)
        helping.claim(self.claimed, by=botan, now=NOON)
        self.settled = helping.ask(self.round, team.id, "Settled", None, by=aki, now=NOON)
        helping.settle(self.settled, HelpState.RESOLVED, by=botan, now=NOON)
        draft = sos_writing.Words(None, planted("update-draft"), wants=planted("update-wants"))
        sos_writing.save_draft(self.next_round, team.id, draft, base=0, by=aki, now=NOON)

    def _run_services(self) -> None:
        aki, botan = self.user("aki"), self.user("botan")
        self.user("chika").is_rota_keeper = True
        described = Described(
            self.cast.team.id,
            planted("service-name"),
            planted("service-summary"),
            runbook_url=f"https://files.example/{planted('service-runbook')}",
            dashboard_url=f"https://files.example/{planted('service-dashboard')}",
            repository_url=f"https://files.example/{planted('service-repository')}",
            contact_user_id=botan.id,
            contact_handle=planted("service-handle"),
        )
        self.service = keeping_services.create(described, by=self.user("ado"), now=NOON)
        self.retired_service = keeping_services.create(
            Described(self.cast.team.id, "old"), by=self.user("ado"), now=NOON
        )
        keeping_services.retire(self.retired_service, by=self.user("ado"), now=NOON)
        self.other_service = keeping_services.create(
            Described(self.cast.team.id, "further"), by=self.user("ado"), now=NOON
        )
        before = planted("quirk-body-before")
        first = quirks.Words(planted("quirk-before"), before, f"<p>{before}</p>")
        # So long ago that everybody of the team is asked about it.
        self.quirk = quirks.write(self.service, first, by=aki, now=NOON - timedelta(days=400))
        body = planted("quirk-body")
        words = quirks.Words(planted("quirk-title"), body, f"<p>{body}</p>")
        quirks.rewrite(self.quirk, words, base=1, by=aki, now=NOON - timedelta(days=300))
        self.retired_quirk = quirks.write(self.service, quirks.Words("Old", "Text", "<p>Text</p>"), by=aki, now=NOON)
        quirks.retire(self.retired_quirk, by=aki, now=NOON)
        readying.begin(self.service, self.user("fumi"), now=NOON)
        readying.sign_off(self.service, aki, ReadinessState.READY, by=botan, now=NOON)
        self._plan_rota()
        self._ring()

    def _plan_rota(self) -> None:
        """A published rota of which Aki has shifts, and a draft over it that the keeper alone sees."""
        chika, first = self.user("chika"), NOON.date() + timedelta(days=6)
        self.rota = drafting.make(planted("rota-name"), first, first + timedelta(days=6), by=chika, now=NOON)
        publishing.publish(drafting.draft(self.rota, by=chika, now=NOON), by=chika, now=NOON)
        after = self.rota.ends_on + timedelta(days=1)
        self.collection = collecting.ask(after, after + timedelta(days=20), NOON.date(), by=chika, now=NOON)
        self.rota_draft = drafting.draft(self.rota, by=chika, now=NOON)
        self.screen = duty_addresses.make(AddressKind.SCREEN, planted("duty-address"), by=chika, now=NOON)
        self.program = duty_addresses.make(AddressKind.PROGRAM, "Monitoring", by=chika, now=NOON)
        # Used a moment ago, which is not noted once more.
        self.calendar = duty_addresses.make(AddressKind.CALENDAR, "Telephones", by=chika, now=NOON)
        self.calendar.last_used_at = self.screen.last_used_at = self.program.last_used_at = NOON
        self.shift = rota_queries.duties_of_person(self.user("aki").id, NOON)[0].shift
        # They are ready since, so that there is somebody who is asked and somebody who can be.
        for role in ("emi", "ado"):
            readying.sign_off(self.service, self.user(role), ReadinessState.READY, by=self.user("botan"), now=NOON)
        following.follow(NOON)
        self.swap = self.ask_for_swap(planted("swap-words"), self.user("emi"))
        self._hand_over()
        self._close_month()

    def _close_month(self) -> None:
        """A night that Aki served in a month that is closed, and a correction of it."""
        chika, day = self.user("chika"), date(2026, 11, 9)
        past = Rota(name="November", starts_on=day, ends_on=day, created_by_id=chika.id, created_at=NOON)
        db.session.add(past)
        db.session.flush()
        starts_at = NOON - timedelta(days=22) + timedelta(hours=7)
        self.past_shift = self.shift_at(past, starts_at, 15, self.user("aki"))
        self.closed_month = closing.close(date(2026, 11, 1), by=chika, now=NOON)
        self.correct_month(planted("allowance-reason"))

    def shift_at(self, rota: Rota, starts_at: datetime, lasts: int, user: User) -> Shift:
        """A published shift of so many hours."""
        shift = Shift(rota_id=rota.id, day=starts_at.date(), kind=ShiftKind.WEEKNIGHT, role=Role.PRIMARY, points=1)
        shift.starts_at, shift.ends_at = starts_at, starts_at + timedelta(hours=lasts)
        shift.user_id, shift.reason, shift.changed_at = user.id, {"vacant": {}}, NOON
        db.session.add(shift)
        db.session.flush()
        hours.note([shift])
        return shift

    def _hand_over(self) -> None:
        """Emi handed over to Aki, whose shift ends in an hour."""
        emi, day = self.user("emi"), date(2026, 11, 30)
        self.running_rota = Rota(name="Now", starts_on=day, ends_on=day, created_by_id=emi.id, created_at=NOON)
        db.session.add(self.running_rota)
        db.session.flush()
        begins = NOON - timedelta(hours=11)
        ended = self.shift_at(self.running_rota, begins - timedelta(hours=15), 15, emi)
        self.ending_shift = self.shift_at(self.running_rota, begins, 12, self.user("aki"))
        what = planted("handoff-what")
        answered = [Response(ended.starts_at, ended.starts_at + timedelta(hours=1), what)]
        first = Words(planted("handoff-before"), "Text", "<p>Text</p>", [self.service.id])
        self.handoff = handing_over.write(ended, first, by=emi, now=begins)
        body = planted("handoff-body")
        words = Words(planted("handoff-burns"), body, f"<p>{body}</p>", [self.service.id], answered)
        handing_over.rewrite(self.handoff, words, base=1, by=emi, now=begins)

    def correct_month(self, reason: str, hour: int = 0) -> None:
        """Chika takes an hour of Aki's night back, counted from its beginning: the same one only once."""
        night = self.past_shift
        span = night.starts_at + timedelta(hours=hour), night.starts_at + timedelta(hours=hour + 1)
        part = Part(self.user("aki").id, night.id, *span, -1)
        closing.correct_by_hand(self.closed_month, part, reason, by=self.user("chika"), now=NOON)

    def ask_for_swap(self, words: str, asked: User) -> Swap:
        """Aki asks somebody to take a night."""
        aki, night = self.user("aki"), self.shift
        span = {"starts_at": night.starts_at, "ends_at": night.ends_at, "asked_at": NOON}
        swap = Swap(shift=night, kind=SwapKind.GIVE, giver=aki, asked_by=aki, words=words, **span)
        db.session.add(SwapAsk(swap=swap, user=asked, asked_at=NOON))
        db.session.flush()
        return swap

    def _ring(self) -> None:
        """An alert at night that the team decided about, one whose service nobody knows, and where they come in."""
        aki, ado = self.user("aki"), self.user("ado")
        self.intake = intakes.create(planted("intake-name"), IntakeKind.ALERTMANAGER, {}, by=ado, now=NOON)
        self.alert_token = intakes.token(self.intake, key=SECRET_KEY)
        naming.teach(planted("alias"), self.service, by=aki, now=NOON)
        [self.alias] = alert_queries.aliases_of(self.service)
        starts_at, rule = NOON - timedelta(days=3), planted("alert-rule")
        firings = [
            Firing(
                f"known-{day}",
                rule,
                planted("alias"),
                starts_at - timedelta(days=day),
                starts_at,
                labels={"pod": planted("alert-label")},
                summary=planted("alert-summary"),
            )
            for day in range(3)
        ]
        unknown = Firing("unknown", planted("unknown-rule"), planted("unknown-service"), starts_at)
        taking.take([*firings, unknown], source=AlertSource.WEBHOOK, intake_id=self.intake.id, now=NOON)
        self.alert = db.session.scalars(db.select(Alert).where(Alert.identity == "known-0")).one()
        acting.act(self.alert, aki, planted("alert-done"), by=aki, now=NOON)
        assert self.alert.group is not None
        decided = alert_deciding.Decided(DecisionKind.TUNE, planted("alert-reason"), aki.id, NOON.date())
        alert_deciding.decide(self.alert.group, decided, by=aki, now=NOON - timedelta(days=40))

    def _train(self) -> None:
        """A scenario of Aki's made from the alert, one that nobody has played, and one that is put away."""
        aki = self.user("aki")
        kept = {one.name: planted(f"scenario-{one.name}") for one in fields(scenarios.Kept)}
        told = scenarios.Told(planted("scenario-title"), self.service.id, alert_group_id=self.alert.group_id)
        self.scenario = scenarios.write(told, scenarios.Kept(**kept), by=aki, now=NOON)
        away = scenarios.Kept("Slow", "Disk", "Another disk")
        scenarios.write(scenarios.Told("Unplayed", self.service.id), away, by=aki, now=NOON)
        self.retired_scenario = scenarios.write(scenarios.Told("Old", self.service.id), away, by=aki, now=NOON)
        scenarios.retire(self.retired_scenario, by=aki, now=NOON)
        self._play()

    def _play(self) -> None:
        """Drills in a session for participants only: Botan responds, Aki examines, or Fumi with two of her own."""
        aki, botan, fumi = (self.user(role) for role in ("aki", "botan", "fumi"))
        new = creating.NewCircle(
            title="Training",
            kind=CircleKind.DRILL,
            key=secrets.token_hex(8),
            visibility=Visibility.PARTICIPANTS,
            meetings=[creating.NewMeeting(NOON + timedelta(days=1, hours=3), NOON + timedelta(days=1, hours=4))],
        )
        circle = creating.create(new, by=aki, now=NOON)
        for user in (botan, fumi):
            joining.join(circle, user, now=NOON)
        [self.drill_meeting] = meetings_of(circle)
        told = scenarios.Told("Fumi's", self.service.id)
        others, seen = (
            scenarios.write(told, scenarios.Kept("Slow", "Disk", "Another"), by=fumi, now=NOON) for _each in range(2)
        )
        both = Played(aki, botan)
        self.drill, self.planned_drill, self.interrupted_drill = (
            casting.plan(self.drill_meeting, self.scenario, both, by=aki, now=NOON) for _each in range(3)
        )
        for words, is_secret in (("open", False), ("secret", True)):
            name, text = planted(f"attachment-{words}-name"), planted(f"attachment-{words}")
            scenarios.attach(self.scenario, name, text, is_secret=is_secret, by=aki, now=NOON)
        db.session.flush()
        self.attachment_id = answers.attachments(self.scenario, aki)[0].id
        self.called_off_drill = casting.plan(self.drill_meeting, self.scenario, both, by=aki, now=NOON)
        stepping_back.call_off(self.called_off_drill, planted("drill-off"), by=aki, now=NOON)
        self.others_drill, self.told_drill = (
            casting.plan(self.drill_meeting, one, Played(fumi, botan), by=aki, now=NOON) for one in (others, seen)
        )
        for drill in (self.drill, self.interrupted_drill):
            playing.start(drill, by=aki, now=NOON)
        for drill in (self.others_drill, self.told_drill):
            playing.start(drill, by=fumi, now=NOON)
        self.drill_event = playing.log(self.drill, EventKind.ASKED, by=aki, now=NOON)
        playing.put_into_words(self.drill, self.drill_event, planted("drill-words"), by=aki)
        playing.interrupt(self.interrupted_drill, by=aki, now=NOON)
        playing.reveal(self.told_drill, by=fumi, now=NOON)
        self.debriefing_drill = self.told_to_botan(aki)
        learned = RemarkKind.LEARNED
        self.remark = debriefing.remark(self.debriefing_drill, learned, planted("drill-remark"), by=aki, now=NOON)
        self.shared_drill = self.told_to_botan(fumi)
        debriefing.remark(self.shared_drill, learned, "Look first", by=fumi, now=NOON)
        debriefing.share(self.shared_drill, Verdict.AGAIN, planted("drill-line"), by=fumi, now=NOON)

    def _show_the_way(self) -> None:
        """Botan's path, on which he has read, with Aki as mentor; and an older one, with a night to shadow."""
        aki, botan, first_night = self.user("aki"), self.user("botan"), NOON.date() + timedelta(days=60)
        self.path = making.make(Wanted(botan, self.service, aki, first_night), by=botan, now=NOON)
        stepping.tick(self.path.step(StepKind.QUIRKS), by=botan, now=NOON)
        self.shadowed_path = making.make(Wanted(botan, self.other_service, aki, first_night), by=aki, now=NOON)
        begins = NOON + timedelta(days=40)
        night = ShadowNight(path_id=self.shadowed_path.id, planned_by_id=aki.id, planned_at=NOON)
        night.starts_at, night.ends_at = begins, begins + timedelta(hours=15)
        db.session.add(night)

    def told_to_botan(self, by: User) -> Drill:
        """A drill on a scenario of somebody's own, to which Botan responded and whose answer is told."""
        kept = scenarios.Kept("Slow", "Disk", "Another disk")
        scenario = scenarios.write(scenarios.Told("Told", self.service.id), kept, by=by, now=NOON)
        both = Played(by, self.user("botan"))
        drill = casting.plan(self.drill_meeting, scenario, both, by=self.user("aki"), now=NOON)
        playing.start(drill, by=by, now=NOON)
        playing.reveal(drill, by=by, now=NOON)
        return drill

    def _begin_plans(self) -> None:
        """Everybody is about to plan a circle without a book, and Aki one with a book."""
        for role in ROLES[1:]:
            keeping.keep(self.user(role), Draft(draft_key(self.people[role])), now=NOON)
        lines = [TypedLine("chapter", "1", planted("draft-line"), "1", True, False).packed()]
        book = {"title": planted("draft-book"), "authors": "", "publisher": "", "isbn": "", "url": ""}
        keeping.keep(self.user("aki"), Draft(BOOK_KEY, toc="1 One", book=book, lines=lines), now=NOON)

    def user(self, role: str) -> User:
        """A person of the world."""
        user = db.session.get(User, self.people[role] or 0)
        assert user is not None
        return user

    def browser(self, role: str) -> Browser:
        """A browser on which this person is signed in, always the same device, whatever the last one was told."""
        if role not in self._cookies:
            first = self.cast.browser(self.user(role) if self.people[role] else None)
            self._cookies[role] = dict(first._cookies or {})  # the client keeps them nowhere else
        browser = self.cast.app.test_client()
        assert isinstance(browser, Browser)
        browser._cookies = dict(self._cookies[role])
        return browser

    def ask(self, role: str, method: str, address: str, **kwargs: Any) -> TestResponse:
        """What somebody is answered; forms carry their CSRF token."""
        return self.browser(role).open(address, method=method, buffered=True, **kwargs)

    def _circle(self, title: str, visibility: Visibility, *, slug: str) -> Circle:
        aki, starts = self.user("aki"), [FIRST_START + timedelta(days=7 * n) for n in range(MEETINGS)]
        new = creating.NewCircle(
            title=title,
            kind=CircleKind.READING,
            key=secrets.token_hex(8),
            description=planted("circle-description"),
            visibility=visibility,
            place=planted("place"),
            online_url=f"https://meet.example/{planted('online-url')}",
            capacity=50,
            every_weeks=1,
            book=creating.NewBook(planted("book"), authors=planted("book-authors")),
            chapters=[creating.NewChapter(f"{planted('chapter')} {n}", str(n), pages=20) for n in range(MEETINGS)],
            meetings=[
                creating.NewMeeting(start, start + timedelta(hours=1), planted("meeting-title"), chapters=(n,))
                for n, start in enumerate(starts)
            ],
        )
        # Made before its first meeting began, so that people have seats in it.
        circle = creating.create(new, by=aki, now=FIRST_START - timedelta(days=1))
        circle.slug, circle.has_checkin = slug, True
        for role in ("botan", "fumi"):
            joining.join(circle, self.user(role), now=FIRST_START - timedelta(days=1))
        return circle

    def _open_circle(self) -> Circle:
        circle = self.cast.new_circle(self.user("aki"), title="Open", visibility=Visibility.PUBLIC, meetings=2)
        circle.slug = "open"
        circle.place, circle.online_url = planted("open-place"), f"https://meet.example/{planted('open-online-url')}"
        joining.join(circle, self.user("botan"), now=NOON)
        for meeting in meetings_of(circle):
            meeting.slides_url = f"https://files.example/{planted('open-slides')}"
            meeting.recording_url = f"https://files.example/{planted('open-recording')}"
        return circle

    def _unorganized_circle(self) -> Circle:
        hiro, title = self._invited("Hiro"), planted("unorganized-title")
        circle = self.cast.new_circle(hiro, title=title, visibility=Visibility.PARTICIPANTS, meetings=1)
        joining.join(circle, self._invited("Ichi"), now=NOON)
        leaving.move(hiro, UserState.LEFT, OF_PEOPLE, by=self.user("ado"), now=NOON)
        return circle

    def _fill_meetings(self) -> None:
        aki, botan = self.user("aki"), self.user("botan")
        self.held, self.coming, self.asked, self.cancelled, self.postponed, *_ = self.meetings
        for meeting in self.meetings:
            meeting.description = planted("meeting-description")
            meeting.slides_url = f"https://files.example/{planted('slides')}"
            meeting.recording_url = f"https://files.example/{planted('recording')}"
        self.people["walk-in"] = self.cast.person(planted("name-walk-in")).id
        sheet = Sheet([aki.id], {botan.id: AttendanceState.ABSENT}, walk_ins=[self.user("walk-in").id])
        attending.confirm(self.held, sheet, by=aki, now=NOON - timedelta(days=5))
        self.taken = assignments.claim(self.coming, _chapter(self.coming), botan, now=NOON)
        first = _chapter(self.coming)
        for number in range(2):
            title, address = planted(f"link-{number}"), f"https://files.example/{planted(f'link-address-{number}')}"
            self.link = arranging.add(self.coming, first, title, address, by=botan, now=NOON)
        self.proposal = proposing.propose(self.coming, _chapter(self.coming), aki, None, by=botan, now=NOON)
        self.suggestion = suggestions.suggest(self.asked, _chapter(self.asked), botan, by=aki, now=NOON)
        declined = self.meetings[-1]
        suggestions.suggest(declined, _chapter(declined), botan, by=aki, now=NOON)
        asking.decline(declined, _chapter(declined), botan, planted("decline-reason"), now=NOON)
        # An hour later, so that its minute is not over while pages are asked.
        self.taking = removing.remove(declined, self.user("fumi"), by=aki, now=NOON + timedelta(hours=1))
        cancelling.cancel(self.cancelled, planted("cancel-reason"), cancelling.Chapters.DROP, by=aki, now=NOON)
        postpone(self.postponed, by=aki, now=NOON)
        self._say()
        self.held.facilitator_id = botan.id
        thanks.thank(self.held, [botan.id], planted("thanks"), by=aki, now=NOON)
        self.thanks = db.session.scalars(db.select(Thanks)).one()
        # It stands on Botan's page, for those alone who see the circle.
        thanks.show(self.thanks, is_shown=True)
        circle_invitations.invite(self.circle, [self._invited("Gen").id], by=aki, now=NOON)

    def _say(self) -> None:
        botan, chapter = self.user("botan"), _chapter(self.coming)
        self.taken_back = saying.say(chapter, ThoughtKind.THOUGHT, planted("taken-back"), by=botan, now=NOON)
        saying.take_back(self.taken_back, now=NOON)
        self.thought = saying.say(chapter, ThoughtKind.QUESTION, planted("thought"), by=botan, now=NOON)
        about = _chapter(meetings_of(self.open)[0])
        self.open_thought = saying.say(about, ThoughtKind.THOUGHT, planted("open-thought"), by=botan, now=NOON)
        saying.tick(chapter, botan, now=NOON)

    def _settle(self) -> None:
        aki, place = self.user("aki"), Place(self.circle, self.held, self.note.id)
        self.action = giving.give(place, Task(planted("action"), self.user("botan")), by=aki, now=NOON)
        self.decision = deciding.decide(place, planted("decision"), by=aki, now=NOON)
        self.done_action = giving.give(place, Task("Done", self.user("botan")), by=aki, now=NOON)
        giving.finish(self.done_action, by=aki, now=NOON)
        dropped = giving.give(place, Task(planted("action-dropped")), by=aki, now=NOON)
        giving.drop(dropped, planted("action-reason"), by=aki, now=NOON)
        self.dropped_decision = deciding.decide(place, planted("decision-dropped"), by=aki, now=NOON)
        deciding.drop(self.dropped_decision, planted("decision-reason"), by=aki, now=NOON)

    def _invited(self, name: str) -> User:
        self.people[name.lower()] = self.cast.person(name).id
        return self.user(name.lower())

    def _write_notes(self) -> None:
        self.draft = self._note(self.coming, "note-draft")
        self.note = self._shared(self.held, "note-shared")
        tagging.change(self.note, "", planted("tag"))
        self.request = releasing.request(self.note, by=self.user("botan"), now=NOON)
        self.public_note = self._shared(self.asked, "note-published")
        self.unasked_note = self._shared(self.postponed, "note-unasked")
        tagging.change(self.public_note, "", "open-tag")
        self.release = self._approved(self.public_note)
        self.open_note, self.kept_note = (self._open_note(meeting) for meeting in meetings_of(self.open))
        slots.plan(self.public_note, date(2026, 12, 18), [18], today=NOON.date(), by=self.user("emi"), now=NOON)
        keeping_inside.keep_inside(self.kept_note, "Customers", by=self.user("emi"), now=NOON)
        assert self.note.head is not None
        text = planted("working-copy")
        writing.keep(self.note, self.note.head, text, text, by=self.user("botan"), now=NOON)

    def _note(self, meeting: Meeting | None, where: str) -> Note:
        botan, circle = self.user("botan"), meeting.circle if meeting else self.circle
        note = writing.begin(circle, meeting, planted(f"{where}-title"), "", by=botan, now=NOON)
        assert note.head is not None
        text = f"{planted(where)}\n\n:::internal\n{planted(f'{where}-internal')}\n:::\n"
        writing.edit(note, note.head, planted(f"{where}-title"), text, by=botan, now=NOON)
        return note

    def _open_note(self, meeting: Meeting) -> Note:
        note = writing.begin(meeting.circle, meeting, "Open note", "Text", by=self.user("botan"), now=NOON)
        releasing.share(note, by=self.user("aki"), now=NOON)
        return note

    def _shared(self, meeting: Meeting | None, where: str) -> Note:
        note = self._note(meeting, where)
        releasing.share(note, by=self.user("aki"), now=NOON)
        return note

    def _approved(self, note: Note) -> Release:
        release = releasing.request(note, by=self.user("botan"), now=NOON)
        releasing.approve(release, read_sha256=release.sha256, by=self.user("emi"), now=NOON)
        return release

    def _fill_accounts(self) -> None:
        ado, botan = self.user("ado"), self.user("botan")
        self.other_team = memberships.create_team("Other", by=ado, now=NOON)
        self.closed_team = memberships.create_team("Closed", by=ado, now=NOON)
        reorganizing.close(self.closed_team, by=ado, now=NOON)
        botan.number, botan.kana, botan.chat_handle = planted("number"), planted("kana"), planted("handle")
        # Botan has no shift that runs.
        botan.telephone = planted("telephone")
        for role in ROLES[1:]:
            self.user(role).password_hash = CHEAP_HASHER.hash(GOOD)
        unavailable = {"starts_on": date(2026, 12, 24), "ends_on": date(2026, 12, 25)}
        self.period = unavailability.add(botan, **unavailable, reason=planted("unavailability"))
        self.closed_day = closed_days.add("Closed", **unavailable, is_special=False, by=ado, now=NOON)
        for state in (UserState.PENDING, UserState.SUSPENDED):
            self.people[state] = self.cast.person(planted(f"name-{state}"), state=state).id
        self.invitation = invitations.invite(f"{planted('invited')}@example.com", by=ado, key=SECRET_KEY, now=NOON)
        self.reset = resets.issue(botan, by=ado, key=SECRET_KEY, now=NOON)
        self.email_change = tokens.issue(
            TokenPurpose.EMAIL_CHANGE,
            key=SECRET_KEY,
            now=NOON,
            lasts=timedelta(days=1),
            email=f"{planted('new-address')}@example.com",
            user=botan,
        )
        self.confirmation = tokens.issue(
            TokenPurpose.CONFIRMATION, key=SECRET_KEY, now=NOON, lasts=timedelta(days=1), email="new@example.com"
        )
        payload = {"slug": self.circle.slug, "circle": self.circle.title, "by": "Aki"}
        inbox.put("circle_invited", [botan], key="a notice", payload=payload, now=NOON)
        self._trouble_mail(ado)
        db.session.flush()

    def _trouble_mail(self, ado: User) -> None:
        told = {"began_at": NOON, "seen_at": NOON, "told_at": NOON}
        db.session.add(MailTrouble(kind=TroubleKind.SIGN_IN, error="535 Wrong password", **told))
        for number in range(self.size):
            process = processes.Me(ProcessKind.WORKER, has_mail=False, started_at=NOON, name=f"worker {number}")
            processes.beat(process, now=NOON)
            self.failed_mail = testing.message_to("new@example.com", now=NOON)
            self.failed_mail.key, self.failed_mail.recipient, self.failed_mail.due_at = f"{number}", ado, NOON
            self.failed_mail.give_up("550 No such person", NOON)
            db.session.add(self.failed_mail)

    def address_token(self, role: str, purpose: Purpose) -> str:
        """The token in a private address of somebody."""
        return addresses.token(self.user(role), purpose, key=SECRET_KEY)


def _chapter(meeting: Meeting) -> Any:
    return chapter_queries.chapters(meeting)[0]


def secret_of(token: Token) -> str:
    """What stands in the link of a token."""
    return tokens.secret_of(token.nonce, key=SECRET_KEY)
