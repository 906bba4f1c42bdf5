import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { input } from 'zod';
import type { configSchema } from '../config/schema';

const NAME = 'n8n';
const REGION = 'self-hosted';

/** A configuration that nobody else has: in the forms of the cloud's own keys, and far too long to be tried out. */
function secretsOfItsOwn(hosts: string[]) {
	const accessKey = {
		ak: randomBytes(10).toString('hex').toUpperCase(),
		sk: randomBytes(30).toString('base64url'),
	};
	const user = { name: NAME, password: randomBytes(18).toString('base64url') };
	const project = { id: randomBytes(16).toString('hex'), name: REGION };
	const config = {
		region: REGION,
		...(hosts.length > 0 && { hosts }),
		accounts: [{ name: NAME, projects: [project], users: [user], accessKeys: [accessKey] }],
		tokenKeys: [{ id: 'first', key: randomBytes(32).toString('hex') }],
	} satisfies input<typeof configSchema>;
	return { accessKey, user, projectId: project.id, config };
}

const REASONS: Record<string, string> = {
	EEXIST: 'is there already and is kept as it is: name another file.',
	ENOENT:
		"can't be written, since its folder does not exist: make the folder, or name another file.",
	EACCES:
		"can't be written, since you may not write in its folder: name a file in a folder of yours.",
	EROFS: "can't be written, since its disk is read-only: name a file elsewhere.",
};

/** Writes a new file that only its owner can read, whole or not at all. */
function writeNew(file: string, text: string): void {
	let descriptor: number | undefined;
	try {
		descriptor = openSync(file, 'wx', 0o600);
		writeFileSync(descriptor, text);
		closeSync(descriptor);
	} catch (error) {
		if (descriptor !== undefined) rmSync(file, { force: true });
		const { code = '', message } = error as NodeJS.ErrnoException;
		throw new Error(`${file} ${REASONS[code] ?? `can't be written: ${message}.`}`);
	}
}

const table = (rows: Record<string, string>): string =>
	Object.entries(rows)
		.map(([name, value]) => `  ${name.padEnd(28)}${value}\n`)
		.join('');

/**
 * How the host by which n8n calls the service stands in its address, and the names that the service has to be told of:
 * addresses and localhost it knows.
 */
function calledBy(host: string | undefined): { inUrl: string; names: string[] } {
	if (host === undefined) return { inUrl: '<address of this machine>', names: [] };
	if (isIP(host) !== 0) return { inUrl: isIP(host) === 6 ? `[${host}]` : host, names: [] };
	if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) {
		throw new Error(
			`"${host}" is neither a host name, such as tagging.example.com, nor an address.`,
		);
	}
	return { inUrl: host, names: host === 'localhost' ? [] : [host] };
}

/**
 * Writes a configuration with random secrets, and prints what to enter in n8n's credential and how to start with it.
 * @param host by which n8n calls the service
 * @throws {Error} with a sentence; nothing is written then, and never over a file
 */
export function init(program: string, file = 'service.json', host?: string): void {
	const { inUrl, names } = calledBy(host);
	const { accessKey, user, projectId, config } = secretsOfItsOwn(names);
	writeNew(file, `${JSON.stringify(config, null, '\t')}\n`);
	const keys = {
		Authentication: 'Access Key',
		'Access Key ID': accessKey.ak,
		'Secret Access Key': accessKey.sk,
	};
	const password = {
		Authentication: 'IAM User',
		'Account Name': NAME,
		'User Name': user.name,
		Password: user.password,
	};
	const place = {
		Region: 'Custom',
		'Project Name': REGION,
		'Project ID': projectId,
		'Image Recognition Endpoint': `http://${inUrl}:8089`,
		'IAM Endpoint': `http://${inUrl}:8089`,
	};
	process.stdout.write(`Wrote ${resolve(file)}, which only you can read.

In n8n, make a credential of the type Huawei Cloud API, and enter:

${table({ ...keys, ...place })}
or, to sign in with a password, in place of the first three:

${table(password)}
${host === undefined ? 'Where n8n runs on this machine, and not in a container, the address is 127.0.0.1. ' : ''}Start the service with:

  ${program} --config ${file} --host 0.0.0.0
`);
}
