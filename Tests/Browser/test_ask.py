"""A citizen asks the robot, is handed over, and reads what a person answered; with scripts and without."""

import gzip
import re
import urllib.request

ORDER = "work-order/work_order"
SESSION = "smart-qa/robot_session"
QUESTION = "公司两个月没发工资怎么办"


def say(person, text, button="提问"):
    box = person.one("#reply")
    box.clear()
    box.send_keys(text)
    person.click(button)
    return person


def waiting(person, before):
    """The conversation that has come to wait at the region's desk."""
    found = in_queue(person) - before
    assert len(found) == 1, f"{len(found)} wait"
    return found.pop()


def in_queue(person):
    return {each["id"] for each in person.list(SESSION, "state == 'queued'", 200)}


def test_a_question_is_answered_with_its_law_and_a_person_takes_over(visitor, server, texts):
    visitor.at_width(390).open("/").good()
    visitor.one("#ask").send_keys(QUESTION)
    visitor.click("提问")
    visitor.sees("AI生成，仅供参考").sees("《劳动合同法》第三十条").good()
    visitor.click("《劳动合同法》第三十条")
    visitor.sees("劳动合同法").good()
    visitor.open("/ask")
    # In place: the page stays, the answer comes.
    visitor.driver.execute_script("window.stays = true")
    say(visitor, "离婚冷静期多少天").sees("三十日")
    assert visitor.driver.execute_script("return window.stays === true")
    visitor.click("没有帮助")
    visitor.sees("您说没有帮助")
    desk = server.person("front_desk", "450000")
    before = in_queue(desk)
    visitor.click("转人工")
    visitor.sees("正在为您接通人工").good()
    say(visitor, "补充：在青秀区的工地", "发送").sees("补充：在青秀区的工地")

    session = waiting(desk, before)
    desk.do(SESSION, session, "pick_up")
    desk.do(SESSION, session, "respond", reply="您好，请问一共几个人")
    # It comes by itself.
    visitor.sees("您好，请问一共几个人").sees("工作人员已经接入")
    say(visitor, "五个人", "发送").sees("五个人")
    desk.do(SESSION, session, "form_order", service_line="general", summary="五个人被拖欠工资两个月，在青秀区")
    desk.do(SESSION, session, "finish", how="order")
    order = desk.view(SESSION, session)["order"]
    visitor.open("/ask").sees("您的留言已转为工单").good()
    visitor.click("查看编号和查询码")
    # The code is letters by itself.
    assert visitor.sees("查询码").axe() == []
    desk.do(ORDER, order, "direct_answer", nature="affair", reply_public="请到青秀区劳动保障监察大队投诉，带上考勤和聊天记录。")
    visitor.open("/ask").sees("请到青秀区劳动保障监察大队投诉").good()
    visitor.click("删除本次对话")
    visitor.sees("不能恢复").good()
    visitor.click("删除本次对话")
    visitor.sees("对话已删除")
    assert QUESTION not in visitor.text()


def test_the_same_without_scripts(without_javascript, server):
    person = without_javascript
    person.open("/")
    person.one("#ask").send_keys(QUESTION)
    person.click("提问")
    person.sees("AI生成").sees("《劳动合同法》第三十条")
    desk = server.person("front_desk", "450000")
    before = in_queue(desk)
    person.click("转人工")
    person.sees("正在为您接通人工")
    session = waiting(desk, before)
    desk.do(SESSION, session, "pick_up")
    desk.do(SESSION, session, "respond", reply="请留下公司名称")
    person.open("/ask")
    person.sees("请留下公司名称")
    desk.do(SESSION, session, "finish", how="answered")
    person.open("/ask")
    person.click("新对话")
    person.sees("不用登录")
    # A message leads to the same desk, with a number and a code.
    person.click("给12348留言")
    person.one("[name=content]").send_keys("公司拖欠两个月工资，想问去哪里投诉")
    person.click("提交留言")
    person.sees("查询码").sees("二十四小时")
    number = person.one(".receipt dd").text
    found = desk.list(ORDER, f"order_no == '{number}'")
    assert len(found) == 1 and found[0]["state"] == "submitted"


def test_danger_comes_first_and_one_click_leaves(visitor, server):
    visitor.at_width(390).open("/ask").good()
    say(visitor, "老公打我，我该怎么办").sees("12338").good()
    assert "问法律" not in visitor.driver.title
    visitor.in_theme("dark").good()
    visitor.in_theme("light")
    visitor.click("快速离开")
    visitor.sees("今天是").good()
    assert visitor.driver.current_url.endswith("/calendar")
    visitor.open("/ask")
    assert "老公打我" not in visitor.text()


def test_the_keyboard_alone(visitor, server):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    visitor.open("/ask")
    field = visitor.one("#reply")
    field.send_keys(QUESTION)
    active = lambda: visitor.driver.switch_to.active_element  # noqa: E731
    active().send_keys(Keys.TAB)
    assert active().text == "提问"
    active().send_keys(Keys.ENTER)
    visitor.sees("AI生成，仅供参考")
    # The box has the focus again for the next question.
    visitor.until(lambda: active().get_attribute("id") == "reply", "the focus is lost")
    assert visitor.driver.find_elements(By.CSS_SELECTOR, ".turn-robot")


def test_pages_of_the_law_and_of_matters(visitor, server, texts):
    for path in ["/ask/topics/wage", "/ask/about/KB000001", "/law/%E6%B0%91%E6%B3%95%E5%85%B8/1079", "/ask/message", "/calendar"]:
        for width in (320, 1440):
            visitor.at_width(width).open(path).good()


def test_the_first_page_is_light(server):
    """At most 60 kB over the wire, with all it loads, packed."""
    import re

    def fetch(path):
        with urllib.request.urlopen(server.url + path) as answer:
            return answer.read()

    page = fetch("/")
    total = len(gzip.compress(page))
    for address in re.findall(rb"""(?:src|href)=["'](/(?:css|js|vendor)/[^"']+)["']""", page):
        total += len(gzip.compress(fetch(address.decode())))
    assert total <= 60_000, total


def test_the_knowledge_desk(visitor, server):
    visitor.enter_as("info_clerk", "450000").open("/w/boards/knowledge").good()
    for part in ("answers", "review", "held"):
        visitor.open(f"/w/boards/knowledge?show={part}").good()
    visitor.enter_as("qc", "450000").open("/w/boards/knowledge?show=runs").good()
    visitor.click("运行评测")
    visitor.sees("PC20").open("/w/boards/knowledge?show=runs").good()
    visitor.open("/w/boards/knowledge/law?title=劳动法&article=50").sees("机器人的条目").good()


# What of the page lies beneath the box for the next question, when all has been scrolled away above it.
COVERED = """
window.scrollTo(0, document.documentElement.scrollHeight);
const box = document.querySelector('.reply-box').getBoundingClientRect();
return [...document.querySelectorAll('main a, main button, main p, main li, footer p')].filter((each) => !each.closest('.reply-box')).filter((each) => {
  const place = each.getBoundingClientRect();
  return place.height && place.bottom > box.top + 1 && place.top < box.bottom - 1;
}).map((each) => each.textContent.trim().slice(0, 30));
"""


def test_the_box_for_the_next_question_covers_nothing_at_the_foot_and_gives_way_where_there_is_no_room(visitor, server):
    visitor.at_width(390, 844).open("/ask")
    say(visitor, QUESTION).sees("AI生成，仅供参考")
    for size in ("normal", "large"):
        visitor.driver.execute_script("document.documentElement.dataset.size = arguments[0]", size)
        assert visitor.driver.execute_script(COVERED) == []
        assert visitor.one(".reply-box").value_of_css_property("position") == "sticky"
        # By keys alone: what has the focus is not beneath it.
        for link in visitor.all(".sources a, .turn-robot > .buttons a, .turn-robot > .buttons button"):
            visitor.driver.execute_script("window.scrollTo(0, 0); arguments[0].focus()", link)
            foot, top = visitor.driver.execute_script(
                "return [arguments[0].getBoundingClientRect().bottom, document.querySelector('.reply-box').getBoundingClientRect().top]", link)
            assert foot <= top + 1, link.text
    visitor.at_width(844, 390)
    assert visitor.one(".reply-box").value_of_css_property("position") == "static"


def test_a_law_says_its_days_as_people_write_them(visitor, server, texts):
    visitor.at_width(390).open("/law/%E6%B0%91%E6%B3%95%E5%85%B8/1079").sees("2021年1月1日起施行").sees("2020年5月28日文本")
    assert not re.search(r"\d{4}-\d{2}-\d{2}", visitor.text())
    visitor.good()
