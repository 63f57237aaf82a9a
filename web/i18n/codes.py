"""What the codes of fields of enforcement and kinds of party are called; unknown codes stand for themselves."""

from flask_babel import lazy_gettext as _l

FIELDS = {
    "urban": _l("城市管理"),
    "agriculture": _l("农业"),
    "safety": _l("安全生产"),
    "labour": _l("劳动"),
    "transport": _l("交通运输"),
    "culture": _l("文化广电新闻出版"),
    "housing": _l("住房和城乡建设"),
    "health": _l("卫生健康"),
    "market": _l("市场监管"),
}
PARTIES = {"PERSON": _l("自然人"), "ORGANISATION": _l("法人或者其他组织")}


def field_words(code: str) -> str:
    """Return what a field of enforcement is called; an empty code means all of them."""
    return str(FIELDS.get(code, code) if code else _l("全部领域"))


def party_words(code: str) -> str:
    """Return what a kind of party is called; an empty code means all of them."""
    return str(PARTIES.get(code, code) if code else _l("全部当事人"))
