"""A field that chooses one person out of many."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, cast

from markupsafe import Markup
from wtforms import SelectChoice, SelectField, ValidationError  # type: ignore[attr-defined]  # newer than its stubs

from studyhub.web.pages.converters import form_id
from studyhub.web.pages.forms import choice
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l


class Choosable(Protocol):
    """Somebody who may be chosen, and the words they are found by beside their name: readings, a handle."""

    @property
    def id(self) -> int:
        """The account."""

    @property
    def name(self) -> str:
        """As they are called inside."""

    @property
    def search_text(self) -> str:
        """Searchable, see `text.searching`."""


def _drawn(field: "PersonField", **attributes: Any) -> Markup:
    """The select. WTForms' own makes a field of each option, which takes long where everybody may be chosen."""
    chosen, offered = str(field.data), tuple(cast("Iterable[SelectChoice]", field.choices or ()))
    # Whoever is first in a list is nobody's answer.
    is_asked = field.asks_for_somebody and all(one.value != chosen for one in offered)
    blank = _BLANK.format(gettext("Please choose")) if is_asked else Markup("")
    options = blank + Markup("").join(_option(one, is_chosen=one.value == chosen) for one in offered)
    named = {"id": field.id, "name": field.name, **attributes}
    opening = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in named.items())
    return Markup("<select{}>{}</select>").format(opening, options)


_BLANK = Markup('<option value="">{}</option>')


def _option(one: SelectChoice, *, is_chosen: bool) -> Markup:
    selected, found_by = Markup(" selected") if is_chosen else "", one.render_kw.get("data-find", "")
    return Markup('<option value="{}" data-find="{}"{}>{}</option>').format(one.value, found_by, selected, one.label)


class PersonField(SelectField):
    """A select of people; with a script and more than a dozen of them one types a part of a name, reading or handle."""

    widget = staticmethod(_drawn)

    def __init__(self, label: Any, *, coerce: Callable[[Any], Any] = form_id, **kwargs: Any) -> None:
        typed = {
            "data-typed": _l("Type a part of the name"),
            "data-none": _l("Nobody of that name can be chosen here."),
        }
        super().__init__(label, coerce=coerce, choices=[], render_kw=typed, **kwargs)
        self.asks_for_somebody = False

    def offer(self, people: Iterable[Choosable], nobody: Any = None) -> None:
        """Offer these people, in their order, behind an answer for nobody if there is one."""
        self.asks_for_somebody = nobody is None
        first = [] if nobody is None else [nobody]
        self.choices = [*first, *(_choice(person) for person in people)]
        if nobody is not None and self.data is None and self.raw_data is None:
            # A page that shows the form says that it is nobody so far.
            self.data = self.coerce(nobody.value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was sent; raises ValueError for what is nobody's id, as the empty answer is."""
        try:
            super().process_formdata(valuelist)
        except ValueError as odd:
            raise ValueError(gettext("Please choose a person.")) from odd

    def pre_validate(self, form: Any) -> None:
        """Raise ValidationError where nobody is chosen who has to be, or somebody who is not offered."""
        if self.process_errors:
            return
        if self.asks_for_somebody and self.data is None:
            raise ValidationError(gettext("Please choose a person."))
        super().pre_validate(form)


def _choice(person: Choosable) -> Any:
    one = choice(str(person.id), person.name)
    one.render_kw = {"data-find": " ".join(person.search_text.split())}
    return one
