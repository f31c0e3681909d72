"""The hotline's seat: signs in, takes a call, is told what to do in danger, makes an order, ends and archives; by mouse and by keyboard."""

from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

DESK = "/w/boards/hotline"


def alt(visitor, key):
    ActionChains(visitor.driver).key_down(Keys.ALT).send_keys(key).key_up(Keys.ALT).perform()


def sign_in(visitor):
    visitor.open(DESK)
    if "未签入" in visitor.text():
        visitor.click("签入").sees("空闲")


def ring(visitor, number):
    visitor.click("手工登记来电")
    visitor.fill("caller_no", number)
    visitor.click("登记并接听").sees("疑难上报")


def test_a_seat_takes_a_call_from_the_queue_to_the_archive(visitor):
    visitor.enter_as("seat_agent", "450000")
    assert visitor.open("/w").sees("我的看板").axe() == []
    visitor.click("热线座席").sees("等待接听")
    sign_in(visitor)
    assert visitor.axe() == []
    ring(visitor, "13900000901")
    visitor.fill("summary", "老公打我，还说要拿刀，孩子也在家")
    # Told at once, while the words are typed.
    visitor.sees("有人身危险：先报警，不挂断").sees("家庭暴力：先确认此刻是否安全")
    assert visitor.axe() == []
    visitor.click("三方通话转 110").sees("加入的号码或座席")
    visitor.all("dialog button.primary")[-1].click()
    visitor.until(lambda: not visitor.all("dialog[open]"), "the dialog stays")
    # What was typed is still there after another form has gone its way.
    visitor.until(
        lambda: "孩子也在家" in visitor.one("textarea[name=summary]").get_property("value"), "what was typed is lost")
    visitor.fill("law_field", "dv")
    visitor.fill("city_code", "450100")
    visitor.fill("caller_name", "申请人甲")
    visitor.click("形成工单").sees("已形成工单 450000ZX")
    alt(visitor, "h")
    visitor.sees("小结还剩")
    assert visitor.axe() == []
    assert visitor.in_theme("dark").axe() == []
    visitor.in_theme("light")
    visitor.fill("answer_summary", "已转接110，告知可以申请人身安全保护令和法律援助")
    alt(visitor, "g")
    visitor.sees("已归档").sees("空闲")


def test_who_calls_again_is_known(visitor):
    visitor.enter_as("seat_agent", "450000")
    sign_in(visitor)
    for _ in range(2):
        ring(visitor, "13900000902")
        visitor.fill("summary", "问怎样申请法律援助")
        visitor.fill("city_code", "450100")
        alt(visitor, "h")
        visitor.sees("小结还剩")
        seen = visitor.said(".column-aside")
        visitor.click("归档").sees("已归档")
    assert "此前来电 1通" in seen and "13900000902" in seen


def test_a_pause_is_said_and_the_leader_sees_it(visitor):
    visitor.enter_as("seat_agent", "450000")
    sign_in(visitor)
    visitor.click("小休或离席")
    visitor.fill("reason", "用餐")
    visitor.one("button[value=rest]").click()
    visitor.sees("已小休").sees("用餐")
    visitor.click("置闲").sees("空闲")
    visitor.enter_as("seat_lead", "450000")
    visitor.open(DESK).sees("24小时接通率").sees("强制状态")
    assert visitor.axe() == []
    assert not visitor.at_width(390).overflows()
    assert visitor.axe() == []
