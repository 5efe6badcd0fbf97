/* Figures from the picture library: <figure><img src="/go/picture/7/"><figcaption>…</figcaption></figure>. What is chosen,
   dropped or pasted passes through one dialog (library_dialog.js); without a caption of its own, a figure shows the picture's. */
import { Figure, pm } from "django-prose-editor/editor"

const { Fragment, Slice } = pm.model
const { Plugin, TextSelection } = pm.state
const { Decoration, DecorationSet } = pm.view

/* {node, at} of the figure that the selection is, or is in; null elsewhere. */
function figureAround({ selection: { $from, node } }) {
  if (node?.type.name === "figure") return { node, at: $from.pos }
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name === "figure") return { node: $from.node(depth), at: $from.before(depth) }
  }
  return null
}

/* The nearest place between two blocks where a figure may stand: no paragraph is cut in two. */
function placeNear(doc, at, figure) {
  return pm.transform.dropPoint(doc, at, new Slice(Fragment.from(figure), 0, 0))
}

function newFigure({ figure, image }, src) {
  return figure.create(null, image.create({ src }))
}

function insert(editor, at, src) {
  const { state, view } = editor
  const figure = newFigure(state.schema.nodes, src)
  const place = placeNear(state.doc, at, figure)
  const after = place + figure.nodeSize
  const tr = state.tr.insert(place, figure)
  if (!tr.doc.resolve(after).nodeAfter) tr.insert(after, state.schema.nodes.paragraph.create())
  view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(after))).scrollIntoView())
  return after
}

function exchange(editor, { node, at }, src) {
  editor.view.dispatch(editor.state.tr.setNodeMarkup(at + 1, null, { ...node.firstChild.attrs, src }))
}

async function ask(editor, options, more) {
  const { choosePicture } = await import(options.dialog)
  const language = editor.view.dom.closest(".prose-editor").querySelector("textarea").lang || document.documentElement.lang
  const picture = await choosePicture({ ...options, language, ...more })
  editor.view.focus()
  return picture
}

async function insertFiles(editor, options, at, files) {
  for (const file of files) {
    const picture = await ask(editor, options, { file })
    if (!picture) return
    at = insert(editor, at, picture.address)
  }
}

/* In the text box a picture has words for those who do not see it; on the page these come from the library. */
function named(doc) {
  const found = []
  doc.descendants((node, at) => {
    if (node.type.name !== "image") return
    const [number] = (node.attrs.src ?? "").match(/\d+/) ?? [""]
    found.push(Decoration.node(at, at + node.nodeSize, { alt: interpolate(gettext("Picture %s of the library"), [number]) }))
  })
  return DecorationSet.create(doc, found)
}

function takingFiles(editor, options) {
  return new Plugin({
    props: {
      decorations: ({ doc }) => named(doc),
      handlePaste(view, { clipboardData }) {
        const files = [...(clipboardData?.files ?? [])]
        if (!files.length || clipboardData.getData("text/plain")) return false // Word puts a picture beside its text
        insertFiles(editor, options, view.state.selection.to, files)
        return true
      },
      handleDrop(view, event) {
        const files = [...(event.dataTransfer?.files ?? [])]
        if (!files.length || view.dragging) return false
        insertFiles(editor, options, view.posAtCoords({ left: event.clientX, top: event.clientY }).pos, files)
        return true
      },
    },
  })
}

/* A file dropped beside a text box would make the browser leave the page, and what was typed with it. */
document.addEventListener("dragover", (event) => {
  if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files") || event.target.matches("input[type=file]")) return
  event.preventDefault()
  event.dataTransfer.dropEffect = "none"
})

export const LibraryFigure = Figure.extend({
  addOptions: () => ({ dialog: null, library: null, upload: null }),
  addNodeView() {
    const draw = this.parent()
    return (props) => {
      const { dom, ...view } = draw(props)
      const say = (words) => () => (dom.dataset.gone = words)
      dom.addEventListener("error", say(gettext("Readers do not see this picture: its right of use has ended.")), true)
      dom.addEventListener("load", say(""), true)
      return { dom, ...view, ignoreMutation: ({ type, target }) => type === "attributes" && target === dom }
    }
  },
  addCommands() {
    const { options } = this
    return {
      ...this.parent?.(),
      editImage:
        () =>
        ({ editor, state, dispatch }) => {
          const [figure, at] = [figureAround(state), state.selection.to]
          if (!dispatch) return Boolean(figure) || placeNear(state.doc, at, newFigure(state.schema.nodes)) !== null
          ask(editor, options, { isExchange: Boolean(figure) }).then((picture) => {
            if (picture && figure) exchange(editor, figure, picture.address)
            else if (picture) insert(editor, at, picture.address)
          })
          return true
        },
      toggleCaption:
        () =>
        ({ state, tr, dispatch }) => {
          const figure = figureAround(state)
          if (!figure || !dispatch) return Boolean(figure)
          const { node, at } = figure
          const caption = at + 1 + node.firstChild.nodeSize
          if (node.childCount > 1) tr.delete(caption, at + node.nodeSize - 1)
          else tr.insert(caption, state.schema.nodes.caption.create()).setSelection(TextSelection.create(tr.doc, caption + 1))
          return true
        },
    }
  },
  addProseMirrorPlugins() {
    return [...(this.parent?.() ?? []), takingFiles(this.editor, this.options)]
  },
})
