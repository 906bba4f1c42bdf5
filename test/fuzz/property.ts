import fc from 'fast-check';

/** Something that holds for whatever it is given, by the name that the report has. */
export interface Property {
	name: string;
	/** @returns how many cases were tried */
	run(settings: { numRuns: number; seed: number }): number;
}

/** @param most cases, for a property whose cases are dear */
export const property = <T>(
	name: string,
	values: fc.Arbitrary<T>,
	holds: (value: T) => void,
	most = Infinity,
): Property => ({
	name,
	run({ numRuns, seed }) {
		const cases = Math.min(numRuns, most);
		fc.assert(fc.property(values, holds), { numRuns: cases, seed });
		return cases;
	},
});

/** The result of `work`, or undefined where it refused with one of our own errors, which have to be sentences. */
export function orRefused<T>(
	kind: new (...all: never[]) => Error & { remedy: string },
	work: () => T,
): T | undefined {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof kind)) throw error;
		for (const text of [error.message, error.remedy]) expectSentence(text);
		return undefined;
	}
}

/** Says something, and no value that a programmer forgot; what the user gave may be in quotes. */
export function expectSentence(text: string): void {
	expect(text).toMatch(/^[A-Z][\s\S]{8,}[.")…]$/);
	expect(text.replace(/"[\s\S]*"/, '')).not.toMatch(/\bundefined\b|\bNaN\b|\[object /);
	expect(text.length).toBeLessThan(1_000);
}
