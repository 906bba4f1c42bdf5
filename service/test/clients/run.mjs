#!/usr/bin/env node
/*
 * Clients of the API in several languages, as its reference's section 5 writes them, against the built
 * service: nothing is changed but the address and the keys. Skips a language that isn't installed, or
 * fails for it when called with `--all`.
 *
 *     node test/clients/run.mjs [--all]
 */
import { execFile } from 'node:child_process';
import { isDeepStrictEqual, promisify } from 'node:util';
import { checkExamples } from './examples.mjs';
import { startRig } from './rig.mjs';

const run = promisify(execFile);
const python = process.env.PYTHON ?? '/usr/bin/python3';

const clients = [
	{
		name: 'Python 3 with requests',
		needs: [python, '-c', 'import requests'],
		command: [python, 'tagging.py'],
		install: 'python3-requests',
	},
	{
		name: 'Python 3, signed with an access key',
		needs: [python, '--version'],
		command: [python, 'signed_tagging.py'],
		install: 'python3',
	},
	{
		name: 'PHP with curl',
		needs: ['php', '-r', 'exit(function_exists("curl_init") ? 0 : 1);'],
		command: ['php', 'tagging.php'],
		install: 'php-cli and php-curl',
	},
	{
		name: 'Java',
		needs: ['javac', '-version'],
		command: ['java', 'ImageTagging.java'],
		install: 'a JDK, 11 or newer',
	},
	{
		name: 'curl',
		needs: ['curl', '--version'],
		command: ['sh', 'tagging.sh'],
		install: 'curl',
	},
];

const start = ([file, ...args], env) =>
	run(file, args, { cwd: import.meta.dirname, env: { ...process.env, ...env }, timeout: 60_000 });

const isInstalled = ({ needs }) =>
	start(needs).then(
		() => true,
		() => false,
	);

/** @returns what is wrong, or nothing when the client's answer is the one expected */
async function faultOf({ command }, env, expected) {
	try {
		const { stdout } = await start(command, env);
		return isDeepStrictEqual(JSON.parse(stdout), expected) ? undefined : `answered ${stdout}`;
	} catch (error) {
		return error.stderr || error.message;
	}
}

async function check(client, { environments, expected }) {
	if (!(await isInstalled(client))) {
		console.log(`– ${client.name}: skipped, needs ${client.install}`);
		return !process.argv.includes('--all');
	}
	let good = true;
	for (const [what, env] of Object.entries(environments)) {
		const fault = await faultOf(client, env, expected);
		console.log(`${fault ? '✖' : '✔'} ${client.name}, ${what}: ${fault ?? 'the expected tags'}`);
		good &&= !fault;
	}
	return good;
}

const rig = await startRig();
try {
	console.log(`Expected: ${rig.expected.result.tags.map(({ i18n_tag: { en } }) => en).join(', ')}`);
	for (const client of clients) if (!(await check(client, rig))) process.exitCode = 1;
} finally {
	await rig.stop();
}
if (!(await checkExamples(process.argv.includes('--all')))) process.exitCode = 1;
