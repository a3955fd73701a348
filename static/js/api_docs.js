// Draws the API's documentation from its document. What is tried here runs with the browser's session.
const place = document.getElementById("api-docs");
const { dataset: { theme }, classList } = document.documentElement;
const device = matchMedia("(prefers-color-scheme: dark)");
const follow = () => classList.toggle("dark-mode", theme === "dark" || (theme !== "light" && device.matches));
device.addEventListener("change", follow);
follow();

window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.schema,
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  requestInterceptor: (request) => {
    if (new URL(request.url, location.href).origin === location.origin) request.headers["X-CSRFToken"] = place.dataset.csrf;
    return request;
  },
});
