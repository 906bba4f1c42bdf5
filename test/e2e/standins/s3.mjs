import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import S3rver from 's3rver';

/** s3rver's only account. */
const KEYS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/**
 * An S3 server on loopback with one empty bucket, and the fields of n8n's S3 credential for it.
 *
 * @param {string} bucket
 */
export async function startS3(bucket) {
	const directory = mkdtempSync(path.join(tmpdir(), 'bucket-'));
	const server = new S3rver({
		address: '127.0.0.1',
		port: 0,
		silent: true,
		directory,
		configureBuckets: [{ name: bucket }],
	});
	const { port } = await server.run();
	const { store } = server;
	return {
		credential: {
			endpoint: `http://127.0.0.1:${port}`,
			region: 'us-east-1',
			...KEYS,
			forcePathStyle: true,
			ignoreSSLIssues: false,
		},
		put: (key, content, mimeType) =>
			store.putObject({
				bucket,
				key,
				content: Readable.from(content),
				metadata: { 'content-type': mimeType },
			}),
		async keys() {
			const { objects } = await store.listObjects(bucket, { maxKeys: 1000 });
			return objects.map(({ key }) => key).sort();
		},
		async read(key) {
			const { content } = await store.getObject(bucket, key);
			return Buffer.concat(await content.toArray());
		},
		async close() {
			await server.close();
			rmSync(directory, { recursive: true, force: true });
		},
	};
}
