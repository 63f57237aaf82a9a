"""What is said about each fault of a definition, by its stable code."""

from forms.bilingual import Bilingual

SENTENCES = {
    "form-json": Bilingual("不是有效的 JSON：{what}。", "Not valid JSON: {what}."),
    "form-size": Bilingual("表单文件超过 {limit} 字节。", "The form file is larger than {limit} bytes."),
    "form-repeated-name": Bilingual(
        "同一个 JSON 对象里“{name}”出现了两次，只有一个会生效。",
        'The name "{name}" stands twice in one JSON object; only one of them would count.',
    ),
    "form-shape": Bilingual("“{name}”应为{expected_zh}。", '"{name}" must be {expected_en}.'),
    "form-missing": Bilingual("缺少“{name}”。", '"{name}" is missing.'),
    "form-id": Bilingual(
        "表单标识“{id}”只能用小写字母、数字和连字符，且以字母开头。",
        'The form id "{id}" may only have lower-case letters, digits and hyphens, and starts with a letter.',
    ),
    "form-empty": Bilingual("表单没有任何内容。", "The form has no components."),
    "form-type-unknown": Bilingual(
        "不认识的组件类型“{type}”。可用的类型：{known}。", 'Unknown component type "{type}". Known types: {known}.'
    ),
    "form-type-forbidden": Bilingual(
        "不允许使用“{type}”组件：表单里不能放代码、网页片段或按钮，按钮由页面提供。",
        'A "{type}" component is not allowed: forms hold no code or page fragments, and the page supplies buttons.',
    ),
    "form-key": Bilingual(
        "字段键“{key}”只能用小写字母、数字和下划线，以字母开头，最长 64 个字符。",
        'The key "{key}" may only have lower-case letters, digits and underscores, a letter first, at most 64 long.',
    ),
    "form-key-reserved": Bilingual(
        "字段键“{key}”是保留名称，不能使用。", 'The key "{key}" is a reserved name and cannot be used.'
    ),
    "form-key-duplicate": Bilingual("字段键“{key}”重复。", 'The key "{key}" is used more than once.'),
    "form-path": Bilingual(
        "分组不能有自己的路径“{path}”：案件数据是平铺的。", 'A group cannot have a path ("{path}"): case data is flat.'
    ),
    "form-readonly-column": Bilingual(
        "列表的列不能是只读的：列表总是整体提交。",
        "A column of a list cannot be for reading only: a list is always submitted whole.",
    ),
    "form-nested-list": Bilingual("列表里不能再放列表。", "A list cannot stand inside a list."),
    "form-translation-missing": Bilingual("缺少英文“{name}”。", 'The English text "{name}" is missing.'),
    "form-property-unknown": Bilingual(
        "“{type}”组件不认识属性“{name}”；写错的属性不会起作用，所以不接受。",
        'A "{type}" component does not know the property "{name}"; it would silently do nothing.',
    ),
    "form-rule-unknown": Bilingual(
        "“{type}”组件不认识校验规则“{name}”。", 'A "{type}" component does not know the validation rule "{name}".'
    ),
    "form-bounds": Bilingual(
        "“{name}”应在 {low} 至 {high} 之间，现为 {value}。", '"{name}" must be from {low} to {high}, but is {value}.'
    ),
    "form-order": Bilingual("“{low}”不能大于“{high}”。", '"{low}" must not exceed "{high}".'),
    "form-feel": Bilingual("FEEL 表达式有误：{what_zh}", "The FEEL expression is wrong: {what_en}"),
    "form-feel-marker": Bilingual(
        "“{name}”应以“=”开头，写成 FEEL 表达式。", '"{name}" must start with "=" and be a FEEL expression.'
    ),
    "form-braces": Bilingual("双花括号没有配对。", "Double braces do not match."),
    "form-check-message": Bilingual("校验“{name}”没有写明提示语。", 'The check "{name}" says no message.'),
    "form-check-orphan": Bilingual("“{name}”没有对应的校验条件。", 'There is no check for "{name}".'),
    "form-choices-missing": Bilingual(
        "没有可选项：请写“values”，或用“source”属性说明来源。",
        'There is nothing to choose: give "values", or name a "source" in the properties.',
    ),
    "form-choice-duplicate": Bilingual("选项值“{value}”重复。", 'The choice "{value}" stands twice.'),
    "form-source": Bilingual(
        "“source”应写作 people:角色[,角色]、people:* 或 units:类别，现为“{source}”。",
        '"source" must read people:ROLE[,ROLE], people:* or units:KIND, but is "{source}".',
    ),
    "form-source-and-values": Bilingual(
        "“values”和“source”只能有一个。", 'Only one of "values" and "source" can be given.'
    ),
    "form-duty-source": Bilingual(
        "标明职责“{duty}”的字段必须从人员中选择（source 为 people:…）。",
        'A field with the duty "{duty}" must choose from people (source people:…).',
    ),
    "form-duty": Bilingual("不认识的职责“{duty}”。可用的职责：{known}。", 'Unknown duty "{duty}". Known: {known}.'),
    "form-protected": Bilingual(
        "“protected”目前只能是 reporter，现为“{value}”。", '"protected" can only be reporter, but is "{value}".'
    ),
    "form-subtype": Bilingual(
        "日期组件的“subtype”应为 date 或 datetime，现为“{value}”。",
        'The "subtype" must be date or datetime, but is "{value}".',
    ),
    "form-pattern": Bilingual("正则表达式有误：{what}。", "The regular expression is wrong: {what}."),
    "form-pattern-slow": Bilingual(
        "正则表达式里对括号内容的重复可能极慢，请改写。",
        "The regular expression repeats a bracket that itself repeats or branches; this can be extremely slow.",
    ),
    "form-default": Bilingual(
        "默认值不符合本字段的要求：{what_zh}", "The default is not valid for the field: {what_en}"
    ),
    "form-column-outside": Bilingual(
        "“{name}”是列表“{list}”的列，不能在列表之外直接引用；请写 {list}.{name}。",
        '"{name}" is a column of the list "{list}" and unknown outside of it; write {list}.{name}.',
    ),
    "form-name-like": Bilingual(
        "没有字段“{name}”，是否想写“{meant}”？", 'There is no field "{name}"; did you mean "{meant}"?'
    ),
    "form-name-unknown": Bilingual(
        "没有字段“{name}”：本表单没有，其他表单也没有写入。",
        'There is no field "{name}": neither this form nor any other writes it.',
    ),
    "form-condition-cycle": Bilingual(
        "显示条件互相依赖：{names}。", "These conditions of showing depend on one another: {names}."
    ),
}
