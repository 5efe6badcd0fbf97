/* The focal point: set on the picture itself by click or arrow keys, with the crops that follow from it. The two numbers below
   the picture hold it, and stay enough without this script. */
const place = document.querySelector(".focal-point")
const stage = place.querySelector(".focal-stage")
const mark = place.querySelector(".focal-mark")
const crops = place.querySelector(".crops")
const pictures = [...place.querySelectorAll("img")]
const file = document.querySelector("#id_file")
const [across, down] = ["x", "y"].map((axis) => document.querySelector(`#id_focal_${axis}`))
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const within = (value) => Math.min(100, Math.max(0, Math.round(Number(value) || 0)))

function show() {
  const [x, y] = [within(across.value), within(down.value)]
  Object.assign(mark.style, { left: `${x}%`, top: `${y}%` })
  for (const picture of pictures) picture.style.objectPosition = `${x}% ${y}%`
  stage.setAttribute("aria-valuenow", x)
  stage.setAttribute("aria-valuetext", interpolate(gettext("%s per cent from the left, %s per cent from the top"), [x, y]))
}

function move(x, y) {
  for (const [input, value] of [[across, x], [down, y]]) {
    input.value = within(value)
    input.dispatchEvent(new Event("input", { bubbles: true }))
  }
}

function moveTo({ clientX, clientY }) {
  const { x, y, width, height } = stage.getBoundingClientRect()
  move(((clientX - x) / width) * 100, ((clientY - y) / height) * 100)
}

function followPointer() {
  stage.addEventListener("pointerdown", (event) => {
    event.preventDefault()
    stage.focus({ preventScroll: true })
    stage.setPointerCapture(event.pointerId)
    moveTo(event)
  })
  stage.addEventListener("pointermove", (event) => {
    if (stage.hasPointerCapture(event.pointerId)) moveTo(event)
  })
}

function followKeys() {
  stage.addEventListener("keydown", (event) => {
    const step = STEPS[event.key]
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const size = event.shiftKey ? 10 : 1
    move(Number(across.value) + step[0] * size, Number(down.value) + step[1] * size)
  })
}

/* A newly chosen file is seen before it is stored; one that is no picture is left to the server's sentence. */
function followFile() {
  file.addEventListener("change", () => {
    if (pictures[0].src.startsWith("blob:")) URL.revokeObjectURL(pictures[0].src)
    if (!file.files.length) return
    const chosen = URL.createObjectURL(file.files[0])
    for (const picture of pictures) picture.src = chosen
  })
  pictures[0].addEventListener("load", () => (place.hidden = false))
  pictures[0].addEventListener("error", () => (place.hidden = true))
}

function begin() {
  stage.tabIndex = 0
  stage.role = "slider"
  stage.setAttribute("aria-label", gettext("Focal point"))
  stage.setAttribute("aria-describedby", "focal-help")
  mark.hidden = crops.hidden = false
  for (const input of [across, down]) input.addEventListener("input", show)
  show()
}

if (across) for (const start of [followPointer, followKeys, followFile, begin]) start() // who may only look has no numbers
