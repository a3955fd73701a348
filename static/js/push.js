// <div data-push="KEY" data-push-to="/api/…"> lets this browser be pushed to; its [data-push-say] say how it stands.
const box = document.querySelector("[data-push]");

function say(name) {
  for (const each of box.querySelectorAll("[data-push-say]")) each.hidden = each.dataset.pushSay !== name;
  box.querySelector("[data-push-do]").hidden = name !== "ready";
}

function asBytes(key) {
  const text = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

async function subscribe() {
  const worker = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: asBytes(box.dataset.push) });
  const answer = await fetch(box.dataset.pushTo, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
    body: JSON.stringify({ ...subscription.toJSON(), label: navigator.userAgentData?.brands?.at(-1)?.brand ?? navigator.platform }),
  });
  if (!answer.ok) {
    await subscription.unsubscribe();
    throw new Error("refused");
  }
  location.reload();
}

async function start() {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return say("none");
  const worker = await navigator.serviceWorker.getRegistration("/");
  const known = await worker?.pushManager.getSubscription();
  say(known ? "on" : Notification.permission === "denied" ? "refused" : "ready");
}

if (box) {
  start();
  box.addEventListener("click", (event) => {
    if (event.target.closest("[data-push-do]")) subscribe().catch(() => say("refused"));
  });
}
