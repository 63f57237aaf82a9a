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


class FileMissing(Invalid):
    """Expected a file, but none was chosen."""

    code = "file-missing"
    zh = "请先选择文件再上传。"


class FilesRefused(Invalid):
    """Not every file could be attached: see each fault."""

    code = "files-refused"
    zh = "有文件未能上传，请逐项更正。"
