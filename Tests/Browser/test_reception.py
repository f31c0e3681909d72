"""The window: a visitor's number is read, he is known when he comes again, his question becomes an order, and he takes a receipt home."""

WINDOW = "/w/boards/reception"
# Made up, with a right check digit.
NUMBER = "45010319800506012"


def checked(seventeen):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return seventeen + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(seventeen, weights)) % 11]


def test_a_visitor_gets_an_order_and_a_receipt(visitor):
    number = checked(NUMBER)
    visitor.enter_as("front_desk", "450103")
    assert visitor.open("/w").sees("我的看板").axe() == []
    visitor.click("来访接待").sees("登记来访")
    assert visitor.axe() == []
    # A reader types the number and presses Enter: that looks up, and registers nobody.
    visitor.fill("visitor.id_no", number)
    visitor.one("[name='visitor.id_no']").send_keys("\n")
    visitor.sees("号码有效").sees("没有此人此前的来访")
    assert visitor.one("[name='visitor.birth_date']").get_property("value") == "1980-05-06"
    visitor.fill("visitor.name", "申请人甲")
    visitor.fill("visitor.phone", "13900000903")
    visitor.fill("service_line", "legal_aid")
    visitor.fill("summary", "公司拖欠三个月工资，怎样讨回")
    visitor.one("button[value=register]").click()
    visitor.sees("已登记来访").sees("接待中")
    visitor.click("形成工单")
    visitor.sees("以来访人名义提交")
    assert visitor.axe() == []
    visitor.fill("law_field", "wage")
    visitor.click("办结接待").sees("来访接待回执").sees("450103ZX")
    assert visitor.axe() == []
    visitor.click("显示查询码").until(lambda: "打印前点" not in visitor.text(), "the code is not shown")
    assert visitor.one("[data-print]").is_displayed()
    assert visitor.axe() == []
    # The same person again.
    visitor.click("接待下一位").sees("今天已接待")
    visitor.fill("visitor.id_no", number.lower())
    visitor.click("核验号码").sees("此前来访1次")
    assert visitor.one("[name='visitor.name']").get_property("value") == "申请人甲"
    assert not visitor.at_width(390).overflows()
    assert visitor.in_theme("dark").axe() == []


def test_a_wrong_number_is_said_at_its_field(visitor):
    visitor.excuse("422")
    number = checked(NUMBER)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    visitor.enter_as("front_desk", "450103")
    visitor.open(WINDOW)
    visitor.fill("visitor.id_no", wrong)
    visitor.fill("visitor.name", "申请人乙")
    visitor.fill("service_line", "notary")
    visitor.fill("summary", "怎样办理亲属关系公证")
    visitor.one("button[value=register]").click()
    visitor.sees("校验码不符")
    assert visitor.one("textarea[name=summary]").get_property("value") == "怎样办理亲属关系公证"
    assert visitor.one("[name='visitor.id_no']").get_dom_attribute("aria-invalid") == "true"
    assert visitor.axe() == []


def test_a_question_is_answered_at_once(visitor):
    visitor.enter_as("front_desk", "450103")
    visitor.open(WINDOW)
    visitor.fill("service_line", "notary")
    visitor.fill("summary", "公证处几点开门")
    visitor.one("button[value=register]").click()
    visitor.sees("没有登记姓名")
    visitor.fill("answer", "工作日上午九点到十二点，下午两点半到五点半")
    visitor.click("办结接待").sees("来访接待回执").sees("下午两点半")
