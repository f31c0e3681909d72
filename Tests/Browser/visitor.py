"""A person at a browser: Chromium without a window, which no page can make call out."""

import base64
import os
import pathlib
import re
import shutil
import tempfile

from selenium import webdriver
from selenium.common.exceptions import SessionNotCreatedException, TimeoutException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from forms import Forms
from motion import PATIENCE, Chromium, settle

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "var/browser/axe/axe.min.js"
PICTURES = ROOT / "var/screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What may stand in Latin letters on a Chinese page; everything else would be a code or a word that was forgotten.
LATIN = {
    "12348", "Ctrl", "Enter", "Esc", "PDF", "OFD", "JPG", "PNG", "CSV", "XLSX", "JSON", "SHA", "SHA-256", "GB", "SF", "YAML", "SQLite", "PostgreSQL",
    "Swift", "OpenSSL", "SM2", "CEL", "TOTP", "Linux", "Windows", "Edge", "Safari", "kB", "MB", "MiB", "GiB", "KiB", "API", "IP",
    # What administrators work with bears these names in every language.
    "CGCS2000", "RFC", "scrypt", "Prometheus", "holiday", "workday", "password", "admin", "guangxi",
}


class Visitor(Forms):
    def __init__(self, url, javascript=True):
        self.url = url
        self.javascript = javascript
        self.theme = "light"
        self.excused = []
        self.folder = tempfile.TemporaryDirectory(prefix="bagui-browser-")
        options = webdriver.ChromeOptions()
        options.binary_location = found("chromium", "chromium-browser", "google-chrome")
        for argument in [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars", "--lang=zh-CN",
            "--force-color-profile=srgb", "--font-render-hinting=none", "--disable-background-networking", "--disable-component-update",
            "--no-first-run", "--window-size=1440,900", f"--user-data-dir={self.folder.name}",
            # Whatever a page would fetch from elsewhere fails, and shows up as an error on the console.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        if not javascript:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        self.driver = started(options, javascript)

    def leave(self):
        self.driver.quit()
        self.folder.cleanup()

    def as_new(self):
        """Somebody who was never here: nothing kept in the browser, nothing asked for in the background, a window as on a desk, in the light."""
        # From a picture: what a page still asks for must not come back with a cookie between.
        self.open("/css/seal.svg").driver.execute_script("localStorage.clear(); sessionStorage.clear()")
        self.driver.delete_all_cookies()
        self.driver.get("about:blank")
        self.at_width(1440).in_theme("light")
        self.excused.clear()
        self.console_errors()
        return self

    # Going about

    def open(self, path):
        self.driver.get(self.url + path)
        return self

    def enter_as(self, role, at=None):
        """Enters the demonstration as somebody of this role (at the organisation of this code): by the card that the way in offers
        for them, or else by the form beneath for all other roles and organisations."""
        # From a picture: what a page still asks for in the background must not come back with a cookie between.
        self.open("/css/seal.svg").driver.delete_all_cookies()
        self.open("/sign-in")
        cards = [
            form for form in self.all("form[action='/enter']")
            if [(field.get_dom_attribute("type"), field.get_dom_attribute("value") or "")
                for name in ("role", "at") for field in form.find_elements(By.NAME, name)] == [("hidden", role), ("hidden", at or "")]
        ]
        if cards:
            form = cards[0]
        else:
            form = self.all("form[action='/enter']")[-1]
            self.fill("role", role, form)
            self.fill("at", at or "", form)
        form.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
        self.until(
            lambda: not self.driver.current_url.endswith(("/sign-in", "/enter")),
            lambda: f"entering as {role} at {at} led nowhere: {self.main()}")
        return self

    def enter_by_phone(self, number):
        """Signs in as a citizen with this phone, whose code the demonstration shows."""
        self.open("/enter/phone")
        self.fill("phone", number)
        self.one("[name='agreed']").click()
        self.click("获取验证码")
        message = self.one("[data-demonstration-message]").text
        self.fill("code", re.search(r"\b\d{6}\b", message).group())
        self.one("main form.form .form-buttons button").click()
        return self.until(lambda: "/enter/" not in self.driver.current_url, lambda: f"the code lets nobody in: {self.main()}")

    def fill(self, name, value, form=None):
        def filled():
            field = form.find_element(By.NAME, name) if form else self.one(f"[name='{name}']")
            if field.tag_name == "select":
                Select(field).select_by_value(value)
            else:
                field.clear()
                field.send_keys(value)
            return True

        # A board that is drawn anew may take the field away between finding it and typing.
        self.until(filled, lambda: f"{name} takes nothing on {self.driver.current_url}: {self.main()}")

    def click(self, words):
        """Presses the button or follows the link that bears these words."""
        quoted = "concat('" + words.replace("'", "', \"'\", '") + "', '')"
        path = f"//*[self::button or self::a or self::summary or self::label][contains(normalize-space(.), {quoted})]"

        def pressed():
            shown = next((element for element in self.driver.find_elements(By.XPATH, path) if element.is_displayed()), None)
            if shown is None:
                return False
            self.press(shown)
            return True

        # What is drawn anew while one reaches for it is reached for again.
        return self.until(pressed, lambda: f"nothing to press bears the words {words!r} on {self.driver.current_url}: {self.main()}")

    def one(self, selector):
        """The first of these, as soon as it is there: what was pressed before may still be on its way to the next page."""
        self.until(lambda: self.all(selector), lambda: f"there is no {selector} on {self.driver.current_url}: {self.main()}")
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def words(self, selector):
        """What each of these says, read at one glance: none of them is drawn anew meanwhile."""
        settle(self.driver)
        return self.driver.execute_script("return [...document.querySelectorAll(arguments[0])].map((each) => each.innerText.trim())", selector)

    def said(self, selector):
        """What the first of these says, as soon as it is there."""
        self.until(lambda: self.words(selector), lambda: f"there is no {selector} on {self.driver.current_url}: {self.main()}")
        return self.words(selector)[0]

    def text(self):
        """What a person reads on this page."""
        settle(self.driver)
        return self.driver.execute_script("return document.body?.innerText ?? ''")

    def main(self):
        """The page's own part of it, for what a failed test says."""
        settle(self.driver)
        return self.driver.execute_script("return (document.querySelector('main') ?? document.body)?.innerText ?? ''")[:700]

    def until(self, condition, message):
        """Waits for a condition; what to say when it does not come is a function, so that it tells of the page as it then stands."""
        # While a page gives way to the next, what was found on the old one is stale.
        last = []

        def holds(_):
            try:
                return condition()
            except WebDriverException as error:
                last[:] = [error.msg]
                return False

        try:
            WebDriverWait(self.driver, PATIENCE, poll_frequency=0.1).until(holds)
        except TimeoutException:
            raise AssertionError("; last: ".join([message() if callable(message) else message, *last])) from None
        return self

    def hears(self):
        """Waits until the page hears of what others do: what they do from now on comes by itself."""
        return self.until(
            lambda: self.driver.execute_script("return document.documentElement.dataset.stream") == "on", lambda: f"{self.driver.current_url} hears nothing")

    def sees(self, words):
        return self.until(lambda: words in self.text(), lambda: f"{words!r} does not appear on {self.driver.current_url}: {self.main()}")

    # Looking closely

    def axe(self, within=None, rules=None):
        """What axe finds wrong by WCAG 2.2 AA (or by these rules alone), a line a place. An accessible page gives an empty list."""
        settle(self.driver)
        if not self.driver.execute_script("return 'axe' in window"):
            self.driver.execute_script(AXE.read_text())
        result = self.driver.execute_async_script(
            "const [within, only, done] = arguments;"
            "axe.run(within || document, {runOnly: only, resultTypes: ['violations']}).then(done, error => done({error: String(error)}));",
            within, {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES})
        if "error" in result:
            raise RuntimeError(f"axe did not run: {result['error']}")
        return [
            f"{violation['id']} ({violation['impact']}): {violation['help']}: {' '.join(map(str, node['target']))}: {node['html'][:160]}"
            for violation in result["violations"] for node in violation["nodes"]
        ]

    def flaws(self, within=None):
        """What is not as it should be on this page, a line each: accessibility in the light and in the dark, what runs out of the window,
        words and codes in Latin letters, moments as machines write them."""
        found = self.axe(within)
        other = "dark" if self.theme == "light" else "light"
        theme = self.theme
        # Only colours differ between themes.
        found += [f"in the {other}: {line}" for line in self.in_theme(other).axe(within, rules=["color-contrast"])]
        self.in_theme(theme)
        if self.overflows():
            found.append(f"wider than the window by {self.driver.execute_script(WIDER)}")
        found += [f"not Chinese: {words}" for words in self.driver.execute_script(FOREIGN, within, list(LATIN))]
        return found

    def good(self, within=None):
        """This page has no flaw."""
        found = self.flaws(within)
        assert found == [], f"{self.driver.current_url}:\n" + "\n".join(found[:12])
        return self

    def console_errors(self):
        """What the browser complained of since last asked: scripts, refused resources, the content security policy."""
        entries = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        return [entry for entry in entries if not any(words in entry for words in self.excused) and not self.was_broken_off(entry)]

    @staticmethod
    def was_broken_off(entry):
        """Whoever signs out while a page asks in the background how many messages there are breaks that question off: no fault of the page."""
        return "/sign-in?back=%2Fw%2Fnotices%2Fcount" in entry and "net::ERR_" in entry

    def excuse(self, words):
        """A complaint with these words is expected in this test (a refused form answers 422, say)."""
        self.excused.append(words)
        return self

    def overflows(self):
        """True when the page is wider than the window, so that one must scroll sideways."""
        settle(self.driver)
        return self.driver.execute_script("return document.documentElement.scrollWidth > document.documentElement.clientWidth")

    def at_width(self, width, height=900):
        """A window of this size in CSS pixels; under 600 also a phone's touch and pixels."""
        phone = width < 600
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 2 if phone else 1, "mobile": phone})
        if self.javascript:
            # What is drawn for the size of the window (a map, say) is drawn in the next frame.
            settle(self.driver)
            self.driver.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))")
        return self

    def in_theme(self, theme):
        """light or dark, as the person's system asks for."""
        self.theme = theme
        # Without motion: a colour half way from one theme to the other would be taken for the page's own.
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": theme}, {"name": "prefers-reduced-motion", "value": "reduce"}]})
        return self

    def screenshot(self, name, width=1440, theme="light", height=900, whole=True, folder=PICTURES):
        """The page as it stands, as FOLDER/name-width-theme.png; `whole` takes what lies below the window too."""
        self.at_width(width, height).in_theme(theme)
        self.driver.execute_async_script(
            "const done = arguments[0]; document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(done)))")
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": whole, "fromSurface": True, **(
            {"clip": {"x": 0, "y": 0, "width": width, "height": max(height, self.height()), "scale": 1}} if whole else {})})
        path = pathlib.Path(folder) / f"{name}-{width}-{theme}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(shot["data"]))
        return path

    def height(self):
        return self.driver.execute_script("return document.documentElement.scrollHeight")


# The element that sticks out furthest.
WIDER = """
const wide = document.documentElement.clientWidth;
const all = [...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > wide + 1 && !each.closest('.table-scroll, .tabs ul'));
const worst = all.sort((a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right)[0];
return worst ? `<${worst.tagName.toLowerCase()} class="${worst.className}"> ${worst.textContent.trim().slice(0, 40)}` : 'something';
"""

# What a person reads, without what is marked as code, as keys to press, or as another language.
FOREIGN = r"""
const [within, allowed] = arguments;
const root = within ? document.querySelector(within) : document.body;
const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
const found = new Set();
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const parent = node.parentElement;
  if (!parent || parent.closest("script, style, noscript, template, code, kbd, pre, textarea, [lang=en], datalist, .imported") || !parent.checkVisibility()) continue;
  // Names of files are whatever people call them.
  const text = node.textContent.trim().replace(/\w+@\d{6}\S*|\b\d{6}-[A-Z]+\d*|\b[a-z]+\.[a-z0-9]+\b|\/(w|admin)\S*/g, "").replace(/\S+\.(csv|xlsx|jsonl|pdf|png|jpg|yaml)/g, "");
  if (/\d{4}-\d\d-\d\dT\d\d/.test(text)) found.add(text.slice(0, 80));
  const words = text.match(/[A-Za-z][A-Za-z0-9_]{2,}(?:[-.@][A-Za-z0-9_-]+)*/g) ?? [];
  if (words.some((word) => !allowed.includes(word) && !/^[A-Z]{2}\d/.test(word))) found.add(text.slice(0, 80));
}
return [...found].slice(0, 8);
"""


def found(*names):
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    raise RuntimeError(f"no {names[0]} here: scripts/setup test")


def started(options, javascript):
    """A browser; on a machine that is out of breath it is called a second time."""
    def called():
        service = Service(executable_path=found("chromedriver"), env={**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"})
        return Chromium(options=options, service=service, javascript=javascript)

    try:
        return called()
    except SessionNotCreatedException:
        return called()
