"""The ways people use a page: with a pointer, or with the keyboard alone."""

from playwright.sync_api import Locator, Page

TABS_MOST = 600


class Pointer:
    """Clicks and types where it clicked."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        """Press a button or a link."""
        self.one(selector).click()

    def write(self, selector: str, text: str) -> None:
        """Replace what a field holds."""
        self.one(selector).fill(text)

    def write_at(self, place: str, selector: str, text: str) -> None:
        """Go to the start ("Home") or the end ("End") of a text and write there; what stands in it stays."""
        self.one(selector).click()
        self._write_at(place, text)

    def _write_at(self, place: str, text: str) -> None:
        self.page.keyboard.press(f"Control+{place}")
        self.page.keyboard.insert_text(text)

    def choose(self, selector: str, value: str) -> None:
        """Pick one answer of a select."""
        self.one(selector).select_option(value)

    def pick(self, name: str, value: str) -> None:
        """Choose one of several buttons of a name, of which one is always chosen."""
        self.one(f"input[name={name}][value='{value}']").check()

    def toggle(self, selector: str) -> None:
        """Tick or untick a box."""
        self.one(selector).click()

    def one(self, selector: str) -> Locator:
        """The one thing that is meant; more than one is a mistake of the test."""
        return self.page.locator(selector)


class Keyboard(Pointer):
    """Reaches everything by Tab and acts by Enter, Space, arrows and letters."""

    def press(self, selector: str) -> None:
        """Go there and press Enter, which leads to another page."""
        self._go_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, selector: str, text: str) -> None:
        """Go there, select all and type over it."""
        target = self._go_to(selector)
        if target.get_attribute("type") in {"date", "time"}:
            target.fill(text)  # its own keys follow the browser's language
            return
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def write_at(self, place: str, selector: str, text: str) -> None:
        """Go there by Tab."""
        self._go_to(selector)
        self._write_at(place, text)

    def choose(self, selector: str, value: str) -> None:
        """Go there and move by arrow keys until the answer stands."""
        target = self._go_to(selector)
        self.page.keyboard.press("Home")
        for _ in range(TABS_MOST):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value!r} cannot be chosen by keys in {selector}")

    def pick(self, name: str, value: str) -> None:
        """Go to the one that is chosen and move by arrow keys."""
        self._go_to(f"input[name={name}]:checked")
        target = self.one(f"input[name={name}][value='{value}']")
        for _ in range(TABS_MOST):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"{value!r} cannot be chosen by keys among {name}")

    def toggle(self, selector: str) -> None:
        """Go there and press Space."""
        self._go_to(selector)
        self.page.keyboard.press("Space")

    def _go_to(self, selector: str) -> Locator:
        target = self.one(selector)
        target.wait_for()
        handle = target.element_handle()
        for _ in range(TABS_MOST):
            if self.page.evaluate("element => element === document.activeElement", handle):
                return target
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by Tab")
