# Everything a person types. `make help` lists it.
SHELL := /bin/bash
export JAVA_HOME := $(shell build/jdk)
export PATH := $(if $(JAVA_HOME),$(JAVA_HOME)/bin:)$(PATH)
MVN := mvn -B -ntp $(MAVEN_FLAGS)

.DEFAULT_GOAL := help
.PHONY: help jdk build images lab lab-down deploy run test bench soak fuzz format crds clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

jdk:
	@test -n "$(JAVA_HOME)"

build: jdk ## Compile and package every module (no tests)
	@echo "build: compiling and packaging the modules (a minute or two; the first time Maven fetches its libraries)"
	@$(MVN) -q package -DskipTests
	@build/train-cli
	@echo "build: done"

images: build ## Build the container images, languages included
	@images/build all

lab: ## Start a one-machine Kubernetes (built once, then kept outside the checkout)
	@lab/up

lab-down: ## Stop it and leave nothing behind
	@lab/down

deploy: images lab ## Install or upgrade Replyard in the lab with Helm
	@build/deploy

run: deploy ## All of the above, then open a Repl and run a command in it
	@build/hello

test: jdk lab ## Build and pass every test, those on the real cluster included
	@build/test

bench: jdk ## Measure connect -> READY beside a bare pod, API writes, pid1's start and memory
	@bench/run

soak: jdk ## Clients beside hostile ones for a long time: MINUTES=10 (each half) CLIENTS=1000
	@bench/soak $(or $(MINUTES),10) $(or $(CLIENTS),1000)

fuzz: jdk ## Fuzz all that reads what others send: MINUTES=10 (of all targets together) TARGET=part of a name, or one INPUT=file again
	@build/fuzz $(if $(INPUT),again $(INPUT),$(or $(MINUTES),10) $(TARGET))

format: jdk ## Format the Java code
	$(MVN) -q spotless:apply

crds: jdk ## Regenerate the checked-in CRDs from the model
	$(MVN) -q -pl crds test -Dtest=CrdYamlTest -Dcrds.accept
	cp crds/src/main/crds/*.yaml charts/replyard/crds/

clean: ## Delete what the build made (not the lab)
	$(MVN) -q clean
	rm -rf images/target
