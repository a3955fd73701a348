// Every behaviour listens on the document, so what htmx swaps in works without being set up.
document.documentElement.classList.add("js");

import "./bell.js";
import "./clock.js";
import "./copy.js";
import "./current.js";
import "./dialog.js";
import "./dropzone.js";
import "./fill_all.js";
import "./insights.js";
import "./now.js";
import "./passkey.js";
import "./push.js";
import "./palette.js";
import "./requests.js";
import "./shortcuts.js";
import "./sign_out.js";
import "./theme.js";
import "./toast.js";
import "./upload.js";
import "./zone.js";
