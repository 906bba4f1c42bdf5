export { EngineError, type EngineErrorKind } from './errors';
export { startEngine } from './pool/pool';
export { RenewableEngine } from './pool/renewable';
export type * from './types';
