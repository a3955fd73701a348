// <form data-ends-push>: whoever sits at this browser after signing out is told nothing more. The browser gives its
// push subscription up, and says to the server which one it was.
const PATIENCE = 2000; // milliseconds: signing out waits for no push service

async function subscribed() {
  const worker = await navigator.serviceWorker?.getRegistration("/");
  return worker?.pushManager?.getSubscription();
}

function later() {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE));
}

async function signOut(form) {
  const subscription = await Promise.race([subscribed().catch(() => null), later()]);
  if (subscription) {
    const field = { type: "hidden", name: "push_endpoint", value: subscription.endpoint };
    form.append(Object.assign(document.createElement("input"), field));
    await Promise.race([subscription.unsubscribe().catch(() => false), later()]);
  }
  form.submit();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-ends-push]")) return;
  event.preventDefault();
  signOut(event.target);
});
