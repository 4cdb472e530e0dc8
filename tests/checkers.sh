#!/usr/bin/env bash
# What cppcheck finds in the library and the program, and ShellCheck in the scripts; part of the deep tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# What a cppcheck that does not know all of C++20 takes for something else: lambdas with template parameters, <=>,
# a static member that hides another, what a loop appends, a reference in an aggregate; and where a vector is assigned
# is a matter of taste.
suppressed=(missingInclude internalAstError syntaxError compareBoolExpressionWithInt duplInheritedMember
            containerOutOfBounds:lib/tcalc/kernel/estimate.cpp danglingTemporaryLifetime:lib/tcalc/graph/compute.cpp
            useInitializationList)
cppcheck --std=c++20 --quiet --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -j "$(nproc)" \
  "${suppressed[@]/#/--suppress=}" --template='{file}:{line}: {id}: {message}' -Ilib -I. lib/tcalc app

mapfile -t scripts < <(git ls-files | xargs grep -lE '^#!.*\b(ba)?sh$')
((${#scripts[@]} > 10))
shellcheck --external-sources "${scripts[@]}" tests/support/packages.sh
