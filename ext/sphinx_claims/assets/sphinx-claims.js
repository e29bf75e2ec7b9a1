/* Opens the apparatus of a section, or a section of a concordance, for a link into it, for words found by
   search, and for print.
   Without this it opens by hand, and in most browsers for a link as well. */
(() => {
  "use strict";
  const folded = "details:is(.claims-apparatus, .claims-concorded):not([open])";
  const closed = (root) => root.querySelectorAll(folded);

  const reveal = () => {
    let id;
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return; // a malformed address leads nowhere
    }
    const target = id && document.getElementById(id);
    const details = target && target.closest(folded);
    if (details) {
      details.open = true;
      target.scrollIntoView();
    }
  };

  const revealFound = () => {
    for (const details of closed(document)) {
      if (details.querySelector(".highlighted")) details.open = true;
    }
  };

  let forPrint = [];
  addEventListener("beforeprint", () => {
    forPrint = [...closed(document)];
    for (const details of forPrint) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of forPrint) details.open = false;
    forPrint = [];
  });

  addEventListener("hashchange", reveal);
  // a second click on the same link changes no hash
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href*='#']");
    if (link && link.href === location.href) reveal();
  });
  addEventListener("load", () => {
    reveal();
    setTimeout(revealFound, 50); // Sphinx marks the words a moment after the page has loaded
  });
})();
