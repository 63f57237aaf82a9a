"""The schema field for attachments, of which a submission only holds the ids."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from forms.definition import Field
from forms.problems import refusal

ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
"""How the id of an attachment is written."""

_ID_LENGTH = 36
_HARD_MOST = 1000
"""Ids beyond which a list is not even looked at."""


class Attachments(fields.List[Any]):
    """Ids of stored attachments; whether they exist and may be used is for their keeper to say."""

    def __init__(self, definition: Field) -> None:
        super().__init__(fields.String(), allow_none=True)
        self.most = definition.rules.most

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        del attr, data, kwargs
        if not isinstance(value, list | tuple):
            raise refusal("list")
        if len(value) > _HARD_MOST:
            raise refusal("files", limit=self.most)
        ids: dict[str, None] = {}
        for item in value:
            text = item.lower() if isinstance(item, str) and len(item) == _ID_LENGTH else ""
            if not ID.fullmatch(text):
                raise refusal("file")
            ids[text] = None
        if len(ids) > self.most:
            raise refusal("files", limit=self.most)
        return list(ids)
