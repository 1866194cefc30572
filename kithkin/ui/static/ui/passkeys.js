// Passkeys: the device makes one or shows one, and the form takes its answer along. Without this file the password works.
"use strict";

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const failed = form.querySelector("[data-failed]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      const [wanted] = Object.values(await answer.json());
      form.elements.credential.value = JSON.stringify(await webauthnJSON[form.dataset.passkey](wanted));
      form.submit();
    } catch {
      failed.hidden = false;
      failed.focus();
    }
  });
}
