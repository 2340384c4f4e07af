"""The tables that the floor reads, with those of their columns that it shows."""

from sqlalchemy import Boolean, Column, DateTime, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()


def _table(name: str, numbers: str, texts: str, times: str = "") -> Table:
    columns = [Column(one, kind) for kind, names in ((Integer, numbers), (Text, texts)) for one in names.split()]
    moments = [Column(one, DateTime(timezone=True)) for one in times.split()]
    return Table(name, metadata, Column("id", Integer, primary_key=True), *columns, *moments)


user = _table("user", "", "name kana telephone chat_handle search_text")
device = _table("device", "user_id", "key")
circle = _table("circle", "", "slug title state visibility kind search_text", "created_at")
participation = _table("participation", "circle_id user_id", "role", "left_at")
plan = _table("chapter_plan", "circle_id book_id", "", "closed_at")
book = _table("book", "", "title authors")
team = _table("team", "", "slug name")
membership = _table("membership", "user_id team_id", "")
membership.append_column(Column("is_primary", Boolean))
read_tick = _table("read_tick", "user_id chapter_id", "")
release = _table("release", "note_id", "state")
chapter = _table("chapter", "plan_id position pages", "number title")
meeting = _table("meeting", "circle_id number", "place state", "starts_at ends_at")
meeting_chapter = _table("meeting_chapter", "chapter_id meeting_id", "")
assignment = _table("assignment", "chapter_id user_id", "state")
signup = _table("signup", "meeting_id user_id priority", "state", "joined_at")
inbox_item = _table("inbox_item", "user_id", "", "read_at")
note = _table("note", "circle_id meeting_id head_id", "title", "shared_at first_shared_at")
revision = _table("revision", "note_id author_id number", "html source search_text")
shift = _table("shift", "user_id", "role kind", "starts_at ends_at")
swap = _table("swap", "shift_id taker_id", "", "starts_at ends_at accepted_at undone_at")
pager_span = _table("pager_span", "user_id", "role", "starts_at ends_at confirmed_at gone_at")
service = _table("service", "team_id", "name key contact_handle runbook_url search_text", "retired_at")
quirk = _table("quirk", "service_id position head_number", "", "retired_at")
quirk_revision = _table("quirk_revision", "quirk_id number", "title search_text")
commitment = _table("commitment", "user_id", "source", "starts_at ends_at")
drill = _table("drill", "meeting_id scenario_id examiner_id responder_id", "state")
scenario = _table("scenario", "", "title search_text")
decision = _table("decision", "", "search_text")
action = _table("action", "", "search_text")
update_of_team = _table("team_update", "meeting_id team_id", "", "handed_in_at")
path = _table("path", "user_id service_id", "", "ended_at")
path_step = _table("path_step", "path_id position", "kind due_on", "done_at")
feed_file = Table("feed_file", metadata, Column("key", Text), Column("etag", Text), Column("body", LargeBinary))
