"""The draft of a rota: planned again, published, discarded."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.rota import drafting, publishing, queries
from studyhub.rota.changes import told as told_of
from studyhub.rota.drafting import PlannedAnew
from studyhub.rota.models import Rota, RotaDraft
from studyhub.rota.views.blueprint import bp
from studyhub.web.guards.access import keeper_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


def _rota(rota_id: int) -> Rota:
    found: Rota = db.one_or_404(queries.rotas(current_user()).where(Rota.id == rota_id))
    return found


@bp.post("/rotas/<id:rota_id>/draft")
@keeper_required
def create_draft(rota_id: int) -> ResponseReturnValue:
    """Plan what is to come once more, with the people there are now: each time otherwise, and as evenly."""
    rota = _rota(rota_id)
    known = queries.open_draft(rota)
    try:
        seed = known.seed + 1 if known else 0
        anew = drafting.plan_anew(rota, by=current_user(), now=clock.now(), seed=seed)
    except drafting.Over:
        flash(_("Nothing of this rota is to come."), "notice")
    else:
        db.session.commit()
        _say(anew)
        if anew.draft is not None:
            return _back(rota, "draft")
    return _back(rota)


def _say(anew: PlannedAnew) -> None:
    if anew.draft is not None:
        flash(_("Planned anew."), "success")
        return
    flash(_("Nothing changes: what is published is as even as it can be with the people there are."), "notice")
    if anew.asked:
        said = ngettext(
            "Others are asked to take %(num)s shift that whoever took it over cannot serve.",
            "Others are asked to take %(num)s shifts that whoever took them over cannot serve.",
            len(anew.asked),
        )
        flash(said, "notice")


@bp.post("/rotas/<id:rota_id>/publish")
@keeper_required
def publish_draft(rota_id: int) -> ResponseReturnValue:
    """Publish the draft that was looked at, and tell everybody whose shifts it changes."""
    rota = _rota(rota_id)
    draft = _looked_at(rota)
    if draft is None:
        return _look_again(rota)
    try:
        changes = publishing.publish(draft, by=current_user(), now=clock.now())
    except publishing.Settled:
        db.session.rollback()
        return _look_again(rota)
    except publishing.Begun:
        db.session.rollback()
        flash(_("Some of this draft has begun since it was made. Please plan it anew."), "warning")
        return redirect(url_for(".show", rota_id=rota_id), 303)
    except publishing.CutOtherwise:
        db.session.rollback()
        flash(_("Rules or closed days changed since this draft was made. Please plan it anew."), "warning")
        return redirect(url_for(".show", rota_id=rota_id), 303)
    except publishing.Stale as error:
        db.session.rollback()
        said = ngettext(
            "%(num)s shift is with somebody who cannot have it any more. Please plan it anew.",
            "%(num)s shifts are with people who cannot have them any more. Please plan it anew.",
            len(error.args),
        )
        flash(said, "warning")
        return redirect(url_for(".show", rota_id=rota_id), 303)
    db.session.commit()
    told = told_of(changes)
    flash(ngettext("Published. %(num)s person is told.", "Published. %(num)s people are told.", told), "success")
    return _back(rota, "weeks")


def _look_again(rota: Rota) -> ResponseReturnValue:
    flash(_("Meanwhile the draft was planned anew, published or discarded. Please look at it again."), "warning")
    return _back(rota)


def _looked_at(rota: Rota) -> RotaDraft | None:
    """The open draft, if it is the one on the page from which it is published."""
    draft = queries.open_draft(rota)
    return draft if draft is not None and draft.id == row_id(request.form.get("draft", "")) else None


@bp.post("/rotas/<id:rota_id>/draft/delete")
@keeper_required
def delete_draft(rota_id: int) -> ResponseReturnValue:
    """Throw the open draft away; what is published stays, and where nothing is, the rota goes with it."""
    rota = _rota(rota_id)
    draft = queries.open_draft(rota)
    if draft is None:
        return _back(rota)
    drafting.discard(draft, by=current_user(), now=clock.now())
    db.session.commit()
    if rota.discarded_at is None:
        flash(_("The draft is discarded. What is published stays."), "success")
        return _back(rota, "weeks")
    flash(_("The rota is discarded. Its days are free again."), "success")
    return redirect(url_for(".index"), 303)


def _back(rota: Rota, part: str | None = None) -> ResponseReturnValue:
    """The page of the rota, at the part of it that the press was about: Tab goes on from there."""
    return redirect(url_for(".show", rota_id=rota.id, _anchor=part), 303)
