"""Refusals that only a browser can meet: not signed in, a page too old to be sent, too many attempts."""

from engine.kernel.errors import Forbidden, Invalid


class SignInNeeded(Forbidden):
    """Sign in to go on."""

    code = "sign-in-needed"
    zh = "请先登录。"


class PageExpired(Forbidden):
    """Expected a form from a page of this session, but the page is too old or was opened before signing in."""

    code = "page-expired"
    zh = "页面已过期：它是在本次登录之前打开的，或者打开得太久，所以没有提交。"


class PermissionMissing(Forbidden):
    """Expected the permission {permission}, which none of your roles holds."""

    code = "permission-missing"
    zh = "此操作需要权限 {permission}，您的岗位没有这一权限。"


class RequestKeyMissing(Invalid):
    """Expected a request key with this form, but it carries none."""

    code = "request-key-missing"
    zh = "表单缺少请求编号，无法确认是否重复提交，请重新打开页面再试。"
