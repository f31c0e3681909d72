"""A citizen finds an institution, asks for information, signs in by phone and looks after what is held about him: with scripts and without."""

import random
import re

import pytest


def phone():
    return f"190{random.randrange(10**8):08d}"


def signs_in(person, back="/me"):
    """By the code that the demonstration shows in place of a text."""
    person.open(f"/enter/phone?back={back}")
    person.fill("phone", phone())
    person.one("input[name=agreed]").click()
    person.click("获取验证码").sees("验证码已发往")
    person.fill("code", re.search(r"验证码 (\d{6})", person.one("[data-demonstration-message]").text).group(1))
    person.one("form[action='/enter/phone/code'] button.primary").click()
    return person


@pytest.fixture(params=["with scripts", "without scripts"])
def citizen(request):
    return request.getfixturevalue("visitor" if request.param == "with scripts" else "citizen_without_javascript")


def test_an_institution_is_found_and_an_error_in_it_reported(citizen):
    citizen.open("/find").sees("找机构")
    citizen.fill("q", "gongzhengchu")
    citizen.one(".find-form button.primary").click()
    citizen.sees("公证处")
    citizen.one(".places a").click()
    citizen.sees("执业许可和状态").click("信息有误")
    citizen.sees("哪里不对").one("input[name=field][value=phone]").click()
    citizen.fill("proposed", "0771-5550009")
    citizen.one("form.form .form-buttons .button").click()
    citizen.sees("已收到，谢谢您")


def test_information_is_asked_for_and_answered_by_the_desk(visitor):
    # A page of the desk asks in the background whether somebody changed the record; whoever leaves breaks that off.
    visitor.excuse("%2Fchanged%3Fversion")
    visitor.open("/disclosure").sees("20个工作日").click("开始申请")
    signs_in(visitor, "/disclosure/new").sees("您要什么信息")
    visitor.fill("wanted", "公共法律服务中心开放时间的规定")
    visitor.fill("name", "申请人甲")
    visitor.one("form.form .form-buttons .button").click()
    visitor.sees("申请已提交").sees("等机关与您确认收到")
    address = visitor.driver.current_url.removeprefix(visitor.url).split("?")[0]
    number = re.search(r"450000XG\d+", visitor.text()).group(0)
    mine = visitor.driver.get_cookies()
    identity = address.rsplit("/", 1)[1]
    for role, acts in [
        ("disclosure_clerk", [("confirm_receipt", {}), ("start_handling", {}), ("draft_answer", {"answer_kind": "already", "answer_text": "已在公开栏目公布。"})]),
        ("line_leader", [("answer", {})]),
    ]:
        visitor.enter_as(role, "450000")
        for action, values in acts:
            visitor.open(f"/w/notices-disclosure/disclosure_request/{identity}/do/{action}")
            for name, value in values.items():
                visitor.fill(name, value)
            visitor.one("main form.form .form-buttons .button").click()
            visitor.until(lambda: "/do/" not in visitor.driver.current_url, lambda: f"{action} is not done: {visitor.main()}")
            visitor.sees(number)
    visitor.driver.delete_all_cookies()
    visitor.open("/find")
    for cookie in mine:
        visitor.driver.add_cookie({name: cookie[name] for name in ("name", "value", "path") if name in cookie})
    visitor.open(address).sees("已在公开栏目公布").sees("行政复议")


def test_what_is_held_is_seen_a_consent_withdrawn_and_everything_taken_away(citizen):
    signs_in(citizen).sees("关于我的信息")
    citizen.open("/me/looked").sees("没有人看过您的明文信息")
    citizen.open("/me/consents").click("另外同意一项")
    citizen.sees("为了什么").one("input[name=purpose][value=training]").click()
    citizen.one("input[name=separately]").click()
    citizen.one("form.form .form-buttons .button").click()
    citizen.sees("用于模型训练").click("撤回")
    citizen.sees("撤回前的处理不受影响").one("button.danger").click()
    citizen.sees("已撤回")
    citizen.open("/me/data").sees("下载全部")
    links = [link.get_attribute("href") for link in citizen.all("a[href*='download']")]
    assert len(links) == 2


@pytest.mark.parametrize("path", ["/find", "/notices", "/learn", "/cases", "/disclosure", "/privacy", "/enter/phone"])
def test_pages_that_need_no_account_have_no_flaw_at_the_width_of_a_small_phone(visitor, path):
    visitor.at_width(320).open(path).good()
    first = visitor.all(".shelf-title a, .place-name a")
    if first:
        first[0].click()
        visitor.good()


def test_ones_own_pages_have_no_flaw_at_the_width_of_a_small_phone(visitor):
    signs_in(visitor.at_width(320))
    for path in ["/me", "/me/data", "/me/looked", "/me/consents", "/me/requests", "/me/documents", "/me/family", "/me/identity", "/me/devices", "/me/phone"]:
        visitor.open(path).good()
    visitor.open("/me").click("修改")
    visitor.sees("修改偏好").good()


def test_an_institution_is_found_by_keyboard_alone(visitor):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    visitor.open("/find").sees("找机构")
    def focused():
        return visitor.driver.switch_to.active_element
    for _ in range(60):
        focused().send_keys(Keys.TAB)
        if focused().get_attribute("name") == "q":
            break
    focused().send_keys("gongzheng", Keys.ENTER)
    visitor.sees("公证处")
    for _ in range(90):
        focused().send_keys(Keys.TAB)
        if focused().find_elements(By.XPATH, "ancestor::*[contains(@class, 'place-name')]"):
            break
    focused().send_keys(Keys.ENTER)
    visitor.sees("执业许可和状态")
