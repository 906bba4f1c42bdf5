import type { IExecuteFunctions } from 'n8n-workflow';

import { OPTIONS } from './form';
import { GENERAL } from './general';
import type { Parameter } from './parameter';

type ValueOf<P> = P extends Parameter<infer T> ? T : never;
type ValuesOf<Table> = { [Name in keyof Table]: ValueOf<Table[Name]> };

/** What every item has, whatever its image's source. */
const { apiVersion, imageSource, output, language } = GENERAL;
const EVERY_ITEM = { apiVersion, imageSource, output, language };

/** The parameters of one item, expressions resolved and values checked. */
export type ItemParameters = ValuesOf<typeof EVERY_ITEM> & ValuesOf<typeof OPTIONS>;

/** A parameter that belongs to one source of images. */
export type SourceParameter = 'binaryPropertyName' | 'url' | 'bucket' | 'objectKey' | 'base64';

/** The values of a table's parameters, each from what `given` has under its name. */
const readAll = <Table extends Record<string, Parameter<unknown>>>(
	table: Table,
	given: (name: string, whenUnset: unknown) => unknown,
): ValuesOf<Table> =>
	Object.fromEntries(
		Object.entries(table).map(([name, { read, whenUnset }]) => [
			name,
			read(given(name, whenUnset)),
		]),
	) as ValuesOf<Table>;

const optionsOf = (context: IExecuteFunctions, item: number): Record<string, unknown> =>
	(context.getNodeParameter('options', item, {}) ?? {}) as Record<string, unknown>;

/** @throws ParameterError for a value that a parameter can't have */
export function readParameters(context: IExecuteFunctions, item: number): ItemParameters {
	const options = optionsOf(context, item);
	return {
		...readAll(EVERY_ITEM, (name) => context.getNodeParameter(name, item)),
		...readAll(OPTIONS, (name, whenUnset) => options[name] ?? whenUnset),
	};
}

/**
 * The parameter of an image's source as it stands: an expression may have given a file or a large text.
 * @throws whatever the expression throws
 */
export const rawParameter = (
	context: IExecuteFunctions,
	name: SourceParameter,
	item: number,
): unknown => context.getNodeParameter(name, item, '') as unknown;

/** @throws ParameterError for a value that is no text */
export const textParameter = (
	context: IExecuteFunctions,
	name: 'url' | 'bucket' | 'objectKey',
	item: number,
): string => GENERAL[name].read(rawParameter(context, name, item));

/**
 * Requests in flight: one number for the whole execution, the first item's. Where that can't be read,
 * its own item fails for it, and the others go on with the default.
 */
export function maxConcurrency(context: IExecuteFunctions): number {
	const { read, property } = OPTIONS.maxConcurrency;
	try {
		return read(optionsOf(context, 0).maxConcurrency);
	} catch {
		return property.default as number;
	}
}
