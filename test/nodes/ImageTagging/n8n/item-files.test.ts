import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { fieldsOf, filesOf, isBinary } from '../../../../nodes/ImageTagging/n8n/item-files';

const context = (binaryMode?: string) =>
	({ getWorkflowSettings: () => ({ binaryMode }) }) as unknown as IExecuteFunctions;

const jpg = { data: 'AAAA', mimeType: 'image/jpeg' };
const png = { id: 'filesystem:1', mimeType: 'image/png' } as unknown as typeof jpg;
const json = (_files: unknown): IDataObject => ({ a: 1, _files }) as IDataObject;

describe('a file', () => {
	it.each<[string, unknown, boolean]>([
		['its data', jpg, true],
		['an ID of the store', png, true],
		['neither', { mimeType: 'image/png' }, false],
		['no type', { data: 'AAAA' }, false],
		['a type that is no text', { data: 'AAAA', mimeType: 7 }, false],
	])('has a type, and %s: %j', (_, value, expected) => {
		expect(isBinary(value)).toBe(expected);
	});

	it.each([undefined, null, 'image/png', 7, [jpg], Object.assign([], jpg)])(
		'is an object: %p is none',
		(value) => {
			expect(isBinary(value)).toBe(false);
		},
	);
});

describe('the files of an item', () => {
	const item: INodeExecutionData = { json: json({ b: png, c: 'text' }), binary: { a: jpg } };

	it.each([undefined, 'separate'])(
		'are those beside its JSON alone, since anyone may have sent the JSON: mode %p',
		(mode) => {
			expect(filesOf(context(mode), item)).toBe(item.binary);
			expect(filesOf(context(mode), { json: {} })).toEqual({});
			expect(fieldsOf(context(mode), item)).toBe(item.json);
		},
	);

	it("are in its JSON too in n8n 2's combined mode, where they are no fields", () => {
		expect(filesOf(context('combined'), item)).toEqual({ a: jpg, b: png });
		expect(fieldsOf(context('combined'), item)).toEqual({ a: 1 });
	});

	it('beside its JSON win', () => {
		const both = { json: json({ a: png }), binary: { a: jpg } };
		expect(filesOf(context('combined'), both)).toEqual({ a: jpg });
	});

	it.each([undefined, null, 'text', [jpg]])('are none where %p is in their place', (files) => {
		expect(filesOf(context('combined'), { json: json(files) })).toEqual({});
	});
});
