"""Who may find which planted phrase. Whoever is not named here must find it nowhere."""

from tests.rights.tables.world import ROLES

EVERYBODY = set(ROLES)
MEMBERS = EVERYBODY - {"visitor"}
CIRCLE = {"botan", "aki"}
ADMINISTRATOR = {"ado"}
AUTHOR = {"aki"}

MAY_FIND: dict[str, set[str]] = {
    # A published note names its circle, in plain text and without a link.
    **dict.fromkeys(["circle-title", "note-published-title", "note-published"], EVERYBODY),
    **dict.fromkeys(["kana", "handle", "name-walk-in"], MEMBERS),
    # Where a public session is and what was shown there stay inside.
    **dict.fromkeys(["open-place", "open-online-url", "open-slides", "open-recording"], MEMBERS),
    # Editors read what they are asked to publish, and what is marked internal is not in it.
    **dict.fromkeys(["note-shared-title", "note-shared", "tag"], CIRCLE | {"emi"}),
    **dict.fromkeys(["circle-description", "book", "book-authors", "chapter", "place", "online-url"], CIRCLE),
    **dict.fromkeys(["meeting-title", "meeting-description", "slides", "recording", "cancel-reason"], CIRCLE),
    **dict.fromkeys(["note-draft-title", "note-draft", "note-unasked-title", "note-unasked", "thought"], CIRCLE),
    "rota-name": MEMBERS,
    # Of Aki; Chika keeps the rota.
    "allowance-reason": {"aki", "chika"},
    # Whoever sets the rota.
    "duty-address": {"chika", "ado"},
    "swap-words": {"chika", "aki", "emi"},
    # Whoever is woken for a service reads all of it.
    **dict.fromkeys([f"service-{word}" for word in ("name", "summary", "handle", "runbook")], MEMBERS),
    **dict.fromkeys(["service-dashboard", "service-repository"], MEMBERS),
    **dict.fromkeys([f"quirk-{word}" for word in ("title", "body", "before", "body-before")], MEMBERS),
    # Whoever is woken reads what was handed over.
    **dict.fromkeys([f"handoff-{word}" for word in ("burns", "body", "before", "what")], MEMBERS),
    # What a team says in a round, whoever may open its circle reads; drafts those of the team, who are in it here.
    **dict.fromkeys([f"update-{word}" for word in ("line", "troubles", "draft", "wants")], CIRCLE),
    "help-wanted": CIRCLE,
    # What rang and what was decided about it, everybody inside reads; addresses are for those who keep them.
    **dict.fromkeys([f"alert-{word}" for word in ("rule", "label", "summary", "done", "reason")], MEMBERS),
    **dict.fromkeys(["alias", "unknown-service"], MEMBERS),
    "unknown-rule": set(),
    # Whoever has not seen a scenario's answer learns its title.
    "scenario-title": MEMBERS,
    # Read out at the beginning of a drill for participants only.
    "scenario-symptom": CIRCLE,
    "drill-words": CIRCLE,
    "drill-off": CIRCLE,
    **dict.fromkeys(["attachment-open-name", "attachment-open"], MEMBERS),
    **dict.fromkeys(["attachment-secret-name", "attachment-secret"], AUTHOR),
    # Said by whoever has seen the answer; the line is for the responder and an examiner who asks nothing here.
    "drill-remark": CIRCLE,
    "drill-line": {"botan"},
    **dict.fromkeys([f"scenario-{word}" for word in ("shows", "hints", "cause", "fix", "source")], AUTHOR),
    "intake-name": {"chika", "ado"},
    "thanks": CIRCLE,
    **dict.fromkeys(["link-0", "link-1", "link-address-0", "link-address-1"], CIRCLE),
    **dict.fromkeys([f"note-{kind}-internal" for kind in ("draft", "shared", "published", "unasked")], CIRCLE),
    "new-address": {"botan", "ado"},
    # What somebody types while planning is for them alone.
    "draft-book": {"aki"},
    "draft-line": {"aki"},
    "unavailability": {"botan"},
    "telephone": {"botan"},
    "working-copy": {"botan"},
    "decline-reason": {"aki"},
    "webhook-name": {"aki"},
    # Nobody is shown it again.
    "webhook-address": set(),
    "pager-address": set(),
    "pager-secret": set(),
    "open-thought": MEMBERS,
    "taken-back": set(),
    **dict.fromkeys(["action", "decision"], CIRCLE),
    # What was dropped stands in the list of dropped ones alone.
    **{f"{kind}-{word}": set() for kind in ("action", "decision") for word in ("dropped", "reason")},
    # Administrators name an organiser of a circle closed to them without learning what it is called.
    "unorganized-title": set(),
    "invited": {"ado"},
    "number": {"ado"},
    "name-pending": {"ado"},
    "name-suspended": {"ado"},
} | {
    # Columns in which nothing of the above stands, in all of their rows (tests/text_columns.py).
    **dict.fromkeys(["book.isbn", "book.publisher", "chapter.number"], EVERYBODY),
    **dict.fromkeys(["organization.name", "release_author.name"], EVERYBODY),
    # Of browsers and names for the outside everybody sees their own.
    **dict.fromkeys(["device.user_agent", "user.pen_name", "team.name"], MEMBERS),
    "release.declined_reason": CIRCLE | {"emi"},
    # Whoever wrote it is told, in words of the message.
    "kept_inside.reason": {"emi"},
    **dict.fromkeys(["closed_day.name", "mail_trouble.error", "outbox_message.last_error"], ADMINISTRATOR),
    # Parts are shown where a circle is planned, which nobody does here.
    "chapter.part": set(),
}
# Why somebody cannot present stands on the page of that chapter, which got_by does not open, and in no message.
IN_NO_MESSAGE = {"decline-reason"}
