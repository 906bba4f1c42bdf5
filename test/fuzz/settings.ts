import { cases } from '../support/thorough';

/**
 * The long run: `FUZZ_CASES=20000 npx jest --selectProjects unit --testPathPatterns test/fuzz`, cases a property;
 * `FUZZ_SEED` repeats one.
 */
export const numRuns = Number(process.env.FUZZ_CASES ?? cases(500));
export const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
