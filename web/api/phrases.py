"""Words of the REST interface in both languages: what each status means, and what is said about arguments."""

from collections.abc import Mapping

TITLES: Mapping[int, tuple[str, str]] = {
    400: ("请求无法解析。", "The request cannot be read."),
    401: ("请先登录或提供令牌。", "Sign in, or send a token."),
    403: ("没有权限。", "Not permitted."),
    404: ("没有找到。", "Not found."),
    405: ("该地址不接受此方法。", "The address does not take this method."),
    409: ("当前状态不允许。", "The state of things does not allow this."),
    413: ("内容过大。", "Too large."),
    414: ("地址过长。", "The address is too long."),
    415: ("不支持的内容类型。", "The media type is not supported."),
    422: ("内容有误。", "Not valid."),
    429: ("请求过于频繁，请稍后再试。", "Too many requests; try again later."),
    500: ("系统出错。", "The system failed."),
    503: ("暂时无法连接数据库。", "The database cannot be reached."),
}
"""Status → title in Chinese and English."""

_ARGUMENTS: Mapping[str, str] = {
    "Missing data for required field.": "缺少必填内容。",
    "Field may not be null.": "不能为空。",
    "Not a valid string.": "应为文本。",
    "Not a valid integer.": "应为整数。",
    "Not a valid boolean.": "应为 true 或 false。",
    "Not a valid UUID.": "应为 UUID。",
    "Not a valid mapping type.": "应为对象。",
    "Invalid input type.": "类型不符。",
    "Unknown field.": "没有这个字段。",
}


def translated(sentence: str) -> str:
    """Return what the reader of arguments says in Chinese; its own words where there is no translation."""
    return _ARGUMENTS.get(sentence, f"内容不符合要求（{sentence}）")
