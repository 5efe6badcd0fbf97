/* A question before typed words are left behind: those not saved yet, and those that a form with errors gave back. */
const writing = document.querySelector("#content form[method=post]")
let isTouched = Boolean(document.querySelector(".errornote"))

writing?.addEventListener("input", () => { isTouched = true })
writing?.addEventListener("submit", () => { isTouched = false })
addEventListener("beforeunload", (event) => { if (isTouched) event.preventDefault() })
