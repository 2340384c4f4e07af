"""The dashed frame around what is internal, on pages inside the organisation."""

from collections.abc import Iterator

from markdown_it.token import Token

from studyhub.notes.text.internal_blocks import Region

# A frame would not be valid between a list and its items or a table and its rows: there it waits for the text within.
STRUCTURE = {"list_item_open", "thead_open", "tbody_open", "tr_open", "th_open", "td_open", "inline"}


def framed(tokens: list[Token], regions: list[Region]) -> Iterator[Token]:
    """The tokens with `internal_open` … `internal_close` around the blocks that begin within one of the regions.

    A region that begins in one list item and ends in another gets a frame in each.
    """
    starts = {line: region for region in regions for line in range(region.start, region.end)}
    frame: tuple[int, Region] | None = None
    for token in tokens:
        region = starts.get(token.map[0]) if token.map else None
        if frame and leaves(token, frame, region):
            yield Token("internal_close", "div", -1)
            frame = None
        if not frame and region and token.nesting >= 0 and token.type not in STRUCTURE:
            yield Token("internal_open", "div", 1)
            frame = (token.level, region)
        yield token
    if frame:
        yield Token("internal_close", "div", -1)


def leaves(token: Token, frame: tuple[int, Region], region: Region | None) -> bool:
    """Whether this token lies outside the frame: it closes what the frame stands in, or begins a block elsewhere."""
    frame_level, frame_region = frame
    if token.level < frame_level:
        return True
    return token.level == frame_level and token.nesting >= 0 and region is not frame_region
