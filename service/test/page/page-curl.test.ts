import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConfig } from '../support/accounts';
import { answerV2 } from '../support/answer-schema';
import { photo } from '../support/client';
import { runService, type RunningService } from '../support/run-service';

/** What means something to a shell, to JSON, to printf, to awk, to a URL or to curl. */
const awkward = {
	'letters alone': 'plain',
	quotes: `it's "quoted" \`and\` ''`,
	backslashes: '\\ \\n \\\\" \\',
	'what a shell replaces': '$HOME $(id) `id` ~ * ! # & ; | <',
	'what printf replaces': '%s %d %% \\t',
	'what curl and awk replace': '{a,b}[1-9]&&@-',
	'what a URL takes apart': 'a/b?c#d%41+e f',
	'two lines and a tab': 'one\n\ntwo\tthree',
	'other scripts': '密码 ñ 🐑',
	'the form of the body itself': '","password":"","x":"',
};

const accounts = Object.values(awkward).map((text, i) => ({
	name: `${i} ${text}`,
	projects: [{ id: `${i} ${text}`, name: 'test-1' }],
	users: [{ name: text, password: text }],
}));

const shells = ['sh', 'bash'].filter((shell) => existsSync(`/bin/${shell}`));

let service: RunningService;
let folder: string;
let commands: string[];

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'image-service-curl-'));
	cpSync(join(__dirname, '../../src/page/assets'), folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
	service = await runService(testConfig({ accounts }));
	commands = commandsOfAll();
});

afterAll(async () => {
	await service.stop();
	rmSync(folder, { recursive: true });
});

const pictureOf = (text: string) => `-${text.replaceAll('/', '')}.jpg`;

/** What the page shows for each account, made by its own code. */
function commandsOfAll(): string[] {
	const requests = accounts.map(({ name, projects: [project], users: [user] }) => ({
		base: `${service.url}/`,
		version: 'v2',
		person: { account: name, user: user?.name, password: 'not shown' },
		projectId: project?.id,
		picture: { name: pictureOf(user?.name ?? '') },
		fields: { language: 'en', limit: 3 },
	}));
	const program = `import { curlOf } from './curl.js';
		console.log(JSON.stringify(JSON.parse(process.argv[1]).map(curlOf)));`;
	const values = ['--input-type=module', '-e', program, JSON.stringify(requests)];
	const output = execFileSync(process.execPath, values, { cwd: folder, encoding: 'utf8' });
	return JSON.parse(output) as string[];
}

describe.each(shells)('the request as curl works in %s with', (shell) => {
	it.each(Object.values(awkward).map((text, i) => [Object.keys(awkward)[i], text, i] as const))(
		'%s',
		async (_what, text, i) => {
			expect(commands[i]).not.toContain('not shown');
			writeFileSync(join(folder, pictureOf(text)), Buffer.from(photo(), 'base64'));
			const { stdout } = await promisify(execFile)(shell, ['-c', commands[i] ?? ''], {
				cwd: folder,
				env: { ...process.env, PASSWORD: text },
			});
			expect(answerV2.parse(JSON.parse(stdout)).result.tags.length).toBeGreaterThan(0);
		},
		20_000,
	);
});
