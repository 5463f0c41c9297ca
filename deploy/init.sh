#!/bin/sh
# Before the workers: bring the ledger's tables up to date, or make the ledger where there is none (live; more options
# of `warning init` as arguments), and the topics as their file says. Run as the database's owner; it may run again.
set -eu
topics=/etc/loan-warning/topics.yaml
warning upgrade || warning init --clock live "$@"
if [ -f "$topics" ]; then
  warning topics apply --topics "$topics"
else
  warning topics apply
fi
