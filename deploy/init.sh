#!/bin/sh
# Before the workers: bring the ledger's tables up to date, or make the ledger where there is none (live; more options
# of `warning init` as arguments), and the topics as their file says. Run as the database's owner; it may run again.
set -eu
topics=/etc/loan-warning/topics.yaml
upgrade() {
  warning upgrade
}
if said=$(upgrade 2>&1); then
  printf '%s\n' "$said"
else # that there is no ledger yet is no fault; if none can be made, either, both are said
  warning init --clock live "$@" || {
    code=$?
    printf '%s\n' "$said" >&2
    exit $code
  }
fi
if [ -f "$topics" ]; then
  warning topics apply --topics "$topics"
else
  warning topics apply
fi
