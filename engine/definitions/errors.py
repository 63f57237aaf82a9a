"""Refusals of procedures: unknown ones, bundles with defects, drafts that somebody else has saved meanwhile."""

from engine.kernel.errors import Conflict, Forbidden, Invalid, NotFound


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


class ProofRefuted(Invalid):
    """The procedure {key} can go wrong and is not published: see each fault. Nobody can answer for that."""

    code = "proof-refuted"
    zh = "规程 {key} 会出错，不能发布，任何人都无权放行：请逐项更正。"


class ProofUnknown(Conflict):
    """Expected a proof of {key}, but it is too large to tell: a second person may answer for {digest}."""

    code = "proof-unknown"
    zh = "规程 {key} 过于复杂，无法在限度内证明；须由另一人说明理由并对 {digest} 承担责任后方可发布。"


class NothingToAnswerFor(Conflict):
    """Expected {key} to be neither proved nor refuted, but it is proved: nobody needs to answer for it."""

    code = "nothing-to-answer-for"
    zh = "规程 {key} 已经证明，无需他人承担责任。"


class DigestUnreadable(Invalid):
    """Expected the 64 hexadecimal digits of a proof, but found: {digest}."""

    code = "digest-unreadable"
    zh = "应当是证明的 64 位十六进制摘要，实际为：{digest}。"


class OwnDrawing(Forbidden):
    """You have drawn this version yourself: somebody else has to answer for it."""

    code = "own-drawing"
    zh = "该版本由您本人绘制，须由另一人承担责任。"


class InputsTooLarge(Invalid):
    """Expected inputs of at most {values} values, {levels} levels and {characters} characters, but they are larger."""

    code = "inputs-too-large"
    zh = "输入数据过大：最多{values}个值、{levels}层嵌套、{characters}个字符。"
