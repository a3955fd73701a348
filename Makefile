.PHONY: run test thorough bench check lint types deploy-check fmt lock setup setup-dev clean

BIN := .venv/bin
PYTHON := $(BIN)/python
# What settings ask for where nothing embedded runs: enough to check a production configuration, not to connect.
PRODUCTION := DATABASE_URL=postgresql://jenifer_app:x@localhost/jenifer \
	DATABASE_OWNER_URL=postgresql://jenifer_owner:x@localhost/jenifer REDIS_URL=redis://localhost/0 \
	SECRET_KEY=never-used-to-sign-anything-fB2xq7Wm0Zt4Lr9Kc6Vh1Ny8 \
	FIELD_KEYS=first:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY= \
	ALLOWED_HOSTS=jenifer.example EMAIL_URL=smtp+tls://mail.jenifer.example

run: setup             ## everything on http://localhost:8000 (PORT=… for another)
	@$(PYTHON) -m jenifer.up

test: setup-dev        ## every test, browser tests included (ARGS=… for pytest)
	$(BIN)/pytest -n auto --dist=worksteal $(ARGS)

thorough: setup-dev    ## what takes longer than CI has
	$(BIN)/pytest -n auto --dist=worksteal --thorough $(ARGS)

bench: setup-dev       ## printed, never asserted
	$(PYTHON) -m jenifer.embedded run --test -- $(PYTHON) -m bench

check: lint types deploy-check  ## all that CI looks at beside the tests

lint: setup-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: setup-dev
	$(PRODUCTION) $(BIN)/mypy

deploy-check: setup-dev
	$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING
	$(PYTHON) -m jenifer.embedded run --test -- $(PYTHON) manage.py makemigrations --check --dry-run

fmt: setup-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock:                  ## requirements*.txt from requirements*.in
	uv pip compile -q --universal --python-version 3.13 --no-emit-index-url requirements.in -o requirements.txt
	uv pip compile -q --universal --python-version 3.13 --no-emit-index-url requirements-dev.in -o requirements-dev.txt

setup:
	@python3 scripts/setup.py

setup-dev:
	@python3 scripts/setup.py --dev

clean:                 ## forget everything local, the embedded database too
	rm -rf .venv .local node_modules static/vendor
