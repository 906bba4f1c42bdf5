import { describe, expect, it } from '@jest/globals';
import type { INodeProperties } from 'n8n-workflow';

import { HuaweiCloudApi } from '../../credentials/HuaweiCloudApi.credentials';

const type = new HuaweiCloudApi();
const field = (name: string) =>
	type.properties.find((property) => property.name === name) as INodeProperties;
const shownFor = (name: string) => field(name).displayOptions?.show?.authentication;

describe('the fields of the credential', () => {
	it('has the names that saved credentials rely on', () => {
		expect(type.name).toBe('huaweiCloudApi');
		expect(type.displayName).toBe('Huawei Cloud API');
		const fields = type.properties.filter(({ type: kind }) => kind !== 'notice');
		expect(fields.map(({ name }) => name)).toEqual([
			'authentication',
			'accessKeyId',
			'secretAccessKey',
			'securityToken',
			'accountName',
			'userName',
			'password',
			'token',
			'region',
			'projectName',
			'projectId',
			'endpoint',
			'iamEndpoint',
			'obsEndpoint',
			'allowUnauthorizedCerts',
			'session',
		]);
	});

	it.each([
		['accessKey', ['accessKeyId', 'secretAccessKey', 'securityToken']],
		['iamUser', ['accountName', 'userName', 'password']],
		['token', ['token']],
	])('shows for %s the fields %j alone', (authentication, names) => {
		for (const name of names) expect(shownFor(name)).toEqual([authentication]);
		const conditional = type.properties.filter(({ displayOptions }) => displayOptions);
		expect(conditional.filter(({ name }) => shownFor(name)?.includes(authentication))).toHaveLength(
			names.length,
		);
	});

	it('keeps secrets from being shown', () => {
		const hidden = type.properties.filter(({ typeOptions }) => typeOptions?.password);
		expect(hidden.map(({ name }) => name)).toEqual([
			'secretAccessKey',
			'securityToken',
			'password',
			'token',
			'session',
		]);
	});

	it('starts with access keys, a public region, looked-up endpoints and checked certificates', () => {
		const defaults = Object.fromEntries(type.properties.map((p) => [p.name, p.default]));
		expect(defaults).toMatchObject({
			authentication: 'accessKey',
			region: 'ap-southeast-1',
			projectId: '',
			endpoint: '',
			iamEndpoint: '',
			obsEndpoint: '',
			allowUnauthorizedCerts: false,
			session: '',
		});
	});

	it('offers the regions, and custom for none of them', () => {
		const values = field('region').options?.map((option) =>
			'value' in option ? option.value : '',
		);
		expect(values).toEqual(expect.arrayContaining(['cn-north-4', 'ap-southeast-1', 'custom']));
		expect(values?.at(-1)).toBe('custom');
	});

	it('lets n8n save the session and mark it as expired', () => {
		expect(field('session')).toMatchObject({ type: 'hidden', typeOptions: { expirable: true } });
	});
});
