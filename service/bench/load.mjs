#!/usr/bin/env node
/*
 * The built service under load on loopback, with figures as ratios to bare loops of the same run:
 *
 *     node service/bench/load.mjs [photos] [throughput] [overload] [loss] [growth]
 *         [--seconds 4] [--requests 10000] [--minutes 30]
 *
 * Prints each section as soon as it is done, and writes them to bench-output/service.json.
 */
import { runTypeScript } from '../../scripts/lib/run-typescript.mjs';

await runTypeScript('service/bench/load/main.ts', process.argv.slice(2));
