"""What the roles are called; codes as in the organisation chart, words as the officials say them."""

from flask_babel import lazy_gettext as _l

_WORDS = {
    "ADMINISTRATOR": _l("系统管理员"),
    "HOTLINE_OPERATOR": _l("受理员"),
    "DISPATCHER": _l("派单值长"),
    "QA_CALLER": _l("回访质检员"),
    "HEAD": _l("局长（行政机关负责人）"),
    "DEPUTY_HEAD": _l("分管副局长"),
    "COLLECTIVE": _l("集体讨论成员（案审会）"),
    "CERT_ADMIN": _l("证件管理员"),
    "FINANCE": _l("财务票据员"),
    "ARCHIVIST": _l("档案员"),
    "BRIGADE_LEADER": _l("大队长"),
    "SQUAD_LEADER": _l("承办机构负责人（中队长、所长）"),
    "OFFICER_LEAD": _l("主办执法人员"),
    "OFFICER_CO": _l("协办执法人员"),
    "AUXILIARY": _l("协管员"),
    "LEGAL_REVIEWER": _l("法制审核员"),
    "LEGAL_HEAD": _l("法制审核机构负责人"),
    "HEARING_HOST": _l("听证主持人"),
    "HEARING_MEMBER": _l("听证员"),
    "HEARING_CLERK": _l("听证记录员"),
    "APPROVAL_CLERK": _l("审批专员"),
    "REGULATOR": _l("主管部门联络员"),
    "SUBDISTRICT_ADMIN": _l("街道办管理人员"),
    "SUPERVISOR": _l("执法监督员"),
    "RECON_HANDLER": _l("行政复议承办人"),
    "CERT_EXAMINER": _l("执法资格考核员"),
    "COORDINATOR": _l("协调督办员"),
    "PROCESS_OWNER": _l("规程管理员"),
    "CONNECTOR": _l("外部系统"),
}


def role_words(code: str) -> str:
    """Return the name of a role in the page's language, or its code if nobody has named it here."""
    return str(_WORDS.get(code, code))
