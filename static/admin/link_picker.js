/* The link dialog: a page of this site, picked from a list and kept by its identity, or an address elsewhere. */
import { crel, Link } from "django-prose-editor/editor"

const ADDRESS = /^(https?:\/\/[^/?#\s]|mailto:.|tel:.|\/(?![/\\]))/i
const MAIL = /^[^\s@/]+@[^\s@/]+\.[a-z]{2,}$/i
const HOST = /^([\w-]+\.)+[a-z]{2,}([/?#]\S*)?$/i
const PAUSE = 150 // ms without a keystroke before the list is asked for
let count = 0

/* An address as a link holds it; "" for words to search for. */
function addressOf(words) {
  if (ADDRESS.test(words)) return words
  if (MAIL.test(words)) return `mailto:${words}`
  return HOST.test(words) ? `https://${words}` : ""
}

const isOurs = (address) => address.startsWith("/") || (URL.canParse(address) && new URL(address).host === location.host)

const publicity = ({ isPublic }) => (isPublic ? gettext("public in this language") : gettext("not public in this language"))
const described = (target) => (target.isPublic ? target.kind : `${target.kind} · ${publicity(target)}`)

class LinkPicker {
  constructor(source, language, href) {
    Object.assign(this, { source, language, href, targets: [], active: -1, id: `link-picker-${++count}` })
    this.build()
    this.input.addEventListener("input", () => this.wait())
    this.input.addEventListener("keydown", (event) => this.move(event))
    this.list.addEventListener("mousedown", (event) => event.preventDefault()) // the focus stays in the text box
    this.list.addEventListener("click", ({ target }) => this.take([...this.list.children].indexOf(target.closest("li"))))
    this.form.addEventListener("submit", (event) => {
      event.preventDefault()
      this.take(this.active)
    })
  }

  build() {
    const { id } = this
    this.leads = crel("p", { className: "link-picker__leads", hidden: true })
    this.input = crel("input", {
      id: `${id}-words`, type: "text", autocomplete: "off", spellcheck: false, role: "combobox", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-describedby": `${id}-told`,
    })
    this.list = crel("ul", { id: `${id}-list`, hidden: true, role: "listbox", "aria-label": gettext("Pages of this site") })
    this.told = crel("p", { id: `${id}-told`, className: "link-picker__told", role: "status" })
    this.form = crel("form", {}, [
      crel("h2", { id: `${id}-title`, textContent: gettext("Link") }),
      this.leads,
      crel("label", { htmlFor: `${id}-words`, textContent: gettext("Words of a page of this site, or an address") }),
      this.input,
      this.list,
      this.told,
      crel("div", { className: "link-picker__buttons" }, this.buttons()),
    ])
    this.dialog = crel("dialog", { className: "link-picker", "aria-labelledby": `${id}-title` }, [this.form])
  }

  buttons() {
    const set = crel("button", { type: "submit", textContent: gettext("Set link") })
    const remove = crel("button", { type: "button", textContent: gettext("Remove link") })
    const cancel = crel("button", { type: "button", textContent: gettext("Cancel") })
    remove.addEventListener("click", () => this.close({ href: "" }))
    cancel.addEventListener("click", () => this.close(null))
    return this.href ? [set, remove, cancel] : [set, cancel]
  }

  /* {href, title} of what was chosen, href being "" where the link is to go; null when all stays as it was. */
  open() {
    document.body.append(this.dialog)
    this.dialog.showModal()
    if (this.href.startsWith("/go/")) this.sayWhereItLeads()
    else this.input.value = this.href
    this.input.select()
    this.search()
    return new Promise((resolve) => {
      this.dialog.addEventListener("close", () => {
        this.stop()
        this.dialog.remove()
        resolve(this.chosen ?? null)
      })
    })
  }

  close(chosen) {
    this.chosen = chosen
    this.dialog.close()
  }

  async sayWhereItLeads() {
    const [target] = await this.ask({ address: this.href }).catch(() => [])
    if (target) {
      const title = crel("strong", { lang: target.language, textContent: target.title })
      this.leads.append(`${gettext("Leads to:")} `, title, ` (${target.kind}, ${publicity(target)})`)
    } else this.leads.append(gettext("Leads to nothing"))
    this.leads.hidden = false
  }

  async ask(query, signal) {
    const parameters = new URLSearchParams({ ...query, language: this.language })
    return (await (await fetch(`${this.source}?${parameters}`, { signal })).json()).targets
  }

  stop() {
    clearTimeout(this.timer)
    this.asking?.abort()
  }

  wait() {
    this.stop()
    this.mark(-1)
    this.input.removeAttribute("aria-invalid")
    this.timer = setTimeout(() => this.search(), PAUSE)
  }

  async search() {
    const words = this.input.value.trim()
    const address = addressOf(words)
    if (address && !isOurs(address)) return this.show([], gettext("An address outside this site"))
    this.asking = new AbortController()
    try {
      const targets = await this.ask(address ? { address } : { q: words }, this.asking.signal)
      const found = interpolate(ngettext("%s page found", "%s pages found", targets.length), [targets.length])
      this.show(targets, found)
      if (address && targets.length) this.mark(0)
    } catch (error) {
      if (error.name !== "AbortError") this.show([], gettext("The list cannot be reached: are you still signed in?"))
    }
  }

  show(targets, told) {
    this.targets = targets
    this.list.replaceChildren(...targets.map((target, number) => this.option(target, number)))
    this.list.hidden = !targets.length
    this.input.setAttribute("aria-expanded", String(Boolean(targets.length)))
    this.told.textContent = told
    this.mark(-1)
  }

  option(target, number) {
    return crel("li", { id: `${this.list.id}-${number}`, role: "option", "aria-selected": "false" }, [
      crel("span", { lang: target.language, textContent: target.title }),
      crel("small", { textContent: described(target) }),
    ])
  }

  mark(number) {
    this.active = number
    const option = this.list.children[number]
    for (const one of this.list.children) one.setAttribute("aria-selected", String(one === option))
    if (option) this.input.setAttribute("aria-activedescendant", option.id)
    else this.input.removeAttribute("aria-activedescendant")
    option?.scrollIntoView({ block: "nearest" })
  }

  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || !this.targets.length) return
    event.preventDefault()
    const { length } = this.targets
    this.mark(this.active < 0 && step < 0 ? length - 1 : (this.active + step + length) % length)
  }

  async take(number) {
    const words = this.input.value.trim()
    const address = addressOf(words)
    if (this.targets[number]) this.takeTarget(this.targets[number])
    else if (!words && this.href) this.close(null)
    else if (!address) this.refuse()
    else {
      const [target] = isOurs(address) ? await this.ask({ address }).catch(() => []) : []
      if (target) this.takeTarget(target)
      else this.close({ href: address, title: words })
    }
  }

  takeTarget({ address, title }) {
    this.close({ href: address, title })
  }

  refuse() {
    this.told.textContent = gettext("Choose from the list, or write an address that begins with https://, mailto: or tel:")
    this.input.setAttribute("aria-invalid", "true")
    this.input.focus()
  }
}

async function pick(editor, source) {
  const box = editor.view.dom.closest("[lang]")
  const { from, to } = editor.state.selection
  const chosen = await new LinkPicker(source, box.lang, editor.getAttributes("link").href ?? "").open()
  const chain = editor.chain().setTextSelection({ from, to }) // the closed dialog has given the focus back, but not this
  if (!chosen) chain.run()
  else if (!chosen.href) chain.extendMarkRange("link").unsetMark("link").run()
  else if (from === to && !editor.isActive("link")) chain.insertContent(linked(chosen)).run()
  else chain.extendMarkRange("link").setMark("link", { href: chosen.href }).run()
  editor.view.focus()
}

const linked = ({ href, title }) => ({ type: "text", text: title, marks: [{ type: "link", attrs: { href } }] })

/* The library's link with our dialog. Pasted words become a link only where they are an address in full. */
export const SiteLink = Link.extend({
  addOptions() {
    return { ...this.parent?.(), defaultProtocol: "https", targets: "" }
  },
  addCommands() {
    return {
      ...this.parent?.(),
      addLink:
        () =>
        ({ editor }) => {
          pick(editor, this.options.targets)
          return true
        },
    }
  },
  addKeyboardShortcuts() {
    return { "Mod-k": ({ editor }) => editor.commands.addLink() }
  },
  addMenuItems(bar) {
    this.parent?.(bar)
    bar.menu.defineItem({
      name: "link",
      groups: "link",
      command: (editor) => editor.commands.addLink(),
      active: (editor) => editor.isActive("link"),
      button: bar.buttons.material("insert_link", gettext("Link")),
    })
  },
  addPasteRules() {
    const rules = this.parent?.() ?? []
    return rules.map((rule) => Object.assign(rule, { find: inFull(rule.find) }))
  },
})

const inFull = (find) => (words, event) => (find(words, event) ?? []).filter(({ text }) => ADDRESS.test(text))
