"""Who may call a view at all. What they may see is the query's to say."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import abort, current_app, redirect, request, url_for

from studyhub.people.models import User
from studyhub.web.guards import carrying
from studyhub.web.guards.auth import current_user_or_none

P = ParamSpec("P")

_guarded_views: set[Callable[..., Any]] = set()


def _only(may: Callable[[User], bool]) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    def decorate(view: Callable[P, Any]) -> Callable[P, Any]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            user = current_user_or_none()
            if user is None:
                return _to_sign_in()
            if not may(user):
                abort(403)
            return view(*args, **kwargs)

        _guarded_views.add(guarded)
        return guarded

    return decorate


def must_sign_in() -> bool:
    """Whether the present request is for people with an account, and comes from nobody."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view in _guarded_views and current_user_or_none() is None


def _to_sign_in() -> Any:
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    return carrying.sign_in_page()


login_required = _only(lambda user: True)
member_required = _only(lambda user: user.is_member)
editor_required = _only(lambda user: user.is_member and user.is_editor)
keeper_required = _only(lambda user: user.is_member and user.is_rota_keeper)
rota_setter_required = _only(lambda user: user.is_member and (user.is_rota_keeper or user.is_admin))
admin_required = _only(lambda user: user.is_member and user.is_admin)
