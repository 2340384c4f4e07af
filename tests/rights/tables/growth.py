"""More of everything in a World, so that what a page reads can be compared with what there is."""

from datetime import date, timedelta

from studyhub.accounts import invitations
from studyhub.actions import deciding, giving
from studyhub.actions.giving import Task
from studyhub.actions.places import Place
from studyhub.alerts import acting, naming
from studyhub.alerts.incoming import intakes, taking
from studyhub.alerts.incoming.firings import Firing
from studyhub.alerts.models import Alert, AlertMonth, AlertSource, DecisionKind, IntakeKind
from studyhub.alerts.reviewing import deciding as alert_deciding
from studyhub.allowance.models import AllowanceMonth
from studyhub.chat import resting, webhooks
from studyhub.chat.models import ChatForm, ChatPost, KnownSession, PostKind
from studyhub.chat.webhooks import NewWebhook
from studyhub.circles import invitations as circle_invitations
from studyhub.circles import organizers
from studyhub.circles.models import Chapter, CircleKind, Visibility
from studyhub.circles.planning import keeping
from studyhub.circles.planning.drafts import Draft
from studyhub.db import db
from studyhub.delivery import inbox, preferences
from studyhub.delivery.models import Channel
from studyhub.desk import keeping as keeping_inside
from studyhub.desk import nudging, slots
from studyhub.drills import scenarios
from studyhub.drills.running import casting, debriefing, playing
from studyhub.drills.running.casting import Cast as Played
from studyhub.drills.running.states import EventKind, RemarkKind, Verdict
from studyhub.duty import addresses as duty_addresses
from studyhub.duty.models import AddressKind
from studyhub.handoffs import writing as handing_over
from studyhub.handoffs.writing import Response, Words
from studyhub.meetings.assigning import assignments, suggestions
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.between import proposing
from studyhub.meetings.assigning.models import ChapterCall, MeetingChapter
from studyhub.meetings.attendance import attending
from studyhub.meetings.changing import creating
from studyhub.meetings.material import arranging
from studyhub.meetings.models import AttendanceState, Meeting
from studyhub.meetings.signing_up import joining, signups
from studyhub.meetings.thanks import giving as thanks
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import ThoughtKind
from studyhub.notes import tagging
from studyhub.notes.edits import writing
from studyhub.notes.models import Note, Revision
from studyhub.notes.releases import releasing
from studyhub.notes.wiping import passages as wiping
from studyhub.outgoing.answers import Trouble
from studyhub.pager.models import PagerPerson, PagerSpan
from studyhub.paths import making
from studyhub.paths.making import Wanted
from studyhub.paths.models import ShadowNight
from studyhub.people.days import unavailability
from studyhub.people.models import User, UserState
from studyhub.reminders import moments, standing, stopping
from studyhub.reminders.models import Reminder, ReminderKind
from studyhub.rota import drafting, publishing
from studyhub.rota.collecting import collecting
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.rota.pool import following
from studyhub.rota.swaps.models import DroppedHours
from studyhub.services import keeping as keeping_services
from studyhub.services import quirks, readying
from studyhub.services.keeping import Described
from studyhub.services.states import ReadinessState
from studyhub.settings import closed_days
from studyhub.sos import helping
from studyhub.sos import writing as sos_writing
from studyhub.sos.models import Mood
from studyhub.sos.moves import HelpState
from studyhub.teams import memberships, reorganizing
from studyhub.teams.models import Team
from tests.cast import NOON
from tests.conftest import SECRET_KEY
from tests.meetings.scenes import meetings_of
from tests.rights.tables.world import ROLES, World

VISIBILITIES = (Visibility.PUBLIC, Visibility.INSIDE, Visibility.PARTICIPANTS)
FIRST_DAY = date(2027, 1, 1)
# So long ago that whoever is of the team is asked whether it is still true.
FIRST_WRITTEN = NOON - timedelta(days=300)


def grow(world: World) -> None:
    """Add as much of everything as the world is large; does not commit."""
    for turn in range(world.size):
        person = world.cast.person(f"Further{turn}", kana=f"ふ{turn}")
        _people(world, person, turn)
        _circles(world, person, turn)
        _meetings(world, person, turn)
        _services(world, person, turn)
        _rotas(world, person, turn)
        _alerts(world, person, turn)
        _handoffs(world, turn)
        _drills(world, person, turn)
        _rounds(world, person, turn)
        _paths(world, person)
        _mine(world, turn)
    following.follow(NOON)
    db.session.flush()


def _people(world: World, person: User, turn: int) -> None:
    ado, aki = world.user("ado"), world.user("aki")
    team = memberships.create_team(f"Team {turn}", by=ado, now=NOON)
    for member in (person, aki, ado):
        memberships.add_member(team, member, by=ado, now=NOON)
    reorganizing.change_slug(team, f"renamed-{turn}", by=ado, now=NOON)
    memberships.add_member(world.cast.team, person, by=ado, now=NOON)
    for state in (UserState.PENDING, UserState.SUSPENDED):
        world.cast.person(f"{state}{turn}", state=state)
    invitations.invite(f"further{turn}@example.org", by=ado, key=SECRET_KEY, now=NOON)
    guest = world.cast.person(f"Guest{turn}")
    circle_invitations.invite(world.circle, [guest.id], by=aki, now=NOON)
    keeping.keep(guest, Draft(f"further-{turn}"), now=NOON)


def _circles(world: World, person: User, turn: int) -> None:
    for circle in (world.circle, world.open):
        joining.join(circle, person, now=NOON)
    for visibility in VISIBILITIES:
        title = f"{visibility} {turn}"
        circle = world.cast.new_circle(world.user("aki"), title=title, visibility=visibility, meetings=2)
        for role in ("botan", "ado"):
            joining.join(circle, world.user(role), now=NOON)
        _stuck(world, meetings_of(circle)[0])
    # In the same state as the one of the small world: somebody is there, and nobody organises it.
    closed = world.cast.new_circle(person, title=f"Closed {turn}", visibility=Visibility.PARTICIPANTS, meetings=1)
    joining.join(closed, world.user("ichi"), now=NOON)
    standing.halt(closed, by=person, now=NOON)
    stopping.stop(person, closed, now=NOON)
    organizers.step_down(closed, person, now=NOON)


def _stuck(world: World, meeting: Meeting) -> None:
    editor = world.user("emi")
    note = writing.begin(meeting.circle, meeting, "Stays", "Text", by=world.user("aki"), now=NOON)
    releasing.share(note, by=world.user("aki"), now=NOON)
    nudging.consult(note, by=editor, now=NOON)
    keeping_inside.keep_inside(note, "Customers", by=editor, now=NOON)


def _meetings(world: World, person: User, turn: int) -> None:
    aki, botan = world.user("aki"), world.user("botan")
    for meeting in (world.coming, world.asked):
        further = _chapter(meeting, turn)
        assignments.claim(meeting, further, person, now=NOON)
        proposing.propose(meeting, further, botan, None, by=person, now=NOON)
        arranging.add(meeting, further, f"Link {turn}", "https://example.com/", by=person, now=NOON)
        suggestions.name_guest(meeting, further, f"Guest {turn}", by=aki, now=NOON)
        saying.like(saying.say(further, ThoughtKind.THOUGHT, f"Thought {turn}", by=person, now=NOON), botan)
        saying.tick(further, aki, now=NOON)
    starts_at = NOON + timedelta(days=200 + turn)
    planned = creating.NewMeeting(starts_at, starts_at + timedelta(hours=1), f"Further {turn}")
    meeting = creating.add_meeting(world.circle, planned, now=NOON)
    signups.sign_up_everyone(meeting, [aki, botan, person], by=aki, now=NOON)
    _note(world, meeting, person)
    assert world.note.head is not None
    writing.edit(world.note, world.note.head, f"Revised {turn}", f"Text {turn}", by=person, now=NOON)
    writing.keep(world.note, world.note.head, "Mine", f"Mine {turn}", by=person, now=NOON)
    moment = moments.moment(ReminderKind.DAY, world.coming.starts_at, world.circle.time_zone)
    reminded = {"meeting_id": world.coming.id, "user_id": person.id, "moment": moment, "decided_at": NOON}
    db.session.add(Reminder(kind=ReminderKind.DAY, **reminded))
    _held(world, person, turn)
    _settle(world, turn)
    _chat(world, meeting, turn)


def _chat(world: World, meeting: Meeting, turn: int) -> None:
    new = NewWebhook(f"Chat {turn}", ChatForm.DISCORD, f"https://127.0.0.1/hooks/{turn}")
    for owner in (world.circle, world.cast.team):
        webhook = webhooks.add(owner, new, by=world.user("aki"), now=NOON)
    told = {"meeting_id": meeting.id, "until": NOON, "created_at": NOON}
    db.session.add(ChatPost(key=f"{turn}", webhook_id=webhook.id, kind=PostKind.CHANGE, **told))
    db.session.add(KnownSession(meeting_id=meeting.id, starts_at=meeting.starts_at, state=meeting.state))
    resting.note(f"hangs-{turn}.example", Trouble.SLOW, NOON)


def _rotas(world: World, person: User, turn: int) -> None:
    """One more rota, whose shifts are now those of more people, and what the draft over the first changes."""
    chika = world.user("chika")
    first = world.rota.ends_on + timedelta(days=1 + 7 * turn)
    further = drafting.make(f"Rota {turn}", first, first + timedelta(days=6), by=chika, now=NOON)
    publishing.publish(drafting.draft(further, by=chika, now=NOON), by=chika, now=NOON)
    drafting.draft(further, by=chika, now=NOON)
    world.ask_for_swap(f"Words {turn}", chika)
    world.correct_month(f"Correction {turn}", 1 + turn)
    earlier = {"month": date(2020 - turn, 1, 1), "time_zone": "Asia/Tokyo", "closed_at": NOON}
    db.session.add(AllowanceMonth(closed_by=chika, **earlier))
    duty_addresses.make(AddressKind.SCREEN, f"Screen {turn}", by=chika, now=NOON)
    collecting.ask(first, first + timedelta(days=6), NOON.date(), by=chika, now=NOON)
    db.session.add(PagerPerson(user=person, remote_id=f"P{turn}"))
    begins = NOON + timedelta(days=turn + 1)
    told = {"starts_at": begins, "ends_at": begins + timedelta(hours=15), "asked_at": NOON, "attempts": 1}
    db.session.add(PagerSpan(user=person, role=Role.SECONDARY, trouble="refused", failed_at=NOON, **told))
    hours = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "sequence": 1, "dropped_at": NOON}
    what = {"day": begins.date(), "kind": ShiftKind.WEEKNIGHT, "role": Role.PRIMARY, "shift_starts_at": begins}
    db.session.add(DroppedHours(user=world.user("aki"), **what, **hours))


def _alerts(world: World, person: User, turn: int) -> None:
    """More of the same alert, one more group that was decided about, one more name nobody knows, one more address."""
    aki, told = world.user("aki"), (world.service.name, NOON - timedelta(days=1, hours=turn))
    rule = world.alert.rule
    firings = [Firing(f"more-{turn}", rule, *told), Firing(f"other-{turn}", f"Rule {turn}", *told)]
    firings.append(Firing(f"nobody-{turn}", "Rule", f"nobody-{turn}", told[1]))
    taking.take(firings, source=AlertSource.FILE, now=NOON)
    for alert in db.session.scalars(db.select(Alert).where(Alert.identity.in_([f"more-{turn}", f"other-{turn}"]))):
        acting.act(alert, person, by=aki, now=NOON)
        if alert.group is not None:
            decided = alert_deciding.Decided(DecisionKind.KEEP, f"Reason {turn}", person.id)
            alert_deciding.decide(alert.group, decided, by=person, now=NOON - timedelta(days=40))
            forgotten = AlertMonth(group_id=alert.group_id, month=date(2025, 1 + turn, 1), count=2, acted=1)
            db.session.add(forgotten)
    intakes.create(f"Program {turn}", IntakeKind.ALERTMANAGER, {}, by=aki, now=NOON)
    naming.teach(f"alias-{turn}", world.service, by=aki, now=NOON)


def _handoffs(world: World, turn: int) -> None:
    """One more hand-off of the same service, changed since; what rang in the hours that end; what was handed on."""
    aki, emi = world.user("aki"), world.user("emi")
    ends_at = NOON - timedelta(days=2 + turn)
    night = world.shift_at(world.running_rota, ends_at - timedelta(hours=15), 15, aki)
    answered = [Response(night.starts_at, ends_at, f"Call {turn}")]
    words = Words(f"Burns {turn}", "Text", "<p>Text</p>", [world.service.id], answered)
    handing_over.rewrite(handing_over.write(night, words, by=aki, now=ends_at), words, base=1, by=aki, now=ends_at)
    answered = [Response(world.handoff.starts_at, world.handoff.ends_at, f"More {each}") for each in range(turn + 1)]
    further = Words(f"Other {turn}", "Text", "<p>Text</p>", [world.service.id], answered)
    base = world.handoff.head_number
    handing_over.rewrite(world.handoff, further, base=base, by=emi, now=world.handoff.ends_at)
    rang = Firing(f"ending-{turn}", world.alert.rule, world.service.name, NOON - timedelta(hours=1 + turn))
    taking.take([rang], source=AlertSource.FILE, now=NOON)
    acting.act(db.session.scalars(db.select(Alert).where(Alert.identity == rang.identity)).one(), aki, by=aki, now=NOON)


def _drills(world: World, person: User, turn: int) -> None:
    told, kept = scenarios.Told(f"Scenario {turn}", world.service.id), scenarios.Kept("Slow", "Disk", "Another disk")
    further = scenarios.write(told, kept, by=person, now=NOON)
    scenarios.attach(further, f"Text {turn}", "Words", is_secret=True, by=person, now=NOON)
    scenarios.note_seen(world.scenario, person, now=NOON)
    aki, botan = world.user("aki"), world.user("botan")
    casting.plan(world.drill_meeting, world.scenario, Played(aki, botan), by=aki, now=NOON)
    for drill in (world.drill, world.interrupted_drill):
        playing.resume(drill, by=aki, now=NOON)
        playing.log(drill, EventKind.TRIED, by=aki, now=NOON)
    playing.interrupt(world.interrupted_drill, by=aki, now=NOON)
    played, fumi = world.told_to_botan(world.user("fumi")), world.user("fumi")
    for drill, by in ((world.debriefing_drill, aki), (played, botan)):
        debriefing.remark(drill, RemarkKind.LEARNED, f"Learned {turn}", by=by, now=NOON)
    debriefing.share(played, Verdict.AGAIN, "", by=fumi, now=NOON)


def _paths(world: World, person: User) -> None:
    """Somebody more on the way, late with the first step, mentored by Aki; a night of theirs is over."""
    aki, before = world.user("aki"), NOON - timedelta(days=50)
    path = making.make(Wanted(person, world.service, aki, NOON.date() + timedelta(days=50)), by=aki, now=before)
    begins = before + timedelta(days=1)
    night = {"starts_at": begins, "ends_at": begins + timedelta(hours=15), "counted_at": NOON}
    db.session.add(ShadowNight(path_id=path.id, planned_by_id=aki.id, planned_at=before, **night))
    readying.shadowed(world.service, person, now=NOON)


def _rounds(world: World, person: User, turn: int) -> None:
    """One more team's card and wish in the round; a circle of rounds; a wish that was settled."""
    aki, starts_at = world.user("aki"), NOON + timedelta(days=4 + turn)
    team = db.session.scalars(db.select(Team).where(Team.name == f"Team {turn}")).one()
    words = sos_writing.Words(Mood.WORRIED, f"Line {turn}", "Trouble", f"Help {turn}")
    sos_writing.hand_in(world.round, team.id, words, base=0, by=aki, now=NOON)
    further = helping.ask(world.round, world.cast.team.id, f"Further {turn}", None, by=aki, now=NOON)
    settled = helping.ask(world.round, world.cast.team.id, f"Settled {turn}", None, by=aki, now=NOON)
    helping.claim(further, by=person, now=NOON)
    helping.settle(settled, HelpState.RESOLVED, by=aki, now=NOON)
    begins = [starts_at + timedelta(days=day) for day in (0, 7)]
    meetings = [creating.NewMeeting(begin, begin + timedelta(hours=1)) for begin in begins]
    new = creating.NewCircle(title=f"Rounds {turn}", key=f"rounds-{turn}", kind=CircleKind.SOS, meetings=meetings)
    creating.create(new, by=aki, now=NOON)


def _services(world: World, person: User, turn: int) -> None:
    aki, ado = world.user("aki"), world.user("ado")
    further = keeping_services.create(Described(world.cast.team.id, f"further-{turn}"), by=ado, now=NOON)
    for service in (world.service, further):
        quirk = quirks.write(service, quirks.Words(f"Quirk {turn}", "Text", "<p>Text</p>"), by=aki, now=FIRST_WRITTEN)
        readying.sign_off(service, person, ReadinessState.READY, by=aki, now=NOON)
    quirks.rewrite(world.quirk, quirks.Words(f"Quirk {turn}", "Text", ""), base=2 + turn, by=aki, now=FIRST_WRITTEN)
    quirks.retire(quirks.write(further, quirks.Words("Old", "Text", ""), by=aki, now=NOON), by=aki, now=NOON)
    quirks.confirm(quirk, by=aki, now=FIRST_WRITTEN)


def _chapter(meeting: Meeting, turn: int) -> Chapter:
    first = chapter_queries.chapters(meeting)[0]
    further = Chapter(plan_id=first.plan_id, position=100 + turn, title=f"Further {turn}", pages=20)
    db.session.add(further)
    db.session.flush()
    db.session.add(MeetingChapter(meeting_id=meeting.id, chapter_id=further.id, position=1 + turn))
    db.session.add(ChapterCall(meeting_id=meeting.id, chapter_id=further.id, called_at=NOON))
    db.session.flush()
    return further


def _held(world: World, person: User, turn: int) -> None:
    aki, starts_at = world.user("aki"), NOON - timedelta(days=2, hours=2 * turn)
    planned = creating.NewMeeting(starts_at, starts_at + timedelta(hours=1), f"Held {turn}")
    meeting = creating.add_meeting(world.circle, planned, now=NOON)
    meeting.facilitator_id = aki.id
    attending.confirm(meeting, attending.Sheet([], walk_ins=[aki.id, person.id]), by=aki, now=NOON)
    absences = {world.user("botan").id: AttendanceState.ABSENT}
    sheet = attending.Sheet([], absences, walk_ins=[person.id], untouched=[aki.id])
    attending.confirm(world.held, sheet, by=aki, now=NOON)
    thanks.thank(world.held, [world.user("botan").id], f"Thanks {turn}", by=person, now=NOON)


def _settle(world: World, turn: int) -> None:
    aki, botan = world.user("aki"), world.user("botan")
    for circle, meeting, note_id in ((world.circle, world.held, world.note.id), (world.circle, None, None)):
        place = Place(circle, meeting, note_id)
        for owner in (aki, botan, None):
            giving.give(place, Task(f"Further {turn}", owner), by=aki, now=NOON)
        deciding.decide(place, f"Further {turn}", by=aki, now=NOON)


def _note(world: World, meeting: Meeting, person: User) -> Note:
    note = writing.begin(meeting.circle, meeting, meeting.title, "Text", by=person, now=NOON)
    writing.edit(note, db.session.get_one(Revision, note.head_id), meeting.title, "Text by", by=person, now=NOON)
    wiping.wipe(note, "Text", by=person, now=NOON, key=SECRET_KEY)
    tagging.change(note, "", f"tag-{meeting.id}, open-tag")
    releasing.share(note, by=person, now=NOON)
    release = releasing.request(note, by=person, now=NOON)
    releasing.approve(release, read_sha256=release.sha256, by=world.user("emi"), now=NOON)
    day = FIRST_DAY + timedelta(days=meeting.id)
    slots.plan(note, day, [day.day], today=NOON.date(), by=world.user("emi"), now=NOON)
    return note


def _mine(world: World, turn: int) -> None:
    people = [world.user(role) for role in ROLES[1:]]
    day = FIRST_DAY + timedelta(days=turn)
    closed_days.add(f"Closed {turn}", starts_on=day, ends_on=day, is_special=False, by=world.user("ado"), now=NOON)
    preferences.choose(people[turn % len(people)], {("promoted", Channel.MAIL): False})
    payload = {"slug": world.circle.slug, "circle": world.circle.title, "by": "Aki"}
    inbox.put("circle_invited", people, key=f"further {turn}", payload=payload, now=NOON)
    for person in people:
        unavailability.add(person, starts_on=day, ends_on=day, reason="Away")
        world.cast.browser(person)
