/* A button that copies what it names, and says so. */
document.addEventListener("click", async ({ target }) => {
  if (!target.dataset?.copy) return
  await navigator.clipboard.writeText(target.dataset.copy)
  target.textContent = gettext("Copied")
})
