import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jenifer.settings")
application = get_wsgi_application()
# What is loaded now stays as long as the process: no collection need look through it again.
gc.collect()
gc.freeze()
