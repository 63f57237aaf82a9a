"""What execution refuses."""

from engine.kernel.errors import Conflict, Invalid, NotFound


class ExecutionFailed(Conflict):
    """The case cannot go on at {element}: {detail}."""

    code = "execution-failed"
    zh = "流程无法在“{element}”继续：{detail}。"


class NotOpen(Conflict):
    """Expected {key} to be open, but it is not: it was completed or cancelled before."""

    code = "not-open"
    zh = "“{key}”已不在待办状态：可能已经完成或取消。"


class AmbiguousStart(Conflict):
    """Expected one start event of {process}, but {found} fit: name one of them."""

    code = "ambiguous-start"
    zh = "流程 {process} 有 {found} 个可用的开始事件，请指定其中之一。"


class UnreadableState(Conflict):
    """The stored state does not fit this version of the procedure: {detail}."""

    code = "unreadable-state"
    zh = "保存的状态与本版本流程不符：{detail}。"


class NewerState(UnreadableState):
    """The state was written by a newer release (codec {found}; this one knows {known}): run that one or a later one."""

    code = "newer-state"
    zh = "该状态由更新的版本写成（编码 {found}，本版本只认识到 {known}），请使用该版本或更新的版本。"


class DamagedState(UnreadableState):
    """The stored state is damaged ({size} bytes: {detail}): take the case from a backup."""

    code = "damaged-state"
    zh = "保存的状态已损坏（{size} 字节：{detail}），请从备份恢复该案件。"


class Unstorable(Conflict):
    """The case holds a value that cannot be stored: {detail}."""

    code = "unstorable"
    zh = "案件中有无法保存的值：{detail}。"


class NothingWaits(Conflict):
    """Expected something to wait for {name}, but nothing does{hint}."""

    code = "nothing-waits"
    zh = "没有环节在等待“{name}”{hint}。"


class NotUnderstood(Invalid):
    """The request was not understood: {detail}."""

    code = "not-understood"
    zh = "无法理解请求：{detail}。"


class NotStarted(Conflict):
    """No case was started."""

    code = "not-started"
    zh = "尚未启动流程。"


class ElementNotOpen(Conflict):
    """Expected {element} to be open, but it is not{hint}."""

    code = "element-not-open"
    zh = "“{element}”现在不在待办状态{hint}。"


class NoSuchElement(NotFound):
    """There is no element {element} in the diagram{hint}."""

    code = "no-such-element"
    zh = "流程图中没有元素“{element}”{hint}。"


class NotOffered(Conflict):
    """{element} cannot be begun now; offered: {hint}."""

    code = "not-offered"
    zh = "“{element}”现在不能启动，可启动：{hint}。"


class NotFinishable(Conflict):
    """{element} cannot be finished: {why}."""

    code = "not-finishable"
    zh = "“{element}”不能结束：{why}。"


class NoIncident(Conflict):
    """Expected an incident at {element}, but there is none{hint}."""

    code = "no-incident"
    zh = "“{element}”没有待处理的异常{hint}。"


class NoTarget(Conflict):
    """No token can be put on '{name}': it {why}."""

    code = "no-target"
    zh = "不能移到“{name}”：该元素{why}。"


class NotMovable(Conflict):
    """The event subprocess '{name}' stands by for its whole scope; it can be neither moved nor withdrawn alone."""

    code = "not-movable"
    zh = "“{name}”为整个范围待命，不能单独移动或撤回。"


class OnlyUndoes(Conflict):
    """The step '{name}' undoes what was done before; it can be withdrawn, but not moved."""

    code = "only-undoes"
    zh = "“{name}”用于撤销此前的环节，可以撤回，不能移动。"


class WouldStrand(Conflict):
    """A token at '{name}' would leave the join {join} waiting for branches that nobody is on; go before the split."""

    code = "would-strand"
    zh = "如果在“{name}”继续，汇合网关 {join} 将永远等不到其他分支；请移到分支之前的环节。"


class NothingLeft(Conflict):
    """Nothing would be left of the case but its file: cancel the case instead, or let the token go on."""

    code = "nothing-left"
    zh = "撤回后案件将没有任何环节；请改为撤销案件，或者让流程继续。"


class CaseGoesOn(Conflict):
    """Expected a case that has ended, but it goes on."""

    code = "case-goes-on"
    zh = "案件尚未结束，不需要重新开启。"


class MigrationRefused(Conflict):
    """The case cannot be taken to the other version: see each fault."""

    code = "migration-refused"
    zh = "案件不能转到该版本，详见各项说明。"


class StartNotMet(Conflict):
    """Expected the condition of the start event {element} to be met, but it is not: {formula}."""

    code = "start-not-met"
    zh = "开始事件“{element}”的条件尚未满足：{formula}。"
