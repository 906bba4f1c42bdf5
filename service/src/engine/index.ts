export { EngineError, type EngineErrorKind } from './errors';
export { startEngine } from './pool/pool';
export type * from './types';
