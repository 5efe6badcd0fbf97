/* The preview beside the form: the page as readers would get it, with what is typed (typed.js says when it is kept). */
const opener = document.querySelector(".preview-open button")
const panel = document.getElementById("preview")
const find = (selector) => panel?.querySelector(selector)
const sheet = find(".preview-sheet"), stage = find(".preview-stage"), device = find(".preview-device"), frame = find("iframe")
const language = find(".preview-language"), title = find("#preview-title"), told = find(".preview-told"), alone = find(".preview-alone")
const widths = [...(panel?.querySelectorAll("[name=preview-width]") ?? [])]
const KEPT = "preview width" // of this tab: a form that is saved comes back with its preview
let draft = "", shown = "", wanted = 0

const address = () => language.value + (draft && `?typed=${draft}`)

/* Another language is another page. What is typed changes the page in its place: nothing flashes, nothing moves. */
async function show() {
  alone.href = address()
  if (panel.hidden) return
  if (shown !== language.value || !page()?.querySelector(".preview-banner")) {
    shown = language.value
    frame.contentWindow.location.replace(address()) // no step of the browser's way back
    return
  }
  const own = ++wanted
  try {
    const answer = await fetch(address(), { redirect: "error" })
    if (!answer.ok) throw new Error(answer.status)
    const words = await answer.text()
    if (own === wanted && shown === language.value) renew(new DOMParser().parseFromString(words, "text/html"))
    told.textContent = ""
  } catch {
    told.textContent = gettext("The preview could not be renewed. It is as it was before.")
  }
}

const page = () => frame.contentDocument?.documentElement

function renew(fresh) {
  const before = [...page().querySelectorAll("picture")]
  for (const picture of fresh.querySelectorAll("picture")) {
    const same = before.findIndex((other) => other.isEqualNode(picture))
    if (same >= 0) picture.replaceWith(before.splice(same, 1)[0]) // it is loaded already
  }
  const at = frame.contentWindow.scrollY
  page().querySelector("title")?.replaceWith(fresh.querySelector("title"))
  page().querySelector("body").replaceWith(fresh.querySelector("body"))
  frame.contentWindow.scrollTo({ top: at, behavior: "instant" })
}

/* A link to another language of the preview chooses it here; every other one opens beside the desk, since no page of readers
   lets itself be framed. */
function follow(event) {
  const link = event.target.closest("a[href]")
  if (!link || link.getAttribute("href").startsWith("#")) return
  const option = [...language.options].find(({ value }) => value === link.pathname)
  if (!option) {
    Object.assign(link, { target: "_blank", rel: "noopener" })
    return
  }
  event.preventDefault()
  option.selected = true
  show()
}

/* The page is laid out at the width of the device and then scaled to the room that there is. */
function fit() {
  if (panel.hidden) return
  const width = chosen(), room = getComputedStyle(stage), { top } = panel.getBoundingClientRect()
  document.body.dataset.preview = width
  sheet.style.setProperty("--above", `${Math.max(0, top)}px`)
  const inside = (size, ...edges) => size - edges.reduce((sum, edge) => sum + parseFloat(room[edge]), 0)
  const scale = Math.min(1, inside(stage.clientWidth, "paddingLeft", "paddingRight") / width)
  const height = inside(stage.clientHeight, "paddingTop", "paddingBottom")
  Object.assign(device.style, { width: `${width * scale}px`, height: `${height}px` })
  Object.assign(frame.style, { width: `${width}px`, height: `${height / scale}px`, transform: `scale(${scale})` })
  find(".preview-scale").textContent = `${width} px · ${Math.round(scale * 100)} %`
}

const chosen = () => Number(widths.find(({ checked }) => checked).value)

/* The language that the form shows; false where it shows all, or the one that is chosen already. */
function choose(code) {
  const option = [...language.options].find(({ dataset }) => dataset.code === code)
  if (!option || option.selected) return false
  option.selected = true
  return true
}

function open(isOpen) {
  panel.hidden = !isOpen
  opener.setAttribute("aria-expanded", String(isOpen))
  document.body.classList.toggle("has-preview", isOpen)
  if (!isOpen) { sessionStorage.removeItem(KEPT); return }
  sessionStorage.setItem(KEPT, chosen())
  choose(document.querySelector(".language-bar [aria-pressed=true]")?.value)
  fit()
  show()
}

function close() {
  open(false)
  opener.focus()
}

if (panel) {
  opener.addEventListener("click", () => {
    open(panel.hidden)
    if (!panel.hidden) title.focus()
  })
  find(".preview-close").addEventListener("click", close)
  panel.addEventListener("keydown", ({ key }) => { if (key === "Escape") close() })
  language.addEventListener("change", show)
  for (const radio of widths) radio.addEventListener("change", () => { sessionStorage.setItem(KEPT, chosen()); fit() })
  frame.addEventListener("load", () => {
    const inside = frame.contentDocument
    inside?.addEventListener("click", follow)
    inside?.addEventListener("auxclick", follow)
    inside?.addEventListener("keydown", ({ key }) => { if (key === "Escape") close() })
  })
  document.addEventListener("typed:kept", ({ detail }) => { draft = detail.draft; show() })
  document.querySelector(".language-bar")?.addEventListener("click", ({ target }) => { if (choose(target.value)) show() })
  new ResizeObserver(fit).observe(stage)
  addEventListener("scroll", fit, { passive: true })
  const kept = widths.find(({ value }) => value === sessionStorage.getItem(KEPT))
  if (kept) { kept.checked = true; open(true) }
}
