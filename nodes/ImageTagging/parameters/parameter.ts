import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** A parameter has a value that it can't have, most often from an expression. */
export class ParameterError extends Error {
	constructor(
		message: string,
		readonly remedy: string,
	) {
		super(message);
	}
}

/**
 * One parameter, as n8n's form shows it and as the node reads it: name, values, range and default of
 * both come from the same property, so that they can't disagree.
 */
export interface Parameter<T> {
	readonly property: INodeProperties;
	/** What is read where an option was not added. */
	readonly whenUnset: unknown;
	/** @throws ParameterError for a value that the parameter can't have */
	read(value: unknown): T;
}

type Property<Type extends INodeProperties['type'], Default = unknown> = INodeProperties & {
	type: Type;
	default: Default;
};

type ChoiceProperty<V extends string> = Omit<INodeProperties, 'type' | 'options' | 'default'> & {
	type: 'options';
	options: Array<INodePropertyOptions & { value: V }>;
	default: NoInfer<V>;
};

const isText = (value: unknown): value is string | number =>
	typeof value === 'string' || typeof value === 'number';

const isAbsent = (value: unknown): value is undefined | null =>
	value === undefined || value === null;

/** The beginning of a value; lists and objects, which may be large or not printable, by their kind. */
function shown(value: unknown): string {
	if (isAbsent(value)) return 'empty';
	if (Number.isNaN(value)) return 'not a number';
	if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : String(value).slice(0, 60);
}

function refuse(problem: string, remedy: string): never {
	throw new ParameterError(problem, `${remedy} Check the expression, if it is one.`);
}

/** One of the values that the form offers. */
export function choice<const V extends string>(property: ChoiceProperty<V>): Parameter<V> {
	const { displayName } = property;
	const values = property.options.map(({ value }) => value);
	return {
		property,
		whenUnset: property.default,
		read: (value) =>
			values.find((candidate) => candidate === value) ??
			refuse(
				`${displayName} is ${shown(value)}, which is none of its values.`,
				`Use one of ${values.join(', ')}.`,
			),
	};
}

function readNumber({ displayName, typeOptions = {} }: INodeProperties, value: unknown): number {
	const { minValue = -Infinity, maxValue = Infinity, numberPrecision } = typeOptions;
	const given = isText(value) ? Number(value) : NaN;
	const isWhole = numberPrecision === 0;
	const fits = given >= minValue && given <= maxValue;
	if (fits && Number.isFinite(given) && (!isWhole || Number.isSafeInteger(given))) return given;
	const upTo = maxValue === Infinity ? '' : ` to ${maxValue}`;
	throw new ParameterError(
		`${displayName} is ${shown(value)}.`,
		`Give a ${isWhole ? 'whole ' : ''}number from ${minValue}${upTo}.`,
	);
}

const isBlank = (value: unknown): boolean =>
	isAbsent(value) || (typeof value === 'string' && value.trim() === '');

/** A number in the form's range; the form's default where there is none. */
export const number = (property: Property<'number', number>): Parameter<number> => ({
	property,
	whenUnset: property.default,
	read: (value) => (isBlank(value) ? property.default : readNumber(property, value)),
});

/** A number in the form's range; undefined where there is none, so that the service's own default holds. */
export const optionalNumber = (property: Property<'number'>): Parameter<number | undefined> => ({
	property,
	whenUnset: undefined,
	read: (value) => (isBlank(value) ? undefined : readNumber(property, value)),
});

/** Text without blanks around it; the form's default where there is none. */
export const text = (property: Property<'string', string>): Parameter<string> => ({
	property,
	whenUnset: property.default,
	read(value) {
		if (isAbsent(value)) return property.default;
		if (isText(value)) return String(value).trim() || property.default;
		return refuse(`${property.displayName} is ${shown(value)}.`, 'Give a single text.');
	},
});

/** Names separated by commas, from text or from a list of texts. */
export const list = (property: Property<'string'>): Parameter<string> => ({
	property,
	whenUnset: '',
	read(value) {
		const given: unknown[] = Array.isArray(value) ? value : [value];
		const entries = given.filter((entry) => !isAbsent(entry));
		if (entries.every(isText)) return entries.join(',');
		const inList = Array.isArray(value) ? ' with something other than text in it' : '';
		return refuse(
			`${property.displayName} is ${shown(value)}${inList}.`,
			'Give names separated by commas, or a list of names.',
		);
	},
});

/** On or off, which an expression may give as text. */
export const toggle = (property: Property<'boolean', boolean>): Parameter<boolean> => ({
	property,
	whenUnset: property.default,
	read(value) {
		if (isAbsent(value)) return property.default;
		// Some objects can't become text.
		const given = typeof value === 'object' ? 'none' : String(value).trim().toLowerCase();
		if (given === '') return property.default;
		if (given === 'true' || given === 'false') return given === 'true';
		return refuse(`${property.displayName} is ${shown(value)}.`, 'Give true or false.');
	},
});
