import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { bitmap, faultRig } from '../support/fault-rig';
import { file } from '../support/engine/photo-rig';
import { faultyServer, type FaultyServer } from '../support/faulty-server';

let rig: Awaited<ReturnType<typeof faultRig>>;
let server: FaultyServer;

beforeAll(async () => {
	rig = await faultRig(join(__dirname, '../..'));
	server = await faultyServer();
});
afterAll(async () => {
	rig.stop();
	await server.close();
});

const image = (item: number) => file(bitmap(item), `${item}.bmp`, 'image/bmp');

/** The fields that were tagged of an item with these files. */
async function tagged(binaryPropertyName: string, files: string[]): Promise<unknown[]> {
	server.script(() => undefined);
	const result = await rig.run({
		url: server.url,
		items: 1,
		parameters: { binaryPropertyName },
		binary: Object.fromEntries(files.map((name, item) => [name, image(item)])),
	});
	expect(result.error).toBeUndefined();
	expect(server.seen).toHaveLength(result.items('Image Tagging').length);
	return result.json('Image Tagging').map((json) => (json.image as IDataObject).field);
}

describe('the binary fields that are meant', () => {
	it.each([
		['*, data', ['data', 'second'], ['data', 'second']],
		['second, *', ['data', 'second'], ['second', 'data']],
		['data, data', ['data'], ['data']],
		['={{ ["data", "*"] }}', ['data', 'second'], ['data', 'second']],
	])('are sent, and paid for, once each: %s', async (name, files, expected) => {
		expect(await tagged(name, files)).toEqual(expected);
	});

	it.each(['photo, front', '图，正面', 'a.b[0]', '*', 'Foto größer €', '__proto__x', ' '])(
		'may have any name: %p',
		async (name) => {
			const expected = name === '*' ? ['*', 'other'] : [name];
			expect(await tagged(name, [name, 'other'])).toEqual(expected);
		},
	);
});
