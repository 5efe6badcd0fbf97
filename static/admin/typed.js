/* What is typed is kept: here at once, on the server a second after the last key. What was left behind is offered, with what
   it would replace, when the form is opened again: after a crash, a lost connection, an ended session. See typed.py. */
const writing = document.querySelector("#content form[method=post]:not(#draft-deed)")
const place = document.querySelector(".typed")
const told = place?.querySelector(".typed-told")
const state = place?.querySelector(".typed-state")
const NOT_TYPED = /^(csrfmiddlewaretoken|opened|opening|conflict|choose_.*|seen_.*|initial-.*|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$/
const HERE = place ? `typed ${place.dataset.user} ${place.dataset.about} ${place.dataset.pk} ${place.dataset.page} ` : ""
const HEARTBEAT = 10_000
let opening, before, kept = "{}", timer, isSent = false, firstSaved

const fields = () => [...writing.elements].filter(({ name, type }) =>
  name && !NOT_TYPED.test(name) && !["file", "submit", "button"].includes(type))

/* {name: [strings]}: what the form would send, and an empty list where no box is ticked. */
function inForm() {
  const values = {}
  for (const field of fields()) {
    const strings = values[field.name] ??= []
    if (["checkbox", "radio"].includes(field.type)) { if (field.checked) strings.push(field.value) }
    else if (field.multiple) strings.push(...[...field.selectedOptions].map((option) => option.value))
    else strings.push(field.value)
  }
  return values
}

/* Of it what somebody has changed here, as a string. */
function typed() {
  const values = Object.entries(inForm()).filter(([name, strings]) => JSON.stringify(strings) !== JSON.stringify(before[name]))
  return JSON.stringify(Object.fromEntries(values))
}

function keepHere(values) {
  try {
    localStorage.setItem(HERE + opening, JSON.stringify({ opening, opened: writing.elements.opened.value, values, sent: isSent }))
  } catch { /* more than a browser keeps: the form itself still has it */ }
}

async function ask(path, data, method = "POST") {
  const address = new URL(`typed/${path}`, new URL(place.dataset.desk, location))
  const about = { about: place.dataset.about, pk: place.dataset.pk, page: place.dataset.page, ...data }
  if (method === "GET") address.search = new URLSearchParams(about)
  const body = new FormData()
  for (const [name, value] of Object.entries({ ...about, csrfmiddlewaretoken: token() })) body.set(name, value)
  const answer = await fetch(address, { method, body: method === "GET" ? undefined : body, redirect: "manual" })
  if (answer.type === "opaqueredirect") throw new Error("signed out")
  if (!answer.ok) throw new Error(answer.status === 403 ? "refused" : "away")
  return answer.status === 204 ? {} : answer.json()
}

const token = () => writing.elements.csrfmiddlewaretoken.value

function renew(fresh) {
  if (fresh) for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = fresh
}

/* Whoever signs in again in another tab goes on here: the old token is no longer taken, a new one is asked for once. */
async function insist(path, data) {
  try {
    return await ask(path, data)
  } catch (error) {
    if (error.message !== "refused") throw error
    renew((await ask("offer/", { opening }, "GET")).token)
    return ask(path, data)
  }
}

function say(words, kind = "") {
  state.textContent = words
  state.className = `typed-state ${kind}`
}

const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })
const PROBLEMS = {
  "signed out": () => gettext("You are signed out. What you type is kept in this browser: sign in in another tab, then go on here."),
  "refused": () => gettext("The server does not take what you type. It is kept in this browser."),
}

async function deliver() {
  const values = before ? typed() : "{}"
  const isNew = values !== kept
  try {
    const answer = await insist("keep/", { opening, opened: writing.elements.opened.value, ...(isNew && { values }) })
    renew(answer.token)
    if (answer.isSaved) return begin()
    if (isNew) {
      kept = values
      if (typed() === values && !isSent) localStorage.removeItem(HERE + opening)
      say(interpolate(gettext("Kept, not saved yet: %s"), [clock()]))
      document.dispatchEvent(new CustomEvent("typed:kept", { detail: { draft: answer.draft } }))
    } else if (state.classList.contains("is-problem")) say(gettext("The connection is back. Everything is kept."))
    tellOfOthers(answer)
  } catch (error) {
    const words = PROBLEMS[error.message] ?? (() => gettext("The server cannot be reached. What you type is kept in this browser."))
    say(words(), "is-problem")
  }
}

function tellOfOthers({ others, saved: [number, sentence] }) {
  firstSaved ??= number
  const sentences = number > firstSaved ? [...others, sentence] : others
  if (told.textContent === sentences.join("")) return
  told.replaceChildren(...sentences.map((words) => Object.assign(document.createElement("p"), { textContent: words })))
}

/* A form that was saved and is written in again (the browser's way back) is another opening. */
function begin() {
  opening = crypto.randomUUID()
  writing.elements.opening.value = opening
  return deliver()
}

function touched() {
  if (!before) return
  clearTimeout(timer)
  timer = setTimeout(deliver, 1000)
  keepSoon ??= setTimeout(() => { keepSoon = undefined; keepNow() }, 200)
}
let keepSoon
const keepNow = () => { if (before && typed() !== kept) keepHere(typed()) }

function putBack({ values, labels }) {
  before ??= inForm()
  for (const [name, strings] of Object.entries(values)) {
    addRow(name)
    for (const field of fields().filter((field) => field.name === name)) put(field, strings, labels[name] ?? {})
  }
  touched()
}

function put(field, strings, labels) {
  if (["checkbox", "radio"].includes(field.type)) { field.checked = strings.includes(field.value); return }
  if (field.options) {
    for (const value of strings) {
      if (value && ![...field.options].some((option) => option.value === value)) field.add(new Option(labels[value] ?? value, value))
    }
    for (const option of field.options) option.selected = strings.includes(option.value)
    django.jQuery(field).trigger("change")
    return
  }
  field.value = strings[0] ?? ""
  field.closest(".prose-editor")?.querySelector(".ProseMirror[contenteditable]").editor.commands.setContent(field.value)
}

/* What was typed in a row that had been added stands in a row that is not there yet. */
function addRow(name) {
  const [, prefix] = name.match(/^(\w+)-\d+-/) ?? []
  if (prefix && !writing.elements[name]) document.querySelector(`#${prefix}-group .add-row a`)?.click()
}

/* First what only this browser has is brought to the server; so one list offers everything. */
async function bringLeftovers() {
  const sent = []
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(HERE))) {
    const left = JSON.parse(localStorage.getItem(key))
    const answer = await insist("keep/", { opening: left.opening, opened: left.opened, values: left.values })
    await ask("leave/", { opening: left.opening })
    localStorage.removeItem(key)
    if (left.sent && !answer.isSaved) sent.push(left.opening)
  }
  return sent
}

async function offerLeftovers() {
  const sent = await bringLeftovers()
  const { html, drafts, token: fresh } = await ask("offer/", { opening }, "GET")
  renew(fresh)
  const offers = place.querySelector(".typed-offers")
  offers.innerHTML = html
  offers.addEventListener("click", ({ target }) => {
    const { putBack: wanted, forget } = target.dataset
    if (!wanted && !forget) return
    if (wanted) putBack(drafts[wanted])
    target.closest(".typed-offer").remove()
    ;(wanted ? deliver() : Promise.resolve()).then(() => ask(`${wanted ?? forget}/forget/`, {})) // kept anew before it goes
  })
  const [id, own] = Object.entries(drafts).find(([, draft]) => sent.includes(draft.opening) && draft.isFresh) ?? []
  if (!own) return
  await ready
  offers.querySelector(`[data-put-back="${id}"]`).click()
  const words = gettext("What you had typed when the save failed is in the form again. Save it now.")
  offers.prepend(Object.assign(document.createElement("p"), { className: "typed-back", textContent: words }))
}

/* The library makes its text boxes one after another; what comes back into them must wait for the last one. */
const ready = new Promise((resolve) => {
  const look = () => {
    const waiting = [...document.querySelectorAll(".prose-editor")].some((box) => !box.querySelector(".ProseMirror[contenteditable]")?.editor)
    if (waiting) setTimeout(look, 50)
    else resolve()
  }
  addEventListener("load", look)
})

if (writing && place && writing.elements.opening) {
  opening = writing.elements.opening.value || crypto.randomUUID()
  writing.elements.opening.value = opening
  const hasErrors = Boolean(document.querySelector(".errornote"))
  if (hasErrors) before = {} // everything in it is typed, since nothing of it was saved
  for (const first of ["pointerdown", "keydown", "beforeinput"]) {
    writing.addEventListener(first, () => { before ??= inForm() }, { capture: true })
  }
  for (const kind of ["input", "change", "keyup", "click"]) writing.addEventListener(kind, touched)
  writing.addEventListener("submit", () => {
    isSent = true
    before ??= inForm()
    if (typed() !== "{}") keepHere(typed())
  })
  addEventListener("pagehide", () => {
    if (!isSent) keepNow()
    const body = new FormData()
    for (const [name, value] of Object.entries({ opening, csrfmiddlewaretoken: token() })) body.set(name, value)
    navigator.sendBeacon(new URL("typed/leave/", new URL(place.dataset.desk, location)), body)
  })
  addEventListener("pageshow", (event) => { if (event.persisted) isSent = false })
  setInterval(deliver, HEARTBEAT)
  offerLeftovers().catch(() => {}).finally(deliver)
  addEventListener("beforeunload", (event) => { if (!isSent && before && typed() !== "{}") event.preventDefault() })
}
