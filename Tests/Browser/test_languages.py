"""Citizens' pages in English: complete, readable on the smallest phone, with scripts and without."""

import re

PAGES = ["/", "/legal-help", "/ask", "/ask/message", "/find", "/progress", "/enter/phone", "/privacy"]


def in_english(person, path="/"):
    person.open(path)
    person.click("English")
    person.until(lambda: language(person) == "en", lambda: f"{path} is still {language(person)}")
    return person


def language(person):
    return person.one("html").get_attribute("lang")


def flaws(person):
    """As `good` finds them; here Latin letters are the page's own, and points of the map that lie close together have their place in the list beside it."""
    found = [line for line in person.flaws() if not line.startswith("not Chinese") and "map-point" not in line]
    assert found == [], f"{person.driver.current_url}:\n" + "\n".join(found[:12])


def test_english_on_a_small_phone_and_a_desk(visitor, server):
    in_english(visitor.at_width(320))
    for path in PAGES:
        for width in (320, 1440):
            visitor.at_width(width).open(path)
            assert language(visitor) == "en", path
            flaws(visitor)
    # Where there is no English the page is Chinese, and offers none.
    visitor.open("/matters")
    assert language(visitor) == "zh-CN"
    assert not visitor.all("button[value=en]")


def test_an_institution_in_english(visitor, server):
    in_english(visitor.at_width(390), "/find")
    visitor.one(".place-name a").click()
    visitor.sees("Phone").sees("Opening hours")
    flaws(visitor)


def test_a_question_in_english_reaches_a_person(visitor, server):
    in_english(visitor.at_width(390), "/ask")
    visitor.one("#reply").send_keys("My employer has not paid me for two months. What can I do?")
    visitor.one(".reply-box button").click()
    visitor.sees("We are connecting you to a person")
    flaws(visitor)
    waiting = server.person("front_desk", "450000").list("smart-qa/robot_session", "state == 'queued' && lang == 'en'")
    assert len(waiting) >= 1
    # Whoever leaves the queue is nobody's turn in another test.
    visitor.click("Stop waiting").until(lambda: "Stop waiting" not in visitor.text(), "one cannot leave the queue")


def test_english_without_scripts(without_javascript, server):
    person = without_javascript
    person.open("/progress")
    person.click("English")
    person.sees("Check progress")
    person.open("/ask")
    person.one("#reply").send_keys("公司两个月没发工资怎么办")
    person.one(".reply-box button").click()
    person.sees("answers below are in Chinese").sees("Talk to a person").sees("AI生成")
    person.open("/")
    person.click("中文")
    person.sees("您遇到了什么法律问题")


def good_in_english(person):
    """On the smallest phone, and in large print."""
    for width in (320, 1440):
        person.at_width(width)
        assert language(person) == "en", person.driver.current_url
        flaws(person)
    person.at_width(320)
    person.driver.execute_script("document.documentElement.dataset.size = 'large'")
    assert not person.overflows(), f"{person.driver.current_url} in large print is wider than the window"
    person.driver.execute_script("delete document.documentElement.dataset.size")


def left_a_message(person):
    """Number and query code of a message to 12348."""
    person.open("/ask/message")
    person.fill("content", "My landlord keeps my deposit. What can I do?")
    person.one("main form.form .form-buttons button").click()
    person.sees("We have received your message")
    number = re.search(r"\b\d{6}[A-Z]{2}\d{8,}\b", person.text()).group()
    code = re.search(r"Query code\s+([0-9A-Z]{6})\b", person.text()).group(1)
    return number, code


def looks_up(person, number, code):
    person.open("/progress")
    person.fill("number", number)
    person.fill("code", code)
    person.one("main form.form .form-buttons button").click()
    return person.sees(number)


def test_what_a_number_finds_is_in_english_to_the_end(visitor, server):
    in_english(visitor.at_width(390), "/ask/message")
    number, code = left_a_message(visitor)
    looks_up(visitor, number, code).sees("Waiting to be accepted").sees("what this service promises")
    good_in_english(visitor)
    visitor.click("Sign in to see everything").sees("Sign in with your phone")
    good_in_english(visitor)


def test_signing_in_in_english(visitor, server):
    in_english(visitor.at_width(390), "/enter/phone")
    visitor.excuse("status of 422")
    visitor.fill("phone", "12")
    visitor.one("main form.form .form-buttons button").click()
    visitor.sees("11 digits").sees("tick")
    good_in_english(visitor)
    visitor.open("/enter/phone?back=/ask")
    visitor.fill("phone", "13900000047")
    visitor.one("[name=agreed]").click()
    visitor.click("Send me a code").sees("Enter the code")
    good_in_english(visitor)
    message = visitor.one("[data-demonstration-message]").text
    visitor.fill("code", re.search(r"\b\d{6}\b", message).group())
    visitor.one("main form.form .form-buttons button").click()
    visitor.sees("You are signed in")
    good_in_english(visitor)


def test_an_error_of_an_entry_and_a_page_that_is_not_there(visitor, server):
    in_english(visitor.at_width(390), "/find")
    visitor.one(".place-name a").click()
    visitor.one("a[href$='/correct']").click()
    visitor.sees("What is wrong?")
    good_in_english(visitor)
    visitor.one("[name=field][value=hours]").click()
    visitor.fill("proposed", "9:00–17:00")
    visitor.one("main form.form .form-buttons button").click()
    visitor.sees("We have received it")
    good_in_english(visitor)
    visitor.excuse("status of 404")
    visitor.open("/nothing/here").sees("Page not found").sees("start again from the home page")
    good_in_english(visitor)


def test_looking_up_and_signing_in_without_scripts(without_javascript, server):
    person = without_javascript
    person.open("/ask/message")
    person.click("English")
    number, code = left_a_message(person)
    looks_up(person, number, code)
    person.sees("Waiting to be accepted")
    person.open("/enter/phone")
    person.fill("phone", "13900000048")
    person.one("[name=agreed]").click()
    person.click("Send me a code")
    person.sees("Enter the code")
