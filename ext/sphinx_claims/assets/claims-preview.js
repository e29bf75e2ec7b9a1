/* Shows what stands behind a figure or a claim while its link is pointed at or has the keyboard's focus.
   The preview stays while the pointer is on the link or on it, Escape closes it (WCAG 1.4.13), and it says
   nothing that does not stand at the place the link leads to. Only for objects of the same page. */
(() => {
  "use strict";
  const ID = "claims-preview";
  const LINKS = "a[class*='claims-role-'][href^='#']";
  let box = null;
  let current = null;
  let timer = 0;

  const LONGEST = 240; // characters of a line; the rest stands where the link leads to

  const text = (element) => {
    const words = element.textContent.replace(/\s+/g, " ").trim();
    return words.length > LONGEST ? `${words.slice(0, LONGEST).trimEnd()}…` : words;
  };

  const titleOf = (heading) => {
    const copy = heading.cloneNode(true);
    const marks = [...copy.querySelectorAll(".claims-mark")].map(text);
    for (const part of copy.querySelectorAll(".claims-mark, .headerlink")) part.remove();
    return [text(copy), ...marks].join(" · ");
  };

  const line = (words, label) => {
    const made = document.createElement("p");
    if (label) {
      const name = document.createElement("span");
      name.className = "claims-preview-label";
      name.textContent = `${label}: `;
      made.append(name);
    }
    made.append(words);
    return made;
  };

  /* A figure: its row without the id; a quantity: its sentence; a claim: its statement and who says it. */
  const linesOf = (target) => {
    if (target.matches("tr")) {
      const title = target.closest(".claims-quantity")?.querySelector(".claims-title");
      const cells = [...target.querySelectorAll("td:not(.claims-none)")];
      return [
        ...(title ? [line(titleOf(title))] : []),
        ...cells.map((cell) => line(text(cell), cell.dataset.label)),
      ];
    }
    const group = target.closest(".claims-quantity, .claims-claim");
    const said = group?.querySelectorAll(":scope > .claims-sentence, :scope > p:not([class]), :scope > .claims-where");
    return said ? [line(titleOf(target)), ...[...said].map((one) => line(text(one)))] : [];
  };

  const hide = () => {
    clearTimeout(timer);
    current?.removeAttribute("aria-describedby");
    box?.remove();
    box = current = null;
  };

  const later = (act, delay) => {
    clearTimeout(timer);
    timer = setTimeout(act, delay);
  };

  /* Below the last line of the link, or above its first: never on its own words. */
  const place = (link) => {
    const lines = link.getClientRects();
    const last = lines[lines.length - 1];
    const below = last.bottom + box.offsetHeight + 4 < innerHeight || lines[0].top < box.offsetHeight;
    const at = below ? last : lines[0];
    const wide = document.documentElement.clientWidth;
    box.style.left = `${Math.max(8, Math.min(at.left, wide - box.offsetWidth - 8)) + scrollX}px`;
    box.style.top = `${(below ? at.bottom + 2 : at.top - box.offsetHeight - 2) + scrollY}px`;
  };

  const show = (link) => {
    if (link === current) return;
    hide();
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const lines = target ? linesOf(target) : [];
    if (!lines.length) return;
    current = link;
    box = document.createElement("div");
    box.id = ID;
    box.className = ID;
    box.setAttribute("role", "tooltip");
    box.append(...lines);
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", () => later(hide, 200));
    document.body.append(box);
    link.setAttribute("aria-describedby", ID);
    place(link);
  };

  for (const link of document.querySelectorAll(LINKS)) {
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") later(() => show(link), link === current ? 0 : 250);
    });
    link.addEventListener("pointerleave", () => later(hide, 200));
    link.addEventListener("focus", () => {
      if (link.matches(":focus-visible")) show(link);
    });
    link.addEventListener("blur", hide);
    link.addEventListener("click", hide);
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
})();
