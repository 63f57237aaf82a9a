// Puts our groups between the general one and those of the library.
import { kitFor } from './kit.js';
import { englishName, ownGroups, repetition } from './groups.js';

const AFTER_THE_LIBRARY = 400;

class GuijuPropertiesProvider {
  constructor(propertiesPanel, injector, options) {
    this.injector = injector;
    this.options = options;
    propertiesPanel.registerProvider(AFTER_THE_LIBRARY, this);
  }

  getGroups(element) {
    return (groups) => {
      const kit = kitFor(element, this.injector, this.options);
      const general = groups.filter((group) => group.id === 'general');
      const others = groups.filter((group) => group.id !== 'general');
      const english = englishName(kit);
      for (const group of general) {
        group.shouldOpen = true;
        const at = group.entries.findIndex((entry) => entry.id === 'name');
        if (english) group.entries.splice(at + 1, 0, english);
      }
      others.find((group) => group.id === 'multiInstance')?.entries.unshift(...repetition(kit));
      // The library translates a group's own buttons only where the group brings the function along.
      return [...general, ...ownGroups(kit), ...others].map((group) => ({ ...group, translate: kit.t }));
    };
  }
}
GuijuPropertiesProvider.$inject = ['propertiesPanel', 'injector', 'config.guijuOptions'];

export default { __init__: ['guijuPropertiesProvider'], guijuPropertiesProvider: ['type', GuijuPropertiesProvider] };
