"""Bulk data: tried first, then taken in, with a reason for each row that is not."""

from orders import REGION

PLACES = """\
name,kind,area_code,address,phone
青秀区新竹公共法律服务工作站,station,450103,新竹路1号,0771-5550001
,station,450103,没有名称的一行,0771-5550002
青秀区中山公共法律服务工作站,nonsense,450103,中山路1号,0771-5550003
青秀区津头公共法律服务工作站,station,450103,津头路1号,0771-5550004
"""


def test_rows_are_tried_and_the_bad_ones_named(visitor, tmp_path):
    file = tmp_path / "places.csv"
    file.write_text(PLACES)
    visitor.enter_as("pls_admin", REGION).open("/w/import").good()
    visitor.put(record="legal-directory/service_place", file=file).send("上传并核对列").sees("核对列").good()
    visitor.send("先检查").sees("可收2行，拒2行")
    assert visitor.axe() == []
    visitor.click("返回核对并导入").send("导入").sees("收2行，拒2行")
    assert visitor.axe() == []
    visitor.open("/w/legal-directory/service_place").sees("青秀区津头公共法律服务工作站")
    assert "青秀区中山公共法律服务工作站" not in visitor.text()
