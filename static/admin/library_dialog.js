/* The picture dialog of the editor: choose from the library, or upload with words in the language of the text. */
import { crel } from "django-prose-editor/editor"

const nameOf = (code) => new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(code)
const button = (textContent, attributes) => crel("button", { type: "button", textContent, ...attributes })

/* A field under its label; `name` is the form's own, so that the server's errors find it. */
function field(label, name, attributes) {
  const input = crel("input", { name, id: `library-${name}`, className: "vTextField", maxLength: 300, ...attributes })
  return crel("p", {}, [crel("label", { htmlFor: input.id, textContent: label }), input])
}

/* One picture of the grid: a button, or a disabled one that says why the picture may not be used. */
function offered(picture, choose) {
  const words = [crel("span", { className: "library-name", textContent: picture.caption || picture.alt || picture.name })]
  if (picture.alt && picture.caption) words.push(crel("span", { textContent: picture.alt }))
  if (picture.lacks_alt) words.push(crel("strong", { className: "lacking", textContent: gettext("No description in this language") }))
  if (picture.expired) words.push(crel("strong", { className: "lacking", textContent: picture.expired }))
  const image = crel("img", { src: picture.src, alt: "", loading: "lazy" })
  const item = button("", { className: "library-picture" })
  item.append(image, ...words)
  if (picture.expired) item.setAttribute("aria-disabled", "true")
  else item.addEventListener("click", () => choose(picture))
  return crel("li", {}, [item])
}

/* Arrow keys among the pictures: left and right by one, up and down by a row. */
function walk(event, grid) {
  const items = [...grid.querySelectorAll("button")]
  const at = items.indexOf(document.activeElement)
  const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key]
  if (at < 0 || !step) return
  event.preventDefault()
  items[Math.min(items.length - 1, Math.max(0, at + step))].focus()
}

function shelf({ library, language }, choose) {
  const search = crel("input", { type: "search", id: "library-search" })
  const count = crel("p", { className: "library-count", role: "status" })
  const grid = crel("ul", { className: "library-grid" })
  const more = button(gettext("More pictures"), { hidden: true })
  let [page, asked, waiting] = [1, 0, 0]

  async function fill(next) {
    const [number, query] = [++asked, new URLSearchParams({ q: search.value, language, page: next })]
    const answer = await fetch(`${library}?${query}`).then((response) => response.json()).catch(() => null)
    if (number !== asked) return // an answer to what has been typed over
    if (!answer) return void (count.textContent = gettext("The library does not answer. Are you still signed in?"))
    const items = answer.pictures.map((picture) => offered(picture, choose))
    if (next === 1) grid.replaceChildren(...items)
    else grid.append(...items)
    page = next
    more.hidden = !answer.has_more
    const shown = grid.childElementCount
    count.textContent = shown ? interpolate(ngettext("%s picture", "%s pictures", shown), [shown]) : gettext("No picture is found.")
    if (next > 1) items[0]?.firstChild.focus()
  }

  search.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(fill, 200, 1)
  })
  search.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return
    event.preventDefault()
    grid.querySelector("button")?.focus()
  })
  grid.addEventListener("keydown", (event) => walk(event, grid))
  more.addEventListener("click", () => fill(page + 1))
  fill(1)
  const label = crel("label", { htmlFor: search.id, textContent: gettext("Search the library") })
  return crel("section", { className: "library-shelf" }, [crel("p", {}, [label, search]), count, grid, more])
}

/* The upload's answer: {picture}, or {errors: {field: [sentences]}} whatever goes wrong. */
async function send(upload, form, language) {
  const body = new FormData(form)
  body.set("language", language)
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
  try {
    const response = await fetch(upload, { method: "POST", body })
    const answer = await response.json()
    return response.ok ? { picture: answer } : answer
  } catch {
    return { errors: { "": [gettext("The picture could not be stored. Are you still signed in? What you typed is kept: try again.")] } }
  }
}

function dropZone(input) {
  const preview = crel("img", { alt: "", hidden: true })
  const words = crel("span", { textContent: gettext("Drop a picture here, or choose a file") })
  input.addEventListener("change", () => {
    URL.revokeObjectURL(preview.src)
    const [file] = input.files
    preview.hidden = !file
    if (file) preview.src = URL.createObjectURL(file)
    words.textContent = file?.name ?? gettext("Drop a picture here, or choose a file")
  })
  preview.addEventListener("error", () => (preview.hidden = true))
  return crel("label", { className: "library-drop" }, [input, preview, words])
}

function fileInto(input, file) {
  const carrier = new DataTransfer()
  carrier.items.add(file)
  input.files = carrier.files
  input.dispatchEvent(new Event("change"))
}

function uploader({ upload, language }, choose) {
  const input = crel("input", { type: "file", name: "file", accept: "image/jpeg,image/png,image/webp,image/avif" })
  const alt = field(interpolate(gettext("What it shows, in %s"), [nameOf(language)]), `alt_${language}`, { lang: language })
  const decorative = crel("input", { type: "checkbox", name: "decorative", id: "library-decorative" })
  const alert = crel("div", { role: "alert", className: "library-errors" })
  const submit = crel("button", { type: "submit", className: "default", textContent: gettext("Upload and insert") })
  const form = crel("form", { className: "library-upload", noValidate: true }, [
    crel("h3", { textContent: gettext("New picture") }),
    dropZone(input),
    alt,
    crel("p", {}, [decorative, crel("label", { htmlFor: decorative.id, textContent: gettext("Decorative: says nothing that the text does not say") })]),
    field(interpolate(gettext("Caption, in %s"), [nameOf(language)]), `caption_${language}`, { lang: language }),
    field(gettext("Credit"), `credit_${language}`, { lang: language, maxLength: 160 }),
    alert,
    submit,
  ])
  decorative.addEventListener("change", () => (alt.lastChild.disabled = decorative.checked))
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    submit.disabled = true
    alert.replaceChildren()
    const { picture, errors = {} } = await send(upload, form, language)
    submit.disabled = false
    if (picture) return choose(picture)
    alert.replaceChildren(...Object.values(errors).flat().map((textContent) => crel("p", { textContent })))
    for (const control of form.querySelectorAll("input")) control.setAttribute("aria-invalid", String(control.name in errors))
    form.querySelector("[aria-invalid=true]")?.focus()
  })
  return form
}

/* The chosen or uploaded picture as the server describes it, or null. `file` is one that was dropped or pasted. */
export function choosePicture({ file, isExchange, ...room }) {
  return new Promise((resolve) => {
    let chosen = null
    const choose = (picture) => {
      chosen = picture
      dialog.close()
    }
    const title = crel("h2", { id: "library-title", textContent: isExchange ? gettext("Choose another picture") : gettext("Insert a picture") })
    const close = button("×", { className: "library-close", "aria-label": gettext("Close") })
    const form = uploader(room, choose)
    const dialog = crel("dialog", { className: "library", "aria-labelledby": title.id }, [
      crel("div", { className: "library-head" }, [title, close]),
      crel("div", { className: "library-rooms" }, file ? [form, shelf(room, choose)] : [shelf(room, choose), form]),
    ])
    close.addEventListener("click", () => dialog.close())
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(chosen)
    })
    dialog.addEventListener("dragover", (event) => event.preventDefault())
    dialog.addEventListener("drop", (event) => {
      event.preventDefault()
      if (event.dataTransfer.files.length) fileInto(form.elements.file, event.dataTransfer.files[0])
    })
    dialog.addEventListener("paste", ({ clipboardData }) => {
      if (clipboardData.files.length) fileInto(form.elements.file, clipboardData.files[0])
    })
    document.body.append(dialog)
    dialog.showModal()
    if (file) fileInto(form.elements.file, file)
    dialog.querySelector(file ? `[name=alt_${room.language}]` : "[type=search]").focus()
  })
}
