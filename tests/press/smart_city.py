"""The Smart City framework in the summer of 2021, told on either day."""

from datetime import UTC, date, datetime

from notifications import particulars, press
from notifications.facts import Earlier
from notifications.kiln import Fired
from notifications.press import Gathered
from tests.notifications.slips import smart_city
from tests.press.telling import HEAD, job, set_in
from tests.worlds import World, by
from workflow import procedure

TITLE = "Strategischer Rahmen für die neue Smart-City-Strategie"
URL = (
    "https://www.berlin.de/rbmskzl/aktuelles/pressemitteilungen/2021/"
    "pressemitteilung.1103451.php"
)
LANGUAGES = ("de", "en")
JULY_6, AUGUST_3 = date(2021, 7, 6), date(2021, 8, 3)


def told(world: World) -> dict[tuple[date, str], Fired]:
    """Both releases: each drafted on its day, and the second knows of the first."""
    world.now = datetime(2021, 7, 5, 9, 0, tzinfo=UTC)
    forms = particulars.stored(smart_city())
    reference = world.open(TITLE, day=by("2021-07-05"), particulars=forms)
    world.now = datetime(2021, 7, 6, 10, 0, tzinfo=UTC)
    world.advance(reference, "approve", "2021-07-06", outcome="approved_with_remarks")
    first = gathered(world, reference, JULY_6)
    headline = set_in([job(first.kind, first.facts)])[0].page.headline
    world.now = datetime(2021, 8, 3, 10, 0, tzinfo=UTC)
    procedure.advance(
        world.store, world.act(), reference, "consent", day=by("2021-08-03")
    )
    world.advance(reference, "decide", "2021-08-03")
    published = Earlier("first_approval", first.seq, JULY_6, headline, URL)
    second = gathered(world, reference, AUGUST_3, published)
    found = [(each, language) for each in (first, second) for language in LANGUAGES]
    fired = set_in(job(each.kind, each.facts, language) for each, language in found)
    days = [(each.facts.release_day, language) for each, language in found]
    return dict(zip(days, fired, strict=True))


def gathered(world: World, reference: str, day: date, *earlier: Earlier) -> Gathered:
    """The facts of the latest step on its day."""
    slip = world.slip(reference)
    return press.gathered(slip, release_day=day, head=HEAD, earlier=earlier)
