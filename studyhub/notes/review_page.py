"""What a person sees before a text leaves: what leaves beside it, what stays, and what they might regret."""

from collections.abc import Sequence
from dataclasses import dataclass

from studyhub.circles.models import Visibility
from studyhub.notes import accompanying, internal, rules
from studyhub.notes.models import Release
from studyhub.notes.naming import named
from studyhub.notes.regrets import Regrets, members, regrets


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
    visibility: Visibility
    names: Sequence[str]
    cut: Sequence[CutPart]
    cut_within_lines: int
    regrets: Regrets | None
    outrun: int | None


def review_page(release: Release, *, own_host: str | None) -> ReviewPage:
    """The page of a release, or of what would be one."""
    source = release.revision.source
    parts = cut_parts(source)
    is_open = rules.is_open(release)
    head = release.note.head
    is_outrun = is_open and head is not None and head.id != release.revision_id
    return ReviewPage(
        circle_title=accompanying.circle_title(release),
        visibility=release.note.circle.visibility,
        names=names_of(release),
        cut=parts,
        cut_within_lines=internal.hidden_count(source) - len(parts),
        regrets=regrets(release.title, source, members(), own_host=own_host) if is_open else None,
        outrun=head.number if is_outrun and head is not None else None,
    )


def names_of(release: Release) -> tuple[str, ...]:
    """Who wrote it, as readers outside see them named."""
    return named([one.name or None for one in accompanying.authors(release)])


def cut_parts(source: str) -> list[CutPart]:
    """Which whole lines of a source stay inside: internal blocks, and comments that stand alone."""
    return [CutPart(region.start + 1, region.end - region.start) for region in internal.unmarked(source)[1]]
