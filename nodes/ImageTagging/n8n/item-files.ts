import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

export type Files = Record<string, IBinaryData>;

/** Where n8n 2's combined binary mode puts an item's files: into its JSON, in this field. */
export const FILES = '_files';

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const isBinary = (value: unknown): value is IBinaryData =>
	isObject(value) && typeof value.mimeType === 'string' && ('data' in value || 'id' in value);

const isCombined = (context: IExecuteFunctions): boolean =>
	context.getWorkflowSettings().binaryMode === 'combined';

/** An item's JSON without its files, where n8n 2's combined binary mode puts them there. */
export function fieldsOf(context: IExecuteFunctions, { json }: INodeExecutionData): IDataObject {
	if (!isCombined(context)) return json;
	const { [FILES]: files, ...fields } = json;
	void files;
	return fields;
}

/**
 * An item's files by name. In n8n 2's combined binary mode they are in the item's JSON, and in that
 * mode alone: elsewhere JSON is what anyone sent, and a reference to a file in it could open files
 * of other executions.
 */
export function filesOf(context: IExecuteFunctions, { json, binary }: INodeExecutionData): Files {
	if (!isCombined(context)) return binary ?? {};
	const inJson = Object.entries(isObject(json[FILES]) ? json[FILES] : {});
	return { ...Object.fromEntries(inJson.filter(([, file]) => isBinary(file))), ...binary } as Files;
}
