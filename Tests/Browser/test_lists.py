"""Lists as an officer uses them: columns, favourites, views, conditions, the keyboard, several at once, taking away."""

import urllib.request

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

TASKS = "/w/programme/task_org"


def heads(visitor):
    return visitor.words(".data-table thead th:not(.select)")


def fetched(visitor, path):
    """What a link gives, with the visitor's own session."""
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in visitor.driver.get_cookies())
    with urllib.request.urlopen(urllib.request.Request(visitor.url + path, headers={"Cookie": cookies})) as answer:
        return answer.read(), answer.headers["Content-Type"]


def test_columns_of_ones_own_go_into_the_export(visitor):
    visitor.enter_as("programme_manager", "450000").open(TASKS)
    usual = heads(visitor)
    assert any(head.startswith("实测进度") for head in usual)
    assert visitor.axe() == []
    visitor.open(f"{TASKS}/columns").sees("没有显示的列")
    assert visitor.axe() == []
    for box in visitor.all("input[name=column]"):
        if box.is_selected() != (box.get_dom_attribute("value") in ("task", "org", "reporter")):
            box.click()
    visitor.click("保存").sees("已保存列的选择")
    assert heads(visitor) == ["任务", "单位", "报告单位"]
    lines, _ = fetched(visitor, f"{TASKS}/export.csv?f.state=overdue")
    assert lines.decode("utf-8-sig").splitlines()[0] == "任务,单位,报告单位"
    book, kind = fetched(visitor, f"{TASKS}/export.xlsx?f.state=overdue")
    assert book[:2] == b"PK" and "spreadsheetml" in kind
    visitor.open(f"{TASKS}/columns").click("恢复默认")
    visitor.sees("已恢复默认的列")
    assert heads(visitor) == usual


def test_favourites_stand_on_top(visitor):
    visitor.enter_as("programme_manager", "450000").open(TASKS)
    visitor.click("收藏").sees("在左栏最上面")
    visitor.open("/w").sees("我的收藏")
    visitor.click("任务分解").sees("取消收藏")
    visitor.click("取消收藏").sees("已取消收藏")
    assert "我的收藏" not in visitor.text()


def test_conditions_are_chips_and_become_a_view(visitor):
    visitor.enter_as("programme_manager", "450000").open(f"{TASKS}?f.state=overdue")
    assert visitor.words(".chip") == ["状态：逾期未完成"]
    visitor.open(f"{TASKS}/views?f.state=overdue")
    visitor.fill("label", "逾期的")
    visitor.click("存为视图").sees("已存为视图")
    assert visitor.said(".tabs a[aria-current=page]") == "逾期的"
    visitor.one(".chip a").click()
    visitor.until(lambda: not visitor.all(".chip"), "the chip stays")
    visitor.click("逾期的").sees("逾期未完成")
    visitor.one(".tabs a.square").click()
    visitor.sees("删除只去掉这个标签").click("删除视图")
    visitor.sees("已删除")
    assert "逾期的" not in visitor.words(".tabs a")


def test_the_keyboard_moves_selects_and_opens(visitor):
    visitor.enter_as("programme_manager", "450000").open(f"{TASKS}?f.state=overdue")
    body = visitor.one("body")
    body.send_keys("j", "j", "k", "x")
    rows = visitor.all("tr[data-id]")
    assert [row.get_dom_attribute("data-cursor") is not None for row in rows[:2]] == [True, False]
    assert rows[0].find_element(By.NAME, "selected").is_selected()
    visitor.sees("已选1项")
    visitor.driver.switch_to.active_element.send_keys(Keys.ENTER)
    visitor.sees("办理记录")


def test_several_at_once_are_shown_before_they_are_done(visitor):
    visitor.enter_as("programme_manager", "450000").open(f"{TASKS}?f.state=overdue")
    for box in visitor.all("tbody input[name=selected]")[:2]:
        box.click()
    visitor.sees("已选2项")
    visitor.one("[data-batch] button").click()
    visitor.sees("将要办理").sees("跳过：现在不能验收")
    assert visitor.axe() == []
    visitor.click("取消")
    visitor.until(lambda: visitor.driver.current_url.endswith(f"{TASKS}?f.state=overdue"), "cancelling leads elsewhere")


def test_personal_information_is_masked_in_rows_and_clear_on_the_page(visitor):
    visitor.enter_as("sys_admin", "450000").open("/w/account-governance/account_request")
    assert visitor.axe() == []
    text = visitor.one("main").text
    if visitor.all("tr[data-id]"):
        assert "•" in text


def test_lists_on_a_phone(visitor):
    visitor.at_width(390).enter_as("programme_manager", "450000").open(TASKS)
    assert visitor.driver.execute_script("return document.documentElement.scrollWidth") <= 390
    assert visitor.axe() == []


def test_on_a_phone_the_list_comes_before_its_conditions(visitor):
    visitor.enter_as("programme_manager", "450000").at_width(390, 844).open(f"{TASKS}?f.state=accepted&sort=due_date")

    def shown():
        return [field for field in visitor.all(".filters > .field") if field.is_displayed()]

    every = len(visitor.all(".filters > .field"))
    assert len(shown()) == 2 < every
    assert visitor.axe() == [] and not visitor.overflows()
    before = visitor.text()
    visitor.click("更多条件")
    visitor.until(lambda: len(shown()) == every, "the other conditions do not appear")
    assert visitor.axe() == [] and not visitor.overflows()
    visitor.click("更多条件").until(lambda: len(shown()) == 2, "the other conditions stay")
    # What is chosen out of sight goes along.
    visitor.click("筛选").until(lambda: visitor.all(".chip"), "the condition is lost")
    assert visitor.text().count("已验收") == before.count("已验收")
