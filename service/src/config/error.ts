/** A setting that keeps the service from starting; the message is one sentence for the operator. */
export class ConfigError extends Error {}
