"""A person at a browser: Chromium without a window, which no page can make call out."""

import base64
import pathlib
import shutil
import tempfile

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "var/browser/axe/axe.min.js"
PICTURES = ROOT / "var/screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE = 20


class Visitor:
    def __init__(self, url, javascript=True):
        self.url = url
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
        self.driver = webdriver.Chrome(options=options, service=Service(executable_path=found("chromedriver")))
        self.driver.set_page_load_timeout(60)

    def leave(self):
        self.driver.quit()
        self.folder.cleanup()

    # Going about

    def open(self, path):
        self.driver.get(self.url + path)
        return self

    def enter_as(self, role, at=None):
        """Enters the demonstration as somebody of this role (at the organisation of this code): by the card that the way in offers
        for them, or else by the form beneath for all other roles and organisations."""
        self.driver.delete_all_cookies()
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
            f"entering as {role} at {at} led nowhere: {self.text()[:400]}")
        return self

    def fill(self, name, value, form=None):
        field = (form or self.driver).find_element(By.NAME, name)
        if field.tag_name == "select":
            Select(field).select_by_value(value)
        else:
            field.clear()
            field.send_keys(value)

    def click(self, words):
        """Presses the button or follows the link that bears these words."""
        quoted = "concat('" + words.replace("'", "', \"'\", '") + "', '')"
        path = f"//*[self::button or self::a or self::summary or self::label][contains(normalize-space(.), {quoted})]"
        shown = [element for element in self.driver.find_elements(By.XPATH, path) if element.is_displayed()]
        if not shown:
            raise NoSuchElementException(f"nothing to press bears the words {words!r} on {self.driver.current_url}: {self.text()[:400]}")
        shown[0].click()
        return self

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self):
        return self.one("body").text

    def until(self, condition, message):
        WebDriverWait(self.driver, PATIENCE).until(lambda _: condition(), message)
        return self

    def sees(self, words):
        return self.until(lambda: words in self.text(), f"{words!r} does not appear on {self.driver.current_url}: {self.text()[:600]}")

    # Looking closely

    def axe(self, within=None):
        """What axe finds wrong by WCAG 2.2 AA, a line a place. An accessible page gives an empty list."""
        self.driver.execute_script(AXE.read_text())
        self.driver.set_script_timeout(60)
        result = self.driver.execute_async_script(
            "const [within, tags, done] = arguments;"
            "axe.run(within || document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
            ".then(done, error => done({error: String(error)}));",
            within, RULES)
        if "error" in result:
            raise RuntimeError(f"axe did not run: {result['error']}")
        return [
            f"{violation['id']} ({violation['impact']}): {violation['help']}: {' '.join(map(str, node['target']))}: {node['html'][:160]}"
            for violation in result["violations"] for node in violation["nodes"]
        ]

    def console_errors(self):
        """What the browser complained of since last asked: scripts, refused resources, the content security policy."""
        entries = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        return [entry for entry in entries if not any(words in entry for words in self.excused)]

    def excuse(self, words):
        """A complaint with these words is expected in this test (a refused form answers 422, say)."""
        self.excused.append(words)
        return self

    def overflows(self):
        """True when the page is wider than the window, so that one must scroll sideways."""
        return self.driver.execute_script("return document.documentElement.scrollWidth > document.documentElement.clientWidth")

    def at_width(self, width, height=900):
        """A window of this size in CSS pixels; under 600 also a phone's touch and pixels."""
        phone = width < 600
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 2 if phone else 1, "mobile": phone})
        return self

    def in_theme(self, theme):
        """light or dark, as the person's system asks for."""
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]})
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


def found(*names):
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    raise RuntimeError(f"no {names[0]} here: scripts/setup test")
