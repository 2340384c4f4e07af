"""Browsers that have signed in before: a signed cookie that stays after signing out.

It names the browser and, by hash, the accounts that signed in there. For these alone it keeps a place in the line and a
count of tries of its own, so that nobody elsewhere can shut their owner out.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, Response, after_this_request, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.sansio.http import parse_cookie

KEPT = timedelta(days=365)
ACCOUNTS_MOST = 5
_NAME = "known-browser"


@dataclass(frozen=True)
class KnownBrowser:
    """A browser by a random name, and the accounts it knows, the latest first."""

    name: str
    accounts: tuple[str, ...] = ()

    def knows(self, email: str) -> bool:
        """Whether whoever has this normal address signed in there."""
        return _account(self.name, email) in self.accounts

    def with_account(self, email: str) -> "KnownBrowser":
        """The same browser, which knows this one too; of more than five it forgets the one longest ago."""
        account = _account(self.name, email)
        others = [known for known in self.accounts if known != account]
        return KnownBrowser(self.name, (account, *others)[:ACCOUNTS_MOST])


def _account(name: str, email: str) -> str:
    # Salted by the browser's name: two browsers' cookies tell nobody that they know the same person.
    return hashlib.sha256(f"{name} {email}".encode(errors="replace")).hexdigest()[:16]


def cookie_name(app: Flask) -> str:
    """What the cookie is called; under https for this one host."""
    return f"__Host-{_NAME}" if app.config["SESSION_COOKIE_SECURE"] else _NAME


def read(app: Flask, header: str | None) -> KnownBrowser | None:
    """The browser that a Cookie header names; None when it was never here, or says so of itself."""
    try:
        content = _serializer(app).loads(
            parse_cookie(header).get(cookie_name(app), ""), max_age=int(KEPT.total_seconds())
        )
    except BadData:
        return None
    return KnownBrowser(content["browser"], tuple(content["accounts"]))


def name_if_known(email: str) -> str | None:
    """The name of the present request's browser if it knows the account with this normal address."""
    browser = read(current_app, request.headers.get("Cookie"))
    return browser.name if browser and browser.knows(email) else None


def remember(email: str) -> None:
    """Let the browser of this request know the account with this normal address from now on."""
    browser = read(current_app, request.headers.get("Cookie")) or KnownBrowser(secrets.token_urlsafe(12))
    remembered = browser.with_account(email)

    @after_this_request
    def keep(answer: Any) -> Any:
        _set(answer, remembered)
        return answer


def _set(answer: Response, browser: KnownBrowser) -> None:
    content = {"browser": browser.name, "accounts": browser.accounts}
    answer.set_cookie(
        cookie_name(current_app),
        str(_serializer(current_app).dumps(content)),
        max_age=KEPT,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _serializer(app: Flask) -> URLSafeTimedSerializer:
    keys = [*(app.config.get("SECRET_KEY_FALLBACKS") or ()), app.secret_key]
    return URLSafeTimedSerializer(keys, salt="known browser", signer_kwargs={"digest_method": hashlib.sha256})
