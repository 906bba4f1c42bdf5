/** Header names are case-insensitive; values as n8n and axios pass them. */
export type Headers = Record<string, unknown>;

/** The value of a header whatever its case, trimmed; undefined where it is absent or empty. A list counts as its values joined. */
export function readHeader(headers: Headers | undefined, name: string): string | undefined {
	const wanted = name.toLowerCase();
	for (const [key, value] of Object.entries(headers ?? {})) {
		if (key.toLowerCase() !== wanted || value === undefined || value === null) continue;
		const text = (Array.isArray(value) ? value.join(', ') : String(value)).trim();
		if (text !== '') return text;
	}
	return undefined;
}

/** `headers` without the named ones, whatever their case. */
export function withoutHeaders(headers: Headers | undefined, names: readonly string[]): Headers {
	const dropped = new Set(names.map((name) => name.toLowerCase()));
	return Object.fromEntries(
		Object.entries(headers ?? {}).filter(([key]) => !dropped.has(key.toLowerCase())),
	);
}

/** `headers` with `added` in place of any of the same name, whatever its case. */
export function mergeHeaders(headers: Headers | undefined, added: Headers): Headers {
	return { ...withoutHeaders(headers, Object.keys(added)), ...added };
}
