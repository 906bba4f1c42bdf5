export { EngineError, type EngineErrorKind } from './errors';
export { startEngine } from './pool';
export type * from './types';
