/* Every text box of the desk: its name, its language, and a toolbar that speaks the editor's language. */
const nameOf = (box) => document.querySelector(`label[for="${box.id}"]`)?.textContent.trim().replace(/:$/, "")

document.addEventListener("prose-editor:ready", ({ target, detail }) => {
  const editor = target.closest(".prose-editor")
  const box = editor?.querySelector(".ProseMirror[contenteditable]")
  if (!box) return
  if (nameOf(target)) box.setAttribute("aria-label", nameOf(target))
  if (target.lang) box.lang = target.lang
  box.setAttribute("aria-multiline", "true")
  box.spellcheck = true
  detail.editor.on("create", () => translateToolbar(editor)) // the library fills its toolbar then
  if (location.hash === `#${target.id}`) box.focus()
})

/* A link from the checklist names a field (#id_lead_fi); the text boxes answer above, once they are there. */
const named = document.getElementById(location.hash.slice(1))
named?.closest(".form-row, .field-pair")?.scrollIntoView()
named?.focus()

function translateToolbar(editor) {
  for (const button of editor.querySelectorAll(".prose-menubar button[title]")) {
    button.title = gettext(button.title)
    button.setAttribute("aria-label", button.title)
  }
  for (const option of editor.querySelectorAll(".prose-menubar__option > *")) option.textContent = gettext(option.textContent)
}
