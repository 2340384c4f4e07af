"""Pages of on call, asked with a year of shifts behind them and with ten."""

from benchmarks.asking import PAGES, Asked
from benchmarks.databases import SECRET_KEY
from benchmarks.filling import on_call
from benchmarks.filling.on_call import TODAY
from benchmarks.scene import READER
from studyhub.duty import addresses
from studyhub.duty.models import DutyAddress
from studyhub.people.addresses import Purpose, token
from studyhub.people.models import User
from studyhub.rota.planning.inputs import Role

ON_DUTY = next(page for page in PAGES if page.path == "/oncall/")
_MINE = token(User(id=READER, feed_counter=0, calendar_counter=0), Purpose.CALENDAR, key=SECRET_KEY)
NOW_PATH = addresses.path(DutyAddress(**on_call.now_address()), key=SECRET_KEY)


def _page(name: str, path: str, *, grows_from: str | None = "S") -> Asked:
    return Asked(name, path, 0, 0, grows_from=grows_from, has_floor=False)


ON_CALL = (
    ON_DUTY,
    _page("home", "/"),
    _page("who is on duty, for a program", NOW_PATH),
    _page("the rota of a quarter", f"/oncall/rotas/{on_call.rota_id(0)}/"),
    _page("a shift of the reader's", f"/oncall/shifts/{on_call.shift_id(on_call.OF_READER, Role.PRIMARY)}/"),
    _page("the same, exchanged", f"/oncall/shifts/{on_call.shift_id(on_call.OF_READER, Role.PRIMARY)}/?way=exchange"),
    _page("figures of a year", "/oncall/figures/"),
    _page("figures of a year (CSV)", "/oncall/figures.csv"),
    _page("what one carried", "/ledger/"),
    _page("what one carried, by year", "/ledger/?by=year", grows_from=None),
    _page("what a team carried", "/ledger/teams/1"),
    _page("allowance of a month", f"/oncall/allowance/{TODAY:%Y-%m}/"),
    _page("one's calendar", f"/my/{_MINE}/calendar.ics"),
    _page("a service", "/services/1/"),
    # These list what there are more of: rotas, months, two years of shifts, a year of alerts.
    _page("all rotas", "/oncall/rotas/", grows_from=None),
    _page("all months of the allowance", "/oncall/allowance/", grows_from=None),
    _page("calendar of all, whole", f"/my/{_MINE}/oncall.ics", grows_from=None),
    _page("review of alerts, 50,000 in a year", "/oncall/alerts/", grows_from=None),
)
