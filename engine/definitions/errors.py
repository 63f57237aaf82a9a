"""Refusals of procedures: unknown ones, bundles with defects, drafts that somebody else has saved meanwhile."""

from engine.kernel.errors import Conflict, Invalid, NotFound


class ProcedureUnknown(NotFound):
    """There is no procedure with the key {key}, or none of its versions is published."""

    code = "procedure-unknown"
    zh = "没有编号为 {key} 的规程，或者尚未发布任何版本。"


class BundleRefused(Invalid):
    """The procedure {key} cannot be published: see each fault."""

    code = "bundle-refused"
    zh = "规程 {key} 不能发布，请逐项更正。"


class StaleDraft(Conflict):
    """Expected to save over revision {expected}, but {person} has saved revision {found} at {at}."""

    code = "stale-draft"
    zh = "草稿已被{person}于 {at} 保存为第 {found} 稿，您编辑的是第 {expected} 稿。"


class DraftOutdated(Conflict):
    """The draft of {key} was drawn on version {base}, but version {number} is live: say that it is to be replaced."""

    code = "draft-outdated"
    zh = "规程 {key} 的草稿基于第 {base} 版，现行已是第 {number} 版；请核对后确认取代第 {number} 版。"


class NothingToPublish(Conflict):
    """Expected a draft of {key}, but there is none: save one first."""

    code = "nothing-to-publish"
    zh = "规程 {key} 没有草稿可以发布，请先保存。"


class NothingChanged(Conflict):
    """The bundle is the same, file by file, as version {number} of {key}, which is already live."""

    code = "nothing-changed"
    zh = "与规程 {key} 现行第 {number} 版逐个文件相同，无需发布。"


class ExpressionRefused(Invalid):
    """The expression cannot be read: see the fault."""

    code = "expression-refused"
    zh = "表达式无法读取，请按说明更正。"
