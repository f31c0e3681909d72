"""The main flow in a browser that runs no scripts: pages instead of dialogs, rows added by the server, files that go with the form, nothing typed lost."""

from orders import CITY, COUNTY, ORDER, PROCEDURE, WAGE_LAW, accepted, applicant, at_window

PDF = b"%PDF-1.4\n" + b"1 0 obj<<>>endobj\n" * 20 + b"%%EOF\n"


def value(visitor, name):
    return visitor.one(f"[name='{name}']").get_property("value")


def test_no_script_runs_here(without_javascript):
    """What this file proves hangs on it."""
    without_javascript.open("/sign-in")
    assert without_javascript.all("noscript *") or not without_javascript.all("[data-enhanced]")
    without_javascript.enter_as("front_desk", COUNTY).open(f"/w/{ORDER}/new")
    assert not without_javascript.all("[data-rows][data-enhanced]"), "a script has run"


def test_from_the_window_to_the_answer(without_javascript, server, tmp_path):
    visitor = without_javascript
    while at_window(server)["order_no"][-1] == "9":
        pass
    visitor.enter_as("front_desk", COUNTY)
    visitor.click("前台队列").click("登记诉求")
    visitor.add_row("parties")
    file = tmp_path / "contract.pdf"
    file.write_bytes(PDF)
    visitor.put(kind="ZX", service_line="legal_aid", nature="legal", title="拖欠工资怎么办", content="公司拖欠工资三个月，应当怎样主张？",
                area_code=COUNTY, account="citizen", parties_0__name="申请人甲")
    visitor.add_row("attachments").put(attachments_0__file=file)
    # Refused: everything is still there, the row and the file too.
    visitor.send("提交").refused("法律类别")
    assert value(visitor, "content").startswith("公司拖欠工资") and value(visitor, "parties[0].name") == "申请人甲"
    assert "contract.pdf · 已收下" in visitor.one("form.form").get_attribute("textContent")
    visitor.put(law_field="wage").send("提交").sees("已提交，编号 450103ZX")
    order = visitor.driver.current_url.split("?")[0].rsplit("/", 1)[1]
    visitor.sees("contract.pdf")
    kept = visitor.driver.find_element("partial link text", "contract.pdf").get_property("href")
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in visitor.driver.get_cookies())
    status, headers, body = server.get(kept.removeprefix(visitor.url), Cookie=cookies)
    assert status == 200 and headers["Content-Type"].startswith("application/pdf") and body.startswith("%PDF-1.4")

    visitor.choose("受理形成工单")
    # A page of its own, with a way back.
    assert not visitor.all("dialog") and "/do/accept" in visitor.driver.current_url
    visitor.send("受理形成工单").sees("已受理形成工单")
    visitor.choose("自办").send("自办")
    assert visitor.state() == "办理中"
    visitor.choose("答复").put(reply_public="可以先与公司协商，协商不成的申请劳动仲裁。").send("答复").refused("法律条文")
    assert value(visitor, "reply_public").startswith("可以先与公司协商")
    visitor.add_row("legal_basis")
    assert value(visitor, "reply_public").startswith("可以先与公司协商")
    visitor.put(legal_basis_0__law=WAGE_LAW[0]["law"], legal_basis_0__article=WAGE_LAW[0]["article"]).send("答复").sees("已答复")
    server.person("citizen").do(ORDER, order, "rate", satisfaction="5")
    visitor.open(f"/w/{ORDER}/{order}")
    assert visitor.state() == "已办结"


def test_a_file_of_the_wrong_kind_is_refused_and_the_rest_kept(without_javascript, server, tmp_path):
    visitor = without_javascript
    visitor.enter_as("front_desk", COUNTY).open(f"/w/{ORDER}/new")
    visitor.add_row("attachments")
    file = tmp_path / "program.pdf"
    file.write_bytes(b"MZ\x90\0" + b"\0" * 500)
    visitor.put(kind="ZX", service_line="legal_aid", nature="legal", law_field="wage", title="附件不对的诉求", content="材料附后", area_code=COUNTY,
                attachments_0__file=file).send("提交").refused("program.pdf")
    assert value(visitor, "title") == "附件不对的诉求"


def test_assigned_and_signed(without_javascript, server):
    visitor = without_javascript
    order = accepted(server, CITY, PROCEDURE)
    visitor.enter_as("front_desk", CITY).open(f"/w/search?q={order['order_no']}").sees(order["title"])
    visitor.open(f"/w/{ORDER}/{order['id']}").choose("指派下级").put(to_org="450203").send("指派下级").refused("只能指派给本级以下的单位")
    visitor.put(to_org="青秀区司法局", reason="事发在青秀区").send("指派下级").sees("已指派下级")
    visitor.enter_as("front_desk", COUNTY).open(f"/w/{ORDER}/{order['id']}").choose("签收").send("签收")
    assert visitor.state() == "办理中"


def test_several_at_once_ask_on_a_page(without_javascript, server):
    visitor = without_javascript
    made = [at_window(server, urgency="urgent") for _ in range(2)]
    visitor.enter_as("supervisor", CITY).open(f"/w/{ORDER}?view=pool&sort=-created_at")
    for order in made:
        visitor.driver.find_element("xpath", f"//tr[.//*[contains(., '{order['order_no']}')]]//input[@name='selected']").click()
    visitor.click("催办").sees("将要办理").put(text="请今天内受理并反馈。").send("催办2件").sees("已催办2件")


def test_dispatch_reads_its_reasons_on_a_page(without_javascript, server):
    visitor = without_javascript
    front = server.person("front_desk", CITY)
    order = accepted(server, CITY)
    visitor.enter_as("front_desk", CITY).open(f"/w/boards/dispatch?order={order['id']}").sees("排序依次看")
    visitor.press(visitor.driver.find_element("link text", "派给他"))
    visitor.sees("将随指派留存的理由")
    button = next(each for each in visitor.all("form.form button") if each.text.startswith("派给"))
    visitor.press(button)
    visitor.sees("理由已随指派留存")
    assert front.view(ORDER, order["id"])["state"] == "assigned"


def test_what_is_kept_secret_is_shown_after_a_reason(without_javascript, server):
    visitor = without_javascript
    order = at_window(server, parties=[{**applicant(), "phone": "13877112233"}])
    visitor.enter_as("front_desk", COUNTY).open(f"/w/{ORDER}/{order['id']}")
    visitor.click("查看（留痕）")
    assert visitor.all("form.form [name=purpose]"), visitor.main()


def test_theme_and_print_size_without_a_script(without_javascript):
    visitor = without_javascript
    visitor.enter_as("front_desk", COUNTY).open("/w")
    visitor.one(".menu-me summary").click()
    visitor.press(visitor.one("form[data-preference=size] button[value=large]"))
    visitor.until(lambda: visitor.one("html").get_dom_attribute("data-size") == "large", "the print did not become larger")
    visitor.one(".menu-me summary").click()
    visitor.press(visitor.one("form[data-preference=size] button[value=normal]"))
    visitor.until(lambda: visitor.one("html").get_dom_attribute("data-size") is None, "the print stays large")
