"""What readers of feeds may not be able to unfold, as a quotation with a bold title, which all of them show."""

PLAIN_FORMS = {
    "<details>": "<blockquote>",
    "</details>": "</blockquote>",
    "<summary>": "<p><strong>",
    "</summary>": "</strong></p>",
}


def unfolded(html: str) -> str:
    """Sanitised HTML without `details` and `summary`."""
    for tag, plain in PLAIN_FORMS.items():
        html = html.replace(tag, plain)
    return html
