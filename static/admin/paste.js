/* Pasting into the editor: pasted_text.js says what is kept; what would freeze the page is refused, and nothing is lost. */
import { crel, Extension, Plugin } from "django-prose-editor/editor"
import { cleanPasted, EMBEDDED } from "sme2go/pasted_text"

const LONGEST = 1_000_000 // characters of HTML, pictures not counted

function tell(view, words) {
  view.dom.parentElement.querySelector(".paste-refused")?.remove()
  if (!words) return
  view.dom.before(crel("p", { className: "paste-refused", role: "alert", textContent: words }))
}

function refuses(view, event, clipboard) {
  const kinds = ["text/html", "text/plain"].map((kind) => clipboard?.getData(kind).replace(EMBEDDED, "").length ?? 0)
  const isTooLong = Math.max(...kinds) > LONGEST
  tell(view, isTooLong && gettext("This is too much to paste at once. Your text is unchanged: paste it in smaller parts."))
  if (isTooLong) event.preventDefault()
  return isTooLong
}

export const PasteFilter = Extension.create({
  name: "pasteFilter",
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        transformPastedHTML: (html) => cleanPasted(html),
        // Nothing is left: what was selected stays. Files are for the picture library.
        handlePaste: (_view, { clipboardData }, slice) => !slice.size && !clipboardData?.files.length,
        handleDOMEvents: {
          paste: (view, event) => refuses(view, event, event.clipboardData),
          drop: (view, event) => refuses(view, event, event.dataTransfer),
        },
      },
      view: () => ({ update: (view, before) => before.doc !== view.state.doc && tell(view, "") }),
    }),
  ],
})
