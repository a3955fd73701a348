"""`{{ agent|browser }}`: what a browser says of itself, in words."""

from django import template

from orgs.browsers import browser

register = template.Library()
register.filter("browser", browser)
