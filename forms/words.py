"""The sentences of forms in both languages: what is wrong with an entry, and the words around the fields.

Sentences about entries stand beside their field and so leave its name out; the summary at the top puts it in front.
"""

from collections.abc import Mapping

from forms.bilingual import Bilingual

PROBLEMS: Mapping[str, Bilingual] = {
    # Nothing was entered where something must be.
    "required": Bilingual("请填写", "Enter this"),
    "required-date": Bilingual("请填写日期", "Enter a date"),
    "required-choice": Bilingual("请选择", "Choose one"),
    "required-choices": Bilingual("请至少选择一项", "Choose at least one"),
    "required-tick": Bilingual("请勾选确认", "Tick to confirm"),
    "required-file": Bilingual("请上传附件", "Upload a file"),
    # Text.
    "text": Bilingual("应为文字", "Must be text"),
    "short": Bilingual(
        "不得少于 {limit} 个字，现为 {count} 个字", "Must have at least {limit} characters, but has {count}"
    ),
    "long": Bilingual(
        "不得超过 {limit} 个字，现为 {count} 个字", "Must have at most {limit} characters, but has {count}"
    ),
    "control": Bilingual(
        "含有无法保存的特殊字符，请重新输入", "Contains characters that cannot be stored; type it again"
    ),
    "line": Bilingual("只能填写一行，不能换行", "Must be a single line"),
    "pattern": Bilingual("格式不正确", "The format is not right"),
    "email": Bilingual(
        "请填写正确的电子邮箱，例如 name@example.cn", "Enter an e-mail address, such as name@example.cn"
    ),
    "phone": Bilingual("请填写正确的电话号码，例如 028-85551234", "Enter a telephone number, such as 028-85551234"),
    # Numbers.
    "number": Bilingual("请填写数字，例如 1200 或 1200.50", "Enter a number, such as 1200 or 1200.50"),
    "integer": Bilingual("请填写整数", "Enter a whole number"),
    "digits": Bilingual("小数不得超过 {limit} 位", "Must have at most {limit} decimal places"),
    "large": Bilingual(
        "数值过大，整数部分不得超过 {limit} 位", "Must have at most {limit} digits before the decimal point"
    ),
    "min": Bilingual("不得小于 {limit}", "Must be at least {limit}"),
    "max": Bilingual("不得大于 {limit}", "Must be at most {limit}"),
    "limit": Bilingual(
        "暂时无法确定允许的数值范围，请先填写相关事项",
        "The allowed range cannot be told yet; first fill in what it depends on",
    ),
    # Days and instants.
    "date": Bilingual("请按“年-月-日”填写日期，例如 2026-03-15", "Enter a date as year-month-day, such as 2026-03-15"),
    "instant": Bilingual(
        "请按“年-月-日 时:分”填写时间，例如 2026-03-15 09:30",
        "Enter a time as year-month-day hour:minute, such as 2026-03-15 09:30",
    ),
    "calendar": Bilingual("没有这一天，请核对", "There is no such day; check it"),
    "year": Bilingual("年份应在 {low} 至 {high} 之间", "The year must be from {low} to {high}"),
    "future": Bilingual("不得晚于今天", "Must not be later than today"),
    "future-instant": Bilingual("不得晚于现在", "Must not be later than now"),
    # Choices.
    "choice": Bilingual("所选内容不在可选范围内，请重新选择", "Choose one of those on offer"),
    "tick": Bilingual("应为“是”或“否”", "Must be yes or no"),
    "list": Bilingual("应为列表", "Must be a list"),
    # Attachments.
    "file": Bilingual("附件无效，请重新上传", "The attachment is not valid; upload it again"),
    "files": Bilingual("附件不得超过 {limit} 个", "Must have at most {limit} attachments"),
    # Rows of a list.
    "few": Bilingual("至少填写 {limit} 项", "Must have at least {limit} items"),
    "many": Bilingual("不得超过 {limit} 项", "Must have at most {limit} items"),
    "row": Bilingual("此项的格式不正确", "This item is not in the right form"),
    # The submission as a whole.
    "unknown": Bilingual("本表单没有“{name}”这一项", 'This form has no field "{name}"'),
    "readonly": Bilingual("此项只供查看，不能修改", "This is for reading only and cannot be changed"),
    "body": Bilingual("提交的内容应为字段和值的对应", "What is submitted must map fields to values"),
}

BASIS = Bilingual("{message}（依据：{basis}）", "{message} (basis: {basis})")

INTERFACE: Mapping[str, Bilingual] = {
    "problem": Bilingual("请更正以下问题", "There is a problem"),
    "error": Bilingual("错误：", "Error: "),
    "required": Bilingual("（必填）", "(required)"),
    "choose": Bilingual("请选择", "Choose"),
    "add": Bilingual("添加一项", "Add another"),
    "add_to": Bilingual("添加一项：{label}", "Add another: {label}"),
    "remove": Bilingual("删除", "Remove"),
    "item": Bilingual("{label}第 {number} 项", "{label}, item {number}"),
    "remove_item": Bilingual("删除{label}第 {number} 项", "Remove {label}, item {number}"),
    "pick_file": Bilingual("选择文件", "Choose file"),
    "pick_files": Bilingual("选择文件（可多选）", "Choose files"),
    "no_file": Bilingual("未选择文件", "No file chosen"),
    "too_big": Bilingual(
        "{name} 为 {size} MB，超过 {limit} MB，未选中。", "{name} has {size} MB, more than {limit} MB: not chosen."
    ),
    "attached": Bilingual("已上传（取消勾选即删除）", "Uploaded (untick to remove)"),
    "refresh": Bilingual("按已填内容更新表单", "Update the form"),
    "at_most": Bilingual("当前上限：{limit}", "Current maximum: {limit}"),
    "at_least": Bilingual("当前下限：{limit}", "Current minimum: {limit}"),
    "file_size": Bilingual("单个文件不超过 {limit} MB", "At most {limit} MB for each file"),
    "blank": Bilingual("（未填写）", "(not filled in)"),
    "none": Bilingual("（无）", "(none)"),
    "withheld": Bilingual("（依法保密）", "(withheld by law)"),
    "semicolon": Bilingual("；", "; "),
    "colon": Bilingual("：", ": "),
    "number": Bilingual("序号", "No."),
    "dash": Bilingual(" · ", " · "),
}
