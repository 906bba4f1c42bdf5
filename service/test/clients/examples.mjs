/** The examples of docs/api.md, run as they are printed but for the port: the demo account tags a photo of a cup. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startService } from '../support/start-service.mjs';

const run = promisify(execFile);
const page = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8');
const photo = join(import.meta.dirname, '../../../examples/photos/coffee.jpg');
const python = process.env.PYTHON ?? '/usr/bin/python3';

const examples = [
	{ language: 'sh', command: 'sh', needs: ['curl', '--version'] },
	{ language: 'python', command: python, needs: [python, '-c', 'import requests'] },
];

const exampleIn = (language) =>
	new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? '';

/**
 * @param {boolean} all whether a language that is not installed counts as a fault
 * @returns {Promise<boolean>} whether the examples answer as the page says
 */
export async function checkExamples(all) {
	const service = await startService();
	const cwd = mkdtempSync(join(tmpdir(), 'api-examples-'));
	copyFileSync(photo, join(cwd, 'photo.jpg'));
	let good = true;
	try {
		for (const { language, command, needs } of examples) {
			const [program, ...args] = needs;
			if (!(await run(program, args).then(Boolean, () => false))) {
				console.log(`– docs/api.md, ${language}: skipped, needs ${needs.join(' ')}`);
				good &&= !all;
				continue;
			}
			const text = exampleIn(language).replace('http://127.0.0.1:8089', service.url);
			const { stdout, stderr } = await run(command, ['-c', text], { cwd });
			const fits = /\bcup\b/.test(stdout);
			console.log(
				`${fits ? '✔' : '✖'} docs/api.md, ${language}${fits ? '' : `: ${stdout}${stderr}`}`,
			);
			good &&= fits;
		}
	} finally {
		await service.stop();
		rmSync(cwd, { recursive: true });
	}
	return good;
}
