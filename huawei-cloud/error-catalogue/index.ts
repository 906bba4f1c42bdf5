export { classifyFailure } from './classify';
export type { Failure, FailureEvidence } from './failure';
