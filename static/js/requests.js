// What htmx requests meet when something is wrong: a sentence in a toast, never an error page inside a card.
import { say } from "./toast.js";

// These come with an answer of their own: the card as it is now, the form with its errors.
const ANSWERED = [409, 422];

document.addEventListener("htmx:response:error", (event) => {
  const { status } = event.detail.ctx.response;
  if (ANSWERED.includes(status)) return;
  if (status === 413) return say("large");
  say(status === 429 ? "busy" : status === 403 || status === 404 ? "gone" : status >= 500 ? "failed" : "refused");
});

document.addEventListener("htmx:error", () => say("offline"));

// A redirect means another page (log-in, or the plain form's answer): go there.
document.addEventListener("htmx:before:response", (event) => {
  const { raw } = event.detail.ctx.response;
  if (!raw.redirected) return;
  event.preventDefault();
  location.assign(raw.url);
});

// A plain form on its way says so; coming back to the page (also out of the browser's cache) ends that.
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) event.target.classList.add("sending");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll(".sending")) form.classList.remove("sending");
});
