import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { Saturation } from '../../src/operation/saturation';
import { testConfig } from '../support/accounts';
import { obtainToken, send, v1Path } from '../support/client';
import { until } from '../support/raw';
import { reload } from '../support/reloads';
import { runService } from '../support/run-service';

describe('a queue is saturated', () => {
	/** What is said at the last of these looks, four a second. */
	const after = (...looks: boolean[]) => {
		const saturation = new Saturation(10_000);
		return looks.map((full, i) => saturation.look(full, i * 250)).at(-1);
	};
	const seconds = (count: number, full: boolean) => Array.from({ length: count * 4 }, () => full);

	it('when it has been full for the time of the setting, not before', () => {
		expect(after(...seconds(10, true))).toBe(false);
		expect(after(...seconds(10, true), true)).toBe(true);
	});

	it('also with room for moments, as whenever an image leaves it', () => {
		const mostlyFull = [...seconds(2, true), false, false];
		expect(after(...mostlyFull, ...mostlyFull, ...mostlyFull, ...mostlyFull, true)).toBe(true);
	});

	it('no longer once it had room for two seconds, and then it starts anew', () => {
		const full = seconds(11, true);
		expect(after(...full, ...seconds(2, false))).toBe(true);
		expect(after(...full, ...seconds(3, false))).toBe(false);
		expect(after(...full, ...seconds(3, false), true)).toBe(false);
	});

	it('never while it is full now and then', () => {
		const nowAndThen = Array.from({ length: 10 }, () => [true, ...seconds(3, false)]).flat();
		expect(after(...nowAndThen, true)).toBe(false);
	});
});

it('a service whose queue stays full is alive and healthy, not ready, reloads or not, and ready again after', async () => {
	const configOf = (saturatedSeconds: number) =>
		testConfig({ limits: { queuedImages: 1, saturatedSeconds } });
	const service = await runService(configOf(2));
	const headers = { 'X-Auth-Token': await obtainToken(service) };
	const noise = await sharp({
		create: { width: 1500, height: 1500, channels: 3, background: 'red' },
	})
		.png()
		.toBuffer();
	const body = { image: noise.toString('base64') };
	const probe = (path: string) => send(service, { path });
	let enough = false;
	const crowd = Array.from({ length: 4 }, async () => {
		while (!enough) await send(service, { path: v1Path, body, headers });
	});
	await until(async () => (await probe('/readyz')).data.status === 'saturated');
	expect((await probe('/readyz')).status).toBe(503);
	expect((await probe('/livez')).status).toBe(200);
	expect((await probe('/healthz')).data.status).toBe('ready');
	await reload(service, configOf(2));
	expect((await probe('/readyz')).status).toBe(503);
	await reload(service, configOf(600));
	await until(async () => (await probe('/readyz')).status === 200);
	await reload(service, configOf(1));
	await until(async () => (await probe('/readyz')).status === 503);
	enough = true;
	await Promise.all(crowd);
	await until(async () => (await probe('/readyz')).status === 200);
	const { stderr } = await service.stop();
	expect(stderr).toContain('"msg":"the queue has been full for long: not ready"');
	expect(stderr).toContain('"msg":"the queue has room again: ready"');
});
