// Reads and writes the attributes and child elements of urn:guiju:bpmn:1; every change is one step of undo.
import { getBusinessObject, is, isAny } from 'bpmn-js/lib/util/ModelUtil.js';

/** What carries our attributes: of a pool, or of a sheet with a single pool, it is the process drawn in it. */
export function holderOf(element) {
  const object = getBusinessObject(element);
  if (is(object, 'bpmn:Collaboration')) {
    const processes = object.get('participants').map((each) => each.get('processRef')).filter(Boolean);
    return processes.length === 1 ? processes[0] : object;
  }
  return is(object, 'bpmn:Participant') ? object.get('processRef') ?? object : object;
}

export function childrenOf(holder, type) {
  return (holder.get('extensionElements')?.get('values') ?? []).filter((each) => is(each, type));
}

/** How people call an element in a language; its id where it has no name. */
export function nameOf(object, language) {
  const english = language === 'en' && childrenOf(object, 'guiju:Title')[0]?.get('en');
  return english || object.name || object.id;
}

export function editorOf(injector, element) {
  const [modeling, commandStack, bpmnFactory] = ['modeling', 'commandStack', 'bpmnFactory'].map((name) => injector.get(name));
  const update = (moddleElement, properties) => ({ cmd: 'element.updateModdleProperties', context: { element, moddleElement, properties } });
  const run = (...commands) => commandStack.execute('properties-panel.multi-command-executor', commands);

  function make(type, properties, parent) {
    const made = bpmnFactory.create(type, properties);
    made.$parent = parent;
    return made;
  }

  return {
    set: (target, name, value) => modeling.updateModdleProperties(element, target, { [name]: value === '' ? undefined : value }),

    add(holder, type, properties = {}) {
      const existing = holder.get('extensionElements');
      const extensions = existing ?? make('bpmn:ExtensionElements', { values: [] }, holder);
      const child = make(type, properties, extensions);
      const commands = existing ? [] : [update(holder, { extensionElements: extensions })];
      run(...commands, update(extensions, { values: [...extensions.get('values'), child] }));
    },

    remove(holder, child) {
      const extensions = holder.get('extensionElements');
      const values = extensions.get('values').filter((each) => each !== child);
      // An empty element would be noise in the file.
      run(update(extensions, { values }), ...(values.length ? [] : [update(holder, { extensionElements: undefined })]));
    },

    setExpression(holder, property, body) {
      const expression = body ? make('bpmn:FormalExpression', { body }, holder) : undefined;
      modeling.updateProperties(element, { [property]: expression });
    },
  };
}

export { is, isAny };

/** A step that people do: a user task, a manual task, or a task of no special kind. */
export const isHuman = (object) => isAny(object, ['bpmn:UserTask', 'bpmn:ManualTask']) || object.$type === 'bpmn:Task';

/** Steps that people do, anywhere in the file: what "not the person who did" may point to. */
export function humanSteps(registry) {
  return registry.filter((element) => element.type !== 'label' && isHuman(getBusinessObject(element))).map((element) => ({
    value: element.id,
    label: getBusinessObject(element).name || element.id,
  }));
}
