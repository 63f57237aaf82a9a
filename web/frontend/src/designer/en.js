// English sentences of the libraries that say too little for somebody who draws procedures.
export const EN = {
  'Incoming flows do not join': 'Several flows enter without a gateway: each arrival starts this step again',
  'Flow splits implicitly': 'Flows leave without a gateway; add one',
  'Gateway forks and joins': 'One gateway both splits and joins; use two',
  'Sequence flow is missing condition': 'The flow has no condition; write one or make it the default flow',
  'Element is missing bpmndi': 'The element is not drawn: it has no shape in the diagram',
};
