/* The one language bar: chooses which language's rows of the form are seen. Without it, all of them are. */
const bar = document.querySelector(".language-bar")
const codes = [...bar.querySelectorAll("button[value]:not([value=''])")].map((button) => button.value)
const row = new RegExp(`\\bfield-\\w+_(${codes.join("|")})\\b`)
const rows = [...document.querySelectorAll(".form-row, .fieldBox")].filter((element) => row.test(element.className))
const languageOf = (element) => element.className.match(row)[1]

for (const element of rows) {
  for (const control of element.querySelectorAll("input, textarea")) control.lang = languageOf(element)
}

function choose(code) {
  for (const element of rows) element.hidden = Boolean(code) && languageOf(element) !== code
  for (const button of bar.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === code))
  sessionStorage.setItem("language-bar", code)
}

/* A language with an error is never left out of sight: its button says so, and the first one is opened. */
const wrong = [...new Set(rows.filter((element) => element.matches(".errors, :has(.errorlist)")).map(languageOf))]
for (const button of bar.querySelectorAll("button")) button.classList.toggle("has-errors", wrong.includes(button.value))

/* A link may name the language (?language=fi) or a field (#id_title_fi). */
const wanted = new URLSearchParams(location.search).get("language") ?? codes.find((code) => location.hash.endsWith(`_${code}`))
const kept = wanted ?? sessionStorage.getItem("language-bar")
if (rows.length) {
  bar.hidden = false
  bar.addEventListener("click", (event) => {
    if (event.target.matches("button")) choose(event.target.value)
  })
  choose(wrong[0] ?? kept ?? document.documentElement.lang)
}

/* Django's date and time stand beside their names, but are not called by them. */
for (const input of document.querySelectorAll(".datetime input")) {
  const name = input.closest(".form-row").querySelector("label")?.textContent ?? ""
  input.setAttribute("aria-label", `${name} ${input.previousSibling?.textContent ?? ""}`.replace(/\s+/g, " ").trim())
}

/* Select2's search box in a field of many is called by nothing, and its list holds more than items. */
addEventListener("load", () => django.jQuery(nameSelect2)) // behind Django's own, which makes them

function nameSelect2() {
  for (const field of document.querySelectorAll(".select2-selection--multiple .select2-search__field")) {
    field.setAttribute("aria-label", field.closest(".form-row").querySelector("label")?.textContent.trim() ?? "")
  }
  for (const list of document.querySelectorAll("ul.select2-selection__rendered")) {
    list.setAttribute("role", "group")
    for (const item of list.children) if (item.matches("li")) item.setAttribute("role", "presentation")
  }
}
