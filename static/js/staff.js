// The staff site's htmx writes no stylesheet into the page: static/css/staff.css has those rules.
window.htmx.config.includeIndicatorStyles = false;
