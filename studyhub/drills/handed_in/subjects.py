"""What of training events of the audit trail are about: of a scenario its title, which everybody inside reads."""

from sqlalchemy import Select, select

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.drills.models import Scenario
from studyhub.drills.running.models import Drill
from studyhub.drills.running.queries import drills
from studyhub.people.models import User


def _scenarios(_reader: User) -> Select[Scenario]:
    return select(Scenario)


def _scenario(scenario: Scenario) -> list[Subject]:
    return [Subject(scenario.title, f"/training/scenarios/{scenario.id}/")]


def _drills(_reader: User) -> Select[Drill]:
    return drills()


def _drill(drill: Drill) -> list[Subject]:
    return [Subject(drill.scenario.title, f"/training/drills/{drill.id}/")]


SUBJECTS = (SubjectKind(Scenario, _scenarios, _scenario), SubjectKind(Drill, _drills, _drill))
