"""The main flow without a mouse: what is done is done by keys, and after each the focus is somewhere, in sight and marked (see keyboard.py)."""

import pytest
from selenium.webdriver.common.keys import Keys

import pages
from keyboard import Keyboard
from orders import CITY, COUNTY, ORDER, PROCEDURE, REGION, at_window
from orders import accepted as accepted_order


def enter(visitor, role_words, at_words):
    """By the way in, as everybody."""
    visitor.driver.delete_all_cookies()
    visitor.open("/sign-in")
    keys = Keyboard(visitor)
    for _ in range(60):
        keys.press(Keys.TAB)
        name = keys.focus()["name"]
        if role_words in name and at_words in name:
            return keys.leave_by(Keys.ENTER)
    raise AssertionError(f"no card {role_words} {at_words}")


def test_from_the_window_to_the_answer(visitor, server):
    # Numbers that end in 0 are drawn for a second pair of eyes: the next one must not.
    while at_window(server)["order_no"][-1] == "9":
        pass
    keys = enter(visitor, "前台受理员", "青秀区")
    keys.follow("前台队列").into_the_page().follow("登记诉求").into_the_page()
    keys.choose("工单类型", "咨询").choose("业务条线", "法律援助").choose("咨询性质", "法律咨询")
    keys.write("标题", "拖欠工资怎么办").write("诉求内容", "公司拖欠工资三个月，应当怎样主张？")
    keys.tab_to("添加一行").press(Keys.ENTER)
    # The new row has the focus, at its first field.
    assert keys.focus()["field"].startswith("parties[0]"), keys.focus()
    keys.write("姓名", "申请人甲").choose("事发地区划", "青秀区")
    keys.tab_to("其他可填写的内容", "summary").press(Keys.ENTER).write("所属账户", "citizen")
    refused = keys.send("提交")
    visitor.excuse("status of 4")
    assert "法律类别" in refused["name"], "what is wrong is not heard first"
    # From what is wrong straight to where it is mended, with what was typed still there.
    keys.tab_to("法律类别", "a").press(Keys.ENTER)
    assert keys.focus()["field"] == "law_field"
    assert visitor.one("[name=content]").get_property("value").startswith("公司拖欠工资")
    for _ in range(60):
        if "工资" in keys.focus()["chosen"] or "欠薪" in keys.focus()["chosen"]:
            break
        keys.press(Keys.ARROW_DOWN)
    said = keys.send("提交")
    assert "已提交，编号 450103ZX" in said["name"]
    order = visitor.driver.current_url.split("?")[0].rsplit("/", 1)[1]

    keys.open_action("受理形成工单")
    assert "已受理形成工单" in keys.send("受理形成工单")["name"]
    keys.open_action("自办")
    # Escape closes without doing anything, and the focus is back where it came from: the button, or the menu that has closed over it.
    keys.press(Keys.ESCAPE)
    assert keys.focus()["name"] in ("自办", "更多") and visitor.state() == "已受理"
    keys.open_action("自办")
    keys.send("自办")
    assert visitor.state() == "办理中"

    keys.open_action("答复")
    keys.write("对群众的答复", "可以先与公司协商，协商不成的申请劳动仲裁。")
    keys.tab_to("添加一行").press(Keys.ENTER)
    keys.press("中华人民共和国劳动法").press(Keys.TAB).press("第五十条")
    keys.send("答复")
    assert visitor.state() == "已答复（已反馈）"
    # Whoever asked says that it is well, which closes it; the desk comes back to it by its number.
    server.person("citizen").do(ORDER, order, "rate", satisfaction="5")
    keys.chord(Keys.CONTROL, "k")
    keys.raw(said["name"].split("编号 ")[1].strip()).leave_by(Keys.ENTER)
    assert visitor.state() == "已办结"


def test_assigned_by_the_city_and_signed_by_the_county(visitor, server):
    order = accepted_order(server, CITY, PROCEDURE)
    keys = enter(visitor, "前台受理员", "南宁市司法局")
    # The search, from wherever one is.
    keys.chord(Keys.CONTROL, "k")
    assert keys.focus()["field"] == "q"
    # A number leads straight to its record.
    keys.raw(order["order_no"]).leave_by(Keys.ENTER)
    visitor.sees(order["title"])
    keys.into_the_page()
    keys.open_action("指派下级")
    keys.tab_to("转入单位").press("青秀区司法局")
    # What was typed is offered as it is written in the directory.
    visitor.until(lambda: visitor.driver.execute_script("return document.activeElement.list?.options.length ?? 0") > 0, "nothing is offered")
    keys.send("指派下级")
    assert visitor.state() == "待签收"

    keys = enter(visitor, "前台受理员", "青秀区")
    keys.chord(Keys.CONTROL, "k")
    keys.raw(order["order_no"]).leave_by(Keys.ENTER)
    keys.into_the_page()
    keys.open_action("签收")
    keys.send("签收")
    assert visitor.state() == "办理中"


def test_rows_are_walked_selected_and_urged(visitor, server):
    made = [at_window(server, urgency="urgent") for _ in range(2)]
    visitor.enter_as("supervisor", CITY).open(f"/w/{ORDER}?view=pool&sort=-created_at")
    keys = Keyboard(visitor)
    # The newest stand on top: down, select, down, select; up again.
    keys.press("j").press("x").press("j").press("x").press("j").press("k")
    rows = visitor.all("tr[data-id]")
    assert {row.get_dom_attribute("data-id") for row in rows[:2]} == {order["id"] for order in made}
    assert [row.get_dom_attribute("data-cursor") is not None for row in rows[:3]] == [False, True, False]
    visitor.sees("已选2")
    keys.tab_to("催办", "button", most=300).leave_by(Keys.ENTER)
    keys.into_the_page().tab_to("催办", "textarea" if visitor.all("textarea[name=text]") else "input")
    keys.press("请今天内受理并反馈。")
    keys.send("催办2件")
    visitor.sees("已催办2件")
    # Enter opens the row one stands on.
    visitor.open(f"/w/{ORDER}?view=pool&sort=-created_at")
    keys.press("j").leave_by(Keys.ENTER)
    visitor.sees("办理记录")


def test_keys_explain_themselves_and_can_be_switched_off(visitor):
    visitor.enter_as("supervisor", REGION).open(f"/w/{ORDER}")
    keys = Keyboard(visitor)
    keys.press("?")
    visitor.sees("启用单键快捷键")
    keys.tab_to("启用单键快捷键", most=3).press(Keys.SPACE).raw(Keys.ESCAPE)
    visitor.until(lambda: not visitor.all("dialog[open]"), "Escape does not close")
    keys.raw("j")
    assert not visitor.all("[data-cursor]"), "a key that was switched off still moves"
    keys.raw("?")
    visitor.sees("启用单键快捷键")
    keys.tab_to("启用单键快捷键", most=3).press(Keys.SPACE).raw(Keys.ESCAPE)
    visitor.until(lambda: not visitor.all("dialog[open]"), "Escape does not close")
    keys.press("j")
    assert visitor.all("[data-cursor]")


def test_menus_open_and_close_and_give_the_focus_back(visitor):
    visitor.enter_as("supervisor", REGION).open("/w")
    keys = Keyboard(visitor)
    me = visitor.one(".menu-me summary").text
    keys.tab_to(me, "summary").press(Keys.ENTER).press(Keys.TAB)
    assert visitor.all(".menu-me[open]")
    keys.press(Keys.ESCAPE)
    assert keys.focus()["name"] == me and not visitor.all(".menu-me[open]")


def test_what_comes_in_does_not_take_the_focus_away(visitor, server):
    """The board is drawn anew while one stands on a card."""
    first = at_window(server)
    visitor.enter_as("front_desk", COUNTY).open("/w/boards/desk")
    keys = Keyboard(visitor)
    keys.into_the_page().tab_to(first["title"], "a", most=300)
    visitor.hears()
    second = at_window(server)
    visitor.sees(second["title"])
    assert keys.held()["name"] == first["title"]


@pytest.mark.parametrize("name", ["home-front_desk-450103", "list-work_order", "new-work_order", "order-submitted", "board-desk", "board-roster", "figures", "system-accounts"])
def test_every_control_shows_that_it_has_the_focus(visitor, server, name):
    kind = next(kind for kind in pages.kinds() if kind.name == name)
    visitor.enter_as(kind.role, kind.at).open(kind.address(server))
    keys = Keyboard(visitor)
    seen, most = 0, 400
    for _ in range(most):
        keys.raw(Keys.TAB)
        if keys.focus()["lost"]:
            break
        keys.held()
        seen += 1
    assert 10 < seen < most, f"{seen} controls: a trap, or nothing to reach"
