"""What is refused of messages."""

from engine.kernel.errors import Conflict, Invalid


class MessageKeyReused(Conflict):
    """A message with the id {key} was sent before with other content; give each message an id of its own."""

    code = "message-key-reused"
    zh = "编号为 {key} 的消息此前已发送过，且内容不同；每条消息请使用自己的编号。"


class MessageUnfit(Invalid):
    """Expected a name of 1 to {most} characters, storable content, and a time to live of 0 to {days} days."""

    code = "message-unfit"
    zh = "消息名称应为 1 至 {most} 个字符，内容应可保存，保留时间应为 0 至 {days} 天。"
