#!/usr/bin/env node
// First, since a Node that is too old can't even read what the second needs.
import './cli/node-version';
import { run } from './cli/run';

void run(process.argv.slice(2));
