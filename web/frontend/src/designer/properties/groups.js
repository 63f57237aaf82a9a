// Which groups of ours an element has. One function per kind of element; each returns the groups in the order they are shown.
import { childrenOf, humanSteps, is, isAny, isHuman } from './model.js';

const DUTIES = ['investigate', 'review', 'decide', 'host', 'collect', 'serve', 'approve'].map((value) => ({ value, label: value, translate: true }));
const SIGNING = [['any', 'any one'], ['all', 'all of them'], ['sequence', 'one after the other'], ['vote', 'vote']].map(([value, label]) => ({ value, label, translate: true }));
const BINDINGS = [['deployment', 'the one deployed together'], ['latest', 'the latest']].map(([value, label]) => ({ value, label, translate: true }));
const REASONS = [
  ['text', 'basis', 'Legal basis', { hint: 'e.g. Administrative Penalty Law, article 58' }],
  ['area', 'reason', 'Reason for refusal (Chinese)'],
  ['area', 'reasonEn', 'Reason for refusal (English)'],
];

function handling(kit) {
  const { row, options } = kit;
  return kit.group('handling', 'Handling', [
    row('combo', 'performer', 'Role', { options: options.roles, hint: 'Who holds this role in the unit sees the task.' }),
    row('expression', 'unit', 'Unit', { hint: 'FEEL, e.g. case.unit or superior(case.unit); empty means the unit in charge.' }),
    row('expression', 'assignee', 'Person', { hint: 'FEEL that yields a login; the task goes to this person at once.' }),
    row('combo', 'form', 'Form', { options: options.forms }),
    row('choice', 'duty', 'Duty', { options: DUTIES, hint: 'What the rules on the separation of duties call this step.' }),
    row('choice', 'sign', 'Signing', { options: SIGNING }),
    row('text', 'tags', 'Tags'),
  ], { shouldOpen: true });
}

function limits(kit) {
  return kit.group('limits', 'Limit and legal basis', [
    kit.row('combo', 'deadline', 'Limit', { options: kit.options.deadlines, hint: 'Days stand in the table of limits, never in the drawing.' }),
    kit.row('expression', 'deadlineFrom', 'Runs from', { hint: 'FEEL that yields a day, e.g. record.ApproveFiling.on; empty means the opening of the step.' }),
    kit.row('area', 'basis', 'Legal basis', { hint: 'e.g. Administrative Penalty Law, article 58' }),
    kit.row('text', 'ladder', 'Reminder ladder'),
  ], { shouldOpen: true });
}

function excludes(kit) {
  const steps = humanSteps(kit.registry).filter((step) => step.value !== kit.element.id);
  const nameOf = (id) => steps.find((step) => step.value === id)?.label ?? id;
  return kit.list('exclude', 'Separation of duties', 'guiju:Exclude', {
    fields: [['combo', 'performerOf', 'Not the person who did', { options: steps, free: true }]],
    title: (child) => nameOf(child.get('performerOf')),
  });
}

function gates(kit) {
  return kit.list('gate', 'Preconditions', 'guiju:Gate', {
    fields: [['expression', 'condition', 'Condition (FEEL)', { hint: 'Must be true when the task is completed.' }], ...REASONS],
    title: (child) => child.get('reason') || child.get('condition'),
  });
}

function onces(kit) {
  return kit.list('once', 'Only once', 'guiju:Once', {
    fields: [['text', 'name', 'Name of the claim'], ['expression', 'key', 'Key (FEEL)'], ['expression', 'when', 'Only when (FEEL)'], ...REASONS],
    title: (child) => child.get('name'),
  });
}

function humanTask(kit) {
  if (!isHuman(kit.holder)) return [];
  const groups = [handling(kit), limits(kit), gates(kit), excludes(kit), onces(kit)];
  // The short form is shown only where a file uses it.
  if (kit.holder.get('guiju:gate')) groups[1].entries.push(kit.row('expression', 'gate', 'Short condition (attribute)'));
  return groups;
}

const MAPPING = [['text', 'name', 'Name in the target'], ['expression', 'value', 'Value (FEEL)']];
const mappingTitle = (child) => child.get('name');

function mapping(kit, { outputs }) {
  const lists = [kit.list('input', 'Input', 'guiju:Input', { fields: MAPPING, title: mappingTitle })];
  if (outputs) lists.push(kit.list('output', 'Output', 'guiju:Output', { fields: MAPPING, title: mappingTitle }));
  return lists;
}

const hasMessage = (holder) => (holder.get('eventDefinitions') ?? []).some((each) => is(each, 'bpmn:MessageEventDefinition'));

function automatic(kit) {
  const { holder } = kit;
  const event = is(holder, 'bpmn:ThrowEvent') && hasMessage(holder);
  if (!event && !isAny(holder, ['bpmn:ServiceTask', 'bpmn:SendTask'])) return [];
  return [
    kit.group('operation', 'Operation', [kit.row('combo', 'operation', 'Registered operation', { options: kit.options.operations, free: true })], { shouldOpen: true }),
    ...mapping(kit, { outputs: is(holder, 'bpmn:ServiceTask') }),
  ];
}

function received(kit) {
  const { holder } = kit;
  if (!is(holder, 'bpmn:ReceiveTask') && !(is(holder, 'bpmn:Event') && hasMessage(holder))) return [];
  return [kit.list('correlation', 'Correlation', 'guiju:Correlation', { fields: [['expression', 'key', 'Key (FEEL)']], title: (child) => child.get('key') })];
}

function decision(kit) {
  if (!is(kit.holder, 'bpmn:BusinessRuleTask')) return [];
  return [kit.group('decision', 'Decision', [
    kit.row('combo', 'decision', 'Decision table', { options: kit.options.decisions, free: true }),
    kit.row('text', 'result', 'Result goes to', { hint: 'Empty: each output under its own name.' }),
  ], { shouldOpen: true })];
}

function call(kit) {
  const { holder, edit } = kit;
  if (!is(holder, 'bpmn:CallActivity')) return [];
  return [
    kit.group('call', 'Called procedure', [
      kit.row('combo', 'calledElement', 'Procedure', {
        options: kit.options.procedures,
        free: true,
        read: () => holder.get('calledElement'),
        write: (value) => edit.set(holder, 'calledElement', value),
      }),
      kit.row('choice', 'binding', 'Which version', { options: BINDINGS }),
    ], { shouldOpen: true }),
    ...mapping(kit, { outputs: true }),
  ];
}

const BRANCHING = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ComplexGateway'];

function flow(kit) {
  const { holder, edit } = kit;
  if (!is(holder, 'bpmn:SequenceFlow') || !isAny(holder.get('sourceRef'), BRANCHING)) return [];
  const isDefault = holder.get('sourceRef').get('default') === holder;
  const entry = isDefault
    ? kit.note('default', 'This is the default flow; it is taken when no other condition holds.')
    : kit.row('expression', 'condition', 'Condition of this flow (FEEL)', {
      rows: 2,
      read: () => holder.get('conditionExpression')?.get('body'),
      write: (value) => edit.setExpression(holder, 'conditionExpression', value),
    });
  return [kit.group('condition', 'Condition', [entry], { shouldOpen: true })];
}

function script(kit) {
  const { holder, edit } = kit;
  if (!is(holder, 'bpmn:ScriptTask')) return [];
  return [kit.group('script', 'Script', [kit.row('expression', 'script', 'Script (FEEL context)', {
    rows: 4,
    hint: 'Each entry of the context is written to the case.',
    read: () => holder.get('script'),
    write: (value) => edit.set(holder, 'script', value),
  })], { shouldOpen: true })];
}

function procedure(kit) {
  if (!is(kit.holder, 'bpmn:Process')) return [];
  return [kit.group('procedure', 'Procedure', [
    kit.row('text', 'key', 'Procedure key'),
    kit.row('combo', 'owner', 'Owner', { options: kit.options.roles, free: true }),
    kit.row('text', 'titleEn', 'English title'),
    kit.row('expression', 'caseTitle', 'Title of a case (FEEL)'),
    kit.row('text', 'numberPrefix', 'Prefix of case numbers'),
    kit.row('area', 'facts', 'Facts shown in lists', { hint: 'Field names, separated by commas.' }),
  ], { shouldOpen: true })];
}

/** What a step is founded on in law; steps that people do have it beside their limit. */
function founded(kit) {
  if (!is(kit.holder, 'bpmn:Activity') || isHuman(kit.holder)) return [];
  return [kit.group('basis', 'Legal basis', [kit.row('area', 'basis', 'Legal basis', { hint: 'e.g. Administrative Penalty Law, article 58' })])];
}

export function ownGroups(kit) {
  return [procedure, humanTask, automatic, received, decision, call, flow, script, founded].flatMap((make) => make(kit));
}

/** Rows about what an activity with several instances runs over; they join the library's own group. */
export function repetition(kit) {
  const loop = kit.holder.get?.('loopCharacteristics');
  if (!loop || !is(loop, 'bpmn:MultiInstanceLoopCharacteristics')) return [];
  const row = (kind, name, label) => kit.rowOn(loop, `guiju-${name}`, kind, `guiju:${name}`, label);
  return [
    row('expression', 'collection', 'List to run over (FEEL)'),
    row('text', 'item', 'Name of each item'),
    row('text', 'outputCollection', 'Results go to'),
    row('expression', 'outputElement', 'Result of each (FEEL)'),
  ];
}

/** The English name of an element stands right below its name. */
export function englishName(kit) {
  const { holder, edit } = kit;
  if (isAny(holder, ['bpmn:Process', 'bpmn:Collaboration']) || !('name' in holder.$descriptor.propertiesByName)) return null;
  const title = () => childrenOf(holder, 'guiju:Title')[0];
  return kit.row('text', 'title', 'English name', {
    read: () => title()?.get('en'),
    write: (value) => {
      const present = title();
      if (present && value) edit.set(present, 'en', value);
      else if (present) edit.remove(holder, present);
      else if (value) edit.add(holder, 'guiju:Title', { en: value });
    },
  });
}
