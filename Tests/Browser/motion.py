"""When a page is at rest: nothing that was pressed is still on its way. Whoever reads or presses waits for that, so that no test reads the
page before the one it means. Everything a visitor does goes by way of this; a test need not know of it."""

import time

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, TimeoutException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

# Seconds for which something is awaited that is sure to come: no test is slower for it, and a machine that does other things as well is in time.
PATIENCE = 60
# Seconds for which a page is awaited that may never come: what was pressed may have been a download.
RESTLESS = 20


class Pressed(WebElement):
    """Part of a page. Whoever presses it looks up only when the page that comes of it is there."""

    def click(self):
        before = None if self.parent.javascript else self.parent.execute_script(LEADS_AWAY, self)
        super().click()
        # Handlers have run when the press returns; what they put off for a moment has begun after this one.
        time.sleep(0.03)
        if before:
            waited(self.parent, lambda: gone(before))
        settle(self.parent)


class Chromium(webdriver.Chrome):
    """What is asked of it is answered of a page at rest."""

    _web_element_cls = Pressed

    def __init__(self, options, service, javascript=True):
        self.javascript = javascript
        super().__init__(options=options, service=service)
        self.set_page_load_timeout(2 * PATIENCE)
        self.set_script_timeout(3 * PATIENCE)
        self.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCHED})

    def find_element(self, by=By.ID, value=None):
        settle(self)
        return super().find_element(by, value)

    def find_elements(self, by=By.ID, value=None):
        settle(self)
        return super().find_elements(by, value)

    @property
    def current_url(self):
        settle(self)
        return super().current_url

    @property
    def title(self):
        settle(self)
        return super().title


def settle(driver):
    """Waits until nothing is on its way. What does not come to rest – a link that turned out a download – is waited for once, and no more."""
    if not waited(driver, lambda: driver.execute_script(AT_REST)):
        try:
            driver.execute_script("window.isBeingLeft = false; window.underWay = 0")
        except WebDriverException:
            pass


def waited(driver, condition):
    """While a page gives way to the next, asking fails: that is as good as no."""
    try:
        WebDriverWait(driver, RESTLESS, poll_frequency=0.03, ignored_exceptions=[WebDriverException]).until(lambda _: condition())
        return True
    except TimeoutException:
        return False


def gone(element):
    """Whether the page that it was a part of has given way, or it has been taken out of the page."""
    try:
        element.is_enabled()
        return False
    except StaleElementReferenceException:
        return True


# Notes in each document, before its own scripts, that it is being left for another or asks the server for a part of itself: from the moment
# of the press, for `submit` and `navigate` are heard of while it is handled.
WATCHED = """
{
  window.navigation?.addEventListener('navigate', (event) => {
    if (!event.destination.sameDocument && !event.downloadRequest && event.destination.url.startsWith('http')) window.isBeingLeft = true;
  });
  window.navigation?.addEventListener('navigateerror', () => { window.isBeingLeft = false; });
  // In the last place, when every script of the page has had its say.
  window.addEventListener('submit', (event) => {
    const target = event.submitter?.formTarget || event.target.target;
    if (!event.defaultPrevented && event.target.method !== 'dialog' && (!target || target === '_self')) window.isBeingLeft = true;
  });
  window.addEventListener('pageshow', (event) => { if (event.persisted) window.isBeingLeft = false; });
  window.underWay = 0;
  const over = () => setTimeout(() => { window.underWay = Math.max(0, window.underWay - 1); }, 20);
  const asked = window.fetch;
  window.fetch = (...of) => {
    window.underWay += 1;
    const answer = asked(...of);
    // Until whoever asked has read the answer and drawn it.
    answer.then((each) => each.clone().text()).catch(() => {}).finally(over);
    return answer;
  };
  const sent = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (...of) {
    window.underWay += 1;
    this.addEventListener('loadend', over);
    return sent.apply(this, of);
  };
  // Scripts and styles that a part of the page brings when it is come to.
  new MutationObserver((changes) => {
    if (document.readyState !== 'complete') return;
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (!node.matches?.('script[src], link[rel=stylesheet]')) continue;
      window.underWay += 1;
      for (const end of ['load', 'error']) node.addEventListener(end, over, { once: true });
    }
  }).observe(document, { childList: true, subtree: true });
}
"""

AT_REST = "return !window.isBeingLeft && !window.underWay && document.readyState === 'complete';"

# Where no script runs, nothing tells that a page is being left, but every link and button that sends leads to another: the document it leads away from.
LEADS_AWAY = """
const pressed = arguments[0].closest('a[href], button, input[type=submit]');
if (!pressed || pressed.disabled) return null;
if (pressed.matches('a')) {
  const stays = pressed.getAttribute('href').startsWith('#') || pressed.target || pressed.hasAttribute('download') || !pressed.protocol.startsWith('http');
  return stays ? null : document.documentElement;
}
if (pressed.type !== 'submit' || !pressed.form) return null;
return pressed.form.noValidate || pressed.formNoValidate || pressed.form.checkValidity() ? document.documentElement : null;
"""
