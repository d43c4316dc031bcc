#!/usr/bin/env node
import { run } from './run';

if (process.env.SIDECORE_DEBUG) process.setSourceMapsEnabled(true);
void run(process.argv.slice(2));
