"""Any other pager: a signed request, which an answer of 2xx confirms. How to check it: docs/oncall.md."""

import hashlib
import hmac
import json

from studyhub.outgoing import sending
from studyhub.outgoing.answers import NoAnswer
from studyhub.pager.answering import STATUS, Order, Outcome, short

SIGNATURE, TIMESTAMP = "X-StudyHub-Signature", "X-StudyHub-Timestamp"


def follow(order: Order) -> Outcome:
    """Tell it to call somebody, or not to any more; the same `id` again is the same."""
    content = {
        "id": f"span-{order.span_id}",
        "action": "withdraw" if order.is_withdrawal else "call",
        "role": order.role.value,
        "start": order.starts_at.isoformat(),
        "end": order.ends_at.isoformat(),
        "person": {"id": order.person_id or None, "name": order.name, "email": order.email},
    }
    return _tell(order, content)


def check(order: Order) -> Outcome:
    """Send a request that asks for nothing."""
    return _tell(order, {"id": "test", "action": "test"})


def _tell(order: Order, content: object) -> Outcome:
    body = json.dumps(content, ensure_ascii=False).encode()
    timestamp = f"{order.now.timestamp():.0f}"
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        TIMESTAMP: timestamp,
        SIGNATURE: f"sha256={signature(order.secret, timestamp, body)}",
    }
    try:
        answer = sending.ask("POST", order.address, internal=order.internal, headers=headers, body=body)
    except NoAnswer as none:
        return Outcome(none.trouble.value)
    if answer.is_fine:
        return Outcome()
    return Outcome(f"{STATUS}{answer.status}", said=short(answer.body[:1000].decode(errors="replace")))


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 in hexadecimal over the timestamp, a full stop and the body."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
