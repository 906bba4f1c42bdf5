import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ParameterError } from '../../../../nodes/ImageTagging/parameters/parameter';
import { binarySources } from '../../../../nodes/ImageTagging/sources/binary';

const file = (mimeType: string, more: Partial<IBinaryData> = {}): IBinaryData => ({
	data: '',
	mimeType,
	...more,
});
const jpg = file('image/jpeg', { fileName: 'a.jpg' });
const png = file('image/png');
const pdf = file('application/pdf', { fileName: 'a.pdf' });

interface Given {
	parameter: unknown;
	binary?: Record<string, IBinaryData>;
	/** The item's JSON, in n8n 2's combined binary mode. */
	combined?: IDataObject;
	nodeType?: string;
	read?: (item: number, reference: string | IBinaryData) => Promise<Buffer>;
}

function sourcesOf({ parameter, binary, combined, nodeType = 'imageTagging', read }: Given) {
	const item: INodeExecutionData = { json: combined ?? {}, ...(binary ? { binary } : {}) };
	const context = {
		getInputData: () => [{ json: {} }, item],
		getNode: () => ({ type: nodeType }),
		getNodeParameter: (name: string, index: number) =>
			name === 'binaryPropertyName' && index === 1 ? parameter : undefined,
		getWorkflowSettings: () => (combined ? { binaryMode: 'combined' } : {}),
		helpers: { getBinaryDataBuffer: read ?? (async () => await Promise.resolve(Buffer.alloc(0))) },
	} as unknown as IExecuteFunctions;
	return binarySources(context, 1);
}

const never = new AbortController().signal;
const fieldsOf = (given: Given) => sourcesOf(given).map(({ image }) => image.field);

/** How a parameter is refused. */
function refusal(given: Given): [message: string, remedy: string] {
	try {
		sourcesOf(given);
	} catch (error) {
		if (error instanceof ParameterError) return [error.message, error.remedy];
		throw error;
	}
	throw new Error('It is not refused.');
}

describe('the files that Input Binary Field names', () => {
	const binary = { data: jpg, 'a, b': png, report: pdf };

	it.each<[string, unknown, string[]]>([
		['one', 'data', ['data']],
		['one whose name has a comma', 'a, b', ['a, b']],
		['several', 'report, data', ['report', 'data']],
		['several in a list', ['report', 'data'], ['report', 'data']],
		['all images, by an asterisk', '*', ['data', 'a, b']],
		['all images and one more', '*, report', ['data', 'a, b', 'report']],
		['the same one twice, once', 'data, data, *', ['data', 'a, b']],
	])('are %s', (_, parameter, fields) => {
		expect(fieldsOf({ parameter, binary })).toEqual(fields);
	});

	it('are images by their type, or by what n8n made of it', () => {
		const files = {
			typed: png,
			known: file('application/octet-stream', { fileType: 'image' }),
			other: file('video/mp4', { fileType: 'video' }),
			untyped: { data: '' } as IBinaryData,
			late: file('x-image/png'),
		};
		expect(fieldsOf({ parameter: '*', binary: files })).toEqual(['typed', 'known']);
	});

	it('may be named * where no other image is there', () => {
		expect(fieldsOf({ parameter: '*', binary: { '*': pdf } })).toEqual(['*']);
	});

	it('are known by field, name and type, as far as they have them', () => {
		expect(sourcesOf({ parameter: 'data', binary })[0]?.image).toStrictEqual({
			source: 'binary',
			field: 'data',
			file_name: 'a.jpg',
			mime_type: 'image/jpeg',
		});
		const bare = { data: { data: '', mimeType: '', fileName: '' } };
		expect(sourcesOf({ parameter: 'data', binary: bare })[0]?.image).toStrictEqual({
			source: 'binary',
			field: 'data',
		});
	});

	it('may be a file itself, from an expression', async () => {
		const references: unknown[] = [];
		const read = async (item: number, reference: unknown) => {
			references.push([item, reference]);
			return await Promise.resolve(Buffer.from('bytes'));
		};
		const [source] = sourcesOf({ parameter: jpg, binary: { data: png }, read });
		expect(source?.image).toStrictEqual({
			source: 'binary',
			file_name: 'a.jpg',
			mime_type: 'image/jpeg',
		});
		expect(await source?.get(never, async () => undefined)).toEqual({
			ok: true,
			value: { bytes: Buffer.from('bytes'), declaredType: 'image/jpeg' },
		});
		expect(references).toEqual([[1, jpg]]);
	});
});

describe("the files in the JSON of n8n 2's combined mode", () => {
	const combined = {
		_files: { data: jpg, report: pdf, text: 'no file' },
	} as unknown as IDataObject;

	it.each(['data', '_files.data', '*'])(
		'are named by %s, and read by themselves',
		async (parameter) => {
			const references: unknown[] = [];
			const read = async (_: number, reference: unknown) => {
				references.push(reference);
				return await Promise.resolve(Buffer.alloc(1));
			};
			const [source] = sourcesOf({ parameter, combined, read });
			expect(source?.image.field).toBe('data');
			await source?.get(never, async () => undefined);
			expect(references).toEqual([jpg]);
		},
	);

	it('are read by their field where they are beside the JSON', async () => {
		const references: unknown[] = [];
		const read = async (_: number, reference: unknown) => {
			references.push(reference);
			return await Promise.resolve(Buffer.alloc(1));
		};
		const [source] = sourcesOf({ parameter: 'data', binary: { data: jpg }, combined: {}, read });
		await source?.get(never, async () => undefined);
		expect(references).toEqual(['data']);
	});

	it('are files only: what else is there is none', () => {
		expect(refusal({ parameter: 'text', combined })[0]).toBe(
			'The item has no binary field "text" (it has data, report).',
		);
	});
});

describe('a field that is not there is refused', () => {
	const SET = 'Set Input Binary Field to the name of a field that holds an image.';
	const CONNECT =
		'Connect a node that reads or downloads the file, such as HTTP Request or Read/Write Files from Disk, before this one.';

	it.each<[string, Given, string, string]>([
		[
			'with the fields that are',
			{ parameter: 'photo', binary: { data: jpg, report: pdf } },
			'The item has no binary field "photo" (it has data, report).',
			SET,
		],
		[
			'with what to do where there are none',
			{ parameter: 'data' },
			'The item has no binary field "data" (it has none).',
			CONNECT,
		],
		[
			'where none is an image',
			{ parameter: '*', binary: { report: pdf } },
			'The item has no image in its binary fields (it has report).',
			SET,
		],
		[
			'be it a property that every object has',
			{ parameter: 'constructor', binary: { data: jpg } },
			'The item has no binary field "constructor" (it has data).',
			SET,
		],
		[
			'with a name of 100 letters',
			{ parameter: 'x'.repeat(100) },
			`The item has no binary field "${'x'.repeat(100)}" (it has none).`,
			CONNECT,
		],
		[
			'as the content of a file where the name is longer',
			{ parameter: 'x'.repeat(101) },
			'Input Binary Field holds the content of a file where the name of a field is expected.',
			'Set Image Source to Base64 Text, or give the name of the binary field, such as data.',
		],
		[
			'as what an AI agent can not give',
			{ parameter: 'data', nodeType: 'imageTaggingTool' },
			'An AI agent called this node, so there is no file in its input.',
			'Set Image Source to URL, OBS Object or Base64 Text and let the model fill in the value.',
		],
		[
			'where nothing is named',
			{ parameter: ' , ', binary: { data: jpg } },
			'Input Binary Field is empty.',
			'Give the name of the field that holds the image, such as data.',
		],
	])('%s', (_, given, message, remedy) => {
		expect(refusal(given)).toEqual([message, remedy]);
	});
});

it("a file that n8n's store does not have any more is the failure of its image", async () => {
	const read = async () => await Promise.reject(new Error('gone'));
	const [source] = sourcesOf({ parameter: 'data', binary: { data: jpg }, read });
	expect(await source?.get(never, async () => undefined)).toMatchObject({
		ok: false,
		failure: {
			code: 'BINARY',
			reason: 'n8n could not read the file from its store: gone',
			remedy: 'Run the workflow again from the node that made the file.',
			retry: 'never',
			answered: false,
		},
	});
});
