"""Tables of contents as people paste them: what each line is."""

from studyhub.circles.toc.entries import LineKind
from studyhub.circles.toc.reading import BYTES_MAX, LINES_MAX, TocLine, TocTooLong, page_counts, read_toc

__all__ = ["BYTES_MAX", "LINES_MAX", "LineKind", "TocLine", "TocTooLong", "page_counts", "read_toc"]
