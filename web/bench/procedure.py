"""The procedure that benchmarks run: two steps in a loop, a form of twelve fields, built here and never shipped."""

import json

from engine.bpmn import SourceFile

KEY, ROLE, UNIT = "bench-loop", "OFFICER_LEAD", "SQUAD_01"

_BPMN = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1"
  targetNamespace="urn:guiju:bench">
  <process id="BenchLoop" name="基准" isExecutable="true" guiju:key="{KEY}" guiju:numberPrefix="基准"
    guiju:caseTitle="party_name" guiju:facts="party_name">
    <startEvent id="Begin"/>
    <sequenceFlow id="f0" sourceRef="Begin" targetRef="Work"/>
    <userTask id="Work" name="办理" guiju:performer="{ROLE}" guiju:unit='"{UNIT}"' guiju:form="bench"
      guiju:duty="serve"/>
    <sequenceFlow id="f1" sourceRef="Work" targetRef="Again"/>
    <exclusiveGateway id="Again" default="f2"/>
    <sequenceFlow id="f2" sourceRef="Again" targetRef="Review"/>
    <sequenceFlow id="f3" sourceRef="Again" targetRef="Finish">
      <conditionExpression>agreed = false</conditionExpression>
    </sequenceFlow>
    <userTask id="Review" name="复核" guiju:performer="{ROLE}" guiju:unit='"{UNIT}"' guiju:form="bench"/>
    <sequenceFlow id="f4" sourceRef="Review" targetRef="Work"/>
    <endEvent id="Finish"/>
  </process>
</definitions>
"""
_MANIFEST = f"""
key = "{KEY}"
title.zh = "基准"
title.en = "Benchmark"
owner = "BENCH"
bpmn = "bench/bench.bpmn"
forms = ["bench/bench.form"]
"""

DATA = {
    "party_name": "成都锦里小馆餐饮有限公司",
    "facts": "现场见人行道上摆放桌椅二十二套，正在经营；经责令改正后逾期未改正。",
    "amount": "2750.00",
    "seen_on": "2026-11-20",
    "kind": "ORGANISATION",
    "agreed": True,
    **{f"note_{number}": f"第 {number} 项说明" for number in range(6)},
}
"""What every completion submits: twelve fields."""


def bundle_files() -> list[SourceFile]:
    """Return the files of the benchmark's bundle."""
    return [
        SourceFile("bench/procedure.toml", _MANIFEST.encode()),
        SourceFile("bench/bench.bpmn", _BPMN.encode()),
        SourceFile("bench/bench.form", json.dumps(_form(), ensure_ascii=False).encode()),
    ]


def _form() -> dict[str, object]:
    fields = [
        _field("textfield", "party_name", "当事人", validate={"required": True, "maxLength": 100}),
        _field("textarea", "facts", "事实", validate={"required": True, "minLength": 10}),
        _field("number", "amount", "金额", validate={"min": 0, "max": 200000}, decimalDigits=2),
        {
            **_field("datetime", "seen_on", "日期"),
            "subtype": "date",
            "dateLabel": "日期",
        },
        _field("radio", "kind", "类型", values=[_choice("PERSON", "自然人"), _choice("ORGANISATION", "组织")]),
        _field("checkbox", "agreed", "同意"),
        *(_field("textfield", f"note_{number}", f"说明{number}") for number in range(6)),
    ]
    return {
        "type": "default",
        "id": "bench",
        "schemaVersion": 19,
        "components": fields,
        "properties": {"title": "基准", "title.en": "Benchmark"},
    }


def _choice(value: str, label: str) -> dict[str, str]:
    return {"value": value, "label": label}


def _field(kind: str, key: str, label: str, **more: object) -> dict[str, object]:
    properties = {"label.en": key, "option.PERSON.en": "Person", "option.ORGANISATION.en": "Organisation"}
    wanted = properties if kind == "radio" else {"label.en": key}
    return {"type": kind, "id": f"f_{key}", "key": key, "label": label, "properties": wanted, **more}
