/** Writes `.env` beside compose.yaml: random secrets for n8n, PostgreSQL and the Image Tagging service. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SECRETS = [
	'N8N_ENCRYPTION_KEY',
	'POSTGRES_PASSWORD',
	'IMAGE_TAGGING_PASSWORD',
	'IMAGE_TAGGING_TOKEN_KEY',
];

const file = process.argv[2] ?? fileURLToPath(new URL('.env', import.meta.url));
const lines = SECRETS.map((name) => `${name}=${randomBytes(24).toString('hex')}\n`);

try {
	writeFileSync(file, lines.join(''), { flag: 'wx', mode: 0o600 });
	console.log(
		`${file} holds new secrets: keep it, n8n's credentials can't be read without its key.`,
	);
} catch (error) {
	const why = error.code === 'EEXIST' ? 'is there already and is kept as it is' : error.message;
	console.error(`${file}: ${why}.`);
	process.exitCode = 1;
}
