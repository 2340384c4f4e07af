"""What a person sees before a text leaves: what leaves beside it, what stays, and what they might regret."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from studyhub.circles.models import Visibility
from studyhub.notes import rules
from studyhub.notes.models import Note, Release
from studyhub.notes.naming import named
from studyhub.notes.parsing.characters import legal
from studyhub.notes.releases import accompanying
from studyhub.notes.releases.accompanying import Beside
from studyhub.notes.releases.regrets import Regrets, members, regrets
from studyhub.notes.text import internal
from studyhub.notes.text.lines import Line, numbered


@dataclass(frozen=True)
class CutPart:
    """Some lines of the source that stay inside, counted from 1."""

    first_line: int
    line_count: int


@dataclass(frozen=True)
class ReviewPage:
    """Everything beside the text. `regrets` is None where it is too late for them.

    `outrun` is the number of a newer revision that cannot follow, while this older text waits, else None.
    """

    circle_title: str
    meeting_number: int | None
    visibility: Visibility
    names: Sequence[str]
    cut: Sequence[CutPart]
    cut_within_lines: int
    regrets: Regrets | None
    for_editor: bool
    outrun: int | None

    @property
    def names_digest(self) -> str:
        """SHA-256 of the names whose people did not agree to them, empty without any.

        The form carries what its reader saw; the names themselves would lose their line ends on the way.
        """
        names = [f"{one.member.user_id} {one.words}" for one in self.regrets.unagreed] if self.regrets else []
        return hashlib.sha256("\n".join(names).encode()).hexdigest() if names else ""


def review_page(release: Release, *, own_host: str | None, for_editor: bool) -> ReviewPage:
    """The page of a release, or of what would be one. What people chose for outside is for editors alone."""
    source = release.revision.source
    parts, beside = cut_parts(source), accompanying.beside(release)
    is_open = rules.is_open(release)
    head = release.note.head
    is_outrun = is_open and head is not None and head.id != release.revision_id
    return ReviewPage(
        circle_title=beside.circle_title,
        meeting_number=beside.meeting_number,
        visibility=beside.visibility,
        names=_names(beside),
        cut=parts,
        cut_within_lines=internal.hidden_count(source) - len(parts),
        regrets=_regrets(release, own_host, for_editor) if is_open else None,
        for_editor=for_editor,
        outrun=head.number if is_outrun and head is not None else None,
    )


def _regrets(release: Release, own_host: str | None, for_editor: bool) -> Regrets:
    known = members(gone=for_editor)
    return regrets(release.title, release.revision.source, known, own_host=own_host, tags=release.tag_names)


def names_of(release: Release) -> tuple[str, ...]:
    """Who wrote it, as readers outside see them named."""
    return _names(accompanying.beside(release))


def _names(beside: Beside) -> tuple[str, ...]:
    return named([one.name or None for one in beside.authors])


def quoted_lines(note: Note, numbers: Collection[int]) -> list[Line]:
    """These lines of the present text, in order."""
    source = note.head.source if note.head else ""
    return [line for line in numbered(legal(source)) if line.number in numbers]


def cut_parts(source: str) -> list[CutPart]:
    """Which whole lines of a source stay inside: internal blocks, and comments that stand alone."""
    return [CutPart(region.start + 1, region.end - region.start) for region in internal.unmarked(source)[1]]
