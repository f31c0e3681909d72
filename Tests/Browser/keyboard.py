"""A person who has no mouse: Tab, Enter, Space, arrows, shortcuts. After each key the focus must be somewhere, in sight and marked."""

import time

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from motion import gone, settle

# Where the focus is, what it is called, and what is wrong with how it shows.
FOCUS = r"""
const element = document.activeElement;
if (!element || element === document.body || element === document.documentElement) return {lost: true, name: "", kind: "", problem: "the focus is nowhere"};
const words = (node) => (node?.innerText ?? node?.textContent ?? "").replace(/\s+/g, " ").trim();
const byIds = (ids) => (ids ?? "").split(" ").filter(Boolean).map((id) => words(document.getElementById(id))).join(" ");
const label = element.labels?.length ? [...element.labels].map(words).join(" ") : "";
const group = element.type === "radio" || element.type === "checkbox" ? words(element.closest("fieldset")?.querySelector("legend")) : "";
const name = byIds(element.getAttribute("aria-labelledby")) || element.getAttribute("aria-label") || label || words(element) || element.title || "";
const marked = (node) => {
  const style = getComputedStyle(node);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !/rgba\([^)]*, 0\)$/.test(style.outlineColor);
};
let problem = "";
const quiet = element.matches("main");
if (!quiet) {
  if (!marked(element) && ![...element.labels ?? []].some(marked)) problem = "it shows no focus";
  const boxes = [...element.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
  const inside = (box) => box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  const seen = boxes.filter(inside);
  if (!seen.length) problem = "it is out of sight";
  else {
    // What stays on top while one scrolls must not cover it whole (WCAG 2.2, 2.4.11).
    const bare = seen.some((box) => {
      const xs = [box.left + 2, (box.left + box.right) / 2, box.right - 2], ys = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2];
      return xs.some((x) => ys.some((y) => {
        const top = document.elementFromPoint(Math.min(Math.max(x, 0), innerWidth - 1), Math.min(Math.max(y, 0), innerHeight - 1));
        return top && (element.contains(top) || top.contains(element) && !top.matches("body, html") || [...element.labels ?? []].some((each) => each.contains(top)));
      }));
    });
    if (!bare) problem = "something covers it";
  }
}
return {lost: false, name, group, kind: element.tagName.toLowerCase() + (element.type ? `:${element.type}` : ""), value: element.value ?? "", problem,
  field: element.name ?? "", chosen: element.selectedOptions ? words(element.selectedOptions[0]) : "", checked: Boolean(element.checked)};
"""


class Keyboard:
    def __init__(self, visitor):
        self.visitor = visitor
        self.driver = visitor.driver
        # A browser without a window forgets, between two pages, that it is the one that is looked at.
        self.driver.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})

    # Keys

    def press(self, *keys):
        """Presses keys one after the other; the focus must then be somewhere and show."""
        self.raw(*keys)
        self.held()
        return self

    def raw(self, *keys):
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()
        return self

    def chord(self, modifier, key):
        ActionChains(self.driver, duration=0).key_down(modifier).send_keys(key).key_up(modifier).perform()
        self.held()
        return self

    def type(self, text):
        return self.press(text)

    # Where one is

    def focus(self):
        return self.driver.execute_script(FOCUS)

    def held(self):
        """What has the focus; it is in sight and marked, at once or after the blink in which a dialog closes or a page scrolls."""
        settle(self.driver)
        end = time.monotonic() + 10
        focus = self.focus()
        while focus["problem"] and time.monotonic() < end:
            time.sleep(0.05)
            focus = self.focus()
        assert not focus["problem"], f"{focus['problem']}: {focus['kind']} {focus['name']!r} on {self.driver.current_url}"
        return focus

    # Going about

    def tab_to(self, words, kind=None, most=160, back=False, exactly=False):
        """Goes on from control to control until the one that bears these words (or, of a group's boxes, under this heading)."""
        passed = []
        for _ in range(most):
            if back:
                ActionChains(self.driver, duration=0).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
            else:
                self.raw(Keys.TAB)
            focus = self.focus()
            if focus["lost"] and passed:
                # From the page's end one comes by way of the browser's own controls to its beginning.
                passed.append("(the page's end)")
                continue
            if focus["problem"]:
                focus = self.held()
            passed.append(focus["name"][:20])
            names = [focus["name"], focus.get("group", "")]
            if (words in names if exactly else any(words in name for name in names)) and (kind is None or focus["kind"].startswith(kind)):
                return self
        raise AssertionError(f"no Tab leads to {words!r} on {self.driver.current_url}; passed {passed}")

    def into_the_page(self):
        """From the top of a page past what is the same on every page."""
        self.tab_to("跳到", most=2)
        self.press(Keys.ENTER)
        return self

    def follow(self, words):
        """To the link of these words, and where it leads."""
        self.tab_to(words, "a")
        return self.leave_by(Keys.ENTER)

    def leave_by(self, *keys):
        """A key that leads to another page."""
        page = self.visitor.one("html")
        self.raw(*keys)
        self.visitor.until(lambda: gone(page), lambda: f"no other page came on {self.driver.current_url}: {self.visitor.main()}")
        settle(self.driver)
        return self

    def open_action(self, words):
        """On a record: to the action of these words, whose panel then has the focus; rare ones stand behind 更多."""
        if not self.visitor.action(words).is_displayed():
            if self.focus()["name"] != "更多":
                self.tab_to("更多", "summary")
            self.press(Keys.ENTER)
        self.tab_to(words, "a", exactly=True).raw(Keys.ENTER)
        self.visitor.until(lambda: self.visitor.all(".dialog[open] form"), lambda: f"{words} opened nothing: {self.visitor.main()}")
        assert self.driver.execute_script("return document.querySelector('.dialog[open]').contains(document.activeElement)"), "the focus stayed behind the dialog"
        self.held()
        return self

    # Forms

    def choose(self, label, choice):
        """In a list of choices or a group of radio buttons: goes there, and on with the arrow until this one is taken."""
        self.tab_to(label)
        for _ in range(200):
            focus = self.held()
            if choice in (focus["chosen"] or focus["name"]) and (focus["checked"] or focus["chosen"]):
                return self
            self.press(Keys.SPACE if focus["kind"].endswith(":radio") and choice in focus["name"] else Keys.ARROW_DOWN)
        raise AssertionError(f"{choice!r} is not among the choices of {label!r}")

    def write(self, label, text):
        self.tab_to(label)
        self.press(text)
        return self

    def send(self, words):
        """To the form's button, and off; whatever comes – the record, or the form with what is wrong – has the focus."""
        self.tab_to(words, "button", exactly=True)
        self.leave_by(Keys.SPACE)
        self.visitor.until(lambda: not self.focus()["lost"], lambda: f"after {words} the focus is nowhere on {self.driver.current_url}: {self.visitor.main()}")
        return self.held()
