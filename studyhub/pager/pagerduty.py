"""PagerDuty's REST interface, version 2: overrides of schedules.

Of two overrides of the same hours it follows the one made last. One that runs is not deleted but cut short.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from studyhub.outgoing import sending
from studyhub.outgoing.answers import Answer, NoAnswer
from studyhub.pager.answering import NO_ID, NO_SCHEDULE, NONSENSE, REFUSED, STATUS, Order, Outcome, short

ADDRESS = "https://api.pagerduty.com"
LONGEST_WAIT_SECONDS = 3600
# What comes back in an address later on. Theirs are shorter, and letters and digits alone.
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class _Nonsense(Exception):
    """An answer of another shape than PagerDuty's."""


def follow(order: Order) -> Outcome:
    """Make or take back an override. May take some seconds: no transaction may be open."""
    if not order.schedule:
        return Outcome(NO_SCHEDULE)
    if not order.person_id and not order.is_withdrawal:
        return Outcome(NO_ID)
    try:
        return _withdraw(order) if order.is_withdrawal else _create(order)
    except NoAnswer as none:
        return Outcome(none.trouble.value)
    except _Nonsense:
        return Outcome(NONSENSE)


def check(order: Order) -> Outcome:
    """Ask for a schedule, which changes nothing."""
    try:
        answer = _ask("GET", order, f"/schedules/{quote(order.schedule, safe='')}")
        if not answer.is_fine:
            return _refused(answer)
        if not isinstance(_read(answer).get("schedule"), dict):
            return Outcome(NONSENSE)
    except NoAnswer as none:
        return Outcome(none.trouble.value)
    except _Nonsense:
        return Outcome(NONSENSE)
    return Outcome()


def _create(order: Order) -> Outcome:
    if order.is_again and (found := _found(order)):
        return Outcome(remote_id=found)
    start = max(order.starts_at, order.now)
    user = {"id": order.person_id, "type": "user_reference"}
    body = {"overrides": [{"start": _iso(start), "end": _iso(order.ends_at), "user": user}]}
    answer = _ask("POST", order, _overrides(order), body)
    return _made(answer) if answer.is_fine else _refused(answer)


def _made(answer: Answer) -> Outcome:
    """Each override is answered for itself: made, or refused with reasons, under one status for all."""
    found = _json(answer)
    item = found[0] if isinstance(found, list) and len(found) == 1 else found
    if not isinstance(item, dict):
        raise _Nonsense
    if item.get("status", 201) != 201:
        return Outcome(REFUSED, said=_sentences(item.get("errors")))
    override = item.get("override")
    if not isinstance(override, dict) or not _is_id(override.get("id")):
        raise _Nonsense
    return Outcome(remote_id=override["id"])


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _withdraw(order: Order) -> Outcome:
    remote_id = order.remote_id or (_found(order) if order.is_again and order.person_id else None)
    if not remote_id:
        return Outcome()
    answer = _ask("DELETE", order, f"{_overrides(order)}/{quote(remote_id, safe='')}")
    # 404: somebody has deleted it there.
    return Outcome() if answer.is_fine or answer.status == 404 else _refused(answer)


def _found(order: Order) -> str | None:
    """An override that was made though its answer was lost."""
    span = {"since": _iso(max(order.starts_at, order.now)), "until": _iso(order.ends_at), "editable": "true"}
    answer = _ask("GET", order, f"{_overrides(order)}?{urlencode(span)}")
    if not answer.is_fine:
        # What is wrong is said by the request that comes next.
        return None
    overrides = _read(answer).get("overrides")
    if not isinstance(overrides, list):
        raise _Nonsense
    same = [one for one in overrides if isinstance(one, dict) and _is_same(one, order)]
    return same[-1]["id"] if same else None


def _is_same(override: dict[str, Any], order: Order) -> bool:
    user = override.get("user")
    try:
        ends_at = datetime.fromisoformat(str(override.get("end")))
    except ValueError:
        return False
    is_theirs = isinstance(user, dict) and user.get("id") == order.person_id
    return is_theirs and _is_id(override.get("id")) and ends_at.tzinfo is not None and ends_at == order.ends_at


def _overrides(order: Order) -> str:
    return f"/schedules/{quote(order.schedule, safe='')}/overrides"


def _ask(method: str, order: Order, path: str, content: object = None) -> Answer:
    headers = {
        "Accept": "application/vnd.pagerduty+json;version=2",
        "Authorization": f"Token token={order.secret}",
        "Content-Type": "application/json",
    }
    body = b"" if content is None else json.dumps(content).encode()
    return sending.ask(method, order.address + path, internal=order.internal, headers=headers, body=body)


def _refused(answer: Answer) -> Outcome:
    return Outcome(f"{STATUS}{answer.status}", said=_error(answer), wait_seconds=_wait(answer))


def _wait(answer: Answer) -> int | None:
    text = answer.headers.get("retry-after", "").strip()
    return min(int(text), LONGEST_WAIT_SECONDS) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _error(answer: Answer) -> str:
    """`{"error": {"message": …, "code": …, "errors": […]}}`, as far as it is that."""
    try:
        error = _read(answer).get("error")
    except _Nonsense:
        return ""
    if not isinstance(error, dict):
        return short(error) if isinstance(error, str) else ""
    return short(f"{error.get('message') or ''} {_sentences(error.get('errors'))}")


def _sentences(errors: object) -> str:
    return short(" ".join(str(one) for one in errors)) if isinstance(errors, list) else ""


def _read(answer: Answer) -> dict[str, Any]:
    found = _json(answer)
    if not isinstance(found, dict):
        raise _Nonsense
    return found


def _json(answer: Answer) -> object:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise _Nonsense from error


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
