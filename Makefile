# What one does with ChatNomina. Every target prepares what it needs; see README.md.
.DEFAULT_GOAL := help
.PHONY: help run test train validate interactive review evaluate ablation bench screenshots lint t5 spacy

PYTHON := .venv/bin/python
CORPUS ?= ../shared/corpus
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
# Rasa stays at SQLAlchemy 1.4: what 2.0 would change concerns nobody who runs these commands.
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export PYTHONUTF8 := 1
unexport PYTHONDONTWRITEBYTECODE # else each of many processes would compile TensorFlow and Rasa again

help: ## muestra esta ayuda
	@sed -n 's/^\([a-z0-9]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

run: ## instala, arranca y mantiene todo el producto; Ctrl-C lo detiene
	@deploy/local/environment.sh
	@exec $(PYTHON) -m deploy.local run

test: ## instala lo necesario y corre lint y todas las pruebas
	@deploy/local/environment.sh --group dev --group t5
	@tests/debian_packages.sh
	@tests/connectors/independent_clients/install.sh
	@clients/web/install_tools.sh
	@$(MAKE) --no-print-directory lint
	@$(PYTHON) -m deploy.local train
	@exec $(PYTHON) -m pytest --numprocesses 3 --dist loadgroup $(PYTEST_ARGS)

train: ## entrena el asistente si ninguno entrenado corresponde a las fuentes
	@deploy/local/environment.sh
	@exec $(PYTHON) -m deploy.local train

validate: ## revisa dominio y datos de entrenamiento en segundos
	@deploy/local/environment.sh
	@exec $(PYTHON) -m deploy.local validate

evaluate: ## mide cuánto entiende el asistente entrenado y falla si no alcanza lo exigido
	@deploy/local/environment.sh
	@exec $(PYTHON) -m nlu.evaluation $(EVALUATE_ARGS)

ablation: ## mide qué aporta cada parte de la tubería, con tres semillas; horas, reanudable (ABLATION_ARGS="partes --seeds 1")
	@deploy/local/environment.sh
	@exec $(PYTHON) -m nlu.evaluation.ablation $(ABLATION_ARGS)

bench: ## mide el producto al lado de Rasa sin cambios y guarda las cifras en bench/results.json (BENCH_ARGS=race, …)
	@deploy/local/environment.sh --group dev
	@exec $(PYTHON) -m bench $(BENCH_ARGS)

screenshots: ## dibuja otra vez las pantallas del cliente web (SCREENSHOTS_ARGS="entrar menu", o --home de un producto que ya corre)
	@deploy/local/environment.sh --group dev
	@tests/debian_packages.sh
	@clients/web/install_tools.sh
	@exec $(PYTHON) -m tests.clients.web.gallery $(SCREENSHOTS_ARGS)

t5: ## preentrena y exporta el codificador de models/t5-nomina-es (reanudable; CORPUS=carpeta, T5_ARGS="--visits …")
	@deploy/local/environment.sh --group t5
	@exec $(PYTHON) -m nlu.t5_encoder --corpus $(CORPUS) $(T5_ARGS)

spacy: ## arma y entrena la tubería de models/spacy-nomina-es con data/lookups y data/nlu (minutos; SPACY_ARGS="--model carpeta")
	@deploy/local/environment.sh
	@exec $(PYTHON) -m nlu.spacy_pipeline $(SPACY_ARGS)

interactive: ## abre rasa interactive como una persona de la empresa de demostración
	@deploy/local/environment.sh
	@exec $(PYTHON) -m deploy.local interactive

review: ## convierte mensajes reales que no se entendieron en ejemplos revisados (data/nlu/revisadas.yml)
	@deploy/local/environment.sh
	@exec $(PYTHON) -m deploy.local review

lint: ## ruff, mypy y, para el cliente web, tsc y Biome
	@deploy/local/environment.sh --group dev
	@clients/web/install_tools.sh
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	npm --prefix clients/web run --silent lint
