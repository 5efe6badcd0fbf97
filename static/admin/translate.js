/* The translator's page: the language of its fields, Ctrl+S, and Enter where a reason is written. */
const form = document.querySelector(".side-by-side")
const { language } = form.dataset

for (const control of form.querySelectorAll(".target input, .target textarea")) control.lang = language

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return
  event.preventDefault()
  form.requestSubmit(form.querySelector(event.shiftKey ? "[name=_next]" : "[name=_continue]") ?? undefined)
})

document.getElementById("reason")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return
  event.preventDefault()
  form.requestSubmit(form.querySelector("[name=_send_back]"))
})
