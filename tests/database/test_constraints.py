"""Every rule of the database refuses what it must: each one is tripped, found by enumerating the tables."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    CursorResult,
    Date,
    Enum,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Time,
    UniqueConstraint,
    insert,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.schema import ColumnCollectionConstraint

from studyhub.column_types import UtcDateTime
from studyhub.db import db
from studyhub.features import FEATURES

assert FEATURES
TABLES = {table.name: table for table in db.metadata.sorted_tables}
NOWHERE = 999_999
# An assignment is somebody's, though the column may be empty for a guest's; a webhook is a circle's, or else a team's;
# what somebody is told on their way is about a meeting, or else about a note.
OWNED = {
    TABLES["assignment"].columns["user_id"],
    TABLES["webhook"].columns["circle_id"],
    TABLES["nudge"].columns["meeting_id"],
}
RULES = {"parts_of_day_off": 2, "points_weeknight": 1, "points_day_off": 2, "points_special": 4}

# What breaks each check, as values of one row.
BREAKS: dict[str, dict[str, Any]] = {
    "ck_organization_only_one": {"id": 2},
    "ck_organization_feed_items_range": {"feed_items": 51},
    "ck_organization_stale_months_range": {"stale_months": 0},
    "ck_alert_month_acted_on_of_those": {"acted": 8},
    "ck_rota_rules_day_before_night": {"day_begins": time(19)},
    "ck_rota_rules_parts_of_day_off_range": {"parts_of_day_off": 5},
    "ck_rota_rules_points_weeknight_range": {"points_weeknight": -1},
    "ck_rota_rules_points_day_off_range": {"points_day_off": 101},
    "ck_rota_rules_points_special_range": {"points_special": -1},
    "ck_rota_rules_rest_hours_range": {"rest_hours": 337},
    "ck_rota_rules_services_least_range": {"services_least": 0},
    "ck_rota_rules_shifts_a_month_range": {"shifts_a_month": 0},
    "ck_rota_rules_days_off_a_month_range": {"days_off_a_month": 32},
    "ck_closed_day_ends_after_start": {"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)},
    "ck_collection_ends_after_start": {"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)},
    "ck_unavailability_weekday_of_a_week": {"weekday": 7},
    "ck_unavailability_ends_after_start": {"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)},
    "ck_commitment_ends_after_start": {"starts_at": datetime(2027, 1, 1, tzinfo=UTC)},
    "ck_circle_capacity_positive": {"capacity": 0},
    "ck_circle_minutes_range": {"minutes": 4},
    "ck_chapter_pages_not_negative": {"pages": -1},
    "ck_meeting_ends_after_start": {"starts_at": datetime(2027, 1, 1, tzinfo=UTC)},
    "ck_meeting_capacity_positive": {"capacity": 0},
    "ck_user_merged_has_left": {"merged_into_id": 1, "state": "active"},
    "ck_team_merged_is_closed": {"merged_into_id": 1, "closed_at": None},
    "ck_key_fingerprint_only_one": {"id": 2},
    "ck_action_done_or_dropped": dict.fromkeys(("done_at", "dropped_at"), datetime(2026, 12, 2, tzinfo=UTC)),
    "ck_action_one_owner": {"owner_id": 1, "former_owner_id": 1},
    "ck_assignment_person_or_guest": {"guest_name": "Guest"},
    "ck_webhook_circle_or_team": {"circle_id": None},
    "ck_desk_settings_only_one": {"id": 2},
    "ck_nudge_about_one": {"meeting_id": None},
    "ck_rota_rules_only_one": {"id": 2},
    "ck_rota_ends_after_start": {"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)},
    "ck_rota_draft_published_by_somebody": {"published_by_id": 1},
    "ck_shift_ends_after_start": {"starts_at": datetime(2027, 1, 1, tzinfo=UTC)},
    "ck_swap_ends_after_start": {"starts_at": datetime(2027, 1, 1, tzinfo=UTC)},
    "ck_swap_undone_after_accepted": {"undone_at": datetime(2026, 12, 2, tzinfo=UTC)},
    "ck_swap_withdrawn_or_accepted": dict.fromkeys(["accepted_at", "withdrawn_at"], datetime(2026, 12, 2, tzinfo=UTC)),
    "ck_pager_only_one": {"id": 2},
    "ck_alert_ends_after_start": {"ends_at": datetime(2026, 1, 1, tzinfo=UTC)},
    "ck_alert_acted_by_somebody": {"acted_by_id": 1, "is_acted_on": False},
    "ck_alert_settings_only_one": {"id": 2},
    "ck_alert_settings_kept_months_range": {"kept_months": 0},
    "ck_allowance_row_ends_after_start": {"starts_at": datetime(2027, 1, 1, tzinfo=UTC)},
    "ck_allowance_row_more_or_less": {"sign": 2, "entered_by_id": 1, "reason": "Wrong."},
    "ck_allowance_row_corrected_with_a_reason": {"reason": "Nobody corrected it."},
    "ck_allowance_row_closed_as_served": {"sign": -1},
    "ck_drill_runs_since": {"state": "running", "running_since": None, "examiner_id": 1, "responder_id": 1},
    "ck_drill_played_by_two": {"state": "interrupted", "examiner_id": None},
    "ck_drill_called_off_why": {"called_off_reason": "Too few people"},
    "ck_handoff_ends_after_start": {"starts_at": datetime(2027, 1, 1, tzinfo=UTC)},
    "ck_handoff_taken_by_somebody": {"taken_at": datetime(2026, 12, 2, tzinfo=UTC)},
    "ck_handoff_response_ends_after_start": {
        "starts_at": datetime(2027, 1, 1, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 2, tzinfo=UTC),
    },
    "ck_team_update_handed_in_with_mood": {"handed_in_at": datetime(2026, 12, 2, tzinfo=UTC), "mood": None},
    "ck_help_wanted_closed_when_settled": {"state": "resolved", "closed_at": None},
    "ck_help_wanted_claimed_by_somebody": {"claimed_at": datetime(2026, 12, 2, tzinfo=UTC), "claimed_by_id": None},
    "ck_help_wanted_claimed_has_claimer": dict.fromkeys(["claimed_at", "claimed_by_id", "closed_at"])
    | {"state": "claimed"},
    "ck_pager_span_ends_after_start": {"starts_at": datetime(2027, 1, 1, tzinfo=UTC)},
    "ck_pager_span_gone_once_withdrawn": {"gone_at": datetime(2026, 12, 2, tzinfo=UTC), "withdraw_at": None},
    "ck_path_ended_by_somebody": {"ended_at": datetime(2026, 12, 2, tzinfo=UTC), "ended_by_id": None},
    "ck_path_somebody_elses_mentor": {"mentor_id": 1, "user_id": 1},
    "ck_shadow_night_ends_after_start": {"starts_at": datetime(2027, 1, 1, tzinfo=UTC)},
    "ck_readiness_signed_off": {"state": "ready", "signed_off_by_id": None},
    "ck_thanks_to_somebody_else": {"writer_id": 1, "presenter_id": 1},
}
# What a row must hold for a check to let it in, or for a partial index to cover it.
FITS: dict[str, dict[str, Any]] = {
    "organization": {"id": 1, "feed_items": 50, "stale_months": 6},
    "key_fingerprint": {"id": 1},
    "desk_settings": {"id": 1},
    "pager": {"id": 1},
    "alert_settings": {"id": 1, "kept_months": 25},
    "alert_month": {"count": 7, "acted": 3},
    "rota_rules": {"id": 1, "day_begins": time(10), "rest_hours": 48, "services_least": 1, **RULES},
    "allowance_row": {"ends_at": datetime(2026, 12, 2, tzinfo=UTC), "sign": 1, "reason": ""},
    "pager_span": {"ends_at": datetime(2026, 12, 2, tzinfo=UTC)},
    "shadow_night": {"ends_at": datetime(2026, 12, 2, tzinfo=UTC)},
    "shift": {"ends_at": datetime(2026, 12, 2, tzinfo=UTC)},
    "drill": {"state": "planned", "called_off_reason": ""},
    "handoff": {"ends_at": datetime(2026, 12, 2, tzinfo=UTC)},
    "circle": {"minutes": 90},
    "user": {"state": "left"},
    "membership": {"is_primary": True},
    "team": {"closed_at": datetime(2026, 12, 2, tzinfo=UTC)},
    "swap": {"ends_at": datetime(2026, 12, 2, tzinfo=UTC)},
    "commitment": {"ends_at": datetime(2026, 12, 2, tzinfo=UTC)},
    "meeting": {"ends_at": datetime(2026, 12, 2, tzinfo=UTC)},
    "signup": {"state": "waitlisted"},
    "assignment": {"state": "accepted", "guest_name": None},
}
# What keeps another rule of the same table out of the way.
ASIDE: dict[str, dict[str, Any]] = {
    "uq_membership_team_id": {"is_primary": False},
    "fk_webhook_team_id_team": {"circle_id": None},
    "fk_rota_draft_published_by_id_user": {"published_at": datetime(2026, 12, 1, tzinfo=UTC)},
    "fk_path_ended_by_id_user": {"ended_at": datetime(2026, 12, 1, tzinfo=UTC)},
    "fk_nudge_note_id_note": {"meeting_id": None},
    "fk_alert_acted_by_id_user": {"is_acted_on": True},
    "fk_help_wanted_claimed_by_id_user": {"claimed_at": datetime(2026, 12, 1, tzinfo=UTC)},
    "fk_handoff_taken_by_id_user": {"taken_at": datetime(2026, 12, 1, tzinfo=UTC)},
    "fk_allowance_row_entered_by_id_user": {"reason": "An hour was missing."},
    "uq_chapter_plan_circle_id": {"closed_at": datetime(2026, 12, 1, tzinfo=UTC)},
}


class Rule(NamedTuple):
    """One thing the database must refuse: a row like a valid one but for some values."""

    table: str
    name: str
    columns: tuple[str, ...]
    kind: str
    extra: dict[str, Any]

    def __str__(self) -> str:
        return self.name


def rules() -> Iterator[Rule]:
    for table in TABLES.values():
        for constraint in sorted(table.constraints, key=lambda found: str(found.name)):
            assert isinstance(constraint, ColumnCollectionConstraint)
            name = str(constraint.name)
            columns = tuple(column.name for column in constraint.columns)
            if isinstance(constraint, UniqueConstraint):
                yield Rule(table.name, name, columns, "unique", ASIDE.get(name, {}))
            elif isinstance(constraint, CheckConstraint):
                yield Rule(table.name, name, columns, "check", BREAKS.get(name, {}))
            elif isinstance(constraint, ForeignKeyConstraint):
                yield Rule(table.name, name, columns, "foreign", ASIDE.get(name, {}) | dict.fromkeys(columns, NOWHERE))
        for index in sorted(table.indexes, key=lambda found: str(found.name)):
            if index.unique:
                yield Rule(table.name, str(index.name), tuple(c.name for c in index.columns), "unique", _covered(index))


def _covered(index: Index) -> dict[str, Any]:
    """The second release of a note is asked for, or outside; other partial indexes cover the row that FITS."""
    states = {"one_open_request": "requested", "one_release_outside": "approved"}
    return {"state": states[str(index.name)]} if index.name in states else {}


_serial = itertools.count(1)


def value_for(column: Column[Any]) -> Any:
    serial = next(_serial)
    if isinstance(column.type, Enum):
        return column.type.enum_class(column.type.enums[0]) if column.type.enum_class else column.type.enums[0]
    plain: dict[type[Any], Any] = {
        Integer: serial,
        Boolean: False,
        Date: date(2026, 12, 1) + timedelta(days=serial),
        Time: time(19),
        UtcDateTime: datetime(2026, 12, 1, tzinfo=UTC),
        JSON: {},
        LargeBinary: b"",
    }
    return next((value for kind, value in plain.items() if isinstance(column.type, kind)), f"text {serial}")


def add_row(table: Table, given: dict[str, Any], *, filled: tuple[str, ...] = ()) -> dict[str, Any]:
    """Insert a valid row with the rows it refers to, nullable columns only where `filled`; hand its values back."""
    values = {**FITS.get(table.name, {}), **given}
    for column in table.columns:
        is_needed = not column.nullable or column.name in filled or column in OWNED
        if column.name in values or column.primary_key or not is_needed:
            continue
        if column.foreign_keys:
            parent = next(iter(column.foreign_keys)).column.table
            values[column.name] = add_row(parent, {})["id"]
        else:
            values[column.name] = value_for(column)
    if "key" in table.primary_key.columns:
        values.setdefault("key", value_for(table.columns["key"]))
        db.session.execute(insert(table).values(values))
        return values
    added = db.session.execute(insert(table).values(values))
    assert isinstance(added, CursorResult)
    assert added.inserted_primary_key is not None
    return {**values, "id": added.inserted_primary_key[0]}


@pytest.mark.parametrize("rule", list(rules()), ids=str)
def test_database_refuses(rule: Rule, app: Flask) -> None:
    table = TABLES[rule.table]
    broken = dict(rule.extra)
    if rule.kind == "unique":
        first = add_row(table, rule.extra, filled=rule.columns)
        broken |= {column: first[column] for column in rule.columns}

    with pytest.raises(IntegrityError) as refused:
        add_row(table, broken)

    message = str(refused.value.orig)
    by_columns = ", ".join(f"{rule.table}.{column}" for column in rule.columns)
    assert rule.name in message or by_columns in message or "FOREIGN KEY constraint failed" in message


def test_every_check_has_values_that_break_it() -> None:
    assert {rule.name for rule in rules() if rule.kind == "check"} == set(BREAKS)
