"""One class per kind of flow node: the library's task specs, with the behaviour BPMN asks for."""
