"""What is said of incidents, and what is refused about them."""

from engine.kernel.errors import Conflict, Invalid


class IncidentOpened(Conflict):
    """The case cannot go on at '{name}', which is noted for whoever runs the procedure{kept}. Reason: {detail}."""

    code = "incident-opened"
    zh = "流程无法在“{name}”继续，已记录并通知规程管理员处理{kept}。原因：{detail}。"


class IncidentClosed(Conflict):
    """Expected an open incident, but it is {status} since {at}."""

    code = "incident-closed"
    zh = "该异常应当待处理，但已于 {at} {status}。"


class IncidentUnderway(Conflict):
    """The incident is being dealt with since {at}: look again in a moment."""

    code = "incident-underway"
    zh = "该异常自 {at} 起正在处理，请稍后刷新查看。"


class DraftChanged(Conflict):
    """Whoever has the task has changed the form since it failed: let them hand it in again."""

    code = "draft-changed"
    zh = "办理人在出错之后修改过表单，请由办理人重新提交。"


class SkipUnfit(Invalid):
    """There is no skipping '{name}' like this: {why}."""

    code = "skip-unfit"
    zh = "“{name}”不能这样跳过：{why}。"


class NoCaseToChange(Conflict):
    """There is no case yet whose data or steps could be changed: the incident can be retried or withdrawn."""

    code = "no-case-to-change"
    zh = "案件尚未建立，没有可以更改的数据或跳过的环节，只能重试或关闭。"
