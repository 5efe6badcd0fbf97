/* The words of pasted text: bold, italic or a link where they really are, and one space where there were many. */
const LINK = /^(https?:\/\/[^/?#\\]|mailto:.|tel:.|\/go\/)/i
const SPACES = /[ \t\n\r\f\u00a0]+/g

const inert = document.implementation.createHTMLDocument()
export const make = (tag) => inert.createElement(tag)

/* What a style attribute says of one property, also of Word's own (mso-…), which browsers forget. */
export function declared(element, property) {
  const lines = (element.getAttribute("data-style") ?? "").toLowerCase().split(";")
  const [, value] = lines.map((line) => line.split(/:(.*)/s)).findLast(([name]) => name.trim() === property) ?? []
  return (value ?? "").trim().replace(/\s+/g, " ")
}

function isStyled(element, property, yes, no, otherwise) {
  const value = declared(element, property)
  return yes.test(value) || (!no.test(value) && otherwise)
}

export function marksOf(element, marks) {
  const bold = marks.bold || element.matches("b, strong")
  const italic = marks.italic || element.matches("i, em")
  const href = element.localName === "a" ? (element.getAttribute("href") ?? "").trim() : ""
  return {
    ...marks,
    bold: isStyled(element, "font-weight", /^(bold|[6-9]00)/, /^(normal|[1-5]00)/, bold),
    italic: isStyled(element, "font-style", /^(italic|oblique)/, /^normal/, italic),
    href: LINK.test(href) && href.length <= 2000 ? href : marks.href,
  }
}

/* One space where there were many; a no-break space stays where it stands alone between two words. */
function tidied(pieces) {
  const kept = []
  for (const piece of pieces) {
    const last = kept.at(-1)
    const text = piece.isBreak ? "\n" : piece.text.replace(SPACES, (run) => (run === "\u00a0" ? run : " "))
    if (!last || /\s$/.test(last.text)) append(kept, piece, text.replace(/^[ \u00a0]/, ""), /^\s/.test(text))
    else append(kept, piece, text)
  }
  while (kept.length && !(kept.at(-1).text = kept.at(-1).text.trimEnd())) kept.pop()
  return kept
}

const isAlike = (one, other) => ["bold", "italic", "href", "isBreak"].every((mark) => one[mark] === other[mark])

function append(kept, piece, text, wasDoubled = false) {
  const last = kept.at(-1)
  if (last && wasDoubled) last.text = last.text.replace(/\u00a0$/, " ")
  if (last && piece.isBreak) last.text = last.text.replace(/[ \u00a0]$/, "")
  const isSpace = !piece.isBreak && !last?.isBreak && !text.trim()
  if (last && !piece.isBreak && (isSpace || isAlike(last, piece))) last.text += text
  else if (text && (last || !piece.isBreak)) kept.push({ ...piece, text })
}

function marked({ text, isBreak, bold, italic, href }) {
  const wrap = (tag, content) => {
    const element = make(tag)
    element.append(content)
    return element
  }
  let node = isBreak ? make("br") : text
  if (italic) node = wrap("em", node)
  if (bold) node = wrap("strong", node)
  if (href) node = wrap("a", node)
  if (href) node.setAttribute("href", href)
  return node
}

/* A paragraph or heading made of pieces, each with its marks; null when there are no words. */
export function textBlock(pieces) {
  const words = tidied(pieces)
  if (!words.length) return null
  const block = make(words[0].tag)
  block.append(...words.map(marked))
  return block
}
