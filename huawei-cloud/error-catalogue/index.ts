export { classifyFailure } from './classify';
export type { Failure, FailureEvidence } from './failure';
export type { Retry, Scope } from './row';
