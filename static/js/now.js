// Moves the line that marks the present, and first scrolls it into sight.
// .day[data-from] is the first row's instant in seconds, [data-zone] the zone of the hour labels.
import { clockTime, everyMinute } from "./clock.js";

const ROW_MINUTES = 5;

function move(day, now) {
  const minutes = (now / 1000 - Number(day.dataset.from)) / 60;
  const isVisible = minutes >= 0 && minutes < Number(day.dataset.hours) * 60;
  for (const mark of day.querySelectorAll("[data-now]")) {
    mark.hidden = !isVisible;
    mark.style.gridRowStart = Math.floor(Math.max(minutes, 0) / ROW_MINUTES) + 1;
    mark.style.marginTop = `calc(var(--hour) * ${(minutes % ROW_MINUTES) / 60})`;
    if (mark.dataset.now === "label") mark.textContent = clockTime(now, day.dataset.zone);
  }
  // The hour that the present's label would touch.
  for (const hour of day.querySelectorAll("[data-hour]")) {
    hour.classList.toggle("near", isVisible && Math.abs(Number(hour.dataset.hour) * ROW_MINUTES - minutes) < 16);
  }
}

function reveal(day) {
  const line = day.querySelector("[data-now]:not([hidden])");
  if (!line || day.dataset.revealed) return;
  day.dataset.revealed = "true";
  day.scrollTop = Math.max(0, line.offsetTop - day.clientHeight / 3);
}

everyMinute((now) => {
  for (const day of document.querySelectorAll(".day[data-from]")) {
    move(day, now);
    reveal(day);
  }
});
