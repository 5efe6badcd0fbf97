/* What is typed is not lost: a question before it is left behind, and what a save could not deliver (the session had ended,
   the server was away, the form was too old) is kept in this tab and offered when the form is opened again. */
const writing = document.querySelector("#content form[method=post]")
const KEY = `typed ${location.pathname}`
const hasErrors = Boolean(document.querySelector(".errornote"))
let isTouched = hasErrors

const fields = () => [...writing.elements].filter(({ name, type }) =>
  name && name !== "csrfmiddlewaretoken" && !["file", "submit", "button"].includes(type))

/* [[name, value]]: the chosen values of a list, whether a box is ticked, else the words. */
function typed() {
  return fields().map((field) => {
    if (field.type === "checkbox" || field.type === "radio") return [`${field.name}=${field.value}`, field.checked]
    if (field.multiple) return [field.name, [...field.selectedOptions].map((option) => option.value)]
    return [field.name, field.value]
  })
}

function putBack(kept) {
  for (const field of fields()) {
    const isBox = field.type === "checkbox" || field.type === "radio"
    const value = kept.get(isBox ? `${field.name}=${field.value}` : field.name)
    if (value === undefined) continue
    if (isBox) field.checked = value
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value)
    else field.value = value
    field.closest(".prose-editor")?.querySelector(".ProseMirror[contenteditable]").editor.commands.setContent(value)
  }
  isTouched = true
}

function offer(kept) {
  const bar = document.createElement("p")
  const button = (words, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: words })
    made.addEventListener("click", () => { act(); sessionStorage.removeItem(KEY); bar.remove() })
    return made
  }
  bar.className = "typed-kept"
  bar.setAttribute("role", "status")
  bar.append(gettext("What you typed here was not saved."), " ",
    button(gettext("Put it back"), () => putBack(kept)), " ", button(gettext("Forget it"), () => {}))
  writing.before(bar)
}

if (document.querySelector(".messagelist .success")) sessionStorage.removeItem(sessionStorage.getItem("typed last"))
const undelivered = sessionStorage.getItem(KEY)
if (writing && undelivered && !hasErrors && undelivered !== JSON.stringify(typed())) offer(new Map(JSON.parse(undelivered)))

writing?.addEventListener("input", () => { isTouched = true })
writing?.addEventListener("submit", () => {
  isTouched = false
  try {
    sessionStorage.setItem(KEY, JSON.stringify(typed()))
    sessionStorage.setItem("typed last", KEY)
  } catch { /* more than a browser keeps: the form itself still has it */ }
})
addEventListener("beforeunload", (event) => { if (isTouched) event.preventDefault() })
