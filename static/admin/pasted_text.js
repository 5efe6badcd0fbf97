/* What is kept of pasted text: headings, lists, links, tables, bold and italic, however Word, Google Docs or LibreOffice
   wrap them. It is read in a document without life and built anew from what is known here; richtext.py has the last word. */
import { declared, make, marksOf, textBlock } from "sme2go/pasted_words"

export const EMBEDDED = /data:image\/[^"'\s>]+/gi
const NEVER = `audio, canvas, del, iframe, link, math, meta, noscript, o\\:p, object, select, svg, template,
  textarea, title, video, xml, .msocomanchor, .MsoCommentReference`
const HIDDEN = { display: "none", "mso-hide": "all", "mso-element": "comment-list", "mso-special-character": "comment" }
const TEXT_BLOCKS = `address, article, aside, caption, center, dd, div, dl, dt, fieldset, figcaption, figure, footer, form,
  header, hr, li, main, nav, p, pre, section, td, th`
const HEADINGS = "h1, h2, h3, h4, h5, h6, [role=heading], [class^=MsoTitle], [class^=MsoHeading]"
const WORD_LEVEL = /^l\d+ level(\d+) (lfo\d+)/
const OWN_PICTURE = /^\/go\/picture\/\d+\/$/
const OWN_LINK = /^(https?:\/\/[^/?#\\]|mailto:.|tel:.|\/(?![/\\])|#)/i // as richtext.LINK
const NUMBER = /^\(?(\d|[a-z]{1,5}[.)])/i // 1.  2)  (3)  a)  iv. – and not Word's bullets · o §

/* --- Blocks ---------------------------------------------------------------------------------------------------------- */

function tagOf(element, marks, tag) {
  if (!element.matches(HEADINGS)) return element.matches(TEXT_BLOCKS) ? "p" : tag
  if (marks.isInside) return "p"
  const named = `${element.getAttribute("aria-level") ?? ""}${element.localName}${element.className}`
  return `h${Math.min(Math.max(Number(named.match(/\d/) ?? 1), 2), 4)}` // the article's title is the h1
}

/* What a node contains, in order: pieces of text, finished blocks, items of Word's flat lists, and edges between blocks. */
function* parts(node, marks, tag) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) yield { ...marks, tag, text: child.data, bold: marks.bold && tag === "p" }
    else if (child.nodeType === Node.ELEMENT_NODE) yield* partsOf(child, marksOf(child, marks), tag)
  }
}

function* partsOf(element, marks, tag) {
  const name = element.localName
  if (name === "br") yield { ...marks, tag, isBreak: true, text: "\n" }
  else if (name === "ul" || name === "ol") yield* listParts(element, marks)
  else if (name === "table") yield { block: tableOf(element, marks) }
  else if (name === "blockquote") yield { block: filled("blockquote", blocksOf(element, marks)) }
  else if (name === "p" && isWordItem(element)) yield { item: wordItem(element, marks) }
  else if (element.matches(`${TEXT_BLOCKS}, ${HEADINGS}`)) {
    yield {}
    yield* parts(element, marks, tagOf(element, marks, tag))
    yield {}
  } else yield* parts(element, marks, tag)
}

function blocksOf(node, marks) {
  const blocks = []
  let [pieces, items] = [[], []]
  const end = (block) => {
    if (block) blocks.push(...nested(items.splice(0)), block)
  }
  for (const part of parts(node, marks, "p")) {
    if ("text" in part) pieces.push(part)
    else {
      end(textBlock(pieces.splice(0)))
      if (part.item) items.push(part.item)
      end(part.block)
    }
  }
  end(textBlock(pieces))
  return [...blocks, ...nested(items)]
}

function filled(tag, blocks) {
  const element = make(tag)
  element.append(...blocks)
  return element.hasChildNodes() ? element : null
}

/* --- Lists ----------------------------------------------------------------------------------------------------------- */

function emptyList(tag, start) {
  const list = make(tag)
  if (tag === "ol" && start > 1 && start < 10_000) list.setAttribute("start", start)
  return list
}

/* An item that is nothing but a list belongs to the item before it: so Google Docs and LibreOffice nest. */
function addItem(list, blocks) {
  const before = list.lastElementChild
  if (!blocks.length) return
  if (!blocks[0].matches("ul, ol")) list.append(filled("li", blocks))
  else if (before) before.append(...blocks)
  else list.append(...blocks[0].children)
}

function* listParts(source, marks) {
  if (source.querySelector(":scope > li[data-aria-level]")) yield* onlineItems(source, marks)
  else {
    const list = emptyList(source.localName, Number(source.getAttribute("start")))
    for (const child of [...source.childNodes]) {
      const holder = make("div")
      holder.append(child)
      addItem(list, blocksOf(holder, { ...marks, isInside: true }))
    }
    yield { block: list.hasChildNodes() ? list : null }
  }
}

/* Word online: a list for each item, and its level in an attribute. */
function* onlineItems(source, marks) {
  const [tag, start] = [source.localName, Number(source.getAttribute("start"))]
  for (const item of source.querySelectorAll(":scope > li")) {
    const blocks = blocksOf(item, { ...marks, isInside: true })
    yield { item: { level: Number(item.dataset.ariaLevel), id: item.dataset.listid, tag, start, blocks } }
  }
}

/* Word: paragraphs that name list and level, and carry their number or bullet as text. */
const isWordItem = (element) => WORD_LEVEL.test(declared(element, "mso-list")) && !element.matches(HEADINGS)

function wordItem(element, marks) {
  const [, level, id] = declared(element, "mso-list").match(WORD_LEVEL)
  const marker = element.dataset.marker ?? ""
  const start = Number(marker.match(/(\d+)\D*$/)?.[1])
  const blocks = blocksOf(element, { ...marks, isInside: true })
  return { level: Number(level), id, tag: NUMBER.test(marker) ? "ol" : "ul", start, blocks }
}

function nested(items) {
  const roots = []
  const open = [] // the lists that the next item may belong to, outermost first
  for (const { level, id, tag, start, blocks } of items.filter((item) => item.blocks.length)) {
    while (open.length && open.at(-1).level > level) open.pop()
    const last = open.at(-1)
    const isNew = last?.level !== level || last.id !== id || last.list.localName !== tag
    if (isNew) {
      if (last?.level === level) open.pop()
      const list = emptyList(tag, start)
      if (open.length) open.at(-1).list.lastElementChild.append(list)
      else roots.push(list)
      open.push({ level, id, list })
    }
    addItem(open.at(-1).list, blocks)
  }
  return roots
}

/* --- Tables ---------------------------------------------------------------------------------------------------------- */

function cellOf(source, marks) {
  const cell = make(source.localName === "th" || source.closest("thead") ? "th" : "td")
  cell.append(...blocksOf(source, { ...marks, isInside: true }))
  for (const name of ["colspan", "rowspan"]) {
    const span = Number(source.getAttribute(name))
    if (span > 1 && span <= 100) cell.setAttribute(name, span)
  }
  return cell
}

const letters = (nodes) => [...nodes].map((node) => node.textContent.replace(/\s/g, "")).join("")
const isBold = (cell) => letters(cell.querySelectorAll("strong")) === letters([cell])

/* A first row in bold throughout is the row of headings. */
function asHeader(row) {
  for (const cell of [...row.children]) {
    for (const strong of cell.querySelectorAll("strong")) strong.replaceWith(...strong.childNodes)
    const header = make("th")
    for (const { name, value } of cell.attributes) header.setAttribute(name, value)
    header.append(...cell.childNodes)
    cell.replaceWith(header)
  }
}

function tableOf(source, marks) {
  const rows = [...source.rows].map((row) => filled("tr", [...row.cells].map((cell) => cellOf(cell, marksOf(cell, marks)))))
  const [first, ...others] = rows.filter(Boolean)
  if (!first || !letters([first, ...others])) return null
  const isHeader = [...first.children].every((cell) => cell.localName === "th" || isBold(cell))
  if (isHeader && others.length && letters([first])) asHeader(first)
  return filled("table", [filled("tbody", [first, ...others])])
}

/* --- The clipboard --------------------------------------------------------------------------------------------------- */

function dropUnwanted(body) {
  for (const element of body.querySelectorAll(NEVER)) element.remove()
  for (const element of body.querySelectorAll("[data-style]")) {
    if (Object.entries(HIDDEN).some(([property, value]) => declared(element, property) === value)) element.remove()
    else if (declared(element, "mso-list") === "ignore") {
      element.closest("p, h1, h2, h3, h4, h5, h6")?.setAttribute("data-marker", element.textContent.trim())
      element.remove()
    }
  }
  for (const space of body.querySelectorAll(".Apple-converted-space")) space.replaceWith(" ")
}

/* The page's policy of content watches such documents too: under other names, styles and handlers are mere words to it. */
function asleep(html) {
  const tags = html.replace(/<[a-z][^>]*/gi, (tag) => tag.replace(/\s(style|on[a-z]+)(?=\s*=)/gi, " data-$1"))
  return tags.replace(/<(\/?)(script|style)\b/gi, "<$1template")
}

/* What an editor like ours copied is in its grammar already; only what others slipped in goes. */
function ownText(body) {
  for (const image of body.querySelectorAll("img")) {
    if (!OWN_PICTURE.test(image.getAttribute("src"))) (image.closest("figure") ?? image).remove()
  }
  for (const link of body.querySelectorAll("a")) {
    for (const name of ["class", "rel", "target", "title"]) link.removeAttribute(name)
    if (!OWN_LINK.test(link.getAttribute("href"))) link.replaceWith(...link.childNodes)
  }
  return body.innerHTML
}

/* The same text as HTML that the editor offers. */
export function cleanPasted(html) {
  const { body } = new DOMParser().parseFromString(asleep(html.replace(EMBEDDED, "")), "text/html")
  dropUnwanted(body)
  return body.querySelector("[data-pm-slice]") ? ownText(body) : (filled("div", blocksOf(body, {}))?.innerHTML ?? "")
}
