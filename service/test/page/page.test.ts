import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoAccount, demoConfig } from '../../src/config/demo';
import { acme, globex, testConfig } from '../support/accounts';
import { send } from '../support/client';
import { runService, type RunningService } from '../support/run-service';

const types: Record<string, string> = {
	css: 'text/css; charset=utf-8',
	html: 'text/html; charset=utf-8',
	js: 'text/javascript; charset=utf-8',
	svg: 'image/svg+xml',
};

const files = readdirSync(join(__dirname, '../../src/page/assets')).map((name) => ({
	path: name === 'page.html' ? '/' : `/page/${name}`,
	type: types[name.split('.').pop() ?? ''],
}));

const start = '/page/start.json';

describe('the page', () => {
	let service: RunningService;

	beforeAll(async () => {
		service = await runService(testConfig());
	});

	afterAll(() => service.stop());

	it.each(files)('serves $path as $type, to be asked for again each time', async (file) => {
		const { status, headers } = await send(service, { path: file.path });
		expect(status).toBe(200);
		expect(headers['content-type']).toBe(file.type);
		expect(headers['cache-control']).toBe('no-cache');
	});

	it.each(files)('answers 304 without a body while $path is the same', async ({ path }) => {
		const { etag } = (await send(service, { path })).headers;
		const known = { 'If-None-Match': String(etag) };
		const { status, data, headers } = await send(service, { path, headers: known });
		expect({ status, data, etag: headers['etag'] }).toEqual({ status: 304, data: '', etag });
		const other = { 'If-None-Match': '"other"' };
		expect((await send(service, { path, headers: other })).status).toBe(200);
	});

	it.each([...files.map(({ path }) => path), start])(
		'lets %s load and call nothing but this service',
		async (path) => {
			const { headers } = await send(service, { path });
			const policy = String(headers['content-security-policy']).split('; ');
			expect(policy).toEqual(
				expect.arrayContaining([
					"default-src 'none'",
					"script-src 'self'",
					"style-src 'self'",
					"img-src 'self' blob: data:",
					"connect-src 'self'",
					"base-uri 'none'",
					"form-action 'none'",
					"frame-ancestors 'none'",
				]),
			);
			expect(policy.join()).not.toMatch(/unsafe|\*|https?:/);
			expect(headers['x-content-type-options']).toBe('nosniff');
			expect(headers['x-frame-options']).toBe('DENY');
			expect(headers['referrer-policy']).toBe('no-referrer');
		},
	);

	it('has nothing inline and nothing from elsewhere', async () => {
		const { data } = await send(service, { path: '/' });
		expect(data).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]* src=)/);
		expect(data).not.toMatch(/(?:src|href)="(?!page\/)/);
	});

	it.each(['/page/', '/page/page-routes.ts', '/page/..%2fpage-routes.ts', '/page/page.html'])(
		'serves no other file: %s',
		async (path) => {
			expect((await send(service, { path })).status).toBe(404);
		},
	);
});

describe('what the page starts with', () => {
	const startOf = async (config?: unknown) => {
		const service = await runService(config);
		try {
			return await send(service, { path: start });
		} finally {
			await service.stop();
		}
	};

	it('fills in the sign-in of the demo account', async () => {
		const { data, headers } = await startOf();
		expect(data.signIn).toEqual({ account: 'demo', user: 'demo', password: 'demo-password' });
		expect(headers['cache-control']).toBe('no-store');
	});

	it('holds no name and no secret of other accounts', async () => {
		const { data } = await startOf(testConfig());
		expect(data.signIn).toBeNull();
		const secrets = [acme, globex].flatMap(({ name, users, accessKeys, projects }) => [
			name,
			...users.flatMap((user) => [user.name, user.password]),
			...accessKeys.flatMap((key) => [key.ak, key.sk]),
			...projects.map((project) => project.id),
		]);
		const text = JSON.stringify(data);
		expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
	});

	it('holds no password that replaced the demo one', async () => {
		const users = [{ name: 'demo', password: 'changed-password' }];
		const { data } = await startOf({ ...demoConfig, accounts: [{ ...demoAccount, users }] });
		expect(data.signIn).toBeNull();
	});

	it("says each version's defaults", async () => {
		const { data } = await startOf(testConfig());
		expect(data.defaults).toMatchObject({
			'v1.0': { limit: 30, threshold: 0 },
			v2: { limit: 50, threshold: 60 },
		});
	});
});
