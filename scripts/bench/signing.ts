import { createHash, randomBytes } from 'node:crypto';

import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials';

import { sign } from '../../huawei-cloud/signature';
import { requestBody } from '../../tagging/request-body';

const url = 'https://image.ap-southeast-1.myhuaweicloud.com/v2/p1/image/tagging';
const parameters = { language: 'en', limit: 50, threshold: 60 } as const;
const key = { id: 'ACCESSKEY', secret: 'secret-access-key' };
const official = new BasicCredentials().withAk(key.id).withSk(key.secret);

/** Ways from an image's bytes to a request that is ready to be sent. */
const ways: Record<string, (image: Buffer) => unknown> = {
	floor: (image) =>
		createHash('sha256')
			.update(Buffer.from(image.toString('base64'), 'latin1'))
			.digest('hex'),
	node(image) {
		const body = requestBody({ image }, parameters);
		return sign({ method: 'POST', url, body }, key, new Date());
	},
	official(image) {
		const data = { image: image.toString('base64'), ...parameters };
		const headers = { 'content-type': 'application/json' };
		const request = { method: 'POST', endpoint: url, headers, queryParams: {}, data };
		AKSKSigner.sign(request as never, official);
		return JSON.stringify(data);
	},
};

/** Median CPU time of one call in milliseconds. */
function cost(way: (image: Buffer) => unknown, image: Buffer, rounds: number): number {
	const times = Array.from({ length: rounds }, () => {
		const before = process.cpuUsage();
		way(image);
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1_000;
	});
	return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

export interface SigningFigures {
	kilobytes: number;
	floorMs: number;
	/** CPU time over that of base64 and SHA-256 alone. */
	node: number;
	official: number;
}

/** From an image to a signed request, against base64 and SHA-256 of the same bytes alone. */
export function signingFigures(): SigningFigures[] {
	return [768, 7_680].map((kilobytes) => {
		const image = randomBytes(kilobytes * 1024);
		const rounds = kilobytes > 1_000 ? 15 : 60;
		for (const way of Object.values(ways)) cost(way, image, 5);
		const [floorMs = 1, node = 0, officialMs = 0] = ['floor', 'node', 'official'].map((name) =>
			cost(ways[name] as (image: Buffer) => unknown, image, rounds),
		);
		return { kilobytes, floorMs, node: node / floorMs, official: officialMs / floorMs };
	});
}
