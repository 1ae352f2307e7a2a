// Passkeys, where the browser has them: allauth's scripts speak with the device, this shows and says what comes of it.

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkeys]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-no-passkeys]")) part.hidden = true;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const failed = document.querySelector("[data-passkey-failed]");
  if (failed) failed.hidden = false;
});
