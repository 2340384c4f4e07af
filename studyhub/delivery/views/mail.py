"""How mail is doing, for administrators: what is wrong, what waits, what was given up, and a test."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from studyhub import clock
from studyhub.db import db
from studyhub.delivery import processes, standing
from studyhub.delivery.mailing import failed, leases, testing, troubles
from studyhub.delivery.mailing.trouble_words import WORDS, Words, said
from studyhub.delivery.models import OutboxMessage, TroubleKind
from studyhub.delivery.texts import kinds_of
from studyhub.web.guards.access import admin_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.mail import mail_state
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

bp = Blueprint("mail", __name__, url_prefix="/settings/mail")

FAILED_SHOWN = 50


@bp.app_template_filter("trouble_words")
def _trouble_words(kind: TroubleKind) -> Words:
    """What is wrong, and what to do about it."""
    return WORDS[kind]


@bp.get("/")
@admin_required
def show() -> str:
    """Everything about outgoing mail on one page; no words of any mail."""
    now, test = clock.now(), testing.latest(current_user())
    given_up = db.session.scalars(failed.mails().options(selectinload(OutboxMessage.recipient)).limit(FAILED_SHOWN))
    return render_template(
        "delivery/outgoing.html",
        smtp=current_app.config["STUDYHUB_SETTINGS"].smtp,
        state=mail_state(),
        troubles=[
            (trouble, WORDS[trouble.kind], said(trouble.kind, trouble.error) if trouble.error else "")
            for trouble in troubles.lasting()
            if trouble.kind is not TroubleKind.OFF
        ],
        queue=standing.queue(now),
        failed=[(message, leases.address_of(message), _label(message)) for message in given_up],
        failed_count=standing.failed_count(),
        last_sent_at=standing.last_sent_at(),
        test=test,
        refusal=_refusal(test) if test else [],
        worker_turned_at=processes.worker_turned_at(),
        is_worker_gone=processes.is_worker_gone(now),
        processes=list(db.session.scalars(processes.running(now))),
    )


def _refusal(test: OutboxMessage) -> list[str]:
    """Why a test mail was not taken over, in sentences; none while nothing is in its way."""
    found = testing.refusal(test)
    if found is None:
        return []
    reason = said(found.kind, found.error)
    # That some mail is put off is no news about this one.
    return [reason] if found.kind is TroubleKind.PUT_OFF else [str(WORDS[found.kind].what), reason]


def _label(message: OutboxMessage) -> str:
    kind = kinds_of(current_app).get(message.kind)
    return str(kind.label) if kind else message.kind


@bp.post("/test")
@admin_required
def create_test() -> ResponseReturnValue:
    """Send oneself a mail, through the worker that sends all others."""
    testing.ask(current_user(), now=clock.now())
    db.session.commit()
    return redirect(url_for(".show", _anchor="test"), 303)


@bp.post("/failed/send-again")
@admin_required
def update_all() -> ResponseReturnValue:
    """Send all again that was given up."""
    count = failed.send_again(db.session.scalars(failed.mails()).all(), now=clock.now())
    db.session.commit()
    flash(ngettext("%(num)s mail is tried again.", "%(num)s mails are tried again.", count), "success")
    return redirect(url_for(".show"), 303)


@bp.post("/failed/delete")
@admin_required
def delete_all() -> ResponseReturnValue:
    """Put all away that was given up."""
    count = failed.put_away(db.session.scalars(failed.mails()).all(), now=clock.now())
    db.session.commit()
    flash(ngettext("%(num)s mail is put away.", "%(num)s mails are put away.", count), "success")
    return redirect(url_for(".show"), 303)


@bp.post("/failed/<id:message_id>/send-again")
@admin_required
def update(message_id: int) -> ResponseReturnValue:
    """Send one again that was given up."""
    message = _failed(message_id)
    failed.send_again([message], now=clock.now())
    db.session.commit()
    flash(_("The mail to %(address)s is tried again.", address=leases.address_of(message)), "success")
    return redirect(url_for(".show"), 303)


@bp.post("/failed/<id:message_id>/delete")
@admin_required
def delete(message_id: int) -> ResponseReturnValue:
    """Put one away that was given up."""
    message = _failed(message_id)
    failed.put_away([message], now=clock.now())
    db.session.commit()
    flash(_("The mail to %(address)s is put away.", address=leases.address_of(message)), "success")
    return redirect(url_for(".show"), 303)


def _failed(message_id: int) -> OutboxMessage:
    message: OutboxMessage = db.one_or_404(failed.mails().where(OutboxMessage.id == message_id))
    return message
