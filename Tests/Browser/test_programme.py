"""The programme wall: any day, from the department's columns to one unit on a phone, each number open to its records."""

DAY = "2018-09-30"


def number(visitor, label):
    """The figure under this label, as a number."""
    for tile in visitor.all(".figure"):
        if tile.find_element("css selector", ".figure-label").text == label:
            return int(tile.find_element("css selector", ".figure-value").text.rstrip("项"))
    raise AssertionError(f"no figure {label}: {visitor.text()[:400]}")


def test_the_wall_stands_as_on_any_day(visitor):
    visitor.enter_as("programme_manager", "450000").open("/w")
    visitor.click("建设任务墙").sees("计划节点")
    visitor.click(DAY).sees("截至2018年9月30日")
    assert visitor.axe() == []
    autumn = {label: number(visitor, label) for label in ("任务分解", "完成", "逾期")}
    assert autumn["任务分解"] > 100 and 0 < autumn["完成"] < autumn["任务分解"] and autumn["逾期"] > 0
    visitor.click("2018-12-31").sees("截至2018年12月31日")
    assert number(visitor, "完成") > autumn["完成"], "what was reached later is not counted before"
    visitor.click("2018-04-30").sees("截至2018年4月30日")
    assert number(visitor, "完成") < autumn["完成"]


def test_a_number_opens_its_records(visitor):
    visitor.enter_as("programme_manager", "450000").open(f"/w/programme?on={DAY}")
    late = number(visitor, "逾期")
    visitor.open(f"/w/programme?on={DAY}&list=late").sees(f"{late}项")
    assert len(visitor.all("tr[data-id]")) == late
    assert visitor.axe() == []
    visitor.one("tr[data-id] th a").click()
    visitor.sees("办理记录")
    visitor.open(f"/w/programme?on={DAY}")
    visitor.one(".wall-grid td.is-overdue a, .wall-grid td.is-due a").click()
    # Of one unit its record, of several their list.
    visitor.until(lambda: visitor.all(".record-head") or "list=all" in visitor.driver.current_url and visitor.all("tr[data-id]"), "the cell opens nothing")
    visitor.open(f"/w/programme?on=2018-11-30&list=bulletins").sees("桂司信息化通报")
    assert visitor.axe() == []


def test_the_wall_in_the_dark_and_by_county(visitor):
    visitor.enter_as("programme_manager", "450000").in_theme("dark").open(f"/w/programme?on={DAY}&level=county&unit=450100").sees("青秀区")
    assert visitor.axe() == []
    assert not [head for head in visitor.all(".wall-grid thead th") if head.text == "监狱管理局"]


def test_a_phone_shows_one_unit_at_a_time(visitor):
    visitor.at_width(390).enter_as("unit_reporter", "450100").open(f"/w/programme?on={DAY}&level=reporter").sees("南宁市司法局")
    assert not visitor.one(".wall-scroll").is_displayed() and visitor.one(".wall-one").is_displayed()
    assert len(visitor.all(".wall-list > li")) >= 18
    assert visitor.driver.execute_script("return document.documentElement.scrollWidth") <= 390
    assert visitor.axe() == []


def test_paper_has_the_whole_grid(visitor):
    visitor.enter_as("programme_manager", "450000").open(f"/w/programme?on={DAY}")
    assert visitor.one("[data-print]").is_displayed()
    visitor.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert visitor.one(".wall-grid").is_displayed() and not visitor.one(".filter-bar").is_displayed()
        assert not visitor.one(".wall-one").is_displayed()
    finally:
        visitor.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_day_that_is_none_is_said(visitor):
    visitor.enter_as("programme_manager", "450000").open("/w/programme?on=2018-02-30").sees("不存在")
    assert visitor.axe() == []
