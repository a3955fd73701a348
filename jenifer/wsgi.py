import gc
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jenifer.settings")
django.setup(set_prefix=False)

from jenifer.handler import Handler  # noqa: E402  (needs the settings)

application = Handler()
# What is loaded now stays as long as the process: no collection need look through it again.
gc.collect()
gc.freeze()
