"""The shape of a refusal."""

from marshmallow import Schema, fields


class FaultSchema(Schema):
    """One located defect."""

    code = fields.String(metadata={"description": "Stable code of the kind of defect"})
    message = fields.String(metadata={"description": "Sentence in the caller's language"})
    zh = fields.String(metadata={"description": "Sentence in Chinese"})
    en = fields.String(metadata={"description": "Sentence in English"})
    severity = fields.String(metadata={"description": "`error` refuses, `warning` is worth a second look"})
    field = fields.String(metadata={"description": "Field of the form or of the request"})
    rule = fields.String(metadata={"description": "Rule that was broken, such as SOD-02"})
    file = fields.String(metadata={"description": "File of a bundle"})
    line = fields.Integer(metadata={"description": "Line in the file"})
    column = fields.Integer(metadata={"description": "Column in the line"})
    element = fields.String(metadata={"description": "Element of the diagram"})
    character = fields.Integer(metadata={"description": "Character in the expression, from 1"})
    row = fields.Integer(metadata={"description": "Row of a list or table"})


class ProblemSchema(Schema):
    """Problem details (RFC 9457)."""

    type = fields.String(required=True, metadata={"description": "urn:guiju:problem:<code>"})
    title = fields.String(required=True, metadata={"description": "What the status means"})
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "Stable code of the refusal"})
    detail = fields.String(required=True, metadata={"description": "Expectation and fact, in the caller's language"})
    faults = fields.List(fields.Nested(FaultSchema), required=True)
