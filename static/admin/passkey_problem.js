// allauth's scripts report a passkey that was not used to the console alone; whoever pressed the button is told here.
document.addEventListener("allauth.error", event => {
  event.preventDefault()
  const told = document.getElementById("passkey-problem")
  const isIp = /^[\d.]+$|:/.test(location.hostname)
  told.textContent = isSecureContext && !isIp ? told.dataset.words : told.dataset.notHere
  told.hidden = false
  const main = document.querySelector("#content h1")
  if (main) main.after(told)
})
