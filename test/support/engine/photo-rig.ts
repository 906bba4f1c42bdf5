import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { photoServer } from '../photo-server';
import { serviceCredentials, startService } from '../service';
import { tagging, type WorkflowOptions } from '../tagging-workflow';
import { startEngine, type RunResult } from './engine';
import { builtPackage } from './package';

export type TaggingParameters = Parameters<typeof tagging>[0];

export const file = (bytes: Buffer, fileName: string, mimeType = 'image/jpeg') => ({
	data: bytes.toString('base64'),
	mimeType,
	fileName,
});

export const gifBytes = Buffer.from(
	'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
	'base64',
);

/** An item with a file that the service does not take. */
export const gif = (json: IDataObject = { id: 'gif' }): INodeExecutionData => ({
	json,
	binary: { data: file(gifBytes, 'dance.gif', 'image/gif') },
});

/**
 * The engine, the service, and a server of the example photos, which stands in for OBS as well. Credentials: `accessKey`, `iamUser`,
 * and with a mistake each `wrongSecret`, `unknownKey`, `wrongPassword`.
 */
export async function photoRig(root: string) {
	const folder = join(root, 'examples/photos');
	const service = await startService(root, { workers: 1 });
	const photos = await photoServer(folder);
	const { accessKey, iamUser } = serviceCredentials(service.url);
	const credentials = {
		accessKey: { ...accessKey, obsEndpoint: photos.url },
		iamUser: { ...iamUser, obsEndpoint: photos.url },
		wrongSecret: { ...accessKey, secretAccessKey: 'not-the-secret-of-this-key' },
		unknownKey: { ...accessKey, accessKeyId: 'NOBODYSACCESSKEY0001' },
		wrongPassword: { ...iamUser, password: 'not-the-password' },
	};
	const engine = await startEngine({
		...builtPackage(root),
		credentials: new Map(
			Object.entries(credentials).map(([name, data]) => [name, { type: 'huaweiCloudApi', data }]),
		),
	});
	const photo = (name: string) => readFileSync(join(folder, name));
	const photoItem =
		(name: string, id: string) =>
		(json: IDataObject = { id }): INodeExecutionData => ({
			json,
			binary: { data: file(photo(name), name) },
		});
	return {
		engine,
		photos,
		photo,
		coffee: photoItem('coffee.jpg', 'coffee'),
		sheep: photoItem('march-pastoral.jpg', 'sheep'),
		async run(
			parameters: TaggingParameters,
			items: INodeExecutionData[],
			options: WorkflowOptions = {},
		): Promise<RunResult> {
			return await engine.run(tagging(parameters, options), { items });
		},
		async stop() {
			engine.stop();
			await photos.close();
			await service.stop();
		},
	};
}

export type PhotoRig = Awaited<ReturnType<typeof photoRig>>;

const DETAILS = [
	...['attempts', 'code', 'http_status', 'image'],
	...['reason', 'remedy', 'request_id', 'service_message'],
];

/** The shape that every failed image's JSON has. */
export function expectFailure(json: IDataObject | undefined): void {
	expect(typeof json?.error).toBe('string');
	expect(Object.keys(json?.details as object).sort()).toEqual(DETAILS);
}
