/**
 * Whether all that is generated is tried. A plain `npm test` has to answer within minutes and tries a sample;
 * `npm run test:all`, CI and Jest by itself try everything.
 */
export const thorough = process.env.TEST_SAMPLE !== '1';

/** Cases of a property: all of them, or a tenth. */
export const cases = (all: number): number => (thorough ? all : Math.ceil(all / 10));
