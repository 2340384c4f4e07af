"""Writing in one note at the same time: what one types flows to the others, and nothing is lost on the way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from studyhub.db import db
from studyhub.meetings.signing_up import joining
from studyhub.notes.edits import together, writing
from studyhub.notes.edits.together import Seen
from studyhub.notes.handed_in import waiting
from studyhub.notes.models import Note, Revision
from studyhub.notes.releases import releasing
from studyhub.notes.text.merging import merge
from studyhub.people.models import User
from tests.cast import NOON, Cast, query_count
from tests.meetings.scenes import go_to
from tests.notes.notebook import head_of, note_of
from tests.own_time import timed

BEGUN = "# One\n\none\n\n# Two\n\ntwo\n"


@dataclass
class Writer:
    """A person before the editor, as the script acts for them."""

    note: Note
    user: User
    base: Revision
    seen: Seen
    text: str

    def send(self, now: datetime = NOON) -> str:
        """Let what is typed flow in, and take what comes back."""
        joint = together.join(self.note, self.base, self.seen, self.text, by=self.user, now=now)
        together.be_present(self.note, self.user, now=now, step=joint.step)
        self.base, self.seen, self.text = joint.base, Seen(joint.step, joint.source), joint.source
        db.session.commit()
        return self.text

    def save(self, now: datetime = NOON) -> str:
        """Press "Save"."""
        revision = together.save(self.note, self.base, self.seen, "Goals", self.text, by=self.user, now=now)
        db.session.commit()
        return revision.source


def writer(note: Note, user: User, now: datetime = NOON) -> Writer:
    """Somebody who has just opened the editor."""
    together.be_present(note, user, now=now)
    db.session.commit()
    return Writer(note, user, head_of(note), Seen(0, ""), head_of(note).source)


def two(cast: Cast, source: str = BEGUN) -> tuple[Writer, Writer]:
    note = note_of(cast, source)
    return writer(note, cast.aki), writer(note, cast.botan)


def test_what_one_types_flows_to_the_other(cast: Cast) -> None:
    aki, botan = two(cast)
    aki.text = aki.text.replace("one", "one from Aki")
    botan.text = botan.text.replace("two", "two from Botan")

    aki.send()
    botan.send()

    assert aki.send() == botan.text == "# One\n\none from Aki\n\n# Two\n\ntwo from Botan\n"


def test_a_line_one_goes_on_typing_stays_one_line(cast: Cast) -> None:
    aki, botan = two(cast)
    for letters in ("a", "ab", "abc"):
        aki.text = BEGUN + letters
        aki.send()
        botan.send()

    assert botan.text == BEGUN + "abc"


def test_both_going_on_in_one_place_lose_no_letter(cast: Cast) -> None:
    aki, botan = two(cast, "")
    for _ in range(3):
        aki.text, botan.text = aki.text + "a", botan.text + "b"
        aki.send()
        botan.send()
    aki.send()

    assert aki.text == botan.text
    # A line that both change at once stands there twice rather than losing a letter.
    assert botan.text.count("a") >= 3
    assert botan.text.count("b") >= 3


def test_what_was_typed_while_the_answer_was_under_way_is_kept(cast: Cast) -> None:
    aki, botan = two(cast)
    botan.text = "zero\n" + botan.text
    botan.send()
    sent = aki.text = BEGUN + "fir"
    joint = together.join(aki.note, aki.base, aki.seen, sent, by=cast.aki, now=NOON)
    # The answer came while Aki typed on: what they sent is what they have before them of the shared text.
    aki.seen, aki.base, aki.text = Seen(joint.step, sent), joint.base, BEGUN + "first"

    assert aki.send() == "zero\n" + BEGUN + "first"


def test_saving_saves_what_all_have_typed_and_the_others_go_on(cast: Cast) -> None:
    aki, botan = two(cast)
    aki.text = BEGUN + "from Aki\n"
    aki.send()
    botan.text = "from Botan\n" + botan.text

    saved = botan.save()
    aki.text = aki.text.replace("from Aki", "from Aki, and more")

    assert saved == "from Botan\n" + BEGUN or "from Botan" in saved
    assert aki.send() == "from Botan\n" + BEGUN + "from Aki, and more\n"
    assert aki.save() == aki.text


def test_a_save_without_a_script_flows_in(cast: Cast) -> None:
    aki, botan = two(cast)
    aki.text = BEGUN + "from Aki\n"
    aki.send()
    writing.edit(aki.note, head_of(aki.note), "Goals", "from Botan\n" + BEGUN, by=botan.user, now=NOON)

    aki.text += "more\n"

    assert aki.send() == "from Botan\n" + BEGUN + "from Aki\nmore\n"


def test_alone_one_gets_nothing_of_what_was_never_saved(cast: Cast) -> None:
    note = note_of(cast, BEGUN)
    gone = writer(note, cast.aki)
    gone.text = BEGUN + "never saved\n"
    gone.send()
    later = NOON + timedelta(minutes=5)

    botan = writer(note, cast.botan, later)
    botan.text = BEGUN + "from Botan\n"

    assert botan.send(later) == BEGUN + "from Botan\n"


def test_two_who_open_a_note_get_nothing_of_what_was_never_saved(cast: Cast) -> None:
    note = note_of(cast, BEGUN)
    gone = writer(note, cast.aki)
    gone.text = BEGUN + "never saved\n"
    gone.send()
    later = NOON + timedelta(minutes=5)
    botan, emi = writer(note, cast.botan, later), writer(note, cast.editor, later)

    shown = together.text_for(note, cast.botan, 0, now=later)
    botan.text = BEGUN + "from Botan\n"

    assert shown.source == BEGUN
    assert botan.send(later) == BEGUN + "from Botan\n"
    assert together.text_for(note, emi.user, 0, now=later).source == BEGUN + "from Botan\n"


def test_who_comes_back_after_others_began_anew_loses_nothing(cast: Cast) -> None:
    aki, botan = two(cast)
    aki.text = BEGUN + "from Aki\n"
    aki.send()
    later = NOON + timedelta(minutes=5)
    botan.text = "from Botan\n" + BEGUN
    botan.send(later)

    assert aki.send(later) == "from Botan\n" + BEGUN + "from Aki\n"


def test_presence_ends_by_itself_and_at_once_when_the_page_is_closed(cast: Cast) -> None:
    note = note_of(cast)
    together.be_present(note, cast.aki, now=NOON)
    just, over = NOON + timedelta(seconds=29), NOON + timedelta(seconds=30)

    assert together.others_present(note, cast.botan, just) == [cast.aki]
    assert together.others_present(note, cast.botan, over) == []
    together.be_gone(note, cast.aki, now=NOON)
    assert together.others_present(note, cast.botan, NOON) == []
    assert together.others_present(note, cast.aki, NOON) == []


def live(cast: Cast, note: Note, user: User, tag: str | None = None, **seen: int) -> Any:
    headers = {"Accept-Language": "en"} | ({"If-None-Match": tag} if tag else {})
    return cast.browser(user).get(f"/notes/{note.id}/live", query_string=seen, headers=headers)


def test_asking_is_answered_304_without_a_cookie_until_somebody_types_or_comes(cast: Cast) -> None:
    aki, botan = two(cast)
    tag = live(cast, aki.note, cast.botan).headers["ETag"]

    same = live(cast, aki.note, cast.botan, tag)
    assert (same.status_code, same.headers.get("Set-Cookie")) == (304, None)
    aki.text = BEGUN + "news\n"
    aki.send()
    typed = live(cast, aki.note, cast.botan, tag)
    assert (typed.status_code, typed.json["source"]) == (200, BEGUN + "news\n")
    go_to(NOON + timedelta(minutes=1))
    assert live(cast, botan.note, cast.botan, typed.headers["ETag"]).status_code == 200


def test_asking_names_who_else_is_writing(cast: Cast) -> None:
    aki, _ = two(cast)

    answer = live(cast, aki.note, cast.botan)

    assert "Aki" in answer.json["writers"]
    assert "Botan" not in answer.json["writers"]


def test_whoever_has_the_text_is_not_sent_it_again(cast: Cast) -> None:
    aki, _ = two(cast)
    aki.send()

    answer = live(cast, aki.note, cast.aki, step=aki.seen.step, base=aki.base.id)

    assert answer.json["source"] is None


@pytest.mark.parametrize("step", ["", "-1", "9" * 30, "１", "x"])
def test_any_step_is_answered(cast: Cast, step: str) -> None:
    note = note_of(cast)

    answer = cast.browser(cast.botan).get(f"/notes/{note.id}/live?step={step}&base={step}")

    assert answer.status_code == 200


def test_asking_costs_three_statements(cast: Cast) -> None:
    aki, _ = two(cast)
    tag = live(cast, aki.note, cast.botan).headers["ETag"]
    browser, address = cast.browser(cast.botan), f"/notes/{aki.note.id}/live"
    headers = {"Accept-Language": "en", "If-None-Match": tag}

    # Who asks, the text, who is there.
    with query_count(3):
        browser.get(address, headers=headers)


def test_an_editor_opened_again_goes_on_where_it_was(cast: Cast) -> None:
    note, browser = note_of(cast, BEGUN), cast.browser(cast.botan)
    together.be_present(note, cast.aki, now=NOON)
    data = {"title": "Goals", "source": BEGUN + "abc", "base": head_of(note).id, "seen": BEGUN, "step": 0}
    kept = browser.post(f"/notes/{note.id}/working-copy", data=data).json
    assert kept is not None

    page = browser.get(f"/notes/{note.id}/edit").text

    assert f'name="step" type="hidden" value="{kept["step"]}"' in page
    assert page.count(f"{BEGUN}abc</textarea>") == 2


@pytest.mark.parametrize("throws_away", [False, True])
def test_nobody_releases_what_they_typed_and_somebody_else_saved(cast: Cast, throws_away: bool) -> None:
    joining.join(cast.circle, cast.editor, now=NOON)
    note = note_of(cast, BEGUN)
    botan, editor = writer(note, cast.botan), writer(note, cast.editor)
    botan.send()
    editor.text += "by the editor\n"
    editor.send()
    assert "by the editor" in botan.save()
    if throws_away:
        cast.browser(cast.editor).post(f"/notes/{note.id}/working-copy/delete")

    releasing.share(note, by=cast.aki, now=NOON)
    release = releasing.request(note, by=cast.botan, now=NOON)

    with pytest.raises(releasing.OwnText):
        releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=NOON)
    assert waiting.releases(cast.editor, NOON) == []


def test_who_only_looked_releases_what_others_wrote(cast: Cast) -> None:
    joining.join(cast.circle, cast.editor, now=NOON)
    note = note_of(cast, BEGUN)
    writer(note, cast.editor)

    releasing.share(note, by=cast.aki, now=NOON)
    release = releasing.request(note, by=cast.botan, now=NOON)

    assert [one.id for one in waiting.releases(cast.editor, NOON)] == [release.id]
    releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=NOON)


def test_two_texts_of_100_kb_merge_quickly() -> None:
    lines = [f"{number} 本文の行です。" for number in range(4000)]
    base = "\n".join(lines)[:100_000]
    mine = "\n".join(f"{line} A" if number % 10 == 0 else line for number, line in enumerate(base.split("\n")))
    theirs = "\n".join(f"{line} B" if number % 10 == 5 else line for number, line in enumerate(base.split("\n")))

    merged, seconds = timed(lambda: merge(base, mine, theirs))

    assert seconds < 0.5
    assert not merged.conflicts
    assert merged.text.count(" A") == merged.text.count(" B") >= 250
