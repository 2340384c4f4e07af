"""One shift: whose it is, and how its hours are given away."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.handoffs import shown
from studyhub.pager.calling import Call, calls
from studyhub.paths import queries as paths
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps import answering, asking, held, offering, opening, queries
from studyhub.rota.swaps.finding import exchanging
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.models import WORDS_MAX_CHARS, Swap
from studyhub.rota.swaps.showing import page as shift_page
from studyhub.rota.swaps.showing import spine
from studyhub.rota.swaps.showing.page import Page
from studyhub.rota.swaps.showing.typed import BadHours, hours_of
from studyhub.rota.views.blueprint import bp
from studyhub.rota.views.refusing import confirmed, refused, rest_page
from studyhub.rota.views.swaps import part_of
from studyhub.rota.wording import KINDS, OBSTACLES, ROLES, reason_of
from studyhub.text.cleaning import clean_line, clean_text
from studyhub.web.guards.access import keeper_required, member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

WAYS = ("give", "exchange", "part", "cover")


@dataclass(frozen=True)
class Typed:
    """What stands in the form: in which way, from and to which time, and what is said."""

    way: str
    since: str
    until: str
    words: str
    problem: str = ""


def shift_of(shift_id: int) -> Shift:
    """A published shift, which everybody inside may see."""
    found: Shift = db.one_or_404(queries.shifts().where(Shift.id == shift_id))
    return found


@bp.get("/shifts/<id:shift_id>/")
@member_required
def show_shift(shift_id: int) -> ResponseReturnValue:
    """Whose a shift is, where what was asked stands, and who could take it."""
    args = request.args
    typed = Typed(
        args.get("way", ""), clean_line(args.get("since", "")[:10]), clean_line(args.get("until", "")[:10]), ""
    )
    return _page(shift_of(shift_id), row_id(args.get("giver")), typed)


def _page(shift: Shift, giver_id: int | None, typed: Typed, status: int = 200) -> ResponseReturnValue:
    page = shift_page.page(shift, current_user(), giver_id=giver_id, now=clock.now())
    way = _way(page, typed)
    hours, problem = _hours(page, way, typed)
    html = render_template(
        "rota/shift.html",
        page=page,
        me=current_user(),
        way=way,
        typed=typed,
        problem=typed.problem or problem,
        hours=hours,
        offers=shift_page.offers_of(page, hours) if hours else None,
        pairs=exchanging.exchanges(page.duty, now=page.now) if way == "exchange" and page.duty else (),
        words_max=WORDS_MAX_CHARS,
        reason=reason_of(page.reason),
        calls=_calls(page),
        shadows=_shadows(shift, page),
        handed=shown.shift_page(shift, current_user(), page.duties, now=page.now),
        spine=spine.of_duties(shift, page.duties),
        part=spine.of_part(hours) if hours and way == "part" else None,
        kinds=KINDS,
        roles=ROLES,
        obstacles=OBSTACLES,
    )
    return html, 422 if problem and status == 200 else status


def _shadows(shift: Shift, page: shift_page.Page) -> list[str]:
    user = current_user()
    is_on_duty = any(duty.user_id == user.id for duty in page.duties)
    return paths.shadow_names(shift.starts_at, shift.ends_at, user, is_on_duty=is_on_duty)


def _calls(page: Page) -> dict[int, Call]:
    """Whom the pager calls in each part that is not over, by the place of the part, where it knows of it.

    Of nights far ahead it has not been told yet.
    """
    parts = [(place, duty) for place, duty in enumerate(page.duties) if duty.ends_at > page.now]
    found = ((place, calls([duty], max(duty.starts_at, page.now)).get(duty.role)) for place, duty in parts)
    return {place: call for place, call in found if call and (call.is_confirmed or call.user)}


def _way(page: Page, typed: Typed) -> str:
    """The chosen way; what runs can be covered now, or a part of it given that is still to come."""
    if page.is_running:
        return "part" if typed.way == "part" else "cover"
    return typed.way if typed.way in WAYS and typed.way != "cover" else "give"


def _hours(page: Page, way: str, typed: Typed) -> tuple[Hours | None, str]:
    """The hours whose takers are shown, and what is wrong with what was typed."""
    if page.duty is None or way in {"exchange", "cover"}:
        return None, ""
    if way == "give":
        return asking.as_hours(page.duty), ""
    if not typed.since and not typed.until:
        return None, ""
    try:
        return _part(page.shift, typed, page), ""
    except BadHours:
        return None, _bad_hours()


def _part(shift: Shift, typed: Typed, page: Page) -> Hours:
    hours = hours_of(shift, typed.since, typed.until)
    mine = [duty for duty in page.duties if page.giver and duty.user_id == page.giver.id]
    if hours.starts_at <= page.now or not asking.has_all(mine, hours, page.giver.id if page.giver else None):
        raise BadHours
    return hours


def _bad_hours() -> str:
    return _("Please give two times within these hours that are still to come, such as 22:00 and 01:00.")


@bp.post("/shifts/<id:shift_id>/swaps")
@member_required
def create_swap(shift_id: int) -> ResponseReturnValue:
    """Ask somebody, or everybody who could, to take hours."""
    shift, form, user = shift_of(shift_id), request.form, current_user()
    typed = Typed(
        form.get("way", ""),
        clean_line(form.get("since", "")[:10]),
        clean_line(form.get("until", "")[:10]),
        clean_text(form.get("words", "")).strip(),
    )
    giver_id = row_id(form.get("giver"))
    page = shift_page.page(shift, user, giver_id=giver_id, now=clock.now())
    if page.giver is None or page.duty is None:
        db.session.rollback()
        flash(_("These hours are not with them any more. Please look again."), "warning")
        return _back(shift)
    if typed.way not in WAYS:
        return _again(shift, giver_id, typed, _("Please choose what is to become of the shift."))
    if len(typed.words) > WORDS_MAX_CHARS:
        return _again(shift, giver_id, typed, _("At most %(count)d characters, please.", count=WORDS_MAX_CHARS))
    try:
        swap = _ask(page, page.giver, typed, user)
    except BadHours:
        return _again(shift, giver_id, typed, _bad_hours())
    except asking.RestBroken as error:
        db.session.rollback()
        return rest_page(error, url_for(".create_swap", shift_id=shift.id), shift)
    except (asking.CannotTake, asking.NotHeld, asking.NobodyCould, asking.NotRunning, opening.Declined) as error:
        db.session.rollback()
        return _again(shift, giver_id, typed, refused(error))
    db.session.commit()
    flash(_("Asked. Until somebody accepts, the shift stays where it is."), "success")
    return _back(shift, f"asked-{swap.id}", giver_id if giver_id != user.id else None)


def _again(shift: Shift, giver_id: int | None, typed: Typed, problem: str) -> ResponseReturnValue:
    return _page(shift, giver_id, Typed(typed.way, typed.since, typed.until, typed.words, str(problem)), 422)


def _ask(page: Page, giver: User, typed: Typed, user: User) -> Swap:
    form, now = request.form, clock.now()
    rested = confirmed()
    said: dict[str, Any] = {"by": user, "now": now, "words": typed.words}
    if typed.way == "cover":
        return asking.ask_to_cover(page.shift, giver, **said)
    if page.duty is None:
        raise asking.NotHeld
    if typed.way == "exchange":
        theirs = _in_return(row_id(form.get("in_return")))
        return asking.propose_exchange(page.duty, theirs, confirmed=rested, **said)
    hours = _part(page.shift, typed, page) if typed.way == "part" else asking.as_hours(page.duty)
    if hours.starts_at <= now:
        raise BadHours
    if form.get("everybody"):
        return asking.ask_everybody(hours, giver, **said)
    person = db.session.get(User, row_id(form.get("person")) or 0)
    if person is None or person.id == giver.id:
        raise asking.NobodyCould
    return asking.ask(hours, giver, [person], confirmed=rested, **said)


def _in_return(shift_id: int | None) -> held.Duty:
    shift = db.session.get(Shift, shift_id or 0)
    duties = [duty for duty in held.of_shift(shift) if duty.is_whole] if shift else []
    if not duties:
        raise asking.NotHeld
    return duties[0]


@bp.post("/shifts/<id:shift_id>/take")
@member_required
def create_taking(shift_id: int) -> ResponseReturnValue:
    """Take hours that nobody has."""
    shift, user, now = shift_of(shift_id), current_user(), clock.now()
    vacant = next((duty for duty in held.of_shift(shift) if duty.user is None and duty.ends_at > now), None)
    try:
        if vacant is None:
            raise asking.NotHeld
        swap = answering.take(asking.as_hours(vacant), user, now=now, confirmed=confirmed())
    except asking.RestBroken as error:
        db.session.rollback()
        return rest_page(error, url_for(".create_taking", shift_id=shift.id), shift)
    except (asking.CannotTake, asking.NotHeld) as error:
        db.session.rollback()
        flash(refused(error), "warning")
        return _back(shift)
    db.session.commit()
    flash(_("The hours are yours."), "success")
    return _back(shift, part_of(swap, user))


@bp.post("/shifts/<id:shift_id>/offer")
@keeper_required
def create_offer(shift_id: int) -> ResponseReturnValue:
    """Tell everybody who could that hours are vacant."""
    shift = shift_of(shift_id)
    try:
        people = offering.offer(shift, by=current_user(), now=clock.now())
    except (asking.NotHeld, asking.NobodyCould) as error:
        db.session.rollback()
        flash(refused(error), "warning")
        return _back(shift)
    db.session.commit()
    flash(ngettext("%(num)s person is told.", "%(num)s people are told.", len(people)), "success")
    return _back(shift, "vacant")


def _back(shift: Shift, part: str = "who", giver_id: int | None = None) -> ResponseReturnValue:
    return redirect(url_for(".show_shift", shift_id=shift.id, giver=giver_id, _anchor=part), 303)
