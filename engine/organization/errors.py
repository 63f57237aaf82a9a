"""Refusals of the organisation: signing in, passwords, tokens, people, duties."""

from engine.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class SignInRefused(Forbidden):
    """The login or the password is wrong, or the account is locked for {minutes} minutes after {failures} failures.

    One sentence for every cause, on purpose: whoever guesses learns neither that a login exists nor that it is
    locked.
    """

    code = "sign-in-refused"
    zh = "登录名或密码不正确，或账户因连续 {failures} 次失败已锁定 {minutes} 分钟。"


class MissingPermission(Forbidden):
    """Expected the permission {permission}, which none of your roles ({roles}) has."""

    code = "missing-permission"
    zh = "此操作需要权限 {permission}，您的角色（{roles}）均无此权限。"


class PersonUnknown(NotFound):
    """There is no active person with the login {login}."""

    code = "person-unknown"
    zh = "没有登录名为 {login} 的在岗人员。"


class WrongPassword(Forbidden):
    """Expected the present password, but what was given does not match it."""

    code = "wrong-password"
    zh = "当前密码不正确。"


class WeakPassword(Invalid):
    """The new password is not good enough: see each fault."""

    code = "weak-password"
    zh = "新密码不符合要求，请逐项更正。"


class TokenRefused(Invalid):
    """The token cannot be created like that: see each fault."""

    code = "token-refused"
    zh = "无法创建该令牌，请逐项更正。"


class TokenUnknown(NotFound):
    """There is no such token of yours."""

    code = "token-unknown"
    zh = "您没有这样的令牌。"


class LanguageUnknown(Invalid):
    """Expected one of the languages {languages}, but got {language}."""

    code = "language-unknown"
    zh = "语言应为 {languages} 之一，收到的是 {language}。"


class Barred(Forbidden):
    """A rule on the separation of duties keeps {person} from this: see each fault."""

    code = "barred"
    zh = "根据职责分离规则，{person} 不得办理此事项，详见各项说明。"


class ChartInvalid(Invalid):
    """The description of the organisation has defects: see each fault."""

    code = "chart-invalid"
    zh = "组织机构描述有误，请逐项更正。"


class TenantExists(Conflict):
    """Expected a new tenant code, but {tenant} is already in use."""

    code = "tenant-exists"
    zh = "租户代码 {tenant} 已被使用。"


class LoginTaken(Conflict):
    """Expected a new login, but {login} already belongs to somebody in this tenant."""

    code = "login-taken"
    zh = "登录名 {login} 已被本租户的其他人员使用。"
