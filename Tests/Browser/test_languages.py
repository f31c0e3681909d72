"""Citizens' pages in English: complete, readable on the smallest phone, with scripts and without."""

PAGES = ["/", "/legal-help", "/ask", "/ask/message", "/find", "/progress"]


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
