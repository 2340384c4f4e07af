"""How a text is written for each chat, and that it mentions nobody there."""

import pytest

from studyhub.chat import answering
from studyhub.chat.models import ChatForm
from studyhub.chat.webhooks import masked
from tests.chat.sink import taking

NASTY = "<!channel> <@U1> @here & @everyone [a](b)"


@pytest.mark.parametrize(
    ("form", "content"),
    [
        (
            ChatForm.SLACK,
            {"text": "&lt;!channel&gt; &lt;@U1&gt; @here &amp; @everyone [a](b)", "mrkdwn": False, "link_names": False},
        ),
        (
            ChatForm.MATTERMOST,
            {"text": "<\u200b!channel> <\u200b@\u200bU1> @\u200bhere & @\u200beveryone [a]\u200b(b)"},
        ),
        (
            ChatForm.DISCORD,
            {"content": NASTY.replace("]", "]\u200b"), "allowed_mentions": {"parse": []}},
        ),
    ],
)
def test_a_text_mentions_nobody(form: ChatForm, content: dict[str, object]) -> None:
    assert answering.content(form, NASTY) == content


def test_a_text_is_at_most_as_long_as_discord_takes() -> None:
    assert len(answering.content(ChatForm.DISCORD, "]" * 1999)["content"]) == answering.TEXT_MAX_CHARS


def test_what_came_back_is_said_in_a_word() -> None:
    with taking() as chat:
        words = [answering.send(chat.address, ChatForm.SLACK, "テスト", internal=chat.internal)]
        chat.status = 404
        words += [answering.send(chat.address, ChatForm.SLACK, "テスト", internal=chat.internal)]
        words += [answering.send(chat.address, ChatForm.SLACK, "テスト", internal=())]

    assert words == ["fine", "status_404", "not_allowed"]
    assert chat.texts == ["テスト", "テスト"]


def test_people_see_the_host_and_the_end_of_an_address() -> None:
    assert masked("https://hooks.slack.com/services/T0/B0/abcdef9f2c") == "hooks.slack.com/…9f2c"


def test_of_a_short_address_nothing_is_shown_but_its_server() -> None:
    assert masked("https://chat.example.com/hooks/9f2c") == "chat.example.com/…"
