# The doors of the project. `make` builds the web site and the PDF, `make help` lists the rest.
# For GNU make 3.81 and later, with the userland of Debian or macOS; paths are relative, so that blanks do no harm.

VENV := .venv
# the Python for a new environment; empty: the newest that is found
PYTHON :=
PORT := 8000
# further options of sphinx-build and pytest
SPHINXOPTS :=
PYTESTOPTS :=

PY := $(VENV)/bin/python
READY := $(VENV)/.installed
SPHINX = "$(PY)" -m sphinx -q -c . -d build/doctrees $(SPHINXOPTS)
say = printf '==> %s\n'

.SUFFIXES:
# the builders share their doctrees
.NOTPARALLEL:
.PHONY: all html pdf tex latexpdf epub data verify check lint test serve bench clean help

all: html pdf

$(READY): requirements.lock
	@sh .ci/environment "$(VENV)" "$(PYTHON)"

html: $(READY) ## the web site: build/html/index.html
	@$(say) "html: writing build/html/"
	@$(SPHINX) -b html edition build/html

# What the PDF is made of and has changed since; a folder under ext/ changes whenever Python caches a module there.
changed = find conf.py requirements.lock edition bib ext ! -path '*__pycache__*' ! \( -type d -path 'ext*' \) \
	-newer build/.pdf-made 2>&1 | head -n 1

pdf: $(READY) ## the book: build/pdf/<edition>.pdf (needs no TeX)
	@given="$(SPHINXOPTS) $$SOURCE_DATE_EPOCH"; \
	if ls build/pdf/*.pdf >/dev/null 2>&1 && [ -z "$$($(changed))" ] && [ "$$given" = "$$(cat build/.pdf-made)" ]; then \
		$(say) "pdf: nothing has changed, build/pdf/ stays"; \
	else \
		$(say) "pdf: writing build/pdf/"; \
		mkdir -p build && printf '%s\n' "$$given" >build/.pdf-begun && \
		$(SPHINX) -b typstpdf edition build/pdf && mv build/.pdf-begun build/.pdf-made; \
	fi

tex:
	@missing=; \
	for tool in latexmk xelatex xindy; do \
		command -v $$tool >/dev/null 2>&1 || missing="$$missing $$tool"; \
	done; \
	if [ -n "$$missing" ]; then \
		printf '%s\n' "make latexpdf needs TeX; not found:$$missing" \
			"  Debian, Ubuntu:  sudo apt install latexmk texlive-xetex texlive-latex-recommended \\" \
			"                     texlive-latex-extra texlive-fonts-recommended tex-gyre fonts-freefont-otf xindy" \
			"  macOS:           brew install --cask mactex" \
			"  make pdf makes the PDF without TeX." >&2; \
		exit 1; \
	fi

latexpdf: tex $(READY) ## the book by way of LaTeX: build/latex/<edition>.pdf
	@$(say) "latexpdf: writing build/latex/"
	@$(SPHINX) -b latex edition build/latex
	@$(MAKE) -s -C build/latex all-pdf LATEXMKOPTS='-quiet -interaction=nonstopmode'

epub: $(READY) ## the e-book: build/epub/<edition>.epub
	@$(say) "epub: writing build/epub/"
	@$(SPHINX) -b epub edition build/epub

data: $(READY) ## the record for machines: build/data/claims.json and its schema
	@$(say) "data: writing build/data/"
	@$(SPHINX) -b claims edition build/data

verify: $(READY) ## the record against the witnesses' texts: make verify WITNESSES=folder
	@if [ -z "$(WITNESSES)" ]; then \
		printf '%s\n' "make verify needs the folder that holds the witnesses' texts (W.txt, G.txt):" \
			"  make verify WITNESSES=folder" >&2; \
		exit 2; \
	fi
	@$(MAKE) --no-print-directory data
	@$(say) "verify: every reading and every sentence"
	@"$(PY)" bib/verify.py build/data/claims.json "$(WITNESSES)"

# Everything is read anew into doctrees of its own: what docutils and MyST say, they say only while a page is read.
# Then the book, as it has faults of its own (a missing character, say); what both builders say is said once.
check: $(READY) ## every fault in the text, one a line; fails if there is any
	@$(say) "check: reading all pages anew"
	@rm -rf build/check && mkdir -p build/check && failed=; \
	for builder in html typst; do \
		"$(PY)" -m sphinx -q -n -W --keep-going -c . -d build/check/doctrees $(SPHINXOPTS) \
			-b $$builder edition build/check/$$builder 2>build/check/$$builder.txt || failed=1; \
	done; \
	awk 'FILENAME == ARGV[1] { said[$$0]; print; next } !($$0 in said)' \
		build/check/html.txt build/check/typst.txt >&2; \
	if [ -n "$$failed" ]; then $(say) "check: the lines above say what to mend"; exit 1; fi
	@$(say) "check: no faults"

lint: $(READY) ## the code: ruff and mypy
	@$(say) "lint: ruff and mypy"
	@"$(PY)" -m ruff check -q .
	@"$(PY)" -m mypy --no-error-summary

test: $(READY) ## the tests (those of the pages' look only where a browser is found)
	@$(say) "test: running the tests"
	@without=; command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
		without=--ignore=tests/browser; $(say) "test: no chromium is found, tests/browser is left out"; }; \
	"$(PY)" -m pytest -q -n auto $$without $(PYTESTOPTS)

serve: $(READY) ## the web site while you write: rebuilt and reloaded at every change
	@$(say) "serve: http://127.0.0.1:$(PORT)/ (stop it with Ctrl-C)"
	@"$(PY)" -m sphinx_autobuild -q -c . -d build/doctrees $(SPHINXOPTS) --port $(PORT) \
		--watch conf.py --watch bib --watch ext -b html edition build/html

bench: $(READY) $(VENV)/.installed-bench ## the benchmark: time and memory, beside sphinx-needs
	@$(say) "bench: measuring"
	@"$(PY)" tests/bench/run.py

$(VENV)/.installed-bench: requirements-bench.lock $(READY)
	@$(say) "bench: installing what the benchmark compares with"
	@"$(PY)" -m pip install -qq --disable-pip-version-check --no-deps -r requirements-bench.lock
	@touch "$@"

clean: ## remove build/ (the environment stays; it may be deleted at any time)
	@$(say) "clean: removing build/"
	@rm -rf build

help: ## this list
	@printf '%s\n' "make             html and pdf"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile
