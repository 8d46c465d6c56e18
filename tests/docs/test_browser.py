"""The handbook in a real browser: nothing leaves the host, everybody can use it, the search finds, the sums agree."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest
from macros import paths
from macros.widgets import FUNNEL_FIELDS
from markdown import markdown
from playwright.sync_api import Browser, BrowserContext, Page, expect

from compsim.planning.funnel import funnel_for_target, read_rate
from tests.docs.built import Handbook, pages, redirects, scripts
from tests.docs.measures import PAGE_BYTES, bytes_over_the_wire
from tests.docs.screen import SHEETS, WIDE, listen, search, serious, serious_by_day_and_by_night, sheets_of_paper
from tests.docs.searches import FIRST, SEARCHES

pytestmark = pytest.mark.browser

STEPS = ("deals", "opportunities", "leads", "meetings", "meetings_to_book")
FIELDS = [field.name for field in FUNNEL_FIELDS]
RATE_FIELDS = [field.name for field in FUNNEL_FIELDS if field.rate]
INDEX = "search/search_index.json"
VECTORS = list(
    product(
        ["100000", "1188000", "99999.99"],
        ["4000", "4200", "0.1"],
        ["1/3", "1 in 3", "33.3 %", "33%", "2 of 7", "1"],
        ["1/4", "0.07", "0.000000001/7"],
        ["2", "2.2"],
        ["0", "20 %", "1 in 3"],
        ["4", "42"],
    )
)
RATES = ["1/3", "1 in 3", " 2 of 7 ", "33 %", "12.5%", "0.25", "1", "0", "100%"]
NO_RATES = ["", "a third", "3/0", "33", "-5 %", "4/3", "1,5", "101 %"]
REPLAY = """
async ({core, vectors, fields, rates}) => {
  const { funnelForTarget, perWeek, readInputs } = await import(core);
  return vectors.map((texts) => {
    const { inputs, unreadable } = readInputs(Object.fromEntries(fields.map((name, n) => [name, texts[n]])), rates);
    if (unreadable.length) return { unreadable };
    const funnel = funnelForTarget(inputs);
    return { funnel, weekly: Object.values(funnel).map((count) => perWeek(count, inputs.weeks)) };
  });
}
"""


IMPORT = "import(new URL('../../assets/widgets/core.js', location).href)"
FOLDED = """
=== "Phone"

    Said first.

=== "Mail"

    Written second.

??? note "More"

    Folded away.
"""


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def calculator(tab: Page, home: str) -> Page:
    tab.goto(f"{home}start/your-numbers/")
    return tab


@pytest.fixture(scope="module")
def reading(browser: Browser) -> Iterator[BrowserContext]:
    """One reader who opens page after page and keeps what pages share."""
    context = browser.new_context(viewport=WIDE)
    yield context
    context.close()


@pytest.fixture(scope="module")
def front_page(reading: BrowserContext, home: str) -> Iterator[Page]:
    """The first page, in which one search follows the other."""
    tab = reading.new_page()
    tab.goto(home)
    yield tab
    tab.close()


@pytest.mark.parametrize("address", [*pages(), "de/", "404.html"])
def test_everybody_can_use_a_page_on_any_screen_and_it_calls_nobody(
    reading: BrowserContext, handbook: Handbook, home: str, address: str
) -> None:
    tab = reading.new_page()
    tab.set_default_timeout(15_000)
    asked, said = listen(tab)
    assert serious_by_day_and_by_night(tab, home + address) == []
    tab.set_viewport_size({"width": 390, "height": 844})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert [url for url in asked if not url.startswith((home, "data:", "blob:"))] == []
    assert said == []
    assert bytes_over_the_wire(handbook, home, asked) <= PAGE_BYTES
    tab.close()


def test_the_search_has_no_serious_fault(tab: Page, home: str) -> None:
    tab.goto(home)
    search(tab, "forecast")
    assert serious(tab) == []


@pytest.mark.parametrize(("query", "address"), SEARCHES.items())
def test_a_search_finds_its_page_among_the_first_three(front_page: Page, home: str, query: str, address: str) -> None:
    assert f"{home}{address}" in search(front_page, query)[: 1 if query in FIRST else 3]


def test_the_search_is_fetched_when_somebody_turns_to_it(tab: Page, home: str) -> None:
    asked, _ = listen(tab)
    tab.goto(home, wait_until="networkidle")
    assert INDEX not in str(asked)
    tab.keyboard.press("/")
    expect(tab.locator(".md-search-result__meta")).to_contain_text("Type to start searching")
    assert INDEX in str(asked)


def test_a_page_that_a_search_led_to_marks_the_words(tab: Page, home: str) -> None:
    tab.goto(f"{home}qualify/tenders/?h=tender")
    expect(tab.locator("article mark").first).to_contain_text("ender")


@pytest.mark.parametrize("path", paths.paths(), ids=lambda path: path.audience)
def test_a_reader_walks_a_path_from_its_door_to_its_end_and_back(tab: Page, home: str, path: paths.ReaderPath) -> None:
    tab.goto(home)
    tab.locator(".doors section", has=tab.get_by_role("heading", name=path.door)).locator("li a").first.click()
    for page in path.pages:
        assert tab.url == home + page.removesuffix(".md").removesuffix("index").rstrip("/") + "/"
        tab.locator(".ways-on p", has_text=f"path of {path.reader} ").get_by_role("link").click()
    assert tab.url == f"{home}#{path.anchor}"
    expect(tab.get_by_role("heading", name=path.door)).to_be_in_viewport()


def test_a_bookmark_of_a_page_that_moved_leads_on(tab: Page, home: str) -> None:
    for old, new in redirects().items():
        tab.goto(home + old)
        tab.wait_for_url(home + new)
        assert tab.locator(f"#{new.partition('#')[2]}").count() == 1


def test_the_calculator_answers_as_the_library_does(calculator: Page) -> None:
    core = calculator.evaluate("new URL('../../assets/widgets/core.js', location).href")
    replayed = calculator.evaluate(REPLAY, {"core": core, "vectors": VECTORS, "fields": FIELDS, "rates": RATE_FIELDS})
    wrong = [vector for vector, answer in zip(VECTORS, replayed, strict=True) if answer != _expected(vector)]
    assert (len(replayed), wrong) == (1944, [])


@pytest.mark.parametrize("text", RATES)
def test_the_calculator_reads_a_rate_as_the_library_does(calculator: Page, text: str) -> None:
    part, whole = calculator.evaluate(f"{IMPORT}.then(core => core.readRate({text!r}).map(String))")
    assert Fraction(int(part), int(whole)) == read_rate(text)


@pytest.mark.parametrize("text", NO_RATES)
def test_what_is_no_rate_is_refused_in_both(calculator: Page, text: str) -> None:
    assert calculator.evaluate(f"{IMPORT}.then(core => core.readRate({text!r}))") is None
    with pytest.raises(ValueError, match="not a share"):
        read_rate(text)


def test_typing_changes_the_table_and_nonsense_is_marked(calculator: Page) -> None:
    opportunities = calculator.locator('[data-count="opportunities"]')
    first = calculator.locator(".widget").filter(has=opportunities)
    rate = first.get_by_label("Close rate")
    rate.fill("1/2")
    assert opportunities.inner_text() == "50"
    rate.fill("a half")
    assert rate.get_attribute("aria-invalid") == "true"
    assert opportunities.inner_text() == "50"
    assert "cannot be read" in first.get_by_role("status").inner_text()
    first.get_by_role("button", name="Back to the example").click()
    expect(opportunities).to_have_text("75")


def test_without_scripts_the_figures_stand_in_the_table(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{home}start/your-numbers/")
    assert tab.locator('[data-count="opportunities"]').inner_text() == "75"
    forms = tab.locator(".widget__form").all()
    assert forms
    assert not [form for form in forms if form.is_visible()]
    context.close()


def test_paper_shows_what_the_screen_folds_away(tab: Page, home: str) -> None:
    tab.goto(f"{home}qualify/must-have-questions/")
    tabs = {"pymdownx.tabbed": {"alternate_style": True}}
    html = markdown(FOLDED, extensions=["pymdownx.tabbed", "pymdownx.details"], extension_configs=tabs)
    tab.locator("article").evaluate("(article, html) => article.insertAdjacentHTML('beforeend', html)", html)
    assert not tab.get_by_text("Written second.").is_visible()
    tab.emulate_media(media="print")
    for text in ("Phone", "Said first.", "Mail", "Written second.", "Folded away."):
        assert tab.get_by_text(text, exact=True).is_visible()
    for hidden in (".md-header", ".md-sidebar--primary", ".md-footer"):
        assert not tab.locator(hidden).first.is_visible()


@pytest.mark.parametrize("address", scripts())
def test_a_page_to_speak_from_fits_two_sheets(tab: Page, home: str, address: str) -> None:
    tab.goto(home + address)
    assert 1 <= sheets_of_paper(tab) <= SHEETS


def _expected(vector: tuple[str, ...]) -> dict[str, object]:
    texts = dict(zip(FIELDS, vector, strict=True))
    funnel = funnel_for_target(
        float(texts["revenue_target"]),
        float(texts["deal_value"]),
        texts["close_rate"],
        opportunities_per_lead=texts["opportunities_per_lead"],
        meetings_per_opportunity=float(texts["meetings_per_opportunity"]),
        no_show_rate=texts["no_show_rate"],
        weeks=int(texts["weeks"]),
    )
    counts = {name: getattr(funnel, name) for name in STEPS}
    return {"funnel": counts, "weekly": [funnel.per_week(count) for count in counts.values()]}
