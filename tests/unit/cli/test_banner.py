"""What `guiju run` shows at the end."""

from web.cli.banner import banner
from web.cli.demo import DemoAccount
from web.cli.household import pause_before_restart


def test_the_banner_says_demo_in_both_languages_and_names_one_address() -> None:
    text = banner("http://127.0.0.1:8000", [])
    assert "演示" in text
    assert "DEMO" in text
    assert text.count("http://") == 1


def test_columns_stand_under_each_other_although_chinese_letters_are_wide() -> None:
    accounts = [
        DemoAccount(login="wangfang", password="p1", name="王芳", roles_zh="执法人员", roles_en="Officer"),
        DemoAccount(login="li", password="p2", name="欧阳建国", roles_zh="审核", roles_en="Reviewer"),
    ]
    lines = banner("http://x", accounts).splitlines()
    first, second = (next(line for line in lines if word in line) for word in ("王芳", "欧阳"))
    assert first.index("执法") + 2 == second.index("审核") + 4


def test_who_keeps_dying_young_is_started_again_ever_later() -> None:
    assert [pause_before_restart(failures) for failures in (0, 1, 2, 3, 4, 40)] == [0.5, 0.5, 1.0, 2.0, 4.0, 30.0]
