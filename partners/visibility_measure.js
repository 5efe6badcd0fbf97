/* What visibility_rules.py judges, as plain numbers and words; evaluated in the page as it was opened. */
() => {
  const FLAGS = ".funding-flag, .logo-strip-eu img";
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const hex = (colour) => "#" + rgba(colour).slice(0, 3).map((part) => part.toString(16).padStart(2, "0")).join("");
  const style = (element, pseudo) => getComputedStyle(element, pseudo);
  const lineage = (element) => (element ? [element, ...lineage(element.parentElement)] : []);
  const px = (length) => Math.round(length * 100) / 100;
  const place = ({ left, top, width, height }) => [left + scrollX, top + scrollY, width, height].map(px);
  const isShown = (element, box) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box[2] > 0 && box[3] > 0;
  const label = (element) => [element.localName, ...element.classList].join(".");

  const ground = (element) => {
    const painted = lineage(element).find((one) => rgba(style(one).backgroundColor)[3] > 127);
    return painted ? hex(style(painted).backgroundColor) : hex("Canvas");
  };

  /* What lies on it, at its middle and near its corners; '' for nothing. In the header it may lie where no scrolling leads:
     that is a rule of its own. */
  const coveredBy = (element, lines, isOwn) => {
    element.scrollIntoView({ block: "center", behavior: "instant" });
    for (const { left, top, width, height } of lines())
      for (const [right, down] of [[0.5, 0.5], [0.1, 0.15], [0.9, 0.15], [0.1, 0.85], [0.9, 0.85]]) {
        const found = document.elementFromPoint(left + width * right, top + height * down);
        if (!found && element.closest(".funding")) continue;
        if (!found || !(element.contains(found) || isOwn(found))) return found ? label(found) : "–";
      }
    return "";
  };

  const PLAIN = {
    fontStyle: "normal", textShadow: "none", textTransform: "none", fontVariantCaps: "normal", textEmphasisStyle: "none",
    webkitTextStrokeWidth: "0px", webkitBackgroundClip: "border-box",
  };
  const PLAIN_AROUND = { textDecorationLine: "none", filter: "none", opacity: "1", transform: "none", mixBlendMode: "normal" };
  const unlike = (element, plain) =>
    Object.entries(plain).filter(([name, value]) => style(element)[name] !== value).map(([name]) => `${name}: ${style(element)[name]}`);
  const effects = (element) => {
    const inside = [element, ...element.querySelectorAll("*")];
    const found = inside.flatMap((one) => unlike(one, PLAIN));
    return [...new Set([...found, ...[...inside, ...lineage(element)].flatMap((one) => unlike(one, PLAIN_AROUND))])];
  };

  const phrase = (element) => {
    const lines = () => { const range = document.createRange(); range.selectNodeContents(element); return [...range.getClientRects()]; };
    const around = () => { const range = document.createRange(); range.selectNodeContents(element); return range.getBoundingClientRect(); };
    const box = place(around()), shown = isShown(element, box);
    return {
      role: element.classList.contains("funding-union") ? "union" : "fund",
      text: element.innerText.replace(/\s+/g, " ").trim(),
      box, is_shown: shown, covered_by: () => (shown ? coveredBy(element, lines, () => false) : ""),
      size: parseFloat(style(element).fontSize),
      families: style(element).fontFamily.split(",").map((name) => name.trim().replace(/^["']|["']$/g, "")),
      effects: effects(element),
      colour: hex(style(element).webkitTextFillColor), ground: ground(element),
    };
  };

  const flag = (image, block) => {
    const box = place(image.getBoundingClientRect()), shown = isShown(image, box);
    const own = (found) => found.closest(".funding-union, .funding-fund") && block.contains(found); // the words: "apart"
    return {
      box, is_shown: shown, natural: [image.naturalWidth, image.naturalHeight],
      covered_by: () => (shown ? coveredBy(image, () => [image.getBoundingClientRect()], own) : ""),
    };
  };

  const block = (element) => {
    const image = element.querySelector(FLAGS);
    return {
      place: element.matches(".funding") ? "header" : "strip",
      flag: image && flag(image, element),
      phrases: [...element.querySelectorAll(".funding-union, .funding-fund")].map(phrase),
    };
  };

  const programme = (element) => {
    const box = element && place(element.getBoundingClientRect());
    return element && {
      box, is_shown: isShown(element, box), is_logo: element.localName === "img", text: (element.alt || element.innerText || "").trim(),
    };
  };

  /* Known by their address, wherever they stand, or by standing in a strip or beside the flag. A strip as a file is one
     drawing with a flag of its own, the largest thing in it (strip.py). */
  const isLogo = (image) => {
    const { pathname } = new URL(image.currentSrc || image.src, location.href);
    const stored = /\/logos\//.test(pathname) && !/\/logos\/strip[./]/.test(pathname);
    return !image.matches(FLAGS) && (stored || image.closest(".funding, .logo-strip, .masthead"));
  };
  const logo = (element) => {
    const box = place(element.getBoundingClientRect());
    const name = element.alt || element.innerText || decodeURI((element.src || "").split("/").pop());
    return isShown(element, box) && { name: name.trim(), width: box[2], height: box[3] };
  };

  scrollTo(0, 0);
  const blocks = [...document.querySelectorAll(".funding, .logo-strip-eu")].map(block);
  const measured = {
    width: innerWidth, height: innerHeight, blocks,
    programme: programme(document.querySelector(".funding-programme > img, .funding-programme > span:not(.funding-project)")),
    logos: [...[...document.images].filter(isLogo), ...document.querySelectorAll(".wordmark")].map(logo).filter(Boolean),
  };
  for (const thing of blocks.flatMap((one) => [one.flag, ...one.phrases])) // last: it scrolls
    if (thing) thing.covered_by = thing.covered_by();
  scrollTo(0, 0);
  return measured;
}
