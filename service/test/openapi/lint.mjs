/** Lints the OpenAPI document on standard input, and prints its faults as JSON. The linter is an ES module. */
import { text } from 'node:stream/consumers';
import { createConfig, lintFromString } from '@redocly/openapi-core';

const config = await createConfig({ extends: ['recommended-strict'] });
const problems = await lintFromString({ source: await text(process.stdin), config });
const told = problems.map(
	({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`,
);
console.log(JSON.stringify(told));
