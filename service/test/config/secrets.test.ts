import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SettingsFiles } from '../../src/config/files';
import { withSecrets } from '../../src/config/secrets';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'secrets-'));
	writeFileSync(join(folder, 'sk'), 'from a file\n');
});

afterAll(() => {
	rmSync(folder, { recursive: true });
});

const read = (value: unknown) =>
	withSecrets(value, {
		folder,
		files: new SettingsFiles(),
		env: { SK: 'from the environment' },
	});

describe('a secret that stands elsewhere', () => {
	it.each(['password', 'passwordHash', 'sk', 'securityToken', 'key'])(
		'is read from a file and from the environment: %s',
		(field) => {
			expect(read({ accounts: [{ [`${field}File`]: 'sk' }, { [`${field}Env`]: 'SK' }] })).toEqual({
				accounts: [{ [field]: 'from a file' }, { [field]: 'from the environment' }],
			});
		},
	);

	it('is looked for in accounts, token keys and limits, and nothing else changes', () => {
		expect(
			read({
				accounts: [{ accessKeys: [{ ak: 'x', skFile: 'sk' }, 1, null] }],
				tokenKeys: [{ id: 'a', keyEnv: 'SK' }],
				limits: { queuedImages: 5, store: { redisEnv: 'SK' } },
				tls: { keyFile: 'sk' },
			}),
		).toEqual({
			accounts: [{ accessKeys: [{ ak: 'x', sk: 'from a file' }, 1, null] }],
			tokenKeys: [{ id: 'a', key: 'from the environment' }],
			limits: { queuedImages: 5, store: { redis: 'from the environment' } },
			tls: { keyFile: 'sk' },
		});
	});

	it.each([
		['a file', { skFile: 'none' }, /^accounts\[0\]\.skFile can't be read: ENOENT/],
		[
			'a variable',
			{ skEnv: 'NONE' },
			/^accounts\[0\]\.skEnv can't be read: .* no such variable\.$/,
		],
	])('is told of when it is missing: %s', (_what, key, sentence) => {
		expect(() => read({ accounts: [key] })).toThrow(sentence);
	});

	it('may not stand in two places, of which one would be ignored', () => {
		expect(() => read({ accounts: [{ sk: 'secret', skFile: 'sk' }] })).toThrow(
			/^accounts\[0\]\.skFile stands beside sk: leave out one of them\.$/,
		);
	});
});
