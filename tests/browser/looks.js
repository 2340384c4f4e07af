// Lets axe judge the colours of whatever looks like nothing seen before, and hands back those looks and what it found.
// A look is all that a contrast follows from: the text's own style and element, and every layer that it lies on.
async ([seen, options]) => {
  const known = new Set(seen), looks = new Set(), fresh = [], layers = new Map();

  const layersUnder = (element) => {
    if (!element) return "";
    if (!layers.has(element)) {
      const style = getComputedStyle(element);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.position].join(" ");
      const isClear = own === "rgba(0, 0, 0, 0) none 1 none static";
      layers.set(element, layersUnder(element.parentElement) + (isClear ? "" : `/${own}`));
    }
    return layers.get(element);
  };

  const wordsOf = (element) =>
    [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim()
    || element.value || element.placeholder || "";

  // Axe judges no single character and nothing that is disabled or not shown.
  const look = (element) => {
    const style = getComputedStyle(element), parent = element.parentElement;
    return [
      element.tagName, element.className, parent?.tagName, parent?.className,
      String(wordsOf(element)).length > 1, Boolean(element.closest(":disabled, [aria-disabled=true], [inert]")),
      style.color, style.fontSize, style.fontWeight, style.textShadow, layersUnder(element),
    ].join("|");
  };

  const isShown = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0;

  for (const element of document.body.querySelectorAll("*")) {
    if (!wordsOf(element) || !isShown(element)) continue;
    const found = look(element);
    if (!known.has(found) && !looks.has(found)) fresh.push(element);
    looks.add(found);
  }
  const judged = fresh.length ? await axe.run({ include: fresh }, options) : { violations: [] };
  return [[...looks].filter((one) => !known.has(one)), judged.violations];
}
