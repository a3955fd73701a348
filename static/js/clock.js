// <time data-clock="America/New_York">05:12</time> shows that zone's present time, minute by minute.
const locale = document.documentElement.lang || "en";

export function clockTime(instant, timeZone) {
  const hourCycle = document.documentElement.dataset.hourCycle || "h23";
  const hour = hourCycle === "h12" ? "numeric" : "2-digit";
  return new Intl.DateTimeFormat(locale, { hour, minute: "2-digit", hourCycle, timeZone }).format(instant).toLowerCase();
}

// Calls back now and at the start of every minute; browsers stop timers of hidden tabs, hence visibilitychange.
export function everyMinute(callback) {
  let timer;
  const tick = () => {
    clearTimeout(timer);
    callback(new Date());
    timer = setTimeout(tick, 60_000 - (Date.now() % 60_000) + 50);
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  document.addEventListener("htmx:after:swap", tick);
  tick();
}

everyMinute((now) => {
  for (const element of document.querySelectorAll("time[data-clock]")) {
    const text = clockTime(now, element.dataset.clock);
    if (element.textContent !== text) element.textContent = text;
  }
});
