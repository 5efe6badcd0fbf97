/* The translator's page: names and languages for the text boxes, Ctrl+S, and a warning before typed words are left behind. */
const form = document.querySelector(".side-by-side")
const { language } = form.dataset
let isTouched = false

for (const control of form.querySelectorAll(".target input, .target textarea")) control.lang = language

document.addEventListener("prose-editor:ready", ({ target }) => {
  const box = target.closest(".prose-editor")?.querySelector(".ProseMirror")
  if (!box) return
  box.setAttribute("aria-label", form.querySelector(`label[for="${target.id}"]`).textContent.trim())
  box.setAttribute("aria-multiline", "true")
  box.lang = language
  box.spellcheck = true
})

form.addEventListener("input", () => { isTouched = true })
form.addEventListener("submit", () => { isTouched = false })
addEventListener("beforeunload", (event) => { if (isTouched) event.preventDefault() })

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return
  event.preventDefault()
  form.requestSubmit(form.querySelector(event.shiftKey ? "[name=_next]" : "[name=_continue]") ?? undefined)
})
