// Measures every frame of the page: width of what it scrolls, contrast of every text, names of links.
function channels(colour) {
  const parts = colour.match(/[\d.]+/g).map(Number);
  return { r: parts[0], g: parts[1], b: parts[2], a: parts.length > 3 ? parts[3] : 1 };
}
function over(top, under) {
  const mix = (t, u) => t * top.a + u * (1 - top.a);
  return { r: mix(top.r, under.r), g: mix(top.g, under.g), b: mix(top.b, under.b), a: 1 };
}
function luminance(c) {
  const [r, g, b] = [c.r, c.g, c.b].map((v) => {
    v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}
function background(element, view) {
  const layers = [];
  for (let e = element; e; e = e.parentElement) {
    const colour = channels(view.getComputedStyle(e).backgroundColor);
    if (colour.a > 0) layers.push(colour);
    if (colour.a === 1) break;
  }
  return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
}
function measure(frame) {
  const view = frame.contentWindow, page = frame.contentDocument;
  let least = Infinity, which = "", texts = 0;
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.getClientRects().length) continue;
    texts += 1;
    const found = contrast(channels(view.getComputedStyle(element).color), background(element, view));
    if (found < least) {
      least = found;
      which = walker.currentNode.textContent.trim().slice(0, 40);
    }
  }
  const links = [...page.querySelectorAll("a")];
  return {
    width: page.documentElement.clientWidth,
    scroll_width: Math.max(page.documentElement.scrollWidth, page.body.scrollWidth),
    least_contrast: least,
    least_contrast_of: which,
    unnamed_links: links.filter((link) => !link.innerText.trim()).length,
    texts,
  };
}
addEventListener("load", () => {
  const found = [...document.querySelectorAll("iframe")].map(measure);
  document.getElementById("said").textContent = JSON.stringify(found);
});
