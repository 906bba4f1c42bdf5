/** The long run: `FUZZ_CASES=100000 npx jest --selectProjects service --testPathPatterns test/fuzz`; `FUZZ_SEED` repeats one. */
const cases = Number(process.env.FUZZ_CASES ?? (process.env.TEST_SAMPLE === '1' ? 400 : 2000));
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
if (process.env.FUZZ_CASES) console.info(`${cases} cases in all, seed ${seed}`);

/** Time for a long run, in milliseconds. */
export const patience = 60_000 + cases * 20;

/** Settings of a property that gets this share (0..1) of all cases. */
export const runsOf = (share: number) => ({ numRuns: Math.ceil(cases * share), seed });
