// CodeMirror, which the properties panel uses for some fields, adds <style> elements. The page's policy lets in only those that carry
// the nonce of the answer, so every style element made by script gets it. Import this before any library.
const nonce = document.querySelector('meta[name="csp-nonce"]')?.nonce;

if (nonce) {
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function createWithNonce(name, options) {
    const element = create.call(this, name, options);
    if (String(name).toLowerCase() === 'style') element.nonce = nonce;
    return element;
  };
}
