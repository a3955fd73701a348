// A key that was refused, not known here or not touched in time: allauth only notes it in the console.
import { say } from "./toast.js";

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const { name } = event.detail.exception;
  say(name === "InvalidStateError" ? "key-known" : "key-refused");
});
