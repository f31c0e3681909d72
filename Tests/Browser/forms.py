"""How a person fills in a form and acts on a record: by the words on the buttons and the names of the fields."""

from selenium.common.exceptions import NoSuchElementException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from motion import gone


class Forms:
    """A part of `Visitor`."""

    def do(self, label, send=None, **values):
        """On a record: opens the action with this label (in place, where scripts run), fills it in, looks at it closely, and sends it.
        What comes of it – the record, or the form again with what is wrong – is looked at as well."""
        self.choose(label)
        self.good(".dialog[open]" if self.all(".dialog[open]") else None)
        self.put(**values)
        self.send(send or label)
        return self.good()

    def choose(self, label):
        """Opens an action's panel, also where it stands behind 更多."""
        link = self.action(label)
        if not link.is_displayed():
            for menu in self.all("details.menu"):
                if menu.find_elements(By.XPATH, f".//a[normalize-space(.)='{label}']"):
                    menu.find_element(By.TAG_NAME, "summary").click()
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
        link.click()
        return self.until(lambda: self.panel() is not None, lambda: f"{label} opened nothing on {self.driver.current_url}: {self.main()}")

    def action(self, label):
        """The link of an action offered on this record."""
        found = self.driver.find_elements(By.XPATH, f"//*[contains(@class, 'record-head')]//a[normalize-space(.)='{label}']")
        if not found:
            raise NoSuchElementException(f"no action {label} is offered on {self.driver.current_url}: {self.actions()}")
        return found[0]

    def actions(self):
        """Labels of what may be done with this record now."""
        return [
            link.get_attribute("textContent").strip()
            for link in self.all(".record-head .record-title .buttons a.button, .record-head details.menu .menu-content a")]

    def not_yet(self, label, *words):
        """This action is the visitor's, but would be refused whatever he typed: it is no button, and the reason stands beside its name."""
        assert label not in self.actions(), f"{label} is offered on {self.driver.current_url}"
        reasons = self.driver.execute_script(
            "return Object.fromEntries([...document.querySelectorAll('.record-head .not-yet dt')].map((each) => [each.textContent, each.nextElementSibling.textContent]))")
        assert label in reasons, f"{label} is not named on {self.driver.current_url}, but {reasons}"
        for each in words:
            assert each in reasons[label], f"{each!r} is not why {label} cannot be done: {reasons[label]!r}"
        return self

    def panel(self):
        """Where one types now: the open dialog, or the page's own form."""
        for selector in (".dialog[open] form[method=post]", "main form.form[method=post]"):
            found = self.all(selector)
            if found:
                return found[0]
        return None

    def opened(self):
        """The panel, as soon as it is there."""
        self.until(lambda: self.panel() is not None, lambda: f"there is nothing to fill in on {self.driver.current_url}: {self.main()}")
        return self.panel()

    def put(self, **values):
        """Fills in fields by name, `__` standing for what names cannot hold: parties_0__name is parties[0].name."""
        panel = self.opened()
        for name, value in values.items():
            self.put_in(panel, spelt(name), value)
        return self

    def put_in(self, panel, name, value):
        fields = panel.find_elements(By.NAME, name)
        if not fields:
            raise NoSuchElementException(f"no field {name} on {self.driver.current_url}; there are {self.fields(panel)}")
        self.uncover(fields[0])
        kind = fields[0].get_attribute("type")
        if kind in ("radio", "checkbox"):
            wanted = value if isinstance(value, list) else [value]
            for field in fields:
                if (field.get_attribute("value") in wanted) != field.is_selected():
                    field.click()
        elif fields[0].tag_name == "select":
            Select(fields[0]).select_by_value(value)
        elif kind in ("date", "datetime-local", "time"):
            # What is typed depends on the machine's language; what is sent does not.
            self.driver.execute_script(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}));"
                "arguments[0].dispatchEvent(new Event('change', {bubbles: true}))", fields[0], value)
        elif kind == "file":
            fields[0].send_keys(str(value))
        else:
            fields[0].clear()
            fields[0].send_keys(value)

    def uncover(self, field):
        """Opens whatever the field is folded away in."""
        for folded in field.find_elements(By.XPATH, "ancestor::details[not(@open)]")[::-1]:
            folded.find_element(By.TAG_NAME, "summary").click()

    def add_row(self, name):
        """One more row in a list of structures."""
        rows = self.opened().find_element(By.CSS_SELECTOR, f'[data-rows="{name}"]')
        self.uncover(rows)
        before, page = len(rows.find_elements(By.CSS_SELECTOR, ":scope > .row")), self.one("html")
        self.press(rows.find_element(By.CSS_SELECTOR, ":scope > .add-row"))
        if not self.javascript:
            # The server adds it: the form comes back, with a row more.
            self.until(lambda: gone(page), f"no row was added to {name}")
        else:
            self.until(lambda: len(rows.find_elements(By.CSS_SELECTOR, ":scope > .row")) > before, f"no row was added to {name}")
        return self

    def send(self, label):
        """Presses the form's button and waits for the page that answers."""
        panel = self.opened()
        button = next(
            (button for button in panel.find_elements(By.CSS_SELECTOR, "button:not(.default-submit)")
             if button.text.strip() == label and button.is_displayed()), None)
        if button is None:
            raise NoSuchElementException(f"no button {label} in the form on {self.driver.current_url}")
        page = self.one("html")
        self.press(button)
        return self.until(lambda: gone(page), lambda: f"{label} was pressed and nothing came of it on {self.driver.current_url}")

    def press(self, element):
        """Clear of what stays on top while one scrolls."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def held_back(self, label, name):
        """The browser itself does not send the form: this field must be filled in, and is shown as such."""
        panel = self.opened()
        next(button for button in panel.find_elements(By.CSS_SELECTOR, "button:not(.default-submit)") if button.text.strip() == label).click()
        wrong = self.driver.execute_script("return [...arguments[0].querySelectorAll(':invalid')].map((each) => each.name).filter(Boolean)", panel)
        assert name in wrong, f"{name} is not missed, but {wrong}"
        return self

    def fields(self, panel=None):
        return sorted({field.get_attribute("name") for field in (panel or self.panel()).find_elements(By.CSS_SELECTOR, "[name]")
                       if not field.get_attribute("name").startswith("_")})

    def refused(self, *words):
        """The form came back and says why; the browser's complaint of a 4xx answer is expected."""
        self.excuse("status of 4")
        self.until(lambda: self.all(".error-summary"), lambda: f"nothing was refused on {self.driver.current_url}: {self.main()}")
        reasons = self.said(".error-summary")
        for each in words:
            assert each in reasons, f"{each!r} is not among the reasons: {reasons!r}"
        return self

    def state(self):
        """The record's present state, as the stepper names it."""
        return self.said(".stepper .step-current b")


def spelt(name):
    """parties_0__name → parties[0].name"""
    parts = name.split("__")
    for index, part in enumerate(parts[:-1]):
        head, _, number = part.rpartition("_")
        parts[index] = f"{head}[{number}]" if number.isdigit() and head else part
    return ".".join(parts)
