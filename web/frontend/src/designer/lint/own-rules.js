// Rules about our own attributes that can be told while drawing. What needs the whole bundle is the server's to say.
import { isHuman } from '../properties/model.js';

const is = (node, type) => Boolean(node.$instanceOf?.(type));
const humanRule = (check) => () => ({ check: (node, reporter) => { if (is(node, 'bpmn:Task') && isHuman(node)) check(node, reporter); } });
const children = (node, type) => (node.get('extensionElements')?.get('values') ?? []).filter((each) => is(each, type));

/** A report whose sentence has a value in it: the value travels beside the template, so that both languages can be made. */
const say = (reporter, node, message, property, value) => reporter.report(node.id, message, { path: [property], guijuValue: value });

const known = (options, value) => !options.length || options.some((option) => option.value === value);

/** An attribute that must be there and must be one of the options the server knows. */
const chosen = (property, options, absent, unknown) => humanRule((node, reporter) => {
  const value = node.get(`guiju:${property}`);
  if (!value) {
    if (absent) say(reporter, node, absent, property);
  } else if (!known(options, value)) say(reporter, node, unknown, property, value);
});

const completeGates = humanRule((node, reporter) => {
  for (const gate of children(node, 'guiju:Gate')) {
    if (!gate.get('condition')) say(reporter, node, 'A precondition has no condition', 'gate');
    if (!gate.get('reason')) say(reporter, node, 'A precondition has no reason for refusal', 'gate');
  }
});

const completeClaims = humanRule((node, reporter) => {
  for (const once of children(node, 'guiju:Once')) {
    if (!once.get('name') || !once.get('key')) say(reporter, node, '"Only once" needs a name and a key', 'once');
  }
});

const limitBasis = humanRule((node, reporter) => {
  if (node.get('guiju:deadline') && !node.get('guiju:basis')) say(reporter, node, 'A limit needs its legal basis', 'basis');
});

/** Looks at the whole file at once: an exclusion may point into another scope of the same drawing. */
const knownExclusions = () => ({
  check(node, reporter) {
    if (!is(node, 'bpmn:Definitions')) return;
    const steps = [];
    const walk = (container) => (container.get('flowElements') ?? []).forEach((each) => {
      if (is(each, 'bpmn:Task') && isHuman(each)) steps.push(each);
      if (is(each, 'bpmn:SubProcess')) walk(each);
    });
    node.get('rootElements').filter((root) => is(root, 'bpmn:Process')).forEach(walk);
    const ids = new Set(steps.map((step) => step.id));
    for (const step of steps) {
      for (const exclude of children(step, 'guiju:Exclude')) {
        const target = exclude.get('performerOf');
        if (!ids.has(target)) say(reporter, step, 'Step <{value}> does not exist or is not done by people', 'exclude', target ?? '');
      }
    }
  },
});

const callTarget = () => ({
  check: (node, reporter) => { if (is(node, 'bpmn:CallActivity') && !node.get('calledElement')) say(reporter, node, 'No procedure is set', 'calledElement'); },
});

const decisionTarget = () => ({
  check: (node, reporter) => { if (is(node, 'bpmn:BusinessRuleTask') && !node.get('guiju:decision')) say(reporter, node, 'No decision is set', 'decision'); },
});

const operationTarget = () => ({
  check(node, reporter) {
    if (!is(node, 'bpmn:ServiceTask') && !is(node, 'bpmn:SendTask')) return;
    if (!node.get('guiju:operation') && !node.get('messageRef')) say(reporter, node, 'Neither operation nor message is set', 'operation');
  },
});

const onlyFeel = () => ({
  check(node, reporter) {
    const language = is(node, 'bpmn:ScriptTask') ? node.get('scriptFormat') : is(node, 'bpmn:SequenceFlow') ? node.get('conditionExpression')?.get('language') : undefined;
    if (language && !/feel/i.test(language)) say(reporter, node, 'The language must be FEEL, not <{value}>', 'language', language);
  },
});

const procedureKey = () => ({
  check: (node, reporter) => { if (is(node, 'bpmn:Process') && node.get('isExecutable') && !node.get('guiju:key')) say(reporter, node, 'The procedure has no key', 'key'); },
});

const englishNames = humanRule((node, reporter) => {
  if (node.get('name') && !children(node, 'guiju:Title').some((title) => title.get('en'))) say(reporter, node, 'English name is missing', 'title');
});

export function ownRules({ roles, forms, deadlines }) {
  return {
    'task-role': ['error', chosen('performer', roles, 'No role is set', 'Role <{value}> is not known')],
    'task-form': ['error', chosen('form', forms, 'No form is set', 'Form <{value}> is not known')],
    'task-limit': ['error', chosen('deadline', deadlines, null, 'Limit <{value}> is not known')],
    'limit-basis': ['warn', limitBasis],
    'gate-complete': ['error', completeGates],
    'once-complete': ['error', completeClaims],
    'exclude-known': ['error', knownExclusions],
    'call-target': ['error', callTarget],
    'decision-target': ['error', decisionTarget],
    'operation-target': ['error', operationTarget],
    'only-feel': ['error', onlyFeel],
    'procedure-key': ['warn', procedureKey],
    'english-name': ['info', englishNames],
  };
}
