/* The translator's page: the language of its fields, Ctrl+S, and a warning before typed words are left behind. */
const form = document.querySelector(".side-by-side")
const { language } = form.dataset
let isTouched = false

for (const control of form.querySelectorAll(".target input, .target textarea")) control.lang = language

form.addEventListener("input", () => { isTouched = true })
form.addEventListener("submit", () => { isTouched = false })
addEventListener("beforeunload", (event) => { if (isTouched) event.preventDefault() })

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return
  event.preventDefault()
  form.requestSubmit(form.querySelector(event.shiftKey ? "[name=_next]" : "[name=_continue]") ?? undefined)
})
