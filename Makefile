# `make playbook` and `make test` are all a newcomer needs; both set up what they miss.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: demo-site docs help playbook test check lint picture screenshots lighthouse bench simulate accuracy gold schema licences oldest audit fuzz kills wheel clean

help:            ## list these targets
	@grep -hE '^[a-z-]+: .*##|^[a-z-]+:  +##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/:/' | awk -F: '{printf "  make %-10s %s\n", $$1, $$2}'

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sociable needs Python 3.11 or later; set PYTHON=..."; exit 1; }
	@test -x $(BIN)/python && $(BIN)/python -m pip --version >/dev/null 2>&1 || { rm -rf $(VENV); $(PYTHON) -m venv $(VENV) >/dev/null 2>&1; } || { \
	  echo "Python's venv module is missing; installing it"; rm -rf $(VENV); \
	  sh tests/tools/install.sh python3-venv && $(PYTHON) -m venv $(VENV); }
	@echo "Setting up (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,wiki]'
	@touch $@

playbook: $(READY)  ## build the demo playbook into output/demo and print its address
	@$(BIN)/sociable demo --output output/demo

test: $(READY)   ## lint, type-check and run every test; installs the browser and the wikis that some need
	@sh tests/tools/install.sh chromium git npm default-jre-headless \
	  php-cli php-cgi php-sqlite3 php-mbstring php-xml php-intl php-curl php-gd mediawiki dokuwiki || true
	@sh tests/tools/web.sh & sh tests/tools/otter.sh $(BIN)/python & \
	sh tests/tools/spark.sh $(BIN)/python; $(MAKE) --no-print-directory lint; linted=$$?; wait; exit $$linted
	@$(BIN)/python -m pytest -n 2 --dist worksteal -q

lint: $(READY)   ## ruff and mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

check: test wheel ## what CI runs: the tests, and the wheel in an empty environment
	@sh tests/tools/wheel.sh $(BIN)/python

bench: $(READY)  ## time every stage on made-up archives and print a table
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@$(BIN)/python tests/tools/bench.py

simulate: $(READY) ## 2,000 made-up pairs of quarters: false verdicts, real changes told, coverage (about 20 minutes)
	@$(BIN)/python tests/tools/simulate.py $(PAIRS)

screenshots: $(READY) ## every page at three widths, light, dark and on paper, into output/screenshots
	@sh tests/tools/install.sh chromium
	@$(BIN)/sociable demo --output output/demo --quiet
	@$(BIN)/python tests/tools/screenshots.py output/demo -o output/screenshots

picture: $(READY) ## the README's picture and its words, from the demo as it is now
	@sh tests/tools/install.sh chromium
	@$(BIN)/sociable demo --output output/demo --quiet
	@$(BIN)/python tests/tools/picture.py output/demo

lighthouse: $(READY) ## Lighthouse over five pages of the demo; anything short of 100 fails
	@sh tests/tools/install.sh chromium && sh tests/tools/web.sh
	@$(BIN)/sociable demo --output output/demo --quiet
	@$(BIN)/python tests/tools/lighthouse.py output/demo

accuracy: $(READY) ## measure every detector on labelled posts: make accuracy DATA=folder
	@test -n "$(DATA)" || { echo "name the folder of labelled posts: make accuracy DATA=folder"; exit 2; }
	@$(BIN)/python tests/accuracy/measure.py $(DATA)

gold: $(READY)   ## accept the golden files of the demo run, after reading the difference
	@SOCIABLE_GOLD=1 $(BIN)/python -m pytest -q tests/test_golden.py

schema: $(READY) ## write the JSON Schemas of brand.yaml and report.json
	@$(BIN)/python tests/tools/schemas.py

docs: $(READY)   ## the documents: reference from the code, all of docs/ as pages in output/docs
	@$(BIN)/python tests/tools/docs.py
	@$(BIN)/python tests/tools/errors.py

demo-site: $(READY) ## the demo playbook with the documents beside it, as a static site in output/site
	@$(BIN)/sociable demo -q --output output/site
	@$(BIN)/python tests/tools/docs.py output/site/docs

fuzz: $(READY)   ## every pattern and stage on repeats of letters; 20,000 damaged exports and configurations: CASES=n SEED=n
	@nice $(BIN)/python tests/fuzz/patterns.py 3000
	@nice $(BIN)/python tests/fuzz/stages.py 5
	@nice $(BIN)/python tests/fuzz/run.py $(or $(CASES),20000) $(or $(SEED),1)

kills: $(READY)  ## kill build, publish and review at 300 moments drawn at random: KILLS=n SEED=n
	@nice $(BIN)/python tests/hostile/kill.py $(or $(KILLS),300) $(or $(SEED),1)

licences: $(READY) ## the licence of every library that Sociable and its extras run with, into docs/reference
	@$(BIN)/python tests/tools/licences.py

oldest: $(READY) ## run every test with the oldest versions that pyproject.toml allows: TESTS=folder for fewer
	@TESTS="$(TESTS)" sh tests/tools/oldest.sh $(PYTHON)

audit: $(READY)  ## known vulnerabilities of what is installed; says so, and fails, where it can ask nobody
	@sh tests/tools/audit.sh $(BIN)/python

wheel: $(READY)  ## build the wheel into dist/
	@rm -rf dist && $(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps -w dist .

clean:           ## remove everything that make made
	@rm -rf $(VENV) dist build output/* .mypy_cache .ruff_cache .pytest_cache tests/actual
	@git checkout -q output/README.md 2>/dev/null || true
