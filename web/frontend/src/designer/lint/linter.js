// Lints the drawing in the browser with a fixed set of rules: nothing is resolved by name at run time.
import Linter from 'bpmnlint/lib/linter.js';
import StaticResolver from 'bpmnlint/lib/resolver/static-resolver.js';
import conditionalFlows from 'bpmnlint/rules/conditional-flows.js';
import conditionalEvent from 'bpmnlint/rules/conditional-event.js';
import endEventRequired from 'bpmnlint/rules/end-event-required.js';
import eventBasedGateway from 'bpmnlint/rules/event-based-gateway.js';
import typedStart from 'bpmnlint/rules/event-sub-process-typed-start-event.js';
import fakeJoin from 'bpmnlint/rules/fake-join.js';
import labelRequired from 'bpmnlint/rules/label-required.js';
import noBpmndi from 'bpmnlint/rules/no-bpmndi.js';
import noComplexGateway from 'bpmnlint/rules/no-complex-gateway.js';
import noDisconnected from 'bpmnlint/rules/no-disconnected.js';
import noDuplicateFlows from 'bpmnlint/rules/no-duplicate-sequence-flows.js';
import noJoinFork from 'bpmnlint/rules/no-gateway-join-fork.js';
import noImplicitSplit from 'bpmnlint/rules/no-implicit-split.js';
import singleBlankStart from 'bpmnlint/rules/single-blank-start-event.js';
import singleDefinition from 'bpmnlint/rules/single-event-definition.js';
import startEventRequired from 'bpmnlint/rules/start-event-required.js';
import blankStart from 'bpmnlint/rules/sub-process-blank-start-event.js';
import superfluousGateway from 'bpmnlint/rules/superfluous-gateway.js';
import { ownRules } from './own-rules.js';

const LIBRARY = {
  'conditional-flows': ['error', conditionalFlows],
  'conditional-event': ['error', conditionalEvent],
  'end-event-required': ['error', endEventRequired],
  'event-based-gateway': ['error', eventBasedGateway],
  'event-sub-process-typed-start-event': ['error', typedStart],
  // A way back into a step is common and right; it is only worth knowing.
  'fake-join': ['info', fakeJoin],
  'label-required': ['warn', labelRequired],
  'no-bpmndi': ['error', noBpmndi],
  'no-complex-gateway': ['error', noComplexGateway],
  'no-disconnected': ['error', noDisconnected],
  'no-duplicate-sequence-flows': ['error', noDuplicateFlows],
  'no-gateway-join-fork': ['warn', noJoinFork],
  'no-implicit-split': ['error', noImplicitSplit],
  'single-blank-start-event': ['error', singleBlankStart],
  'single-event-definition': ['error', singleDefinition],
  'start-event-required': ['error', startEventRequired],
  'sub-process-blank-start-event': ['error', blankStart],
  'superfluous-gateway': ['warn', superfluousGateway],
};
const SEVERITIES = { error: 'error', warn: 'warning', info: 'info', 'rule-error': 'error' };

export function linterFor(options) {
  const rules = {};
  const cache = {};
  for (const [name, [category, rule]] of Object.entries(LIBRARY)) {
    rules[name] = category;
    cache[`rule:bpmnlint/${name}`] = rule;
  }
  for (const [name, [category, rule]] of Object.entries(ownRules(options))) {
    rules[`guiju/${name}`] = category;
    cache[`rule:bpmnlint-plugin-guiju/${name}`] = rule;
  }

  /** Findings of the whole file: {severity, rule, message, value, element}. */
  return async (definitions) => {
    // Some rules remember what they have seen, so each run needs rules of its own.
    const linter = new Linter({ config: { rules }, resolver: new StaticResolver(cache) });
    return Object.entries(await linter.lint(definitions)).flatMap(([rule, reports]) => reports.map((report) => ({
      severity: SEVERITIES[report.category] ?? 'warning',
      rule,
      message: report.message,
      value: report.guijuValue,
      element: report.id,
    })));
  };
}
