"""Refusals of attachments."""

from engine.kernel.errors import Invalid


class FileTooLarge(Invalid):
    """Expected a file of at most {most} MB, but '{name}' has {size} MB."""

    code = "file-too-large"
    zh = "附件不得超过 {most} MB，“{name}”为 {size} MB。"


class FileKindRefused(Invalid):
    """Expected a file whose content and name agree on one of {allowed}, but '{name}' does not."""

    code = "file-kind-refused"
    zh = "附件内容与名称应当同属 {allowed} 之一，“{name}”不符合。"


class FileEmpty(Invalid):
    """Expected a file with content, but '{name}' is empty."""

    code = "file-empty"
    zh = "附件“{name}”是空文件。"


class FileElsewhere(Invalid):
    """Expected attachments of this case, but {count} of those named belong elsewhere or do not exist."""

    code = "file-elsewhere"
    zh = "表单引用的附件中有 {count} 个不属于本案或不存在。"
