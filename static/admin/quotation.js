/* A quotation with its speaker: <figure class="quote"><blockquote>…</blockquote><figcaption>speaker, role</figcaption></figure>. */
import { Node } from "django-prose-editor/editor"

const QuoteWords = Node.create({
  name: "quoteWords",
  content: "paragraph+",
  defining: true,
  parseHTML: () => [{ tag: "blockquote", context: "quotation/", priority: 70 }],
  renderHTML: () => ["blockquote", 0],
})

const QuoteSpeaker = Node.create({
  name: "quoteSpeaker",
  content: "inline*",
  defining: true,
  parseHTML: () => [{ tag: "figcaption", context: "quotation/", priority: 70 }],
  renderHTML: () => ["figcaption", 0],
  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection
        if ($from.parent.type.name !== this.name) return false
        const after = $from.after($from.depth - 1)
        return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run()
      },
    }
  },
})

/* The insertion leaves the caret with the speaker: what comes first is written first. */
const intoTheWords = ({ tr, commands }) => {
  const { $from } = tr.selection
  return commands.setTextSelection($from.start($from.depth - 1) + 2)
}

export const Quotation = Node.create({
  name: "quotation",
  group: "block",
  content: "quoteWords quoteSpeaker",
  isolating: true,
  draggable: true,
  parseHTML: () => [{ tag: "figure.quote", priority: 80 }],
  renderHTML: () => ["figure", { class: "quote" }, 0],
  addExtensions: () => [QuoteWords, QuoteSpeaker],
  addCommands() {
    return {
      insertQuotation:
        () =>
        ({ chain, state }) => {
          const { from, to } = state.selection
          const words = state.doc.textBetween(from, to, " ")
          const quotation = {
            type: this.name,
            content: [
              { type: "quoteWords", content: [{ type: "paragraph", content: words ? [{ type: "text", text: words }] : [] }] },
              { type: "quoteSpeaker" },
            ],
          }
          return chain().insertContent(quotation).command(words ? () => true : intoTheWords).run()
        },
    }
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "quotation",
      groups: "nodes",
      command: (editor) => editor.chain().focus().insertQuotation().run(),
      enabled: (editor) => !editor.isActive("quotation"),
      active: (editor) => editor.isActive("quotation"),
      button: buttons.material("record_voice_over", gettext("Quotation with speaker")),
    })
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-q": ({ editor }) => editor.commands.insertQuotation() }
  },
})
