import { existsSync } from 'node:fs';
import { join } from 'node:path';

import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { ImageTagging } from '../../../../nodes/ImageTagging/ImageTagging.node';
import { OPTIONS } from '../../../../nodes/ImageTagging/parameters/form';
import { GENERAL } from '../../../../nodes/ImageTagging/parameters/general';

const { description } = new ImageTagging();
const { properties } = description;
const options = properties.find(({ name }) => name === 'options')?.options as INodeProperties[];

const DEFAULTS: INodeParameters = {
	...Object.fromEntries(
		properties.map(({ name, default: value }) => [name, value as INodeParameters[string]]),
	),
};

/** The names that n8n shows of a part of the form. */
const shown = (part: INodeProperties[], values: INodeParameters): string[] => {
	const all = { ...DEFAULTS, ...values };
	const node = { typeVersion: 1 } as INode;
	return part
		.filter((property) =>
			NodeHelpers.displayParameter(part === options ? {} : all, property, node, description, all),
		)
		.map(({ name }) => name);
};

describe('the form', () => {
	it.each([
		['binary', ['binaryPropertyName']],
		['url', ['url']],
		['obs', ['bucket', 'objectKey']],
		['base64', ['base64']],
	])(
		'for the image source %s has the fields that it needs, in their place',
		(imageSource, fields) => {
			expect(shown(properties, { imageSource })).toEqual([
				...['apiVersion', 'imageSource'],
				...fields,
				...['output', 'language', 'options'],
			]);
		},
	);

	it('warns of an address that others can read, and of no other', () => {
		const of = (url: string) => shown(properties, { imageSource: 'url', url });
		expect(of('http://example.com/a.jpg')).toContain('urlNotice');
		expect(of('https://example.com/http://')).not.toContain('urlNotice');
		expect(shown(properties, { imageSource: 'obs', url: 'http://a.b' })).not.toContain('urlNotice');
	});

	it('tells of files in a tool of an AI agent alone', () => {
		const notice = properties.find(({ name }) => name === 'binaryToolNotice');
		expect(notice).toMatchObject({
			type: 'notice',
			default: '',
			displayOptions: { show: { imageSource: ['binary'], '@tool': [true] } },
		});
	});

	const EVERYWHERE = ['includeBinary', 'includeInputFields', 'limit', 'maxAttempts'];
	const ALSO = ['maxConcurrency', 'threshold', 'timeout'];
	const FILES = ['annotatedPicture', 'annotatedPropertyName', 'taggedPropertyName'];
	const WRITTEN = ['writeTags', 'writeTagsLanguages'];
	const BYTES = ['shrink', 'validation'];
	const FILTERS = ['excludeTags', 'includeTags', 'tagTypes'];

	it.each([
		['binary', 'tags', [...FILES, ...WRITTEN, ...BYTES, ...FILTERS, 'onNoTags']],
		['base64', 'objects', [...FILES, ...WRITTEN, ...BYTES, ...FILTERS, 'onNoTags']],
		['url', 'images', [...FILES, ...WRITTEN, ...BYTES, ...FILTERS, 'downloadUrl']],
		['obs', 'raw', []],
	])('for %s and the output %s has the options that do something', (imageSource, output, more) => {
		expect(shown(options, { imageSource, output }).sort()).toEqual(
			[...EVERYWHERE, ...ALSO, ...more].sort(),
		);
	});

	it('asks for the fields that have no default', () => {
		const required = properties.filter((property) => property.required).map(({ name }) => name);
		expect(required).toEqual(['binaryPropertyName', 'url', 'bucket', 'objectKey', 'base64']);
	});

	it.each(['apiVersion', 'imageSource'])(
		'takes no expression for %s, by which it looks',
		(name) => {
			expect(properties.find((property) => property.name === name)?.noDataExpression).toBe(true);
		},
	);

	it('has each parameter under the name by which the node reads it', () => {
		for (const [name, { property }] of Object.entries({ ...GENERAL, ...OPTIONS })) {
			expect(property.name).toBe(name);
		}
	});

	it('says something wherever it has a text', () => {
		const choices = (property: INodeProperties) =>
			property.name === 'options' ? [] : ((property.options ?? []) as INodePropertyOptions[]);
		for (const property of [...properties, ...options]) {
			const { name, displayName, placeholder = 'x', hint = 'x' } = property;
			const texts = [displayName, property.description ?? 'x', placeholder, hint];
			for (const one of choices(property)) texts.push(one.name, one.description ?? 'x');
			expect([name, texts.filter((text) => !/\S/.test(text))]).toEqual([name, []]);
		}
	});
});

describe('the node', () => {
	it('is found by its name, can be a tool, and has the test of its credential', () => {
		expect(description).toMatchObject({
			displayName: 'Huawei Cloud Image Tagging',
			defaults: { name: 'Image Tagging' },
			group: ['transform'],
			usableAsTool: true,
			credentials: [{ name: 'huaweiCloudApi', required: true, testedBy: 'huaweiCloudApiTest' }],
		});
		expect(description.description).toMatch(/^[A-Z].{20,}/);
		expect(Object.keys(new ImageTagging().methods.credentialTest)).toEqual(['huaweiCloudApiTest']);
	});

	it('shows in the editor what it is set to', () => {
		expect(description.subtitle).toContain('$parameter["apiVersion"]');
		expect(description.subtitle).toContain('$parameter["imageSource"]');
	});

	it('has icons that are there', () => {
		const icons = Object.values(description.icon as { light: string; dark: string });
		expect(icons).toHaveLength(2);
		for (const icon of icons) {
			const folder = join(__dirname, '../../../../nodes/ImageTagging');
			expect([icon, existsSync(join(folder, icon.replace(/^file:/, '')))]).toEqual([icon, true]);
			expect(icon).toMatch(/^file:.+\.svg$/);
		}
	});
});
