"""Forms of scenarios and drills."""

import secrets
from collections.abc import Collection, Iterable
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import TextArea

from studyhub.drills import models
from studyhub.drills.beginning import Beginning
from studyhub.drills.models import Difficulty, Scenario, ScenarioSecret
from studyhub.drills.running import models as models_of_drills
from studyhub.drills.running.casting import Cast
from studyhub.drills.running.models import TEXT_MAX_CHARS, Drill
from studyhub.drills.running.states import REMARK_WORDS, VERDICT_WORDS, RemarkKind, Verdict
from studyhub.drills.scenarios import Kept, Told
from studyhub.drills.wording import DIFFICULTIES
from studyhub.meetings.models import Meeting
from studyhub.people.fields import PersonField
from studyhub.people.models import User
from studyhub.services.models import Service
from studyhub.web.pages.converters import form_id, row_id
from studyhub.web.pages.forms import Form, Sent, choice
from studyhub.words import dates
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l

NOBODY = 0
HINTS_MAX, HINT_MAX_CHARS, KEY_MAX_CHARS = 10, 300, 100
SECRETS = ("symptom", "shows", "hints", "cause", "fix", "source")


class ScenarioForm(Form):
    """A scenario: what everybody may know of it, and its answer. `base` is the number of the text it began from."""

    title = StringField(
        _l("Title"), [DataRequired(_l("Please give the scenario a title.")), Length(max=models.TITLE_MAX_CHARS)]
    )
    service_id = SelectField(_l("Service"), coerce=form_id, choices=[])
    difficulty = RadioField(
        _l("How hard it is"),
        [Sent()],
        coerce=Difficulty,
        choices=[choice(one.value, word) for one, word in DIFFICULTIES.items()],
        default=Difficulty.USUAL,
    )
    symptom = TextAreaField(
        _l("Symptom"),
        [DataRequired(_l("Please say what the responder is told first.")), Length(max=models.SYMPTOM_MAX_CHARS)],
    )
    shows = TextAreaField(_l("What may be asked, and what it shows"), [Optional(), Length(max=models.SHOWS_MAX_CHARS)])
    hints = TextAreaField(_l("Hints, one a line"), [Optional(), Length(max=models.HINTS_MAX_CHARS)])
    cause = TextAreaField(
        _l("Cause"), [DataRequired(_l("Please say what the cause was.")), Length(max=models.CAUSE_MAX_CHARS)]
    )
    fix = TextAreaField(_l("Fix"), [DataRequired(_l("Please say how it is mended.")), Length(max=models.FIX_MAX_CHARS)])
    source = StringField(_l("Where more is written"), [Optional(), Length(max=models.SOURCE_MAX_CHARS)])
    alert_group_id = HiddenField()
    base = HiddenField()
    key = HiddenField(validators=[Optional(), Length(max=KEY_MAX_CHARS)])

    def offer(self, services: Iterable[Service]) -> None:
        """The services that may be chosen."""
        self.service_id.choices = [choice(str(service.id), service.name) for service in services]

    def begin(self, beginning: Beginning) -> None:
        """Start with what an alert or a hand-off says."""
        self.key.data = secrets.token_urlsafe(12)
        self.title.data, self.symptom.data = beginning.title, beginning.symptom
        self.service_id.data, self.alert_group_id.data = beginning.service_id, str(beginning.alert_group_id or "")

    def begin_with(self, scenario: Scenario, secret: ScenarioSecret) -> None:
        """Show what it says, and count on that."""
        self.title.data, self.service_id.data = scenario.title, scenario.service_id
        self.difficulty.data = scenario.difficulty
        for name in SECRETS:
            self[name].data = getattr(secret, name)
        self.count_on(secret)

    def count_on(self, secret: ScenarioSecret) -> None:
        """Take the newest text for the one that this form began from."""
        self.base.data = str(secret.number)

    def validate_hints(self, field: TextAreaField) -> None:
        """Few and short ones: each is given by one press, and read aloud."""
        lines = [line for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > HINTS_MAX or any(len(line) > HINT_MAX_CHARS for line in lines):
            said = gettext(
                "Please write at most %(count)s hints of %(chars)s characters.", count=HINTS_MAX, chars=HINT_MAX_CHARS
            )
            raise ValidationError(said)

    @property
    def told(self) -> Told:
        """What everybody may know, of a valid form."""
        group_id = row_id(str(self.alert_group_id.data or ""))
        return Told(self.title.data or "", int(self.service_id.data), self.difficulty.data, group_id)

    @property
    def kept(self) -> Kept:
        """What is secret, of a valid form."""
        return Kept(**{name: self[name].data or "" for name in SECRETS})

    @property
    def base_number(self) -> int:
        """The text it began from; 0, which is none, for anything else."""
        return row_id(self.base.data) or 0


class AttachmentForm(Form):
    """A text that lies beside a scenario."""

    name = StringField(_l("Name"), [DataRequired(_l("Please write a name.")), Length(max=models.NAME_MAX_CHARS)])
    text = TextAreaField(_l("Text"), [DataRequired(_l("Please write the text."))])
    is_secret = BooleanField(_l("Secret until it is revealed"), default=True)

    def validate_text(self, field: TextAreaField) -> None:
        """A log, not a file."""
        if len((field.data or "").encode("utf-8", "replace")) > models.ATTACHMENT_MAX_BYTES:
            raise ValidationError(gettext("A text has at most 20 KB. Please cut it."))


def _person_or_nobody(value: Any) -> int:
    return NOBODY if str(value) in {str(NOBODY), "None", ""} else form_id(value)


class CastForm(Form):
    """Who examines and who responds."""

    examiner_id = PersonField(_l("Examiner"), validators=[Sent()], coerce=_person_or_nobody, default=NOBODY)
    responder_id = PersonField(_l("Responder"), validators=[Sent()], coerce=_person_or_nobody, default=NOBODY)

    def offer_people(self, people: Iterable[User]) -> None:
        """Those who may be named."""
        self.people = {person.id: person for person in people}
        nobody = choice(str(NOBODY), gettext("Nobody yet"))
        for field in (self.examiner_id, self.responder_id):
            field.offer(self.people.values(), nobody=nobody)

    def begin_with(self, drill: Drill) -> None:
        """Show who is named."""
        self.examiner_id.data, self.responder_id.data = drill.examiner_id or NOBODY, drill.responder_id or NOBODY

    @property
    def cast(self) -> Cast:
        """Who was named in a valid form."""
        return Cast(self.people.get(self.examiner_id.data), self.people.get(self.responder_id.data))


class DrillForm(CastForm):
    """A drill: which scenario, in which session, with whom."""

    scenario_id = SelectField(_l("Scenario"), coerce=form_id, choices=[])
    meeting_id = SelectField(_l("Session"), coerce=form_id, choices=[])

    def offer(self, scenarios: Iterable[Scenario], told: Collection[int], meetings: Iterable[Meeting]) -> None:
        """The scenarios and sessions that may be chosen; `told` are scenarios whose answers were revealed."""
        self.scenario_id.choices = [choice(str(one.id), _in_picker(one, told)) for one in scenarios]
        self.meeting_id.choices = [
            choice(str(one.id), f"{one.circle.title} {dates.when(one.starts_at, one.circle.time_zone)}")
            for one in meetings
        ]


def _in_picker(scenario: Scenario, told: Collection[int]) -> str:
    name = f"{scenario.title} ({scenario.service.name})"
    return f"{name} ・ {gettext('answer told')}" if scenario.id in told else name


class WordsForm(Form):
    """What was asked, tried or found, in words."""

    text = StringField(
        _l("What it was, in words"),
        [Optional(), Length(max=TEXT_MAX_CHARS, message=_l("Please say it in 500 characters."))],
    )


class ReasonForm(Form):
    """Why a drill is not held."""

    reason = StringField(
        _l("Reason"),
        [DataRequired(_l("Please write the reason.")), Length(max=models_of_drills.REASON_MAX_CHARS)],
    )


def _remark_field(kind: RemarkKind) -> StringField:
    return StringField(REMARK_WORDS[kind], [Optional(), Length(max=models_of_drills.REMARK_MAX_CHARS)])


class RemarksForm(Form):
    """What is said after the reveal, a line of each kind: a press takes all that is typed."""

    good = _remark_field(RemarkKind.GOOD)
    better = _remark_field(RemarkKind.BETTER)
    learned = _remark_field(RemarkKind.LEARNED)
    kind = HiddenField()

    @property
    def words(self) -> dict[RemarkKind, str]:
        """What was typed in a valid form, by kind."""
        return {kind: self[kind].data for kind in RemarkKind if self[kind].data}

    @property
    def pressed(self) -> RemarkKind:
        """Beside which line it was sent."""
        return RemarkKind(self.kind.data) if self.kind.data in list(RemarkKind) else RemarkKind.GOOD


class ShareForm(Form):
    """How the responder did, and a line to them."""

    verdict = RadioField(
        _l("How the responder did"),
        [InputRequired(_l("Please choose how the responder did."))],
        choices=[choice(one.value, word) for one, word in VERDICT_WORDS.items()],
        coerce=Verdict,
    )
    # Drawn as an area, in which Enter sends nothing: the form's first button is another.
    line = StringField(
        _l("A line to the responder"), [Optional(), Length(max=models_of_drills.LINE_MAX_CHARS)], widget=TextArea()
    )

    @property
    def is_begun(self) -> bool:
        """Whether anything was chosen or typed."""
        return bool(self.verdict.data or self.line.data)
