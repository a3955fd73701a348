// <form data-upload hx-post>: what is chosen or dropped is sent at once, and a <progress> shows how far it is.
const formOf = (element) => element.closest?.("form[data-upload]");

document.addEventListener("change", (event) => {
  const form = event.target.matches?.("input[type=file]") && formOf(event.target);
  if (form && event.target.files.length) form.requestSubmit();
});

// A drop sets the field's files (dropzone.js) without a change event.
document.addEventListener("drop", (event) => {
  const form = formOf(event.target);
  if (form?.querySelector("input[type=file]").files.length) form.requestSubmit();
});

// fetch() cannot tell how much was sent: these forms go by XMLHttpRequest.
function sent(form, progress) {
  return (url, request) => new Promise((resolve, reject) => {
    const way = new XMLHttpRequest();
    way.open(request.method, url);
    for (const [name, value] of Object.entries(request.headers)) way.setRequestHeader(name, value);
    way.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = (100 * event.loaded) / event.total;
    });
    way.addEventListener("load", () => {
      const answer = new Response(way.responseText, { status: way.status, headers: { "Content-Type": "text/html" } });
      const isElsewhere = new URL(way.responseURL).pathname !== new URL(url, location.href).pathname;
      resolve(isElsewhere ? Object.defineProperties(answer, { redirected: { value: true }, url: { value: way.responseURL } }) : answer);
    });
    way.addEventListener("error", () => reject(new TypeError("not reached")));
    way.addEventListener("loadend", () => { progress.hidden = true; });
    progress.value = 0;
    progress.hidden = false;
    way.send(request.body);
  });
}

document.addEventListener("htmx:before:request", (event) => {
  const form = formOf(event.target);
  if (form) event.detail.ctx.fetch = sent(form, form.querySelector("progress"));
});

// Refused as a whole: the field is empty again, so that the same file can be chosen once more.
document.addEventListener("htmx:finally:request", (event) => {
  const form = event.target.isConnected && formOf(event.target);
  if (form) form.reset();
});
