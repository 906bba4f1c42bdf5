import { describe, expect, it } from '@jest/globals';

import { failureOf } from '../../../huawei-cloud/errors/authentication-error';
import {
	assertTrustedTarget,
	isTrustedTarget,
	refusalOf,
} from '../../../huawei-cloud/request/trusted-target';

const official = { region: 'ap-southeast-1' };
const own = {
	region: 'custom',
	endpoint: 'http://127.0.0.1:8089/base',
	iamEndpoint: 'https://iam.private.example:8443',
};

describe('a token or signature goes', () => {
	it.each([
		[official, 'https://image.ap-southeast-1.myhuaweicloud.com/v1.0/image/tagging'],
		[official, 'https://iam.myhuaweicloud.com/v3/projects'],
		[official, 'https://iam.eu-west-101.myhuaweicloud.eu/v3/projects'],
		[official, 'https://iam.cn-north-4.myhuaweicloud.com:443/v3/projects'],
		[official, 'https://obs.ap-southeast-1.myhuaweicloud.com/'],
		[own, 'http://127.0.0.1:8089/v2/p/image/tagging'],
		[own, 'https://IAM.private.example:8443/v3/projects?name=x'],
		[own, 'https://image.cn-north-4.myhuaweicloud.com/'],
	])('%#: to %p %p', (credential, url) => expect(isTrustedTarget(url, credential)).toBe(true));

	it.each([
		['another host', 'https://evil.example/'],
		['a host that ends alike', 'https://evilmyhuaweicloud.com/'],
		['a host that begins alike', 'https://image.ap-southeast-1.myhuaweicloud.com.evil.example/'],
		['the bare domain', 'https://myhuaweicloud.com/'],
		["Huawei Cloud's domain without encryption", 'http://iam.myhuaweicloud.com/'],
		["Huawei Cloud's domain at another port", 'https://iam.myhuaweicloud.com:8443/'],
		["another service of Huawei Cloud's", 'https://ecs.cn-north-4.myhuaweicloud.com/v1'],
		["somebody's cluster", 'https://0d3c5a7e.cce.cn-north-4.myhuaweicloud.com/'],
		["somebody's name that begins like a service", 'https://image.evil.myhuaweicloud.com/'],
		["somebody's bucket", 'https://bucket.obs.cn-north-4.myhuaweicloud.com/'],
		["somebody's web site", 'https://bucket.obs-website.cn-north-4.myhuaweicloud.com/'],
		['a user name', 'https://iam.myhuaweicloud.com@evil.example/'],
		['a user name without a password at a right host', 'https://user@iam.myhuaweicloud.com/'],
		[
			'a backslash for a slash, which some parsers take for one',
			'https:\\\\iam.myhuaweicloud.com/',
		],
		['a tab, which some parsers leave out', 'https://iam.myhuaweicloud.com/\tv3'],
		['a blank in front', ' https://iam.myhuaweicloud.com/'],
		['a password without a user name', 'https://:pw@iam.myhuaweicloud.com/'],
		['a user name at a right host', 'https://user:pw@iam.myhuaweicloud.com/'],
		['a backslash', 'https://evil.example\\@iam.myhuaweicloud.com/'],
		['a line break', 'https://iam.myhuaweicloud.com\n.evil.example/'],
		['another scheme', 'ftp://iam.myhuaweicloud.com/'],
		['a page about a right host', 'view-source:https://iam.myhuaweicloud.com/'],
		['no scheme', 'iam.myhuaweicloud.com/v3'],
		['nothing', ''],
		['another port of its own host', 'http://127.0.0.1:8090/'],
		['another scheme of its own host', 'https://127.0.0.1:8089/'],
		['its own IAM without encryption', 'http://iam.private.example:8443/'],
		['the default port of its own IAM', 'https://iam.private.example/'],
	])('not to %s', (_name, url) => {
		expect(isTrustedTarget(url, own)).toBe(false);
	});
});

describe('the sentence of a refusal', () => {
	it('names the host and the endpoints, and no query', () => {
		const { reason, remedy } = refusalOf('https://evil.example/a?token=secret', own);
		expect(reason).toContain('https://evil.example');
		expect(reason).toContain('http://127.0.0.1:8089, https://iam.private.example:8443');
		expect(reason).not.toContain('secret');
		expect(remedy).toMatch(/^If this address is yours, /);
	});

	it('says of what is no plain address that it is none, and names what the credential is for', () => {
		const where = "Huawei Cloud's public Image Recognition and IAM";
		expect(refusalOf('data:x', {}).reason).toBe(
			`The request to an address that is not a plain http(s) URL was not sent, because the Huawei Cloud credential only goes to its own endpoints (${where}).`,
		);
		expect(refusalOf('https://u@evil.example', {}).reason).toContain(
			'The request to an address that is not a plain http(s) URL was',
		);
	});

	it('ends the execution', () => {
		let thrown: unknown;
		try {
			assertTrustedTarget('https://evil.example/', own);
		} catch (error) {
			thrown = error;
		}
		expect(failureOf(thrown)).toMatchObject({ code: 'UNTRUSTED_HOST', stopsBatch: true });
	});

	it('can also speak of what is no address', () => {
		expect(refusalOf('https://u:secret@evil.example', own).reason).not.toContain('secret');
		expect(refusalOf('data:secret', {}).reason).not.toContain('secret');
	});
});
