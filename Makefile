# The commands of this project. Each one sets up .venv first, which is done
# once; after that it costs a blink. `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
# Many checks wait for a program's limit, so there are more of them at a time
# than two processors would take.
JOBS ?= 4

# Set-up makes .venv; every tool runs from the checkout with `python -m`.
ifeq ($(OS),Windows_NT)
VENV := .venv/Scripts/python
else
VENV := .venv/bin/python
endif

# threads/lost_update; a path to the file is understood too
only := $(patsubst snippets/%,%,$(patsubst %.py,%,$(ONLY)))
on := $(if $(ON),--on $(ON))
engine := $(if $(ENGINE),--engine "$(ENGINE)")
# what concerns one program or page, in one process; else everything, side by side
select := $(if $(only),-n 0 -q --no-header $(foreach name,$(only),--only="$(name)"),-n $(JOBS))
select += $(on) $(if $(METHOD),--start-method $(METHOD)) $(if $(WHOLE),--whole)
select += $(if $(DAY),--day=$(DAY)) $(if $(REST),--rest)

# what is wrong with how a program is written is told before it is run
form := $(if $(only),$(VENV) -m tests.checks.programs $(only) && )

# Both generators print banners about their future; MAINTAINING knows of it.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

# What is compiled is kept, whatever the shell says: our tools start hundreds of times.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup serve test lint site book links record trace orders matrix use mutants contract rehearse keep measure new soak bench lock clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'
	@echo "  ONLY=threads/lost_update   one program (test, record, trace, matrix, use, mutants, rehearse, measure), or one page (test)"
	@echo "  ON=3.14t  METHOD=spawn     the Python and the start method that programs run on"
	@echo "  ENGINE=module:function     what makes the executor that matrix, use and soak run on"
	@echo "  WHOLE=1                    leave nothing to another day (test), do all deeds everywhere (use)"
	@echo "  REST=1  DAY=739584         what a day leaves to others, and which day (test)"
	@echo "  PYTHON=/path/to/python3    the Python that .venv is made with"
	@echo "  PORT=8001  JOBS=1          where to serve; how many checks at a time"

setup:
	@command -v "$(PYTHON)" >/dev/null || { echo "make: there is no '$(PYTHON)' here. Install Python, or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" bootstrap.py

serve: setup ## show the site on http://127.0.0.1:8000 and reload it on every save
	@$(VENV) bootstrap.py port "$(PORT)"
	@$(VENV) -m mkdocs serve --dev-addr 127.0.0.1:$(PORT)

# What a check leaves in the temporary folder goes when that folder goes.
test: setup ## check everything that this machine can check
ifeq ($(only)$(REST),)
	@$(MAKE) --no-print-directory lint
endif
	@scratch=$$(mktemp -d) || exit 1; trap 'rm -rf "$$scratch"' EXIT; trap 'exit 130' INT; trap 'exit 143' TERM; \
	TMPDIR=$$scratch $(VENV) -m pytest $(select)

lint: setup ## the quick half of `make test`: style, type hints, who imports whom
	@$(VENV) -m ruff check --quiet . || { echo "make: others read this, and copy the programs. Mend the lines above, or let the tool mend what it can: $(VENV) -m ruff check --fix" >&2; exit 1; }
	@$(VENV) -m mypy --no-error-summary
	@$(VENV) -m tests.checks.work.rooms

site: setup ## build the site into site/, strictly
	@$(VENV) -m mkdocs build --strict --clean || { $(VENV) -m tests.checks.pages.links; exit 1; }
	@$(VENV) -m theme.finish site

book: site ## bind that site as an EPUB and a PDF beside it, and check both
	@$(VENV) -m theme.bind site
	@$(VENV) -m tests.checks.site.bound site

links: setup ## follow the links of that site/ that lead out of it, and compare the pins
	@status=0; $(VENV) -m tests.chores.links || status=1; $(VENV) -m tests.chores.pins || status=1; exit $$status

record: setup ## run the programs whose transcript is stale, and write it
	@$(form)$(VENV) -m recorder record $(on) $(only)

trace: setup ## watch programs run, and write their traces: ONLY=threads/two_waits
	@$(VENV) -m recorder trace $(on) $(only)

orders: setup ## explore every order of small programs: ONLY=threads/both_deposit
	@$(VENV) -m recorder orders $(on) $(only)

matrix: setup ## run every program on every Python that is found here
	@$(form)$(VENV) -m recorder matrix $(on) $(if $(METHOD),--start-method $(METHOD)) $(engine) $(only)

use: setup ## do to programs what their users do, and see that each ends well
	@$(VENV) -m recorder use $(foreach one,$(ON),--on $(one)) $(if $(METHOD),--start-method $(METHOD)) $(if $(WHOLE),--whole) $(engine) $(only)

contract: setup ## ask engines what they keep of an executor's promises: ONLY=dask
	@$(VENV) -m recorder contract $(foreach one,$(ON),--on $(one)) $(ONLY)

rehearse: setup ## run programs on the Windows build of Python, under Wine (LONG=1: all)
	@$(VENV) -m tests.chores.rehearse $(only)

mutants: setup ## take one thing at a time out of programs, and see who notices
	@$(VENV) -m tests.mutants $(on) $(only)

keep: setup ## say that you tried what pages say anew: writes tests/kept.json
	@$(VENV) -m tests.chores.keep

measure: setup ## run the programs that measure, on a quiet machine
	@$(VENV) -m recorder measure $(foreach one,$(ON),--on $(one)) $(only)

new: setup ## lay out an article: PAGE=threads/keep-an-update-whole (BROKEN=1: a pair)
	@$(VENV) -m tests.chores.new $(if $(PAGE),"$(PAGE)") $(if $(PROGRAM),--program "$(PROGRAM)") $(if $(BROKEN),--broken)

soak: setup ## run the whole suite N times in random order on a loaded machine
	@$(VENV) -m tests.chores.soak $(or $(N),50) --jobs $(JOBS) $(engine)

bench: setup ## print how long building, checking and running take
	@$(VENV) -m tests.chores.bench

lock: ## write requirements.txt and the programs' own locks (UPGRADE=1: newest of each)
	@"$(PYTHON)" bootstrap.py lock $(if $(UPGRADE),--upgrade)
	@$(MAKE) --no-print-directory setup
	@$(VENV) -m recorder lock $(if $(UPGRADE),--upgrade)

clean: ## remove all that these commands made, .venv too
	rm -rf .venv .cache site .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
