"""Reasons as rows keep them, and back."""

from typing import Any

from studyhub.rota.planning.explaining import Obstacle, Standing, Vacancy, Why

# Of a shift whose person went after it was planned: what the plan said of it is true no more.
LEFT: dict[str, Any] = {"vacant": {}, "left": True}
# Of a shift that was taken over as a spreadsheet had it.
IMPORTED: dict[str, Any] = {"imported": True}
IMPORTED_VACANT: dict[str, Any] = {"vacant": {}, "imported": True}


def stored(reason: Why | Vacancy) -> dict[str, Any]:
    """A reason as JSON: {"chosen", "others", "kept"}, or {"vacant": {obstacle: ids}}.

    Of people [person, points, shifts, credited]; reasons of older plans have no credits.
    """
    if isinstance(reason, Vacancy):
        return {"vacant": {obstacle.value: list(ids) for obstacle, ids in reason.obstacles}}
    return {
        "chosen": _standing(reason.chosen),
        "others": [_standing(other) for other in reason.others],
        "kept": reason.is_kept,
    }


def _standing(one: Standing) -> list[int]:
    return [one.person_id, one.points, one.shifts, one.credited]


def restored(kept: dict[str, Any]) -> Why | Vacancy:
    """What `stored` made JSON of."""
    if "vacant" in kept:
        obstacles = tuple((Obstacle(name), tuple(ids)) for name, ids in kept["vacant"].items())
        return Vacancy(obstacles, is_left="left" in kept, is_imported="imported" in kept)
    if "imported" in kept:
        return Why(Standing(0, 0, 0), (), is_imported=True)
    return Why(Standing(*kept["chosen"]), tuple(Standing(*one) for one in kept["others"]), is_kept=kept["kept"])
