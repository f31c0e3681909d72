"""The legal team: who gets an order and why, the answer with its law, and the second pair of eyes."""

from orders import CITY, COUNTY, ORDER, WAGE_LAW, WAGES, accepted, with_team


def test_the_lead_gives_an_order_with_reasons(visitor, server):
    order = with_team(server)
    visitor.enter_as("legal_lead", CITY).good()
    visitor.open("/w/boards/dispatch").good()
    visitor.open(f"/w/boards/dispatch?order={order['id']}").sees("排序依次看").good()


def test_a_lawyer_answers_with_the_law_in_force(visitor, server):
    lawyer = server.person("legal_staff", CITY)
    order = with_team(server, to=lawyer.id)
    visitor.enter_as("legal_staff", CITY).good().open(f"/w/{ORDER}/{order['id']}").good()
    visitor.do("签收")
    visitor.choose("答复").put(reply_public="请加微信13800000000详谈。").send("答复").refused("不得留个人电话").good()
    visitor.put(reply_public="可以向劳动监察大队投诉，也可以申请仲裁，时效一年。").send("答复").refused("法律条文")
    visitor.add_row("legal_basis").put(legal_basis_0__law=WAGE_LAW[0]["law"], legal_basis_0__article=WAGE_LAW[0]["article"])
    visitor.send("答复").good()
    assert visitor.state() == "已答复（已反馈）"
    visitor.click("法律咨询意见书").sees("不代替律师代理").good()


def test_nobody_approves_his_own_answer(visitor, server):
    lawyer = server.person("legal_staff", CITY)
    order = with_team(server, what={**WAGES, "law_field": "criminal"}, to=lawyer.id)
    address = f"/w/{ORDER}/{order['id']}"
    visitor.enter_as("legal_staff", CITY).open(address)
    visitor.do("签收")
    visitor.not_yet("答复", "答复须先送审")
    # Whoever goes to its form all the same is refused there.
    visitor.open(f"{address}/do/reply").put(reply_public="家属可以委托律师会见。")
    visitor.add_row("legal_basis").put(legal_basis_0__law="中华人民共和国刑事诉讼法", legal_basis_0__article="第三十四条")
    visitor.send("答复").refused("答复须先送审")
    visitor.open(address).choose("拟答复").put(reply_public="家属可以委托律师会见。")
    visitor.add_row("legal_basis").put(legal_basis_0__law="中华人民共和国刑事诉讼法", legal_basis_0__article="第三十四条")
    visitor.send("拟答复").good()
    assert visitor.state() == "答复审核中" and "审核通过" not in visitor.actions()
    visitor.enter_as("legal_lead", CITY).open(address).good()
    visitor.choose("审核退回").held_back("审核退回", "comment")
    visitor.put(comment="请补充会见权的依据。").send("审核退回").good()
    lawyer.do(ORDER, order["id"], "draft_reply", reply_public="家属可以委托律师会见，律师凭三证会见。",
              legal_basis=[{"law": "中华人民共和国刑事诉讼法", "article": "第三十九条"}])
    visitor.open(address)
    visitor.do("审核通过", comment="同意")
    assert visitor.state() == "已答复（已反馈）"


def test_a_question_of_administration_is_not_the_teams(visitor, server):
    order = accepted(server, CITY, {**WAGES, "nature": "affair"})
    visitor.enter_as("front_desk", CITY).open(f"/w/{ORDER}/{order['id']}")
    visitor.not_yet("转法律服务团队", "不转法律服务团队").good()
